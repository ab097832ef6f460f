"""Being a good guest: one request at a time per host and port, a pause from start to start, more when asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic

MARGIN_S, MARGIN_SHARE = 0.004, 0.005
"""Added to every delay: what leaves here exactly a delay apart may arrive a little closer."""
LATE_SHARE = 0.15
"""Of the spacing: the most that a late answer holds back the next request."""
MAX_SPACING_S = 60.0
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class NoTurn(Exception):
    """A request may not be made in the time there is; `retry_at` is the moment the host named, if it named one."""

    def __init__(self, detail: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.retry_at = retry_at


class Lane:
    """The way to one host and port, shared by all threads."""

    def __init__(self, stopped: threading.Event, reopens_at: datetime | None = None) -> None:
        self._stopped = stopped
        self._busy = threading.Lock()
        self._delay_s = 0.0
        self._spacing_s = 0.0
        self._next = 0.0
        self._usual_s: float | None = None
        self.reopens_at = reopens_at
        """The host asked to be left alone until then."""

    def keep_apart(self, delay_s: float) -> None:
        """From now on requests start at least this far apart; of several wishes the longest counts."""
        self._delay_s = max(self._delay_s, delay_s)
        self._spacing_s = max(self._spacing_s, self._delay_s)

    @contextmanager
    def turn(self, *, until: float) -> Iterator[None]:
        """The right to make one request, waited for. Raises `NoTurn` when it would come after `until` (monotonic)."""
        if not self._busy.acquire(timeout=max(0.0, until - monotonic())):
            raise NoTurn("the time for this source is over")
        try:
            self._wait(until)
            self._hold(monotonic())
            yield
        finally:
            self._busy.release()

    def sent(self, at: float, *, answered_at: float | None) -> None:
        """A request left at this moment (monotonic), and its answer began at that one, if it did.

        It was there before it was answered: of a first request nothing else is known, since connecting takes its time.
        From then on an answer later than is usual may be one to a request that arrived late, and the next one waits
        that much longer.
        """
        self._hold(at)
        if answered_at is None:
            return
        if self._usual_s is None:
            self._usual_s = answered_at - at
            self._hold(answered_at)
        self._usual_s = min(self._usual_s, answered_at - at)
        self._hold(at + min(answered_at - at - self._usual_s, LATE_SHARE * self._spacing_s))

    def _hold(self, at: float) -> None:
        """Nothing more until the spacing after this moment (monotonic) is over."""
        margin_s = MARGIN_S + MARGIN_SHARE * self._spacing_s if self._spacing_s else 0.0
        self._next = max(self._next, at + self._spacing_s + margin_s)

    def slow_down(self, pause_s: float, *, at_least_s: float) -> None:
        """The host is overloaded: nothing for `pause_s`, then twice the spacing, whatever the URL."""
        self._spacing_s = min(max(2 * self._spacing_s, at_least_s), max(MAX_SPACING_S, self._delay_s))
        self._next = max(self._next, monotonic() + pause_s)

    def recover(self) -> None:
        """The host answered well: a slowed lane gets a little faster again, never faster than its delay."""
        self._spacing_s = max(self._delay_s, 0.8 * self._spacing_s)

    def close_until(self, moment: datetime) -> None:
        """The host asked to be left alone until then."""
        self.reopens_at = max(moment, self.reopens_at or moment)

    def _wait(self, until: float) -> None:
        if self.reopens_at and datetime.now(UTC) < self.reopens_at:
            detail = f"the host asked not to be visited before {self.reopens_at:{MOMENT}}"
            raise NoTurn(detail, retry_at=self.reopens_at)
        wait_s = self._next - monotonic()
        if monotonic() + max(wait_s, 0.0) > until:
            raise NoTurn("the time for this source is over")
        if self._stopped.wait(wait_s) if wait_s > 0 else self._stopped.is_set():
            raise NoTurn("the run is stopping")


class Pacing:
    """The lanes of one process. Give all clients of a process the same, so that they share them."""

    def __init__(self, closed: Mapping[str, datetime] | None = None) -> None:
        """`closed`: until when hosts asked earlier to be left alone."""
        self._stopped = threading.Event()
        self._closed = dict(closed or {})
        self._lanes: dict[str, Lane] = {}
        self._guard = threading.Lock()

    def lane(self, host: str) -> Lane:
        """The one lane to this host and port."""
        with self._guard:
            return self._lanes.setdefault(host, Lane(self._stopped, self._closed.get(host)))

    @property
    def closed(self) -> dict[str, datetime]:
        """Until when hosts asked to be left alone, to be kept and given to the next."""
        with self._guard:
            told = {host: lane.reopens_at for host, lane in self._lanes.items() if lane.reopens_at}
            return self._closed | told

    def pause(self, seconds: float, *, until: float) -> None:
        """Wait, unless that would pass `until` (monotonic): then `NoTurn`."""
        if monotonic() + seconds > until:
            raise NoTurn("the time for this source is over")
        if self._stopped.wait(seconds):
            raise NoTurn("the run is stopping")

    def stop(self) -> None:
        """Whoever waits for a turn gets `NoTurn`, now and from now on."""
        self._stopped.set()
