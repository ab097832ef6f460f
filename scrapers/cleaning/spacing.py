"""Regular text: NFC, single spaces, no invisible signs, the lines of a paragraph joined as the script wants it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
CASELESS_HAN = "(?-i:[㐀-鿿])"
"""A Han sign in a pattern that ignores case: Python would fold each sign of the range, 5 ms at every start."""
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff\ufff9-\ufffb]"
)
WIDE = re.compile(HAN.pattern + "|[\u3000，。、；：？！“”‘’《》（）「」『』—…]")


def tidy(text: str) -> str:
    """The text in NFC with every run of white space as one space and no zero-width, bidi or control signs."""
    if text.isprintable():  # the plain blank is the only one of them that is
        if "  " not in text:
            return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
    else:
        text = _INVISIBLE.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def join(pieces: Sequence[str]) -> str:
    """Lines of one paragraph as one text: no blank where a Han sign meets another."""
    joined = pieces[0]
    for piece in pieces[1:]:
        gap = "" if is_wide(joined[-1]) and is_wide(piece[0]) else " "
        joined = f"{joined}{gap}{piece}"
    return joined


def is_wide(sign: str) -> bool:
    """Whether a sign takes two columns."""
    return bool(WIDE.match(sign))
