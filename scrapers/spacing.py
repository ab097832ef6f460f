"""Regular text: NFC, single spaces, no invisible signs, hard line breaks joined as the script wants it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff\ufff9-\ufffb]"
)
_ENDS = '.!?…。！？;；:："”’»)）]】」』'
_WIDEST_LATIN = 120
_WIDEST_HAN = 50


def tidy(text: str) -> str:
    """The text in NFC with every run of white space as one space and no zero-width, bidi or control signs."""
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def is_spacer(text: str) -> bool:
    """Whether a line shows nothing although it holds more than plain blanks (U+00A0, zero-width signs, …)."""
    return bool(text.strip(" \t\r\n")) and not tidy(text)


def join_wrapped(texts: Sequence[str]) -> list[list[int]]:
    """The places of tidied lines that belong together; blank lines are in no group.

    Lines are joined only where the document shows that it was wrapped: a common width, and breaks inside sentences.
    """
    width = _wrap_width(texts)
    groups: list[list[int]] = []
    for place, text in enumerate(texts):
        if not text:
            continue
        follows = bool(width and place and texts[place - 1] and groups and groups[-1][-1] == place - 1)
        if follows and _is_broken(texts[place - 1], text, width):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def join(pieces: Sequence[str]) -> str:
    """Lines of one paragraph as one text: no blank where a Han sign meets another."""
    joined = pieces[0]
    for piece in pieces[1:]:
        gap = "" if _is_wide(joined[-1]) and _is_wide(piece[0]) else " "
        joined = f"{joined}{gap}{piece}"
    return joined


def _wrap_width(texts: Sequence[str]) -> int:
    """The width the document was wrapped at; 0 when it was not, or when its lines are long."""
    widest = max(map(len, texts), default=0)
    if not 24 <= widest <= _WIDEST_LATIN:
        return 0
    han = bool(HAN.search("".join(texts)[:400]))
    if han and widest > _WIDEST_HAN:
        return 0
    inside = full = 0
    for above, below in zip(texts, texts[1:], strict=False):
        if above and below:
            broken = _is_broken(above, below, widest)
            full += broken
            inside += broken and above[-1] not in _ENDS and (below[0].islower() or _is_wide(below[0]))
    return widest if inside >= 2 and inside * 3 >= full else 0


def _is_broken(above: str, below: str, width: int) -> bool:
    """Whether the first word below would not have fitted above."""
    if _is_wide(above[-1]) and _is_wide(below[0]):
        return len(above) >= width - 3
    word = below.split(" ", 1)[0]
    return len(above) + 1 + len(word) > width * 0.95 and len(above) > width * 0.6


def _is_wide(sign: str) -> bool:
    return bool(HAN.match(sign)) or sign in "，。、；：？！“”‘’《》（）「」『』—…"
