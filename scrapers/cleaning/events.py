"""The day of the event a text opens with: its article was not published before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from scrapers.cleaning.datelines import day_without_year, month_and_day
from scrapers.dates import EARLIEST, day_of, find_date
from scrapers.months import MONTH

if TYPE_CHECKING:
    from scrapers.cleaning.draft import Draft

_MONTH = rf"(?i:{MONTH})\.?"
_DAY = re.compile(
    rf"\b(?:on|of|On) (?:\w+day,? )?(?P<m1>{_MONTH}) (?P<d1>\d{{1,2}})(?!\d|[-–]\d|,? (?:to|and|until) )"
    rf"|\b(?:on|of|On) (?:\w+day,? )?(?P<d2>\d{{1,2}}) (?P<m2>{_MONTH})"
    r"|\b(?:[Nn]gày|[Ss]áng|[Cc]hiều|[Tt]ối|[Tt]rưa)(?: ngày)? (?P<d3>\d{1,2})\s?[-/]\s?(?P<m3>\d{1,2})(?![-/]?\d)"
    r"|(?P<m4>\d{1,2})月(?P<d4>\d{1,2})日"
)
_YEAR = re.compile(r"(?<![\d–-])(?P<year>(?:19|20)\d\d)(?![\d–-]|\s?[-–]\s?\d|年代)")
_NOT_PLAIN = re.compile(
    r"(?:until|by|to|till|from|since|after|before|towards?|post|đến|tới|từ|sau|trước|kể từ|giai đoạn|至|到|自|从|起)"
    r"(?: năm)?[ -]?$",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|shall|(?:is|are) (?:scheduled|set|due|expected)|to be held|upcoming|sẽ|dự kiến|sắp)\b"
    "|将于|将在|拟于|即将"
)
_SENTENCES = re.compile(r"(?<=[.!?。！？])\s*")
_BRACKETS = re.compile(r"\([^()]*\)")
_LOOKED_AT = 2_000
_YEARS_LOOKED_AT = 20_000


def read_not_before(draft: Draft, fetched_at: datetime | None) -> date | None:
    """The dateline's day, else the event's, of the lead or the first paragraph; None without one, or its year.

    Flag `year_inferred`: its year comes from elsewhere in the text.
    """
    body = [mark.text for mark in draft.paragraphs()]
    latest = fetched_at.date() if fetched_at else date.max
    wired = _in_year(day_without_year(draft.dateline_day), body, latest)
    if wired:
        draft.flag("year_inferred")
        return wired
    for opening in filter(None, (draft.fields.get("lead"), *body[:1])):
        for sentence in _SENTENCES.split(opening[:_LOOKED_AT]):
            if _FUTURE.search(sentence):
                continue
            full = find_date(sentence)
            if full and (draft.day_first or not full.other) and full.on.year >= EARLIEST and full.on <= latest:
                return full.on
            if day := _with_year(sentence, (opening, *body), latest):
                draft.flag("year_inferred")
                return day
    return None


def event_days(text: str, *, near: date) -> list[date]:
    """The days a text names without their year, each in the year that brings it nearest to `near`."""
    days = []
    for month, day in _named_days(text[:_LOOKED_AT]):
        years = (day_of(year, month, day) for year in (near.year - 1, near.year, near.year + 1))
        days.append(min(filter(None, years), key=lambda one: abs((one - near).days), default=near))
    return days


def _with_year(sentence: str, texts: Sequence[str], latest: date) -> date | None:
    """The first day the sentence names, in the newest year of the first text that names one."""
    return _in_year(next(_named_days(_BRACKETS.sub(" ", sentence)), None), texts, latest)


def _in_year(named: tuple[int, int] | None, texts: Sequence[str], latest: date) -> date | None:
    year = next(filter(None, map(_newest_year, texts)), None) if named else None
    day = day_of(year, *named) if year and named else None
    return day if day and day <= latest else None


def _named_days(text: str) -> Iterator[tuple[int, int]]:
    """(month, day) of each day named without a year."""
    return filter(None, map(month_and_day, _DAY.finditer(text)))


def _newest_year(text: str) -> int | None:
    """The newest year the text names by itself: no plan period, no goal, no beginning."""
    found = _YEAR.finditer(text[:_YEARS_LOOKED_AT])
    years = [int(m["year"]) for m in found if not _NOT_PLAIN.search(text[max(0, m.start() - 14) : m.start()])]
    return max((year for year in years if year >= EARLIEST), default=None)
