"""Printed dates: what stands on a line is read into a day and, where a time is printed, a moment. Never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from scrapers.records import Precision

EARLIEST = 1990
"""No article of these sources is older; what reads older was misread."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday|thứ hai|thứ 2|一", "tue tuesday tues|thứ ba|thứ 3|二", "wed wednesday|thứ tư|thứ 4|三",
            "thu thursday thur thurs|thứ năm|thứ 5|四", "fri friday|thứ sáu|thứ 6|五",
            "sat saturday|thứ bảy|thứ 7|六", "sun sunday|chủ nhật|日 天",
        )
    )
    for group in names.split("|")
    for name in ([group] if group.startswith(("thứ", "chủ")) else group.split())
}  # fmt: skip
_MONTH = "(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_DAY = r"(?P<{0}>[0-3]?\d)"
_ORDINAL = r"(?:st|nd|rd|th)?"

_DATE = re.compile(
    "|".join(
        (
            rf"(?<!\d){_YEAR.format('y1')}(?P<s1>[-/.])(?P<m1>[01]?\d)(?P=s1){_DAY.format('d1')}(?!\d)",
            rf"(?<!\d){_YEAR.format('y2')}\s?年\s?(?P<m2>[01]?\d)\s?月\s?{_DAY.format('d2')}(?!\d)\s?[日号號]?",
            rf"(?<![\d/.-]){_DAY.format('d3')}\s?(?P<s3>[-/.])\s?(?P<m3>[01]?\d)\s?(?P=s3)\s?{_YEAR.format('y3')}(?!\d)",
            rf"(?<!\d){_DAY.format('d4')} tháng (?P<m4>[01]?\d),? năm {_YEAR.format('y4')}",
            rf"\b{_MONTH.format('m5')}\.?,? {_DAY.format('d5')}{_ORDINAL}(?:,\s?| |/){_YEAR.format('y5')}(?!\d)",
            rf"(?<!\d){_DAY.format('d6')}{_ORDINAL}[ -]{_MONTH.format('m6')}[a-z]*\.?,?[ -]{_YEAR.format('y6')}(?!\d)",
        )
    ),
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"(?<![\d/.-])(?P<m>[01]?\d)/(?P<d>[0-3]?\d)/{_YEAR.format('y')}(?!\d)")
_MONTH_ONLY = re.compile(
    rf"^(?:{_YEAR.format('y1')}(?:-|/|\s?年\s?)(?P<m1>[01]?\d)月?|{_MONTH.format('m2')},? {_YEAR.format('y2')}"
    rf"|tháng (?P<m3>[01]?\d)(?:/|,? năm ){_YEAR.format('y3')})$",
    re.IGNORECASE,
)
_CLOCK = r"(?P<hour>[01]?\d|2[0-3])\s?(?::|h|时|時|giờ)\s?(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?|分|p)?(?!\d)\s?(?P<half>[ap]\.?m\b\.?)?"
_TIME_AFTER = re.compile(rf"[T\s|,;–-]{{0,6}}(?:lúc |at )?{_CLOCK}", re.IGNORECASE)
_TIME_BEFORE = re.compile(rf"(?<![\d:]){_CLOCK}[\s|,;–-]{{0,6}}(?:(?:ngày|on)\s)?$", re.IGNORECASE)
_OFFSET = re.compile(r"[\[(]?\s*(?:GMT|UTC)\s?(?P<sign>[+-])\s?(?P<hours>\d{1,2})(?::00)?\s*[\])]?|(?P<z>\bZ\b)")
_ISO_OFFSET = re.compile(r"(?:\.\d+)?(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)")
_WEEKDAY = re.compile(
    r"\b(?:(?P<en>mon|tues|wednes|thurs|fri|satur|sun)day\b|(?P<short>mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b(?=[.,]|$))\.?"
    r"|(?P<vi>\bthứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])\b|\bchủ nhật\b)|(?P<odd>(?<!\w)Thứ [^\W\d_]{2,5}(?=\s?[,|–-]))|(?:星期|礼拜|周|週)(?P<zh>[一二三四五六日天])",
    re.IGNORECASE,
)
_EN_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """A date as printed and as understood; `on` and `at` are None where it was not understood."""

    raw: str
    on: date | None
    at: datetime | None
    precision: Precision
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A date standing in a text: where it begins and ends (its time of day included), and what it says."""

    start: int
    end: int
    raw: str
    on: date
    clock: time | None
    offset: timezone | None


def find_date(text: str) -> Found | None:
    """The first full date in a short text, with the time of day beside it; None when there is none.

    Numbers are read day before month; an impossible day (31.02.2020) or a weekday that disagrees is no date.
    """
    for match in _DATE.finditer(text):
        on = _day_of(match)
        if on:
            return _with_time(text, match.start(), match.end(), on)
    return None


def read_date(
    raw: str, *, formats: Sequence[str] = (), zone: tzinfo | None = None, fetched_at: datetime | None = None
) -> PrintedDate | None:
    """A printed date, by the form's strptime formats first; None when `raw` holds no date at all."""
    text = " ".join(raw.split())
    found = _by_formats(text, formats) or find_date(text)
    if found is None:
        return PrintedDate(raw=raw, on=None, at=None, precision="month") if is_month(text) else None
    return settle(found, raw=raw, zone=zone, fetched_at=fetched_at)


def settle(found: Found, *, raw: str, zone: tzinfo | None, fetched_at: datetime | None) -> PrintedDate:
    """The date found, unless it is impossible: before 1990, or after the page was fetched (a day for the zones)."""
    too_late = fetched_at is not None and found.on > fetched_at.date() + timedelta(days=1)
    if found.on.year < EARLIEST or too_late:
        return PrintedDate(raw=raw, on=None, at=None, precision="none", flags=("impossible_date",))
    if found.clock is None:
        return PrintedDate(raw=raw, on=found.on, at=None, precision="day")
    zoned: tzinfo | None = found.offset or zone
    at = datetime.combine(found.on, found.clock, zoned).astimezone(UTC) if zoned else None
    return PrintedDate(raw=raw, on=found.on, at=at, precision="minute")


def is_month(text: str) -> bool:
    """Whether the text is a year and a month and nothing else."""
    return bool(_MONTH_ONLY.match(text))


def is_month_first(text: str) -> bool:
    """Whether a numeric date can only be read month before day, as in 09/20/2024."""
    match = _MONTH_FIRST.search(text)
    return bool(match and int(match["m"]) <= 12 < int(match["d"]))


def month_number(text: str) -> int | None:
    """1 to 12 for a month in English letters or digits; None for anything else."""
    number = int(text) if text.isdigit() else _MONTHS.get(text.lower().rstrip("."), 0)
    return number if 1 <= number <= 12 else None


def zone_of(*, timezone_name: str | None, language: str | None) -> tzinfo | None:
    """The form's zone; without a form, the zone of the one country whose language it is here; else None."""
    name = timezone_name or {"vi": "Asia/Ho_Chi_Minh", "zh": "Asia/Shanghai"}.get(language or "")
    return ZoneInfo(name) if name else None


def weekday_in(text: str) -> int | None:
    """The weekday named in the text, Monday = 0; None when none is."""
    match = _WEEKDAY.search(text)
    if not match or match["odd"]:
        return None
    if match["en"] or match["short"]:
        return _EN_DAYS.index((match["en"] or match["short"])[:3].lower())
    return _WEEKDAYS[(match["vi"] or match["zh"]).lower()]


def strip_weekday(text: str) -> str:
    """The text without the weekday it names."""
    return _WEEKDAY.sub("", text)


def _day_of(match: re.Match[str]) -> date | None:
    groups = {key[0]: value for key, value in match.groupdict().items() if value is not None and key[0] in "ymd"}
    month = groups["m"].lower()
    try:
        return date(int(groups["y"]), int(month) if month.isdigit() else _MONTHS[month], int(groups["d"]))
    except ValueError:
        return None


def _with_time(text: str, start: int, end: int, on: date) -> Found:
    after = _TIME_AFTER.match(text, end)
    before = None if after else _TIME_BEFORE.search(text[max(0, start - 24) : start])
    clock = _time_of(after or before) if after or before else None
    end = after.end() if after else end
    start = start - (min(start, 24) - before.start()) if before else start
    iso = _ISO_OFFSET.match(text, end) if after else None
    offset = iso or _OFFSET.search(text, end)
    end = iso.end() if iso else end
    return Found(start=start, end=end, raw=text[start:end].strip(), on=on, clock=clock, offset=_zone_of_offset(offset))


def _time_of(match: re.Match[str] | None) -> time | None:
    if match is None:
        return None
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, int(match["minute"]), int(match["second"] or 0))


def _zone_of_offset(match: re.Match[str] | None) -> timezone | None:
    if match is None:
        return None
    groups = match.groupdict()
    if groups.get("z"):
        return UTC
    span = timedelta(hours=int(groups["hours"]), minutes=int(groups.get("minutes") or 0))
    return timezone(span if groups["sign"] == "+" else -span) if span < timedelta(hours=15) else None


def _by_formats(text: str, formats: Sequence[str]) -> Found | None:
    for code in formats:
        try:
            moment = datetime.strptime(text, code)
        except ValueError:
            continue
        timed = any(sign in code for sign in ("%H", "%I", "%T", "%c", "%X"))
        offset = moment.tzinfo if isinstance(moment.tzinfo, timezone) else None
        clock = time(moment.hour, moment.minute, moment.second) if timed else None
        return Found(start=0, end=len(text), raw=text, on=moment.date(), clock=clock, offset=offset)
    return None
