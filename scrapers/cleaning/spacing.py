"""Regular text: NFC, single spaces, no invisible signs, hard line breaks joined as the script wants it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff\ufff9-\ufffb]"
)
_ENDS = '.!?…。！？;；:："”’»)）]】」』'
_WIDE = re.compile(HAN.pattern + "|[\u3000，。、；：？！“”‘’《》（）「」『』—…]")
_LISTED = re.compile(r"\d{1,2}[.)/:]")
_LEADS_ON = re.compile(
    r"(?:,|\b(?:with|of|to|in|for|and|or|at|by|from|than|about|over|under|some|nearly|the|a|an|on|was|were|is|are|has"
    r"|had|have|between|until|least|với|của|có|gồm|cho|và|ở|tại|từ|hơn|khoảng|gần|là|trong|đến|được|những|các|đã))$"
)
"""No headline, no row of a list ends so: the sentence goes on in the line below."""
_WIDEST = 120
_WIDEST_HAN = 60
_NARROWEST = 40
_FEWEST = 4
_WIDTHS = 3
"""So many of the widest lines may say how wide a text was wrapped: a dateline is set before a line already wrapped."""


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


def join_wrapped(texts: Sequence[str], raws: Sequence[str]) -> list[list[int]]:
    """The places of tidied lines that belong together; blank lines are in no group.

    Lines are joined only where the document shows that it was wrapped: a common width, and breaks inside sentences;
    or where it parts its paragraphs by blank lines and a sentence goes on in small letters, or with a number.
    An indented line begins a paragraph.
    """
    columns = _all_columns(texts, raws)
    width = _wrap_width(texts, columns) if columns else 0
    groups: list[list[int]] = []
    has_blank = "" in texts
    for place, text in enumerate(texts):
        if not text:
            continue
        follows = bool((width or has_blank) and groups and groups[-1][-1] == place - 1)
        is_broken = follows and width and not raws[place][0].isspace() and _is_broken(text, columns[place - 1], width)
        if is_broken or (follows and has_blank and _goes_on(text, texts[place - 1]) and _runs_on(texts, groups[-1])):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _goes_on(text: str, above: str) -> bool:
    """Whether a line begins inside a sentence: in small letters, or with a number that the line above leads on to."""
    return text[0].islower() or (text[0].isdigit() and bool(_LEADS_ON.search(above)) and not _LISTED.match(text))


def _runs_on(texts: Sequence[str], group: Sequence[int]) -> bool:
    """Whether a paragraph of broken lines may go on in small letters; rows of a list begin so, too, from the first."""
    first, last = texts[group[0]], texts[group[-1]]
    return first[0].isupper() and len(first) >= _NARROWEST - 5 and last[-1] not in _ENDS


def join(pieces: Sequence[str]) -> str:
    """Lines of one paragraph as one text: no blank where a Han sign meets another."""
    joined = pieces[0]
    for piece in pieces[1:]:
        gap = "" if _is_wide(joined[-1]) and _is_wide(piece[0]) else " "
        joined = f"{joined}{gap}{piece}"
    return joined


def _all_columns(texts: Sequence[str], raws: Sequence[str]) -> list[int]:
    """The columns of each line, indentation included; [] for a document of long lines, which was not wrapped."""
    n_long = sum(len(text) > _WIDEST or (len(text) > _WIDEST_HAN and bool(HAN.match(text))) for text in texts)
    n_full = sum(len(text) >= _NARROWEST // 2 for text in texts)
    if n_full < _FEWEST or n_long > n_full // 10:
        return []
    return [_columns(raw.rstrip()) if text else 0 for text, raw in zip(texts, raws, strict=True)]


def _wrap_width(texts: Sequence[str], columns: Sequence[int]) -> int:
    """The columns the document was wrapped at; 0 when it was not."""
    widths = sorted(width for width in columns if 0 < width <= _WIDEST)
    usual, times = Counter(widths).most_common(1)[0]
    candidates = [usual] if times >= max(3, len(widths) // 10) else sorted(set(widths))[: -_WIDTHS - 1 : -1]
    fitting = (width for width in candidates if width >= _NARROWEST)
    return next((width for width in fitting if _breaks_inside_sentences(texts, columns, width)), 0)


def _breaks_inside_sentences(texts: Sequence[str], columns: Sequence[int], width: int) -> bool:
    """Whether most full lines end within a sentence: a list of sentences of one length is not wrapped."""
    inside = full = 0
    for place, (above, below) in enumerate(pairwise(texts)):
        if above and below and _is_broken(below, columns[place], width):
            full += 1
            inside += above[-1] not in _ENDS and (_goes_on(below, above) or _is_wide(below[0]))
    return inside >= 2 and inside * 3 >= full


def _is_broken(below: str, columns: int, width: int) -> bool:
    """Whether the first word below would not have fitted on the line above, which takes so many columns."""
    if _is_wide(below[0]):
        return width - 4 <= columns <= width + 4
    word = below.split(" ", 1)[0]
    return columns + 1 + len(word) > width * 0.95 and width * 0.6 < columns <= width + 2


def _columns(text: str) -> int:
    """How wide the text stands on a terminal: a Han sign takes two columns."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _is_wide(sign: str) -> bool:
    return bool(_WIDE.match(sign))
