"""Rows of results right below a headline: `First prize: 482913`."""

from __future__ import annotations

import re
from itertools import takewhile

from scrapers.cleaning.draft import Draft, Mark

_ROW = re.compile(r"^[^\W\d_][^:：]{1,40}[:：]\s?[\d$€£¥]\d[\d\s.,;%/–-]*(?:\s?[^\W\d_][\w/.²³]{0,11}){0,2}$")
_FEWEST = 2
_LONGEST = 80


def see_results(draft: Draft) -> None:
    """See paragraphs in rows of figures above the first one, where a line stands above them and no date below them.

    Right below a date or a label they count readers.
    """
    head = list(takewhile(lambda mark: not mark.is_text, draft.marks))
    start = 1 + max((mark.place for mark in head if mark.tag == "date"), default=-1)
    open_marks = [mark for mark in head if mark.is_open and not mark.tag]
    rows = [mark for mark in open_marks[1:] if mark.place >= start and _is_row(mark)]
    if len(rows) < _FEWEST or (draft.marks[rows[0].place - 1].tag and not rows[0].after_blank):
        return
    for mark in rows:
        mark.prose = True


def _is_row(mark: Mark) -> bool:
    return len(mark.text) <= _LONGEST and _ROW.match(mark.text) is not None
