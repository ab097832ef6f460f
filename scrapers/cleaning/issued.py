"""When the article was published, of all the dates a document prints."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from scrapers.cleaning.datelines import has_short_year, read_dateline
from scrapers.cleaning.day_order import in_order, settle_order
from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.events import event_days
from scrapers.cleaning.labels import field_of
from scrapers.dates import EARLIEST, Found, PrintedDate, day_of, find_date, read_date, settle
from scrapers.months import is_month

_BRACKETED_ZONE = re.compile(r"[\[(]\s*GMT", re.IGNORECASE)
_DAY_CLOCK = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật),?\s+\d[\d/.-]*$",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"(?<!\d)[01]?\d/(?:1[3-9]|2\d|3[01])/\d{4}")
_LONG_CLOCK = re.compile(r"ngày \d{1,2} tháng \d{1,2} năm \d{4}|\d{1,2}:\d\d:\d\d\s?[AaPp][Mm]|今天|现在")
_URL_DAY = re.compile(r"(?P<y>20\d\d)[-/]?(?P<m>[01]\d)[-/]?(?P<d>[0-3]\d)(?!\d{1,3}(?!\d)|\d{5}(?!\d))")
"""Four more digits may be the time of day; other lengths are ids."""
_PAPER = re.compile("数字报|电子报|數位報|国内统一刊号|^第?[A-Z]?\\d{1,2}版")
_ISSUE = re.compile("^《[^》]{2,20}》.*版")
"""`《光明日报》( 2019年03月08日 05版)`"""
_UPDATES = ("update", "cập nhật", "sửa đổi", "更新", "修改", "更改", "modified")
_NEAR = 3
_LONGEST_AFTER_EVENT = 60


class _Bounds(NamedTuple):
    """The places of the title that heads the text, of the first paragraph, and of the last."""

    top: int
    first: int
    last: int


def read_published(
    draft: Draft, *, zone: tzinfo | None, url: str | None, fetched_at: datetime | None
) -> PrintedDate | None:
    """The printed date of publication; None when none is printed, or only clocks and other people's dates are."""
    told_days = url_days(url) if url else set()
    settle_order(draft, url_days=told_days)
    given = draft.fields.get("published_raw")
    if given:
        found = find_date(" ".join(given.split()), formats=draft.date_formats)
        if found:
            found = _as_told(in_order(found, given, draft, url_days=told_days), draft.told_on)
            return settle(found, raw=given, zone=zone, fetched_at=fetched_at)
        return _without_day(given, draft.told_on)
    bounds = _bounds(draft)
    mark = _choose(draft, bounds, told_days)
    if mark is None or mark.found is None:
        return _printed_without_day(draft, bounds) or read_dateline(draft, zone=zone, fetched_at=fetched_at)
    draft.origins["published_on"] = f"shape:date_line line {mark.number}"
    return settle(mark.found, raw=mark.found.raw, zone=zone, fetched_at=fetched_at)


def _as_told(found: Found, told_on: date | None) -> Found:
    """A date of two readings in the one that its page's other signs told."""
    return replace(found, on=told_on, other=None) if found.other and told_on in (found.on, found.other) else found


def _without_day(given: str, told_on: date | None) -> PrintedDate:
    """What holds no day that is understood: then it is told, or it is a month, or nothing."""
    if told_on:
        return PrintedDate(raw=given, on=told_on, at=None, precision="day")
    return read_date(given) or PrintedDate.without_day(given, "date_not_understood")


def read_updated(draft: Draft, *, zone: tzinfo | None) -> datetime | None:
    """The moment of the last change, where one is printed with its time beside the date of publication."""
    raw = draft.fields.get("updated_raw")
    if raw:
        read = read_date(raw, formats=draft.date_formats, zone=zone, day_first=draft.day_first)
        return read.at if read else None
    below = _below(draft, _bounds(draft))
    updates = [mark for mark in below if _is_update(mark)]
    if not updates or len(updates) == len(below) or updates[0].found is None:
        return None
    at = settle(updates[0].found, raw="", zone=zone, fetched_at=None).at
    if at:
        draft.origins["updated_at"] = f"shape:date_line line {updates[0].number}"
    return at


def url_days(url: str) -> set[date]:
    """The days an address may mean by its numbers; good for agreeing with a printed one, never for filling."""
    days = (day_of(match["y"], match["m"], match["d"]) for match in _URL_DAY.finditer(url))
    return {day for day in days if day and day.year >= EARLIEST}


def _choose(draft: Draft, bounds: _Bounds, told_days: set[date]) -> Mark | None:
    """The date below the title; else one above it that is no clock; else one right below the text."""
    dated = [mark for mark in draft.marks if mark.tag == "date" and mark.found and mark.role == "gone"]
    above = [mark for mark in dated if mark.place < bounds.top]
    below = _below(draft, bounds)
    labelled = (mark for mark in below if _is_labelled(mark))
    chosen = next(labelled, next((mark for mark in below if not _is_update(mark)), below[0] if below else None))
    if chosen:
        return next((mark for mark in [*below, *above] if _completes(mark, chosen)), chosen)
    early = next(
        (mark for mark in dated if bounds.first < mark.place < min(bounds.first + _NEAR + 1, bounds.last)), None
    )
    if early and not _is_update(early):
        return early  # behind a summary
    if above:
        return next((mark for mark in above if _is_publication(mark, draft, bounds.top, told_days)), None)
    near = [mark for mark in dated if bounds.last < mark.place <= bounds.last + _NEAR]
    if near and not _ends_text(near[0], draft):
        near = []
    return next(iter(near), next((mark for mark in dated if _is_labelled(mark)), None))


def _ends_text(mark: Mark, draft: Draft) -> bool:
    """Whether a date closes the text, and heads no row of teasers or events with a day for each."""
    below, after = draft.marks[mark.place + 1 : mark.place + 2], draft.marks[mark.place + 2 : mark.place + 2 + _NEAR]
    if not below or below[0].tag or below[0].rule not in ("shape:caption", "shape:after_text"):
        return True
    return not any(other.found and mark.found and other.found.on != mark.found.on for other in after)


def _below(draft: Draft, bounds: _Bounds) -> list[Mark]:
    return [mark for mark in draft.marks[bounds.top : bounds.first] if mark.tag == "date" and mark.found]


def _bounds(draft: Draft) -> _Bounds:
    places = [mark.place for mark in draft.marks if mark.role == "body"]
    first = places[0] if places else len(draft.marks)
    titles = [mark.place for mark in draft.marks[:first] if mark.role == "title" or mark.rule == "shape:title_repeated"]
    dated = (place for place in reversed(titles) if _date_below(draft, place, first))
    top = next(dated, titles[0] if titles else 0)
    return _Bounds(top, first, places[-1] if places else len(draft.marks))


def _date_below(draft: Draft, place: int, first: int) -> bool:
    return any(mark.tag == "date" for mark in draft.marks[place + 1 : min(first, place + 6)])


def _is_labelled(mark: Mark) -> bool:
    """Whether a line says itself that its date is the one of publication."""
    label = _label(mark)
    return bool(label) and field_of(label) == "published" and not _is_update(mark)


def _label(mark: Mark) -> str:
    """What stands before its date as a label; "" where nothing does."""
    return next((value for name, value in mark.fields if name == "label"), "")


def _is_update(mark: Mark) -> bool:
    label = _label(mark)
    return any(word in label.lower() for word in _UPDATES)


def _completes(mark: Mark, other: Mark) -> bool:
    """Whether one date line gives the time of day that the other, of the same day, lacks."""
    one, two = mark.found, other.found
    return bool(one and two and one.on == two.on and one.clock and not two.clock)


def _is_publication(mark: Mark, draft: Draft, top: int, told_days: set[date]) -> bool:
    """Whether a date above the title is the article's, and not the clock of the reader or of a template."""
    if mark.found is None:
        return False
    if mark.found.on in told_days or _ISSUE.search(mark.text):
        return True
    if "年" in mark.text and any(_PAPER.search(other.text) for other in draft.marks[:top]):
        return True  # the day of a paper's issue
    if draft.day_first and _MONTH_FIRST.search(mark.text):
        return False  # a clock that a template prints in American order
    if _BRACKETED_ZONE.search(mark.text) or _DAY_CLOCK.match(mark.text) or _LONG_CLOCK.search(mark.text):
        return False
    between = [other for other in draft.marks[mark.place + 1 : top] if other.tag not in ("known", "signs")]
    return not between and _fits_event(mark.found.on, draft)


def _fits_event(day: date, draft: Draft) -> bool:
    """Whether the text's event day, if it names one, lies shortly before (or, announced, shortly after) the date."""
    body = draft.paragraphs()
    days = event_days(body[0].text, near=day) if body else []
    return not days or any(abs((day - event).days) <= _LONGEST_AFTER_EVENT for event in days)


def _printed_without_day(draft: Draft, bounds: _Bounds) -> PrintedDate | None:
    """A month, or a day without its year, printed below the title: kept as printed, no day is made of it."""
    for mark in draft.marks[bounds.top : bounds.first]:
        if mark.tag != "date" or mark.found:
            continue
        if is_month(mark.text):
            return PrintedDate.of_month(mark.text)
        flag = "date_not_understood" if has_short_year(mark.text) else "no_year"
        return PrintedDate.without_day(mark.text, flag)
    return None
