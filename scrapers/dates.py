"""Printed dates: what stands on a line is read into a day and, where a time is printed, a moment. Never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from scrapers.clocks import clock_beside
from scrapers.date_formats import day_first_in, read_whole
from scrapers.months import MONTH, VIETNAMESE_MONTH, YEAR, is_month, month_number
from scrapers.records import Precision
from scrapers.zones import zone_named

EARLIEST = 1990
"""No article of these sources is older; what reads older was misread."""

_ORDINAL = r"(?:st|nd|rd|th)?"

_DATE = re.compile(
    rf"(?<!\d)(?P<y1>{YEAR})(?P<s1>[-/.])(?P<m1>[01]?\d)(?P=s1)(?P<d1>[0-3]?\d)(?!\d)"
    rf"|(?<!\d)(?P<y7>{YEAR}) (?P<m7>[01]\d)/(?P<d7>[0-3]\d)(?= \d\d:\d\d)"
    rf"|(?<!\d)(?P<y2>{YEAR})\s?年\s?(?P<m2>[01]?\d)\s?月\s?(?P<d2>[0-3]?\d)(?!\d)\s?[日号號]?"
    rf"|(?<![\d/.-])(?P<d3>[0-3]?\d)\s?(?P<s3>[-/.])\s?(?P<m3>[01]?\d)\s?(?P=s3)\s?(?P<y3>{YEAR})(?!\d)"
    rf"|(?<!\d)(?P<d4>[0-3]?\d) tháng (?P<m4>[01]?\d|{VIETNAMESE_MONTH}),? (?:năm )?(?P<y4>{YEAR})(?!\d)"
    rf"|\b(?P<m5>{MONTH})\.?,? (?P<d5>[0-3]?\d){_ORDINAL}(?:,\s?| |/)(?P<y5>{YEAR})(?!\d)"
    rf"|(?<!\d)(?P<d6>[0-3]?\d){_ORDINAL}[ -](?P<m6>{MONTH})\.?,?[ -](?P<y6>{YEAR})(?!\d)",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(YEAR)
_AMERICAN = re.compile(r"(?<!\d)\d{1,2}/\d/\d{4} \d{1,2}:\d\d:\d\d [AP]M\b")
"""`11/6/2019 2:12:55 PM`, as SharePoint prints it in American English; all others set two digits in the middle."""
_YEAR_REACH = 32
"""No date has more signs before its year: `15 tháng mười một, năm 2021`."""
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """A date as printed and as understood; `on` and `at` are None where it was not understood."""

    raw: str
    on: date | None
    at: datetime | None
    precision: Precision
    flags: tuple[str, ...] = ()

    @classmethod
    def without_day(cls, raw: str, flag: str) -> PrintedDate:
        """What no day is made of; the flag says why."""
        return cls(raw=raw, on=None, at=None, precision="none", flags=(flag,))

    @classmethod
    def of_month(cls, raw: str) -> PrintedDate:
        """A month without a day."""
        return cls(raw=raw, on=None, at=None, precision="month")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A date standing in a text: where it begins and ends (its time of day included), and what it says."""

    start: int
    end: int
    raw: str
    on: date
    clock: time | None
    offset: timezone | None
    zone: str | None = None
    """The name of the zone printed beside the time of day: `EST`."""
    agrees: bool = True
    """Whether the weekday printed beside it is the day's."""
    other: date | None = None
    """The day it also may be: `05/03/2021` with the month before the day."""


def find_date(text: str, *, formats: Sequence[str] = ()) -> Found | None:
    """The first date in a short text, with the time of day beside it; None when there is none, or an impossible one.

    The form's strptime formats come first, on the whole text and on the date in it, then the order of day and month in
    them; else the day is read first, and `other` is the day that it is with the month first.
    """
    whole = read_whole(text, formats)
    if whole:
        return Found(start=0, end=len(text), raw=text, **whole._asdict())
    year = _ANY_YEAR.search(text)
    if not year:
        return None
    for match in _DATE.finditer(text, max(0, year.start() - _YEAR_REACH)):
        on = _matched_day(match)
        if on:
            found = _with_time(text, match.start(), match.end(), on)
            own = read_whole(found.raw, formats)
            if own:
                offset, zone = own.offset or found.offset, own.zone or found.zone
                return replace(found, on=own.on, clock=own.clock, offset=offset, zone=zone)
            return _in_order(found, match, day_first_in(tuple(formats)))
    return None


def reads(text: str, formats: Sequence[str]) -> bool:
    """Whether one of the form's formats reads the text, or the date in it."""
    found = find_date(text)
    return any(read_whole(one, formats) for one in (text, found.raw if found else ""))


def read_date(
    raw: str,
    *,
    formats: Sequence[str] = (),
    zone: tzinfo | None = None,
    fetched_at: datetime | None = None,
    day_first: bool = False,
) -> PrintedDate | None:
    """A printed date, by the form's strptime formats first; None when `raw` holds no date at all.

    Unless the day is known to stand first, `05/03/2021` is two days and therefore none: flag `day_or_month`.
    """
    text = " ".join(raw.split())
    found = find_date(text, formats=formats)
    if found:
        found = replace(found, other=None) if day_first else found
        return settle(found, raw=raw, zone=zone, fetched_at=fetched_at)
    return PrintedDate.of_month(raw) if is_month(text) else None


def settle(found: Found, *, raw: str, zone: tzinfo | None, fetched_at: datetime | None) -> PrintedDate:
    """The date found, unless it is impossible: before 1990, after the fetch (else today), on another weekday.

    A moment printed with its offset falls on the day of the zone, which may be the next one.
    """
    too_late = found.on > (fetched_at or datetime.now(UTC)).date() + timedelta(days=1)  # a day for the zones
    if found.on.year < EARLIEST or too_late:
        return PrintedDate.without_day(raw, "impossible_date")
    if found.other is not None:
        return PrintedDate.without_day(raw, "day_or_month")
    if not found.agrees:
        return PrintedDate.without_day(raw, "weekday_disagrees")
    if found.clock is None:
        return PrintedDate(raw=raw, on=found.on, at=None, precision="day")
    zoned = _zone_of(found, zone)
    at = datetime.combine(found.on, found.clock, zoned).astimezone(UTC) if zoned else None
    return PrintedDate(raw=raw, on=day_in_zone(found, zone), at=at, precision="minute")


def day_in_zone(found: Found, zone: tzinfo | None) -> date:
    """The day in a zone of a moment whose offset is printed; the printed day of any other."""
    printed = _zone_of(found, zone)
    if zone is None or found.clock is None or printed is None:
        return found.on
    return datetime.combine(found.on, found.clock, printed).astimezone(zone).date()


def _zone_of(found: Found, own: tzinfo | None) -> tzinfo | None:
    """The zone a moment is printed in: the source's own, where none is named; None where the name has several."""
    if found.zone is None or found.clock is None:
        return found.offset or own
    return zone_named(found.zone, at=datetime.combine(found.on, found.clock), own=own)


def day_of(year: int | str, month: int | str, day: int | str) -> date | None:
    """The day of three numbers; None where the calendar has none."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def zone_of(*, timezone_name: str | None, language: str | None) -> tzinfo | None:
    """The form's zone; without a form, the zone of the one country whose language it is here; else None."""
    name = timezone_name or {"vi": "Asia/Ho_Chi_Minh", "zh": "Asia/Shanghai"}.get(language or "")
    return ZoneInfo(name) if name else None


def _matched_day(match: re.Match[str]) -> date | None:
    form = (match.lastgroup or "")[-1:]
    year, named, day = match.group(f"y{form}", f"m{form}", f"d{form}")
    if match["s3"] and named.isdigit() and int(named) > _MONTHS >= int(day):  # 6/15/2022
        named, day = day, named
    month = month_number(named)
    return day_of(year, month, day) if month else None


def _in_order(found: Found, match: re.Match[str], day_first: bool | None) -> Found:
    """The date in the form's order; as long as there is none, with both days that it may be."""
    other = _other_day(match, found.on)
    if other and _AMERICAN.search(found.raw):
        return replace(found, on=other)
    if other is None or day_first:
        return found
    if day_first is None:
        return found if match["s3"] == "." else replace(found, other=other)
    return replace(found, on=other)


def _other_day(match: re.Match[str], on: date) -> date | None:
    """The day with the month first, where both readings are days."""
    if not match["d3"] or on.day > _MONTHS or on.day == on.month:
        return None
    return date(on.year, on.day, on.month)


def _with_time(text: str, start: int, end: int, on: date) -> Found:
    clock = clock_beside(text, start, end)
    raw = text[clock.start : clock.end].strip()
    return Found(
        start=clock.start, end=clock.end, raw=raw, on=on, clock=clock.time, offset=clock.offset, zone=clock.zone
    )
