"""What a store of page texts leaves on its copies: a date before the first line, a glued head, a cut end."""

from __future__ import annotations

import re

from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.newsrooms import SECTIONS
from scrapers.cleaning.prose import is_prose

_DATE = re.compile(r"^date (?P<raw>(?:19|20)\d\d-\d\d(?:-\d\d)?)(?:\s|$)")
_FIRST_WORDS = (
    r"(?:Ngày|Sáng|Chiều|Tối|Trưa|Vừa qua|Trong (?:\d|hai|ba)|Hôm nay|Mới đây)\b|\([A-ZĐ]{2,8}\)"
    r"|[^\W\d_a-z][\w. ]{1,20} \((?:VNA|TTXVN)"
)
_GLUED = re.compile(rf"^(?:(?P<section>{SECTIONS}) )?(?P<title>[^.!?]{{20,200}}?) (?={_FIRST_WORDS})")
_CUT_AT = range(1_880, 2_041)
"""Bytes of UTF-8: the store cuts at 2,000, or at 1,914 where it put a date first; not every blank was kept."""


def read_store_date(draft: Draft) -> None:
    """Take off `date 2023-04-05`, written from the page's metadata before the first line; keep the date."""
    first = draft.marks[0] if draft.marks else None
    match = _DATE.match(first.text) if first and first.is_open else None
    if not first or not match:
        return
    draft.lift("published_raw", match["raw"], rule="shape:store_date", mark=first)
    rest = first.text[match.end() :].strip()
    if not rest:
        draft.remove(first, "shape:store_date")
        return
    draft.cut(first, match.group().strip(), "shape:store_date")
    first.text = rest
    _part_glued(first, draft)


def is_cut(draft: Draft) -> bool:
    """Whether the text has the length at which the store cuts its copies, inside words."""
    n_bytes = sum(len(line.text.encode("utf-8", "surrogatepass")) + 1 for mark in draft.marks for line in mark.lines)
    return n_bytes + draft.n_blank in _CUT_AT


def _part_glued(mark: Mark, draft: Draft) -> None:
    """Part `Xã hội <title> Ngày 28/10, …`: the store ran section, title and first paragraph together."""
    match = _GLUED.match(mark.text)
    if not match or "title" in draft.fields or not is_prose(mark.text[match.end() :], han=False):
        return
    draft.lift("section", match["section"] or "", rule="shape:glued", mark=mark)
    draft.lift("title", match["title"], rule="shape:glued", mark=mark)
    draft.cut(mark, match["section"] or "", "shape:glued")
    mark.text = mark.text[match.end() :]
