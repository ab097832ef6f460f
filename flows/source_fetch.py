"""One web source in one run: find its articles, fetch what is new or due, append it, judge."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from flows.clock import check_clock
from flows.earlier import compared
from flows.expectations import MANY
from flows.naming import archive_stem
from flows.one_id import kept_in_scope, told_apart
from flows.reread import Rereading
from flows.run import made_of
from flows.steps import step
from flows.tonight import Tonight, plan_tonight
from scrapers.archive import Archive
from scrapers.counting import counted
from scrapers.discover import discover
from scrapers.discovery.links import Discovery, Link
from scrapers.discovery.plan import Plan, Wanted
from scrapers.reader import Reader, Reading, foreign, is_wall, left_out, withheld
from scrapers.records import LED_ELSEWHERE, PageOutcome
from scrapers.source import Source
from scrapers.version import version
from scrapers.watched import process_watched
from warehouse import known
from warehouse.store import Held
from warehouse.unsettled import Unsettled, unsettled
from warehouse.withheld import url_hash

log = logging.getLogger(__name__)

CHUNK = 100
"""Pages fetched as one task and appended in one transaction: what a crash can cost."""
BATCH = 1_000

Thing = TypeVar("Thing")


class SourceFetch:
    """The work on one source, by one thread."""

    def __init__(self, tonight: Tonight, source: Source) -> None:
        self._tonight = tonight
        self._run = tonight.run
        self._warehouse = tonight.run.warehouse
        self._source = source
        self._counts = tonight.run.counts_of(source.name)
        self._folder = self._warehouse.archive
        self._archive = Archive(self._folder, stem=archive_stem(self._run.run_id, source.name))
        self._reader = Reader(source, self._run.sources, tonight.client, self._archive)

    def run(self) -> None:
        """Every address listed or due gets its outcome; when the run is stopped, what was read is kept."""
        with self._archive:
            done = self._read_again()
            found = self._step("discover", self._discover)
            links = self._without_removed(found.links)
            plan = plan_tonight(self._tonight, self._source, links, done=done)
            self._tonight.visits.plan(len(plan.wanted))
            for number, chunk in enumerate(_chunks(plan.wanted, CHUNK), 1):
                self._step("fetch", partial(self._fetch, chunk), number=number)
            if not self._tonight.stopping.is_set():
                self._finish(plan)

    def _step(self, verb: str, do: Callable[[], Thing], *, number: int | None = None) -> Thing:
        """A task with the source's name behind its verb, as in `fetch womenofchina 2`."""
        return step(f"{verb} {self._source.name}{f' {number}' if number else ''}", do)

    def _read_again(self) -> frozenset[str]:
        """The ids and addresses of pages that older rules could not read; they are read from the archive tonight."""
        form_hash = self._source.form_hash
        pages = unsettled(self._warehouse, self._source.name, version=version(), form_hash=form_hash)
        done: set[str] = set()
        once = list({page.url: page for page in pages}.values())  # what else was led to by it is read tomorrow
        for number, chunk in enumerate(_chunks(once, CHUNK), 1):
            done |= self._step("reread", partial(self._read_again_some, chunk), number=number)
        return frozenset(done)

    def _read_again_some(self, chunk: Sequence[Unsettled]) -> set[str]:
        ids = (one.article_id or self._source.article_id(one.url) for one in chunk)
        held = self._warehouse.held([name for name in ids if name])
        rereading = Rereading(self._source, self._run.sources, self._folder, held)
        found = [rereading.read_again(one) for one in chunk]
        pages = [page for page in found if page is not None]
        self._append(pages, what="read again from the archive", is_reread=True)
        return {name for page in pages for name in (page.url, page.article_id) if name}

    def _discover(self) -> Discovery:
        source, names = self._source, known.known_names(self._warehouse, self._source.name)
        today = datetime.now(ZoneInfo(source.timezone)).date()
        found = discover(source, self._reader.fetch_listing, today=today, known=names, since=self._tonight.since)
        check_clock(self._run, self._tonight.client)
        for notice in found.other_notices:
            told = f"{source.name}: {notice.listing}: {notice.detail}"
            log.warning("%s", told)
            self._run.notices.append(told)
        links, requests = counted(found.n_articles, "article link"), counted(found.n_requests, "request")
        log.info("%s: %s in %s", source.name, links, requests)
        self._counts.links = found.n_articles
        self._counts.unasked, self._counts.put_off = found.unasked, found.put_off
        return found

    def _without_removed(self, links: Sequence[Link]) -> list[Link]:
        """The links but for those of articles on the removals list, which get their outcome here."""
        removed = self._run.removed
        gone = [link for link in links if removed.has(link.article_id, *link.names)]
        self._append_unasked([withheld(f"withheld:{url_hash(link.url)}", source=self._source) for link in gone])
        return [link for link in links if link not in gone] if gone else list(links)

    def _fetch(self, chunk: Sequence[Wanted]) -> None:
        ids = [wanted.article_id for wanted in chunk if wanted.article_id]
        held: dict[str, Held | None] = {**dict.fromkeys(ids), **self._warehouse.held(ids)}
        pages: list[PageOutcome] = []
        for wanted in chunk:
            if self._tonight.stopping.is_set():
                break
            pages.append(self._read(wanted, held, pages))
            self._tonight.visits.add()
        self._archive.flush()
        self._append(pages, what="fetched")
        self._reader.met.settle()

    def _read(self, wanted: Wanted, held: dict[str, Held | None], so_far: Sequence[PageOutcome]) -> PageOutcome:
        """How the page was met; nothing more is asked for once the source turned us away too often."""
        if self._counts.stopped:
            return left_out(wanted.url, source=self._source, detail=self._counts.stopped)
        page = self._met(wanted, held, so_far)
        self._counts.walls = self._counts.walls + 1 if is_wall(page) else 0
        if self._counts.walls == MANY:
            self._counts.stopped = f"It turned us away {MANY} times, last at {wanted.url}, and was left alone then."
        return page

    def _met(self, wanted: Wanted, held: dict[str, Held | None], so_far: Sequence[PageOutcome]) -> PageOutcome:
        """The page fetched, archived, and read; no later address leads to it anew."""
        reading = self._reader.read(wanted)
        page = self._made(reading, held)
        if identity := reading.identity:
            last = held.get(identity.article_id)
            if reading.is_led_out:
                page = kept_in_scope(page, identity, last=last, folder=self._folder)
            elif not wanted.is_known:
                page = told_apart(page, identity, so_far=so_far, last=last, folder=self._folder)
        if page.outcome == "rejected" and reading.page.detail == LED_ELSEWHERE:
            page = replace(page, article_id=wanted.article_id)  # what it was led to is no page of its own
        self._reader.met.add(page, reading.through)
        return page

    def _made(self, reading: Reading, held: dict[str, Held | None]) -> PageOutcome:
        """The outcome of what was read, extracted unless we have it as it is."""
        document, identity = reading.document, reading.identity
        if document is None or identity is None:
            return reading.page
        name = identity.article_id
        if name not in held:  # a redirect led to another article than was listed
            held.update(self._warehouse.held([name]))
        last = held.get(name)
        if last and last.digest == document.digest:
            return reading.page
        page = made_of(reading.page, process_watched(document, identity))
        return compared(page, document, identity, last=last, folder=self._folder) if last else page

    def _append_unasked(self, pages: Sequence[PageOutcome]) -> None:
        for batch in _chunks(pages, BATCH):
            self._append(batch, what="not asked for:")

    def _append(self, pages: Sequence[PageOutcome], *, what: str, is_reread: bool = False) -> None:
        if pages:
            told = self._run.append_pages(self._source.name, tuple(pages), is_reread=is_reread)
            log.info("%s: %s %s", self._source.name, what, told)

    def _finish(self, plan: Plan) -> None:
        """The outcomes of what wasn't asked for, and the verdict."""
        most = min(self._source.fetch.max_pages, self._tonight.limit or self._source.fetch.max_pages)
        over = f"more than the {most:,} pages of one run"
        pages = [left_out(link.url, source=self._source, detail=over) for link in plan.deferred]
        pages += [foreign(link.url, source=self._source) for link in plan.out_of_scope]
        self._append_unasked(pages)
        self._counts.add_known(len(plan.known))
        now = datetime.now(UTC)
        since = known.silent_since(self._warehouse, self._source.name, now=now)
        self._counts.days_silent = (now - since).days if since else 0
        self._run.finish(self._source.name)


def _chunks(things: Sequence[Thing], size: int) -> Iterator[Sequence[Thing]]:
    return (things[start : start + size] for start in range(0, len(things), size))
