"""The time of day printed beside a date, with its zone."""

from __future__ import annotations

import re
from datetime import time, timezone
from typing import NamedTuple

from scrapers.zones import NAMES, ZONE, offset_of

_CLOCK = (
    rf"(?P<hour>[01]?\d|2[0-3])\s?(?::|h|时|時|giờ|\.(?=[0-5]\d\s?(?:[ap]\.?m\b|{NAMES})))\s?(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:\.\d+)?|分|p(?!\.?m))?(?!\d)\s?(?P<half>(?:[ap]\.?m|SA|CH)\b\.?)?"
)
"""`06.00 GMT`, `6.30pm`: with a point only where what follows says that it is one."""
_AFTER = re.compile(rf"[T\s|,;–-]{{0,6}}(?:lúc |at |(?P<name>HKT|ICT) )?{_CLOCK}", re.IGNORECASE)
_BEFORE = re.compile(rf"(?<![\d:]){_CLOCK}(?:\s?{ZONE})?[\s|,;–-]{{0,6}}(?:(?:ngày|on)\s)?$", re.IGNORECASE)
_ISO_OFFSET = re.compile(r"(?:\.\d+)?(?:(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)|(?P<name>Z\b))")
_ZONE_AFTER = re.compile(rf"[\s,|]{{0,3}}{ZONE}")
_ZONE_LAST = re.compile(rf"[\s,|]{{0,3}}{ZONE}$")
_ZONE = re.compile(ZONE)
_REACH = 32


class Clock(NamedTuple):
    """A time of day beside a date: where both begin and end, and the zone's offset or name beside them."""

    start: int
    end: int
    time: time | None
    offset: timezone | None
    zone: str | None


def clock_beside(text: str, start: int, end: int) -> Clock:
    """What stands beside the date between these two places; without a time of day, the date's own places."""
    after = _AFTER.match(text, end)
    if after:
        return _clock_after(after, text, start)
    reach = max(0, start - _REACH)
    before = _BEFORE.search(text[reach:start])
    if not before:
        return Clock(start, end, None, None, None)
    if before["sign"] or before["name"]:
        return Clock(reach + before.start(), end, _time_of(before), offset_of(before), before["name"])
    return _zoned_behind(text, Clock(reach + before.start(), end, _time_of(before), None, None))


def zone_at_end(text: str) -> tuple[str, timezone | None, str | None]:
    """(text, offset, name): the zone that a printed moment closes with taken off."""
    match = _ZONE_LAST.search(text)
    return (text[: match.start()], offset_of(match), match["name"]) if match else (text, None, None)


def _clock_after(after: re.Match[str], text: str, start: int) -> Clock:
    iso = _ISO_OFFSET.match(text, after.end())
    if iso:
        return Clock(start, iso.end(), _time_of(after), offset_of(iso), iso["name"])
    name = after["name"] and after["name"].upper()
    return _zoned_behind(text, Clock(start, after.end(), _time_of(after), None, name))


def _zoned_behind(text: str, clock: Clock) -> Clock:
    """With the zone right behind it, or with an offset further on: `10:15 2/3/2023 - Thứ Năm (GMT+7)`."""
    if clock.end == len(text):
        return clock
    zoned = _ZONE_AFTER.match(text, clock.end)
    if zoned:
        return clock._replace(end=zoned.end(), offset=offset_of(zoned), zone=zoned["name"])
    further = next((match for match in _ZONE.finditer(text, clock.end) if match["sign"]), None)
    return clock._replace(offset=offset_of(further))


def _time_of(match: re.Match[str]) -> time:
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith(("p", "ch")) else 0)  # SA, CH: sáng, chiều
    return time(hour, int(match["minute"]), int(match["second"] or 0))
