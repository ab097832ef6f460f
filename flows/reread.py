"""Archived pages read again: what older rules could not read, today's perhaps can, and nothing is asked for."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

from scrapers.documents import Unreadable
from scrapers.errors import ArchiveFailed
from scrapers.identity import identify
from scrapers.page_archive import read_archived
from scrapers.process import process
from scrapers.records import PageOutcome, Rejection
from scrapers.source import Source, Sources
from warehouse.known import Unsettled

log = logging.getLogger(__name__)


def read_again(old: Unsettled, source: Source, sources: Sources, folder: Path) -> PageOutcome | None:
    """The page as today's rules read it; None, logged, when the archive doesn't have it any more."""
    try:
        document = read_archived(folder / old.archive_file, old.archive_offset, source=source)
    except ArchiveFailed as error:
        log.warning("%s cannot be read again. %s", old.url, error)
        return None
    if isinstance(document, Unreadable):
        return _rejected(_as_it_came(old, source), document.rejection)
    identity = identify(document, sources)
    page = replace(_as_it_came(old, source), article_id=identity.article_id, digest=document.digest)
    made = process(document, identity)
    if isinstance(made, Rejection):
        return _rejected(page, made)
    if old.is_held and made.layout is None:  # still no layout: what is held is as good
        return replace(page, article=made, reread_hash=made.revision_hash, mends=True)
    return replace(page, article=made, mends=old.is_held)


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


def _rejected(page: PageOutcome, why: Rejection) -> PageOutcome:
    return replace(page, outcome="rejected", reason=why.reason, detail=why.detail)
