"""Batches made again from the archive, as they were committed but by today's rules: for `replay` and what was lost."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from flows.counts import READ
from flows.earlier import compared
from flows.prepare import Slot, before
from flows.run import made_of
from scrapers.documents import Unreadable
from scrapers.errors import ArchiveFailed
from scrapers.identity import Identity, identify
from scrapers.page_archive import read_archived
from scrapers.parallel import Pair, Result, process_in_order
from scrapers.reader import is_led_out
from scrapers.records import LED_ELSEWHERE, Article, Batch, Document, Outcome, PageOutcome
from scrapers.source import Sources
from scrapers.watched import process_watched
from warehouse.journal import JournaledBatch, JournaledPage
from warehouse.store import Held, Warehouse
from warehouse.stored import Version

log = logging.getLogger(__name__)

GONE = "Its record is gone from the archive."


@dataclass(frozen=True, slots=True, kw_only=True)
class Remade:
    """A batch that was stored again."""

    source: str
    n_pages: int
    outcomes: Mapping[Outcome, int]


@dataclass(slots=True, kw_only=True)
class Remaking:
    """From where batches are made, by which rules, and into which warehouse."""

    archive: Path
    sources: Sources
    target: Warehouse
    names: frozenset[str] = frozenset()
    """The sources whose pages are read again; all when none is named."""
    stored: Callable[[Iterable[Version]], Mapping[Version, Article]]
    """Articles as an earlier warehouse holds them, for what isn't read again or can't be."""
    unreadable: list[str] = field(default_factory=list)
    """Addresses of pages whose record is gone."""

    def remake(self, batches: Iterable[JournaledBatch]) -> Iterator[Remade]:
        """Each batch, stored; workers extract those to come."""
        jobs = (((batch, slots), _pairs(slots)) for batch in batches for slots in [self._slots(batch)])
        for (batch, slots), results in process_in_order(jobs, self.sources):
            run_id, source, number = batch.key
            pages = self._compared(slots, results)
            again = Batch(run_id=run_id, source=source, number=number, pages=pages, committed_at=batch.committed_at)
            yield Remade(source=source, n_pages=len(pages), outcomes=self.target.append(again))

    def _slots(self, batch: JournaledBatch) -> list[Slot]:
        """What each page was made of; of pages that aren't to be read again, what is stored of them."""
        slots = [self._slot(told) for told in batch.pages]
        missing = [told for told, slot in zip(batch.pages, slots, strict=True) if slot is None]
        if not missing:
            return [slot for slot in slots if slot]
        held = self.stored(version for told in missing if (version := _version(told)))
        return [slot or self._kept(told, held) for told, slot in zip(batch.pages, slots, strict=True)]

    def _slot(self, told: JournaledPage) -> Slot | None:
        """None for a page that keeps what is stored of it."""
        page = told.page
        if page.outcome not in READ or page.archive_file is None:
            return Slot(page=page)
        if self.names and page.source not in self.names:
            return None
        document = self._document(page)
        if isinstance(document, Unreadable):
            return Slot(page=made_of(page, document.rejection))
        if document is None:
            return None
        if page.outcome == "rejected" and is_led_out(document, page):  # what it is read as now is no article's, either
            return Slot(page=page)
        return self._changed(page, document, identify(document, self.sources))

    def _document(self, page: PageOutcome) -> Document | Unreadable | None:
        """None where the archive doesn't have it any more, or nothing tells how a page of its source is read."""
        form = self.sources[page.source] if page.source in self.sources else None  # noqa: SIM401 (`get` would raise)
        if page.archive_file is None or page.archive_offset is None or (form is None and page.http_status is not None):
            return None
        try:
            return read_archived(self.archive / page.archive_file, page.archive_offset, source=form)
        except ArchiveFailed as error:
            log.debug("%s", error)
            return None

    def _changed(self, page: PageOutcome, document: Document, identity: Identity) -> Slot:
        is_apart = page.reason == "same_id"  # until it is known whose ids the others have
        as_it_came = replace(
            page,
            outcome=None,
            reason=page.reason if is_apart else None,
            detail=page.detail if is_apart else _led(page),
            article_id=page.article_id if page.outcome == "rejected" else identity.article_id,
            digest=document.digest,
        )
        return Slot(page=as_it_came, changed=(document, identity))

    def _kept(self, told: JournaledPage, held: Mapping[Version, Article]) -> Slot:
        page, version = told.page, _version(told)
        article = held.get(version) if version else None
        if article is not None:
            if not self.names or page.source in self.names:
                self.unreadable.append(page.url)
            same = replace(article, digest=page.digest or article.digest)
            return Slot(page=replace(page, outcome=None, reason=None, detail=_led(page), article=same))
        if page.outcome == "rejected":
            return Slot(page=page)
        self.unreadable.append(page.url)
        return Slot(page=replace(page, outcome="failed", reason=None, detail=GONE))

    def _compared(self, slots: Sequence[Slot], results: Sequence[Result]) -> tuple[PageOutcome, ...]:
        """The pages with what was made of them, beside what is held of them by now."""
        changed = iter(results)
        made = [made_of(slot.page, next(changed)) if slot.changed else slot.page for slot in slots]
        held = self.target.held([page.article_id for page in made if page.article and page.article_id])
        return tuple(
            self._beside(page, slot.changed, held) if slot.changed else page
            for page, slot in zip(_told_apart(made, held), slots, strict=True)
        )

    def _beside(self, page: PageOutcome, pair: Pair, held: Mapping[str, Held]) -> PageOutcome:
        last = held.get(page.article_id or "")
        if last is None or page.article is None or last.digest == page.digest:
            return page
        earlier = before(last, pair[1], self.archive)
        made = process_watched(*earlier) if earlier else None
        if isinstance(made, Article):
            page = replace(page, reread_hash=made.revision_hash)
        return compared(page, *pair, last=last, folder=self.archive)


def _told_apart(pages: Sequence[PageOutcome], held: Mapping[str, Held]) -> Iterator[PageOutcome]:
    """The pages; one in which the form found another article's id stays rejected as long as it finds that."""
    taken = {*held, *(page.article_id for page in pages if page.reason != "same_id")}
    for page in pages:
        if page.reason != "same_id" or page.article is None:
            yield page
        elif page.article_id in taken:
            yield replace(page, outcome="rejected", article=None, article_id=None)
        else:
            yield replace(page, reason=None, detail=None)


def _pairs(slots: Sequence[Slot]) -> list[Pair]:
    return [slot.changed for slot in slots if slot.changed]


def _led(page: PageOutcome) -> str | None:
    """What is told of the way to a page, whatever it is read as."""
    return LED_ELSEWHERE if page.detail == LED_ELSEWHERE else None


def _version(told: JournaledPage) -> Version | None:
    article_id, revision = told.page.article_id, told.revision
    return (article_id, revision) if article_id is not None and revision is not None else None
