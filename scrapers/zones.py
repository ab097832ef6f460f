"""The zone printed beside a time of day: an offset (`GMT+7`), or a name (`EST`, `ICT`) as far as it has one meaning."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_HOURS = {
    "GMT": 0.0, "UTC": 0.0, "UT": 0.0, "Z": 0.0,
    "EST": -5.0, "EDT": -4.0, "CDT": -5.0, "MST": -7.0, "MDT": -6.0, "PST": -8.0, "PDT": -7.0,
    "WET": 0.0, "WEST": 1.0, "CET": 1.0, "CEST": 2.0, "EET": 2.0, "EEST": 3.0, "MSK": 3.0,
    "SAST": 2.0, "EAT": 3.0, "PKT": 5.0, "NPT": 5.75, "ICT": 7.0, "WIB": 7.0, "WITA": 8.0, "HKT": 8.0, "SGT": 8.0,
    "PHT": 8.0, "MYT": 8.0, "JST": 9.0, "KST": 9.0, "AEST": 10.0, "AEDT": 11.0, "NZST": 12.0, "NZDT": 13.0,
}  # fmt: skip
"""What RFC 5322 fixes, less CST, which China prints too; and the names that one zone alone bears."""
_SEASONAL = {"ET": "America/New_York", "PT": "America/Los_Angeles"}
"""One name in summer and in winter."""
_OF_SEVERAL = ("CST", "IST", "BST", "AST", "ADT", "GST", "SST", "AMT")
_TOO_FAR = timedelta(hours=15)

NAMES = "(?-i:" + "|".join(sorted((*_HOURS, *_SEASONAL, *_OF_SEVERAL), key=len, reverse=True)) + r")\b"
"""The alternatives of a pattern."""
ZONE = (
    r"(?P<bracket>[\[(]\s*)?(?:(?:GMT|UTC)\s?(?P<sign>[+-])\s?(?P<hours>\d{1,2})(?::(?P<minutes>\d\d))?(?!\d)"
    rf"|(?P<name>{NAMES}))(?(bracket)\s*[\])])"
)


def offset_of(match: re.Match[str] | None) -> timezone | None:
    """The offset that a match holds in `sign`, `hours` and `minutes`; None where it holds none, or no possible one."""
    if not match or not match["sign"]:
        return None
    span = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return timezone(span if match["sign"] == "+" else -span) if span < _TOO_FAR else None


def zone_named(name: str, *, at: datetime, own: tzinfo | None) -> tzinfo | None:
    """The zone of that name: the source's own, if it goes by it at that moment; None where several others do."""
    if own and at.replace(tzinfo=own).tzname() == name:
        return own
    if name in _SEASONAL:
        return ZoneInfo(_SEASONAL[name])
    hours = _HOURS.get(name)
    return None if hours is None else timezone(timedelta(hours=hours)) if hours else UTC
