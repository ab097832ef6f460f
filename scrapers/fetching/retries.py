"""Which answers are worth another try, and how long to wait for it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST = timedelta(days=366)


def is_transient(status: int) -> bool:
    """Whether an answer with this status may differ a moment later."""
    return status in (408, 429) or 500 <= status <= 599


def is_overload(status: int) -> bool:
    """Whether this status speaks of the host and not of the one URL."""
    return status in (429, 503)


def pause_before(next_try: int, *, first_s: float) -> float:
    """Seconds to wait before the 2nd, 3rd … try: doubled each time, by up to a half more or less at random."""
    return first_s * 2.0 ** (next_try - 2) * random.uniform(0.5, 1.5)


def read_retry_after(value: str, *, now: datetime) -> float | None:
    """Seconds a `Retry-After` header asks for, given as seconds or as an HTTP date; None when it is neither."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), _LONGEST.total_seconds())
    moment = read_http_date(text)
    if moment is None:
        return None
    return min(max((moment - now).total_seconds(), 0.0), _LONGEST.total_seconds())


def read_http_date(text: str) -> datetime | None:
    """The moment a header such as `Date` tells; None when it is none."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
