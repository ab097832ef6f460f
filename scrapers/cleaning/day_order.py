"""Which number is the day in `05/03/2021`: told by the form, the page's country or language, or by another
date of the text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from scrapers.cleaning.events import event_days
from scrapers.cleaning.spacing import HAN
from scrapers.cleaning.weekdays import weekday_in
from scrapers.dates import Found, find_date

if TYPE_CHECKING:
    from scrapers.cleaning.draft import Draft, Mark

DAY_FIRST = frozenset((
    "VN", "LA", "KH", "TH", "MY", "SG", "ID", "MM", "IN", "BD", "LK", "NP", "PK", "UK", "GB", "IE", "FR", "DE", "IT",
    "ES", "PT", "NL", "BE", "AU", "NZ", "BR", "AR", "ZA", "KE", "NG", "EG",
))  # fmt: skip
"""Countries that print the day before the month whatever the language, by the ends of their hosts."""

_DAY_FIRST = re.compile(r"\b(?:ngày|thứ|chủ nhật|lúc|lượt xem|cập nhật)\b|\b(?:GMT|UTC) ?\+0?7\b", re.IGNORECASE)
_CLEARLY = re.compile(r"(?<![\d/-])(?:1[3-9]|2\d|3[01])([-/])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)")
_SHORT = 120
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MOST_YEARS = 10
_REACH = 24
_SOON = 14
"""Days within which an event is reported."""


class _Signs(NamedTuple):
    """What tells the order on a page."""

    day_first: bool
    known: set[date]
    """The days that the document names in one way only."""
    opening: str
    """Its first paragraph."""


def settle_order(draft: Draft, *, url_days: set[date]) -> None:
    """Decide on each date that has two readings; those that nothing decides keep both."""
    open_dates = [mark for mark in draft.marks if mark.found and mark.found.other]
    signs = _signs(draft, url_days) if open_dates else None
    for mark in open_dates:
        if mark.found and signs:
            mark.found = _decided(mark.found, mark.text, signs)


def in_order(found: Found, text: str, draft: Draft, *, url_days: set[date]) -> Found:
    """A date printed outside of the lines, decided by the same signs."""
    return _decided(found, text, _signs(draft, url_days)) if found.other else found


def _signs(draft: Draft, url_days: set[date]) -> _Signs:
    first = draft.day_first or any(len(mark.text) < _SHORT and _is_day_first(mark.text) for mark in draft.marks)
    body = draft.paragraphs()
    return _Signs(first, set() if first else _known_days(draft) | url_days, body[0].text if body else "")


def _is_day_first(text: str) -> bool:
    """Whether a line is of a page that isn't English, or shows the order by a day above twelve."""
    return bool(_CLEARLY.search(text) or HAN.search(text) or _DAY_FIRST.search(text))


def _known_days(draft: Draft) -> set[date]:
    found = [mark.found for mark in draft.marks]
    found += [find_date(words) for mark in draft.body() for words in _near_years(mark)]
    return {one.on for one in found if one and not one.other}


def _near_years(mark: Mark) -> list[str]:
    """What stands around the years a paragraph names: patterns of dates are slow on long texts."""
    years = islice(_YEAR.finditer(mark.text), _MOST_YEARS)
    return [mark.text[max(0, year.start() - _REACH) : year.end() + _REACH] for year in years]


def _decided(found: Found, text: str, signs: _Signs) -> Found:
    if signs.day_first:
        return replace(found, other=None)
    readings = [found.on, found.other] if found.other else [found.on]
    weekday = weekday_in(text)
    for fits in (
        [day for day in readings if weekday is not None and day.weekday() == weekday],
        [day for day in readings if day in signs.known],
        [day for day in readings if signs.opening and _reports(day, signs.opening)],
    ):
        if len(fits) == 1:
            return replace(found, on=fits[0], other=None, agrees=True)
    return found


def _reports(day: date, text: str) -> bool:
    """Whether the text names a day shortly before this one."""
    return any(0 <= (day - event).days <= _SOON for event in event_days(text, near=day))
