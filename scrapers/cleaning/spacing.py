"""Regular text: NFC, single spaces, no invisible signs, the lines of a paragraph joined as the script wants it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
CASELESS_HAN = "(?-i:[㐀-鿿])"
"""A Han sign in a pattern that ignores case: Python would fold each sign of the range, 5 ms at every start."""
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff\ufff9-\ufffb]"
)
_NARROW_STOPS = ",.:;!?()\"'"
_STOPS = 4
"""So many of them stand together at most."""
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
    """Lines of one paragraph as one text: no blank where a Han sign meets another, whatever stops are between them."""
    joined = [pieces[0]]
    for above, piece in pairwise(pieces):
        joined += ("" if _is_wide_at(above[: -_STOPS - 1 : -1]) and _is_wide_at(piece) else " ", piece)
    return "".join(joined)


def _is_wide_at(text: str) -> bool:
    """Whether a text begins wide; many pages print the stops of Chinese, not its signs, at half width: `走,`."""
    return is_wide(text[0]) or (text[0] in _NARROW_STOPS and bool(HAN.match(text.lstrip(_NARROW_STOPS))))


def is_wide(sign: str) -> bool:
    """Whether a sign takes two columns."""
    return bool(WIDE.match(sign))
