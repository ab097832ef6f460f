"""When a known article is looked at again: at growing intervals, as long as the form says."""

from __future__ import annotations

from datetime import datetime, timedelta

from scrapers.forms.form import Fetch

_FORGIVEN = 0.9
"""Nights don't begin to the minute: an interval that is a tenth short counts as over."""


def is_due(
    first_seen_at: datetime,
    last_checked_at: datetime,
    *,
    now: datetime,
    fetch: Fetch,
    modified: datetime | None = None,
) -> bool:
    """Whether to fetch it tonight: each interval is as long as the article's age at the last look (nights 1, 2, 4, 8).

    A listing that says the article changed since the last look brings it forward, within the same `recheck_days`. A
    last look in the future was told by a wrong clock.
    """
    if now - first_seen_at > timedelta(days=fetch.recheck_days):
        return False
    if last_checked_at > now:
        return True
    if modified is not None and last_checked_at < modified <= now + timedelta(days=1):
        return True
    if not fetch.recheck_hours:
        return True
    interval = max(timedelta(hours=fetch.recheck_hours), last_checked_at - first_seen_at)
    return now - last_checked_at >= interval * _FORGIVEN
