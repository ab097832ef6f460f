"""One run over documents: what is appended and counted until it is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from flows.expectations import Counts, breaches, is_muted
from flows.prepare import Prepared, Slot
from flows.report import in_words
from scrapers.parallel import Result
from scrapers.records import Article, Batch, PageOutcome, Rejection
from scrapers.source import Sources
from warehouse.store import SourceRun, Warehouse

MAX_REJECTED_SHOWN = 500
"""In the artifact; `rejected_pages` has them all."""


class Run:
    """What one run has appended so far."""

    def __init__(self, warehouse: Warehouse, sources: Sources, run_id: str) -> None:
        self.run_id = run_id
        self.counts: dict[str, Counts] = {}
        self.rejected: list[PageOutcome] = []
        self._warehouse = warehouse
        self._sources = sources

    def append(self, prepared: Prepared, results: Sequence[Result]) -> str:
        """Store the batch, and count it; the outcomes in words."""
        pages = tuple(_pages(prepared, results))
        counts = self.counts.setdefault(prepared.source, Counts(started_at=datetime.now(UTC)))
        counts.n_batches += 1
        batch = Batch(run_id=self.run_id, source=prepared.source, number=counts.n_batches, pages=pages)
        outcomes = self._warehouse.append(batch)
        counts.add(pages, outcomes)
        rejected = [page for page in pages if page.outcome == "rejected"]
        self.rejected += rejected[: MAX_REJECTED_SHOWN - len(self.rejected)]
        return in_words(outcomes)

    def judge(self) -> list[str]:
        """Finish each source; the breaches that are to be told, muted ones left out."""
        return [alarm for source, counts in sorted(self.counts.items()) for alarm in self._finish(source, counts)]

    def _finish(self, source: str, counts: Counts) -> list[str]:
        expect = self._sources[source].expect if source in self._sources else None
        counts.breaches = breaches(expect, counts) if expect else ()
        counts.finished_at = finished_at = datetime.now(UTC)
        self._warehouse.record_source_run(
            SourceRun(
                run_id=self.run_id,
                source=source,
                listed=counts.listed,
                known=0,
                started_at=counts.started_at,
                finished_at=finished_at,
                breaches=counts.breaches,
            )
        )
        muted = expect is not None and is_muted(expect, finished_at.date())
        return [] if muted else [f"{source}: {breach}" for breach in counts.breaches]


def _pages(prepared: Prepared, results: Sequence[Result]) -> Iterator[PageOutcome]:
    """A page for each slot, with what was made of its document."""
    n_changed = sum(slot.changed is not None for slot in prepared.slots)
    changed, before = iter(results[:n_changed]), iter(results[n_changed:])
    for slot in prepared.slots:
        yield _page(slot, next(changed), next(before) if slot.before else None) if slot.changed else slot.page


def _page(slot: Slot, result: Result, before: Result | None) -> PageOutcome:
    if isinstance(result, Rejection):
        return replace(slot.page, outcome="rejected", reason=result.reason, detail=result.detail)
    reread_hash = before.revision_hash if isinstance(before, Article) else None
    return replace(slot.page, article=result, reread_hash=reread_hash)
