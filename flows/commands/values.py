"""One value as a text for people, for spreadsheets, or in JSON's own types."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from scrapers.counting import counted

# Text from outside may carry terminal commands, or turn the direction of writing: neither may reach a terminal.
_HIDDEN = (
    range(0x20),
    range(0x7F, 0xA0),
    range(0x200B, 0x2010),
    range(0x2028, 0x202F),
    range(0x2060, 0x2070),
    [0xFEFF],
)
_NOT_PRINTED = {code: " " for codes in _HIDDEN for code in codes}


def plain(value: Any) -> Any:
    """The value in JSON's own types: null for what is no number, a text for what no JSON number holds exactly."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Decimal():
            return float(value) if Decimal(repr(float(value))) == value else str(value)
        case bytes():
            return _blob(value)
        case timedelta():
            return _duration(value)
        case datetime() if value.tzinfo:
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date() | datetime():
            return value.isoformat()
        case Mapping():
            return {cell(key): plain(of) for key, of in value.items()}
        case list() | tuple():
            return [plain(of) for of in value]
        case _:
            return str(value)


def cell(value: Any) -> str:
    """The value on one line, safe for a terminal."""
    match value:
        case None:
            return "NULL"
        case datetime() if value.tzinfo:
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}Z"
        case list() | tuple():
            return ", ".join(cell(of) for of in value)
        case bool() | bytes() | timedelta() | Mapping():
            return cell(as_text(value))
        case _:
            return " ".join(printable(str(value)).split())


def printable(text: str) -> str:
    """The text safe for a terminal, its spaces kept."""
    return text.translate(_NOT_PRINTED)


def as_text(value: Any) -> str:
    """A text as it is, an interval in DuckDB's words, anything else as JSON spells it."""
    if isinstance(value, timedelta):
        return _days_and_time(value)
    safe = plain(value)
    return safe if isinstance(safe, str) else json.dumps(safe, ensure_ascii=False)


def _blob(value: bytes) -> str:
    """As DuckDB writes it, and reads it again: what is no plain letter as `\\xAB`."""
    return "".join(chr(byte) if 32 <= byte < 127 and byte not in b"\\\"'" else f"\\x{byte:02X}" for byte in value)


def _duration(value: timedelta) -> str:
    """ISO 8601, as in `P1DT2H30S`."""
    days, hours, minutes, seconds = _parts(value)
    time = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n not in (0, "0"))
    told = (f"{days}D" if days else "") + (f"T{time}" if time else "")
    return f"{'-' if value < timedelta() else ''}P{told or 'T0S'}"


def _days_and_time(value: timedelta) -> str:
    """As in `3 days` or `1 day 02:00:30`."""
    days, hours, minutes, seconds = _parts(value)
    whole, dot, fraction = seconds.partition(".")
    time = f"{hours:02}:{minutes:02}:{whole:0>2}{dot}{fraction}"
    sign = "-" if value < timedelta() else ""
    told = [f"{sign}{counted(days, 'day')}"] if days else []
    told += [f"{sign}{time}"] if time != "00:00:00" or not days else []
    return " ".join(told)


def _parts(value: timedelta) -> tuple[int, int, int, str]:
    """Days, hours, minutes, and seconds with their fraction, without the sign."""
    days, rest = divmod(abs(value), timedelta(days=1))
    hours, seconds = divmod(rest.seconds, 3_600)
    fraction = f".{rest.microseconds:06}".rstrip("0").rstrip(".")
    return days, hours, seconds // 60, f"{seconds % 60}{fraction}"
