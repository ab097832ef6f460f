"""A clock that was set back is noticed before pages are stored: their dates would seem to lie in the future, and go."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from flows.errors import ClockBehind
from flows.run import Run
from scrapers.fetch import Client
from warehouse.known import last_moment

log = logging.getLogger(__name__)

_TOLERANCE = timedelta(days=1)
"""Less is a wrong zone or a server's own carelessness, and does no harm: dates are days."""


def note_future(run: Run) -> None:
    """Say it where earlier runs lie in the future; whose clock is wrong is seen when the sites answer."""
    last = last_moment(run.warehouse, but=run.run_id)
    if last and last > run.started_at + _TOLERANCE:
        told = f"An earlier run says that it was {last:%Y-%m-%d}, later than now ({run.started_at:%Y-%m-%d})."
        log.warning("%s", told)
        run.notices.append(told)


def check_clock(run: Run, client: Client) -> None:
    """Raise `ClockBehind` where both an earlier run and the sites' own clocks say that it is later than ours does."""
    now, last, elsewhere = datetime.now(UTC), last_moment(run.warehouse, but=run.run_id), client.clock_elsewhere
    if last and elsewhere and min(last, elsewhere) > now + _TOLERANCE:
        raise ClockBehind(
            f"The machine's clock says {now:%Y-%m-%d %H:%M} UTC, but the last run was on {last:%Y-%m-%d} and the sites"
            f" say {elsewhere:%Y-%m-%d}: set it right, then run again; nothing was stored."
        )
