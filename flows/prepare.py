"""From gathered documents to archived ones: what is unchanged is told apart here, and costs no more than that."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from flows.batches import Gathered, Loaded
from flows.naming import archive_stem
from scrapers.archive import Archive
from scrapers.documents import Unreadable
from scrapers.errors import ArchiveFailed
from scrapers.identity import Identity
from scrapers.page_archive import read_archived
from scrapers.parallel import Pair
from scrapers.process import extractor
from scrapers.records import Document, PageOutcome
from warehouse.store import Held, Warehouse
from warehouse.withheld import Removed

log = logging.getLogger(__name__)

Place = tuple[str, int] | tuple[None, None]
"""A file of the archive, and the offset of a record in it."""

NOT_KEPT: Place = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A document's place in its batch."""

    page: PageOutcome
    changed: Pair | None = None
    """What is to be extracted, unless it was rejected or is held as it is."""
    before: Pair | None = None
    """Its last revision's document, extracted too where the rules changed since: they may explain the difference."""
    last: Held | None = None
    """Its last revision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A batch whose new and changed documents are in the archive, on the disk."""

    source: str
    slots: tuple[Slot, ...]

    @property
    def n_bytes(self) -> int:
        """Of its documents, as they were read."""
        return sum(slot.page.bytes or 0 for slot in self.slots)

    @property
    def pairs(self) -> list[Pair]:
        """All that is to be extracted: the changed documents, then those before."""
        changed = [slot.changed for slot in self.slots if slot.changed]
        return changed + [slot.before for slot in self.slots if slot.before]


class Archives:
    """The WARC files of one run, one for each source."""

    def __init__(self, folder: Path, run_id: str) -> None:
        self.folder = folder
        self._run_id = run_id
        self._by_source: dict[str, Archive] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def __getitem__(self, source: str) -> Archive:
        if source not in self._by_source:
            archive = Archive(self.folder, stem=archive_stem(self._run_id, source))
            self._by_source[source] = self._open.enter_context(archive)
        return self._by_source[source]


def prepare(gathered: Gathered, warehouse: Warehouse, archives: Archives, *, removed: Removed) -> Prepared:
    """The batch with its new and changed documents archived, but for those `removed`. Raises `ArchiveFailed`."""
    ids = [loaded[1].article_id for loaded in gathered.documents if not isinstance(loaded, Unreadable)]
    held = warehouse.held(ids)
    slots = tuple(
        _slot(loaded, gathered.source, held=held, archives=archives, removed=removed) for loaded in gathered.documents
    )
    archives[gathered.source].flush()
    return Prepared(source=gathered.source, slots=slots)


def _slot(loaded: Loaded, source: str, *, held: dict[str, Held], archives: Archives, removed: Removed) -> Slot:
    if isinstance(loaded, Unreadable):
        return Slot(page=_rejected(loaded, source, _kept(loaded, source, archives)))
    document, identity = loaded
    if removed.has(identity.article_id, identity.url):
        return Slot(page=PageOutcome(source=identity.page_source, url=document.location, outcome="withheld"))
    last = held.get(identity.article_id)
    if last and last.digest == document.digest:
        return Slot(page=_page(document, identity, NOT_KEPT))
    page = _page(document, identity, _kept(document, source, archives))
    earlier = before(last, identity, archives.folder) if last else None
    light = replace(document, content=b"")  # archived now; up to 3,000 documents wait here, and nobody asks for bytes
    return Slot(page=page, changed=(light, identity), before=earlier, last=last)


def _page(document: Document, identity: Identity, place: Place) -> PageOutcome:
    return PageOutcome(
        source=identity.page_source,
        url=document.location,
        fetched_at=document.fetched_at,
        bytes=len(document.content),
        article_id=identity.article_id,
        digest=document.digest,
        archive_file=place[0],
        archive_offset=place[1],
    )


def _rejected(unreadable: Unreadable, source: str, place: Place) -> PageOutcome:
    return PageOutcome(
        source=source,
        url=unreadable.location,
        outcome="rejected",
        reason=unreadable.rejection.reason,
        detail=unreadable.rejection.detail,
        fetched_at=unreadable.known.fetched_at,
        bytes=len(unreadable.content) or None,
        archive_file=place[0],
        archive_offset=place[1],
    )


def _kept(document: Document | Unreadable, source: str, archives: Archives) -> Place:
    if not document.content:
        return NOT_KEPT
    return archives[source].write_document(document, loaded_at=datetime.now(UTC))


def before(last: Held, identity: Identity, folder: Path) -> Pair | None:
    """The last revision's document, where it was read by other rules than today's and is to be had."""
    return None if last.extractor == extractor(identity) else held_document(last, identity, folder)


def held_document(last: Held, identity: Identity, folder: Path) -> Pair | None:
    """The last revision's document; None, logged, where the archive doesn't have it."""
    if last.archive_file is None or last.archive_offset is None:
        return None
    try:
        document = read_archived(folder / last.archive_file, last.archive_offset, source=identity.form)
    except ArchiveFailed as error:
        log.warning("%s: whether new rules explain a change cannot be told. %s", identity.article_id, error)
        return None
    return None if isinstance(document, Unreadable) else (document, identity)
