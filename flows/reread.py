"""Archived pages read again: what older rules could not read, today's perhaps can, and nothing is asked for."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flows.earlier import compared
from flows.run import made_of
from scrapers.documents import Unreadable
from scrapers.errors import ArchiveFailed
from scrapers.extraction.same_id import kept_apart
from scrapers.identity import identify
from scrapers.page_archive import read_archived
from scrapers.reader import is_led_out
from scrapers.records import PageOutcome
from scrapers.source import Source, Sources
from scrapers.watched import process_watched
from warehouse.store import Held
from warehouse.unsettled import WITHOUT_LAYOUT, Unsettled

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rereading:
    """What one source's archived pages are read again with."""

    source: Source
    sources: Sources
    folder: Path
    held: Mapping[str, Held]
    """The last revisions of the articles they are of."""

    def read_again(self, old: Unsettled) -> PageOutcome | None:
        """The page as today's rules read it; None, logged, when the archive doesn't have it any more."""
        try:
            document = read_archived(self.folder / old.archive_file, old.archive_offset, source=self.source)
        except ArchiveFailed as error:
            log.warning("%s cannot be read again. %s", old.url, error)
            return None
        page = _as_it_came(old, self.source)
        if isinstance(document, Unreadable):
            return made_of(page, document.rejection)
        page = replace(page, digest=document.digest)
        if old.reason and is_led_out(document, page):
            return replace(page, outcome="rejected", reason=old.reason)
        identity = identify(document, self.sources)
        page = made_of(page, process_watched(document, identity))
        if page.article is None:
            return page
        if old.is_held and "fallback" in page.article.flags:  # still no layout: what is held is as good
            return replace(page, reread_hash=page.article.revision_hash, mends=True, detail=WITHOUT_LAYOUT)
        page = replace(page, mends=old.is_provisional)
        last = self.held.get(identity.article_id)
        if last and old.reason == "same_id":  # the form finds another article's id in it still
            return kept_apart(page, holder=None)
        if last is None or old.is_provisional:
            return page
        return compared(page, document, identity, last=last, folder=self.folder)


def _as_it_came(old: Unsettled, source: Source) -> PageOutcome:
    return PageOutcome(
        source=source.name,
        url=old.url,
        detail="Read again from the archive.",
        final_url=old.final_url,
        http_status=old.http_status,
        fetched_at=old.fetched_at,
        bytes=old.bytes,
        tries=0,
        article_id=old.article_id,
        digest=old.digest,
        archive_file=old.archive_file,
        archive_offset=old.archive_offset,
        etag=old.etag,
        last_modified=old.last_modified,
    )
