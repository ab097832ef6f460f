"""The day a dateline prints (`HANOI, March 8, 2024 (VNA) –`): the wire's day, where no other date is printed."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from scrapers.cleaning.newsrooms import AGENCIES
from scrapers.cleaning.weekdays import strip_weekday
from scrapers.dates import PrintedDate, read_date
from scrapers.months import MONTH, month_number

if TYPE_CHECKING:
    from scrapers.cleaning.draft import Draft

_MONTH_AND_DAY = re.compile(
    rf"(?P<m1>{MONTH})\.? (?P<d1>\d{{1,2}})(?!\d)|(?<!\d)(?P<d2>\d{{1,2}}) (?P<m2>{MONTH})\b"
    r"|(?<!\d)(?P<d3>\d{1,2})(?:[/-]| tháng )(?P<m3>\d{1,2})(?!\d)|(?P<m4>\d{1,2})月(?P<d4>\d{1,2})日",
    re.IGNORECASE,
)

_DAY_LINE = re.compile(
    r"^(?:\(?(?P<agency>(?!ngày)[^\W\d_][\w+]{1,12})\)?\s?[-–—,:]?\s)?(?P<before>\d{1,2}[:h]\d\d[ ,|–-]{1,3})?"
    r"(?P<label>ngày )?"
    rf"(?P<day>(?:{MONTH})\.? \d{{1,2}}|\d{{1,2}} (?:{MONTH})\b\.?|\d{{1,2}} tháng \d{{1,2}}|\d{{1,2}}月\d{{1,2}}日"
    r"|(?P<digits>\d{1,2}[/-]\d{1,2}))(?P<clock>[ ,|–-]{1,3}\d{1,2}[:h]\d\d(?: ?[ap]\.?m\.?)?)?$",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"^\d{1,2}([/.-])\d{1,2}\1\d\d(?:[ ,|–-]{1,3}\d{1,2}[:h]\d\d)?$")
_LONGEST_DAY_LINE = 40


def read_day_line(text: str) -> list[tuple[str, str]] | None:
    """The fields of a line that holds a day without its year, alone or behind an agency: `(VNA) - 5 May`; else None.

    Digits alone (`3/12`) may count anything: they are a day only beside a weekday, a time of day or an agency. A year
    of two digits is none: `3/12/24` may be three days.
    """
    if len(text) > _LONGEST_DAY_LINE or not any(map(str.isdigit, text)):
        return None
    plain = strip_weekday(text).strip(" ,|–-")
    if has_short_year(plain):
        return []
    match = _DAY_LINE.match(plain)
    if not match or not _may_be_day(match["day"]) or (match["agency"] and match["agency"] not in AGENCIES):
        return None
    if match["digits"] and plain == match["digits"] == text:
        return None
    return [("agency", match["agency"])] if match["agency"] else []


def has_short_year(text: str) -> bool:
    """Whether a line is a date whose year has two digits."""
    return bool(_SHORT_YEAR.match(text))


def _may_be_day(raw: str) -> bool:
    """Whether it is a day and a month, in either order."""
    first, _, second = raw.replace("/", "-").partition("-")
    return bool(day_without_year(raw) or (second and day_without_year(f"{second}-{first}")))


def read_dateline(draft: Draft, *, zone: tzinfo | None, fetched_at: datetime | None) -> PrintedDate | None:
    """The day of the dateline, with flag `dateline_date`; no day, flag `no_year`, where it has no year."""
    raw = draft.dateline_day
    if not raw:
        return None
    draft.origins["published_raw"] = draft.dateline_origin
    day_first = draft.day_first or raw.startswith("ngày ")
    read = read_date(
        raw.removeprefix("ngày "), formats=draft.date_formats, zone=zone, fetched_at=fetched_at, day_first=day_first
    )
    if read is None:
        return PrintedDate.without_day(raw, "no_year")
    if read.on:
        draft.origins["published_on"] = draft.dateline_origin
    return PrintedDate(raw=raw, on=read.on, at=None, precision=read.precision, flags=(*read.flags, "dateline_date"))


def day_without_year(raw: str) -> tuple[int, int] | None:
    """(month, day) of a dateline's day; None for anything else."""
    match = _MONTH_AND_DAY.search(raw)
    return month_and_day(match) if match else None


def month_and_day(match: re.Match[str]) -> tuple[int, int] | None:
    """What a match holds in its groups `m1` and `d1`, or `m2` and `d2` …; None where that is no month."""
    groups = {name[0]: value for name, value in match.groupdict().items() if value}
    month = month_number(groups["m"].rstrip("."))
    return (month, int(groups["d"])) if month else None
