"""One web source in one run: find its articles, fetch what is new or due, append, judge."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from threading import Event
from typing import TypeVar
from zoneinfo import ZoneInfo

from flows.naming import archive_stem
from flows.prepare import Slot, before
from flows.reread import read_again
from flows.run import Run, page_of
from flows.steps import step
from scrapers.archive import Archive
from scrapers.discover import discover
from scrapers.fetch import Client
from scrapers.links import Discovery
from scrapers.plan import Held, Plan, Wanted, plan, recognised
from scrapers.process import process
from scrapers.reader import Reader, Reading, foreign, is_wall, left_out
from scrapers.records import PageOutcome
from scrapers.source import Source
from scrapers.version import version
from warehouse import known
from warehouse.store import Held as HeldRevision

log = logging.getLogger(__name__)

CHUNK = 100
"""Pages fetched as one task and appended in one transaction: what a crash can cost."""
BATCH = 1_000

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tonight:
    """What the sources of a run share."""

    run: Run
    client: Client
    since: date | None
    """A backfill: how far back listings are read."""
    limit: int | None
    """Pages of each source, fewer than its form allows."""
    stopping: Event


class SourceFetch:
    """The work on one source; `run` does it all."""

    def __init__(self, tonight: Tonight, source: Source) -> None:
        self._tonight = tonight
        self._run = tonight.run
        self._warehouse = tonight.run.warehouse
        self._source = source
        self._counts = tonight.run.counts_of(source.name)
        self._folder = self._warehouse.home / "archive"
        self._archive = Archive(self._folder, stem=archive_stem(self._run.run_id, source.name))
        self._reader = Reader(source, self._run.sources, tonight.client, self._archive)

    def run(self) -> None:
        """Every address listed or due gets its outcome, unless the run is stopped: then what was read is kept."""
        with self._archive:
            reread = self._reread()
            found = self._step("discover", self._discover)
            planned = self._plan(found, reread)
            for number, chunk in enumerate(_chunks(planned.wanted, CHUNK), 1):
                self._step(f"fetch {number}", partial(self._fetch, chunk))
            self._append_others(planned)
        if not self._tonight.stopping.is_set():
            self._finish(planned)

    def _step(self, name: str, do: Callable[[], Thing]) -> Thing:
        """A task with the source's name behind its first word, as in `fetch womenofchina 2`."""
        verb, _, number = name.partition(" ")
        return step(" ".join(filter(None, (verb, self._source.name, number))), do)

    def _reread(self) -> frozenset[str]:
        """What older rules could not read is read from the archive by today's; the names of those pages."""
        pages = known.unsettled(
            self._warehouse, self._source.name, version=version(), form_hash=self._source.form_hash
        )
        done: set[str] = set()
        for number, chunk in enumerate(_chunks(pages, CHUNK), 1):
            done |= self._step(f"reread {number}", partial(self._reread_chunk, chunk))
        return frozenset(done)

    def _reread_chunk(self, chunk: Sequence[known.Unsettled]) -> set[str]:
        found = [read_again(one, self._source, self._run.sources, self._folder) for one in chunk]
        pages = tuple(page for page in found if page is not None)
        self._append(pages, is_reread=True)
        return {name for page in pages for name in (page.url, page.article_id) if name}

    def _discover(self) -> Discovery:
        source, names = self._source, known.known_names(self._warehouse, self._source.name)
        today = datetime.now(ZoneInfo(source.timezone)).date()
        found = discover(source, self._reader.fetch, today=today, known=names, since=self._tonight.since)
        for notice in found.notices:
            told = f"{source.name}: {notice.listing}: {notice.detail}"
            log.warning(told)
            self._run.notices.append(told)
        log.info("%s: %d article links in %d requests", source.name, found.n_articles, found.n_requests)
        self._counts.links = found.n_articles
        return found
