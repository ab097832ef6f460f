"""The web sources of a run, several hosts side by side: a thread for each source, one client for all."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from datetime import date
from threading import Event

from flows.clock import note_future
from flows.hosts import keep, kept_pacing, told_client
from flows.progress import TELL_EVERY_S, Visits
from flows.run import Run
from flows.server_watch import stop_if_ended
from flows.source_fetch import SourceFetch
from flows.tonight import Tonight
from scrapers.errors import BroadsheetError
from scrapers.source import Source
from warehouse.errors import WarehouseError

log = logging.getLogger(__name__)

MAX_THREADS = 32
"""Sources at work at once; the rest wait their turn."""


def fetch_sources(run: Run, *, sources: Sequence[Source], contact: str, since: date | None, limit: int | None) -> None:
    """Fetch and append what these sources have tonight; what goes wrong with one leaves the others alone.

    Raises what ends the whole run: a warehouse or archive that cannot be written, Ctrl-C.
    """
    home = run.warehouse.home
    pacing = kept_pacing(home)
    note_future(run)
    with told_client(home, contact, pacing=pacing) as client, Visits(len(sources)) as visits:
        tonight = Tonight(run=run, client=client, since=since, limit=limit, stopping=Event(), visits=visits)
        threads = ThreadPoolExecutor(min(len(sources), MAX_THREADS) or 1, thread_name_prefix="source")
        futures = {threads.submit(copy_context().run, SourceFetch(tonight, one).run): one for one in sources}
        try:
            with run.ctrl_c.answered_at_once():
                for future in _as_they_end(futures, visits):
                    _note_failure(run, futures[future], future)
        finally:
            tonight.stopping.set()
            pacing.stop()
            threads.shutdown(cancel_futures=True)
            keep(home, client, pacing)


def _as_they_end(futures: Iterable[Future[None]], visits: Visits) -> Iterator[Future[None]]:
    """Each one when it has ended; while none does, it is said now and then how far they are."""
    working = set(futures)
    while working:
        ended, working = wait(working, timeout=TELL_EVERY_S, return_when=FIRST_COMPLETED)
        for future in ended:
            visits.end_source()
            yield future
        if not ended:
            visits.tell()
        stop_if_ended()


def _note_failure(run: Run, source: Source, future: Future[None]) -> None:
    """A fault in our own work with one source becomes its breach; a fault of the machine is raised."""
    error = future.exception()
    if error is None:
        return
    if isinstance(error, BroadsheetError | WarehouseError | OSError) or not isinstance(error, Exception):
        raise error
    log.error("%s: stopped by a fault of this program", source.name, exc_info=error)
    counts = run.counts_of(source.name)
    counts.fault = f"Stopped by a fault of this program ({type(error).__name__}: {error})."
    if counts.finished_at:  # it was judged before
        run.alarms.append(f"{source.name}: {counts.fault}")
