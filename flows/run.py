"""One run: what is appended and counted until each of its sources is judged."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from flows.counts import Counts
from flows.earlier import compared
from flows.expectations import breaches, is_muted, remarks
from flows.lessons import learn, with_lessons
from flows.naming import new_run_id
from flows.prepare import Prepared
from flows.report import in_words
from flows.stopping import CtrlC
from scrapers.counting import counted
from scrapers.parallel import Result
from scrapers.records import Article, Batch, PageOutcome, Rejection
from scrapers.source import Sources
from warehouse.held_elsewhere import held_elsewhere
from warehouse.store import SourceRun, Warehouse
from warehouse.undated_states import undated_states
from warehouse.withheld import removed

log = logging.getLogger(__name__)

MAX_REJECTED_SHOWN = 500
"""In the artifact; `rejected_pages` has them all."""


class Run:
    """What one run has appended so far; a source is the business of one thread."""

    def __init__(self, warehouse: Warehouse, sources: Sources, *, ctrl_c: CtrlC) -> None:
        self.warehouse = warehouse
        self.sources = with_lessons(sources, warehouse)
        self.ctrl_c = ctrl_c
        self.started_at = datetime.now(UTC)
        self.run_id = new_run_id(self.started_at)
        self.removed = removed(warehouse)
        self.counts: dict[str, Counts] = {}
        self.rejected: list[PageOutcome] = []
        self.notices: list[str] = []
        """What was odd about a listing, each with its source."""
        self.alarms: list[str] = []
        """Breaches that aren't muted, each with its source."""

    def counts_of(self, source: str) -> Counts:
        """What was seen of a source so far."""
        return self.counts.setdefault(source, Counts(started_at=datetime.now(UTC)))

    def append(self, prepared: Prepared, results: Sequence[Result]) -> str:
        """Store the batch, and count it; the outcomes in words."""
        return self.append_pages(prepared.source, tuple(_pages(prepared, results, self.warehouse.archive)))

    def append_pages(self, source: str, pages: tuple[PageOutcome, ...], *, is_reread: bool = False) -> str:
        """Store a batch of pages whose content was read, and count it; the outcomes in words."""
        counts = self.counts_of(source)
        counts.n_batches += 1
        batch = Batch(run_id=self.run_id, source=source, number=counts.n_batches, pages=pages)
        outcomes = self.warehouse.append(batch)
        counts.add(pages, outcomes, is_reread=is_reread)
        rejected = [page for page in pages if page.outcome == "rejected"]
        self.rejected += rejected[: MAX_REJECTED_SHOWN - len(self.rejected)]
        return in_words(outcomes)

    def judge(self) -> None:
        """Finish each source that isn't yet, and say where documents contradict each other."""
        for source, counts in sorted(self.counts.items()):
            if counts.finished_at is None:
                self.finish(source)
        if any(counts.links is None for counts in self.counts.values()):
            self._tell_undated()
            self._tell_held_elsewhere()

    def _tell_undated(self) -> None:
        """One notice for each source whose documents gave an article two texts and no moments."""
        for source, several in groupby(undated_states(self.warehouse, self.run_id), key=attrgetter("source")):
            first, *more = several
            of = f" and {len(more):,} more" if more else ""
            told = (
                f"{source}: {first.article_id}{of} came with different texts, and nothing tells which is later. Each is"
                f" kept, as a revision, in the order they were read: {first.first}, then {first.then}."
            )
            self._notice(told)

    def _tell_held_elsewhere(self) -> None:
        """One notice for each source that documents were said to be of, though they are held as of another."""
        for source, held, n, first in held_elsewhere(self.warehouse, self.run_id):
            what = f"{counted(n, 'document')} held under {held} before, and kept there"
            self._notice(f"{source}: {what}: naming a source later moves nothing ({first}).")

    def _notice(self, told: str) -> None:
        log.warning("%s", told)
        self.notices.append(told)

    def finish(self, source: str) -> None:
        """Compare the source's counts with what its form expects, and record both."""
        counts = self.counts_of(source)
        expect = self.sources[source].expect if source in self.sources else None
        counts.has_design = self.sources.has_design(source)
        counts.breaches = breaches(expect, counts) if expect else ()
        for told in remarks(counts):
            self._notice(f"{source}: {told}")
        counts.finished_at = finished_at = datetime.now(UTC)
        self.warehouse.record_source_run(
            SourceRun(
                run_id=self.run_id,
                source=source,
                listed=counts.listed,
                known=counts.outcomes["known"],
                started_at=counts.started_at,
                finished_at=finished_at,
                breaches=counts.breaches,
            )
        )
        if expect is None or counts.fault or not is_muted(expect, finished_at.date()):
            self.alarms += [f"{source}: {breach}" for breach in counts.breaches]
        if counts.extracted:
            learn(source, self.sources, self.warehouse)


def made_of(page: PageOutcome, result: Result, before: Result | None = None) -> PageOutcome:
    """The page with what was made of its document, and of the one before where rules changed."""
    if isinstance(result, Rejection):
        return replace(page, outcome="rejected", reason=result.reason, detail=result.detail)
    reread_hash = before.revision_hash if isinstance(before, Article) else None
    return replace(page, article=result, article_id=result.article_id, reread_hash=reread_hash)


def _pages(prepared: Prepared, results: Sequence[Result], folder: Path) -> Iterator[PageOutcome]:
    """A page for each slot, with what was made of its document."""
    n_changed = sum(slot.changed is not None for slot in prepared.slots)
    changed, before = iter(results[:n_changed]), iter(results[n_changed:])
    for slot in prepared.slots:
        if slot.changed is None:
            yield slot.page
            continue
        page = made_of(slot.page, next(changed), next(before) if slot.before else None)
        yield compared(page, *slot.changed, last=slot.last, folder=folder) if slot.last else page
