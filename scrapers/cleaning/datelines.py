"""The day a dateline prints (`HANOI, March 8, 2024 (VNA) –`): the wire's day, where no other date is printed."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from scrapers.cleaning.draft import Draft
from scrapers.dates import MONTH, PrintedDate, month_number, read_date

_MONTH_AND_DAY = re.compile(
    rf"(?P<m1>{MONTH})\.? (?P<d1>\d{{1,2}})(?!\d)|(?<!\d)(?P<d2>\d{{1,2}}) (?P<m2>{MONTH})\b"
    r"|(?<!\d)(?P<d3>\d{1,2})(?:[/-]| tháng )(?P<m3>\d{1,2})(?!\d)|(?P<m4>\d{1,2})月(?P<d4>\d{1,2})日",
    re.IGNORECASE,
)


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
        return PrintedDate(raw=raw, on=None, at=None, precision="none", flags=("no_year",))
    if read.on:
        draft.origins["published_on"] = draft.dateline_origin
    return PrintedDate(raw=raw, on=read.on, at=None, precision=read.precision, flags=(*read.flags, "dateline_date"))


def day_without_year(raw: str) -> tuple[int, int] | None:
    """(month, day) of a dateline's day; None for anything else."""
    match = _MONTH_AND_DAY.search(raw)
    if not match:
        return None
    groups = {name[0]: value for name, value in match.groupdict().items() if value}
    month = month_number(groups["m"])
    return (month, int(groups["d"])) if month else None
