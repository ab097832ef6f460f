"""What earlier runs learned of each source, read at a run's start, and what this one adds for the next."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime

from scrapers.counting import counted
from scrapers.errors import ArchiveFailed
from scrapers.extraction.designs import renewed_designs
from scrapers.learned import NOTHING, Learned, Seen, renewed
from scrapers.page_archive import read_archived
from scrapers.records import Document
from scrapers.source import Source, Sources
from warehouse import learned as kept
from warehouse.store import Warehouse

log = logging.getLogger(__name__)

MAX_PAGES = 50
"""The last ones of a source: enough for a design, and read in a second."""


def with_lessons(sources: Sources, warehouse: Warehouse) -> Sources:
    """The sources with what was last learned of each; this version is used until the run has ended."""
    return Sources(sources.values(), lessons=dict(_read(kept.lessons(warehouse))))


def learn(source: str, sources: Sources, warehouse: Warehouse) -> None:
    """Keep what this run's pages add to what is known of a source; most nights nothing."""
    if source not in sources:
        return  # documents of unknown source share neither lines nor a design
    earlier = sources.lessons.get(source, NOTHING)
    counts, n_documents = kept.line_counts(warehouse, source)
    designs = renewed_designs(earlier.templates, list(_pages(sources[source], warehouse)))
    made = renewed(earlier, (Seen(*count) for count in counts), of=n_documents, templates=designs)
    if made is None:
        return
    lesson = kept.Lesson(source=source, version=made.version, json=made.to_json(), n_pages=made.n_documents)
    kept.record_lesson(warehouse, lesson, at=datetime.now(UTC))
    told = counted(len(made.lines), "repeated line"), counted(len(designs), "page design")
    log.info("%s: learned %s and %s", source, *told)


def _read(lessons: dict[str, str]) -> Iterator[tuple[str, Learned]]:
    for source, text in lessons.items():
        try:
            yield source, Learned.from_json(text)
        except ValueError as error:
            log.info("%s: learned anew, since what was learned is of another version (%s)", source, error)


def _pages(source: Source, warehouse: Warehouse) -> Iterator[str]:
    """The markup of the last pages that no layout of the form fitted."""
    for place in kept.pages_without_layout(warehouse, source.name, limit=MAX_PAGES):
        try:
            document = read_archived(warehouse.archive / place.archive_file, place.archive_offset, source=source)
        except ArchiveFailed as error:
            log.warning("%s: a page cannot be learned from. %s", source.name, error)
            continue
        if isinstance(document, Document) and document.markup == "html":
            yield document.text
