"""Hard line breaks: whether a text was wrapped, at which width, and which of its lines belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from scrapers.cleaning.prose import is_listed
from scrapers.cleaning.spacing import HAN, WIDE, is_wide
from scrapers.cleaning.verse import is_in_stanza
from scrapers.dates import find_date

_ENDS = '.!?…。！？;；:："”’»)）]】」』'
_FULL_STOPS = "。！？!?….”"
_LISTED = re.compile(r"\d{1,2}[.)/:]")
_LEADS_ON = re.compile(
    r"(?:,|\b(?:with|of|to|in|for|and|or|at|by|from|than|about|over|under|some|nearly|the|a|an|on|was|were|is|are|has"
    r"|had|have|between|until|least|với|của|có|gồm|cho|và|ở|tại|từ|hơn|khoảng|gần|là|trong|đến|được|những|các|đã))$"
)
"""No headline, no row of a list ends so: the sentence goes on in the line below."""
_LONGEST_DATE = 40
_BESIDE_DATE = 16
"""A weekday, a zone, a short label."""
_WIDEST = 120
_WIDEST_HAN = 60
_NARROWEST = 40
_NARROWEST_HAN = 32
_COMMAS = ",，、"
_SHORTEST_HAN = 12
"""Shorter lines that end in a comma may be verse, unless the first of them alone is indented."""
_FEWEST = 4
_WIDTHS = 3
"""So many of the widest lines may say how wide a text was wrapped: a dateline is set before a line already wrapped."""


def join_wrapped(texts: Sequence[str], raws: Sequence[str]) -> list[list[int]]:
    """The places of tidied lines that belong together; blank lines are in no group.

    Lines are joined only where the document shows that it was wrapped: a common width, and breaks inside sentences;
    or where it parts its paragraphs by blank lines and a sentence goes on in small letters, or with a number; in
    Chinese, behind a comma. An indented line begins a paragraph; the lines of a stanza stay apart.
    """
    columns, width = _wrapping(texts, raws)
    groups: list[list[int]] = []
    has_blank = "" in texts
    for place, text in enumerate(texts):
        if not text:
            continue
        follows = bool((width or has_blank) and groups and groups[-1][-1] == place - 1)
        is_broken = follows and width and not raws[place][0].isspace() and _is_broken(text, columns[place - 1], width)
        is_broken = is_broken and not _is_date(text, texts[place - 1])
        if is_broken or (follows and has_blank and _continues(texts, raws, place, groups[-1])):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _is_date(text: str, above: str) -> bool:
    """Whether a line is a date and no more, and the line above doesn't lead on to it: a headline's date."""
    if len(text) > _LONGEST_DATE or text[-1] in _ENDS or _LEADS_ON.search(above):
        return False
    found = find_date(text)
    return found is not None and len(text) - len(found.raw) < _BESIDE_DATE


def _continues(texts: Sequence[str], raws: Sequence[str], place: int, group: Sequence[int]) -> bool:
    """Whether a sentence goes on in this line, where the width of the line above tells nothing."""
    text, above = texts[place], texts[place - 1]
    if above[-1] in _COMMAS and HAN.match(text):
        is_paragraph = len(above) >= _SHORTEST_HAN or raws[group[0]][0].isspace()
        return is_paragraph and not raws[place][0].isspace() and not is_listed(text) and bool(HAN.search(above))
    return _goes_on(text, above) and _runs_on(texts, group) and not is_in_stanza(texts, place)


def _goes_on(text: str, above: str) -> bool:
    """Whether a line begins inside a sentence: in small letters, or with a number that the line above leads on to."""
    return text[0].islower() or (text[0].isdigit() and bool(_LEADS_ON.search(above)) and not _LISTED.match(text))


def _runs_on(texts: Sequence[str], group: Sequence[int]) -> bool:
    """Whether a paragraph of broken lines may go on in small letters; rows of a list begin so, too, from the first."""
    first, last = texts[group[0]], texts[group[-1]]
    return first[0].isupper() and len(first) >= _NARROWEST - 5 and last[-1] not in _ENDS


def _wrapping(texts: Sequence[str], raws: Sequence[str]) -> tuple[list[int], int]:
    """How wide each line is and how wide the document was wrapped, 0 when it was not.

    Programs wrap Chinese by columns or by signs, and digits are narrower than other signs: the measure counts in which
    more lines are full.
    """
    if not _may_be_wrapped(texts):
        return [], 0
    columns = [_columns(raw.rstrip()) if text else 0 for text, raw in zip(texts, raws, strict=True)]
    if 2 * sum(columns) < 3 * sum(map(len, texts)):  # few wide signs
        return columns, _wrap_width(texts, columns)
    signs = [2 * len(raw.rstrip()) if text else 0 for text, raw in zip(texts, raws, strict=True)]
    by_columns = _wrap_width(texts, columns) or _wrap_width(texts, columns, to_stops=True)
    widths = [(columns, by_columns), (signs, _wrap_width(texts, signs, to_stops=True))]
    return max(widths, key=lambda pair: _n_full(texts, *pair))


def _may_be_wrapped(texts: Sequence[str]) -> bool:
    """A cheap gate: no document of a few lines or of long ones was wrapped; a Han sign is as wide as two others."""
    n_long = n_full = 0
    for text in texts:
        length = len(text)
        if length >= _NARROWEST // 4:
            is_han = length < _NARROWEST // 2 or _WIDEST_HAN < length <= _WIDEST
            is_han = is_han and HAN.match(text) is not None
            n_full += length >= _NARROWEST // 2 or is_han
            n_long += length > _WIDEST or (length > _WIDEST_HAN and is_han)
    return n_full >= _FEWEST and n_long <= n_full // 10


def _wrap_width(texts: Sequence[str], columns: Sequence[int], *, to_stops: bool = False) -> int:
    """The columns the document was wrapped at, 0 when it was not; `to_stops`: fewer will do, if full stops tell it."""
    widths = sorted(width for width in columns if 0 < width <= _WIDEST)
    usual, times = Counter(widths).most_common(1)[0]
    candidates = [usual] if times >= max(3, len(widths) // 10) else sorted(set(widths))[: -_WIDTHS - 1 : -1]
    breaks = _breaks_before_stops if to_stops else _breaks_inside_sentences
    fitting = (width for width in candidates if width >= (_NARROWEST_HAN if to_stops else _NARROWEST))
    return next((width for width in fitting if breaks(texts, columns, width)), 0)


def _n_full(texts: Sequence[str], columns: Sequence[int], width: int) -> int:
    """How many lines are broken at the width."""
    pairs = enumerate(pairwise(texts)) if width else ()
    return sum(bool(above and below) and _is_broken(below, columns[place], width) for place, (above, below) in pairs)


def _breaks_inside_sentences(texts: Sequence[str], columns: Sequence[int], width: int) -> bool:
    """Whether most full lines end within a sentence: a list of sentences of one length is not wrapped."""
    inside = full = 0
    for place, (above, below) in enumerate(pairwise(texts)):
        if above and below and _is_broken(below, columns[place], width):
            full += 1
            inside += above[-1] not in _ENDS and (_goes_on(below, above) or is_wide(below[0]))
    return inside >= 2 and inside * 3 >= full


def _breaks_before_stops(texts: Sequence[str], columns: Sequence[int], width: int) -> bool:
    """Whether most full lines lead on to a full stop further down: a list of headlines of one length is not wrapped."""
    inside = full = waiting = 0
    for place, (above, below) in enumerate(zip_longest(texts, texts[1:], fillvalue="")):
        if above and below and _is_broken(below, columns[place], width):
            full += 1
            waiting += above[-1] not in _ENDS
        else:
            inside += waiting if above and above[-1] in _FULL_STOPS else 0
            waiting = 0
    return inside >= 2 and inside * 3 >= full


def _is_broken(below: str, columns: int, width: int) -> bool:
    """Whether the first word below would not have fitted on the line above, which takes so many columns."""
    if is_wide(below[0]):
        return width - 4 <= columns <= width + 4
    word = below.split(" ", 1)[0]
    return columns + 1 + len(word) > width * 0.95 and width * 0.6 < columns <= width + 2


def _columns(text: str) -> int:
    """How wide the text stands on a terminal: a Han sign takes two columns."""
    return len(text) if text.isascii() else len(text) + len(WIDE.findall(text))
