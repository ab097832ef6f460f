"""Rows of results right below a headline: `First prize: 482913`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.spacing import HAN

_ROW = re.compile(r"^[^\W\d_][^:：]{0,40}[:：]\s?[\d$€£¥]\d[\d\s.,;%/–-]*(?P<unit>(?:\s?[^\W\d_][\w/.²³]{0,11}){0,3})$")
_COUNTED = frozenset(
    ("lượt", "lần", "người", "views", "view", "times", "comments", "min", "mins", "minutes", "phút", "次", "人")
)
"""Units of readers and their time."""
_FEWEST = 2
_LONGEST = 80


def see_results(draft: Draft) -> None:
    """See paragraphs in rows of figures above the first one, where a line stands above them and no date below them.

    Right below a date or a label they count readers, but for rows of one unit: `Rice: 12,000 dong a kilo`.
    """
    head = list(takewhile(lambda mark: not mark.is_text, draft.marks))
    start = 1 + max((mark.place for mark in head if mark.tag == "date"), default=-1)
    open_marks = [mark for mark in head if mark.is_open and not mark.tag]
    rows = [mark for mark in open_marks[1:] if mark.place >= start and _is_row(mark)]
    is_tight = len(rows) >= _FEWEST and draft.marks[rows[0].place - 1].tag and not rows[0].after_blank
    if len(rows) < _FEWEST or (is_tight and not _share_unit(rows)):
        return
    for mark in rows:
        mark.prose = True


def _share_unit(rows: Sequence[Mark]) -> bool:
    """Whether two rows or more are of one unit, and it is none of readers."""
    found = [match["unit"].split() for row in rows if (match := _ROW.match(row.text))]
    units = Counter(unit[0][0] if HAN.match(unit[0]) else unit[0].lower() for unit in found if unit)
    return any(times >= _FEWEST and unit not in _COUNTED for unit, times in units.items())


def _is_row(mark: Mark) -> bool:
    return len(mark.text) <= _LONGEST and _ROW.match(mark.text) is not None
