"""One web source in one run: its pages are fetched, archived before anything is read, then read."""

from __future__ import annotations

import logging
from collections.abc import Container
from dataclasses import dataclass, replace

from scrapers.archive import Archive
from scrapers.discovery.plan import Held, Wanted
from scrapers.documents import Unreadable
from scrapers.errors import ArchiveFailed
from scrapers.fetch import Client
from scrapers.identity import Identity, identify
from scrapers.met import Met, addresses, leads_elsewhere, once_more
from scrapers.page_archive import archived_listed, archived_pages, write_page
from scrapers.page_records import Earlier
from scrapers.pages import Incomplete, read_page
from scrapers.records import LED_ELSEWHERE, Document, Page, PageOutcome
from scrapers.source import Source, Sources
from scrapers.urls import is_alias

log = logging.getLogger(__name__)

Place = tuple[str, int]
"""In the archive: file and offset."""
Listed = tuple[tuple[str, str], ...]
"""(key of a layout, value) that a listing printed of an article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a wanted page was met: `document` where it holds one, else `page` says why not."""

    page: PageOutcome
    document: Document | None = None
    identity: Identity | None = None
    through: tuple[str, ...] = ()
    """The addresses that were asked for on the way."""
    is_led_out: bool = False
    """Whether it came from what is no article's address: then it is one only if its text is that of one we hold."""


class Reader:
    """Fetches and reads for one source; the archive has every answer before it is looked into."""

    def __init__(self, source: Source, sources: Sources, client: Client, archive: Archive) -> None:
        self.source = source
        self._sources = sources
        self._client = client
        self._archive = archive
        self.met = Met(source)

    def fetch_listing(self, url: str) -> Page:
        """A listing. Raises `ArchiveFailed`."""
        page = self.fetch(url)
        self.met.add_listing(page)
        return page

    def fetch(self, url: str) -> Page:
        """A further page of an article, or what else is none of its own. Raises `ArchiveFailed`."""
        return self._fetch(url, None)[0]

    def read(self, wanted: Wanted) -> Reading:
        """What became of one page of tonight's plan. Raises `ArchiveFailed`."""
        earlier = self.met.of(wanted.url)
        if earlier is not None:
            return Reading(page=once_more(earlier, wanted, source=self.source))
        listed = wanted.fields or self._listed_before(wanted.held)
        page, place = self._fetch(wanted.url, wanted.held, listed, met=self.met)
        if page.outcome == "not_modified" and wanted.held and self._has_changed_behind(wanted.held):
            page, place = self._fetch(wanted.url, replace(wanted.held, etag=None, last_modified=None), listed)
        if page.outcome == "gone" and wanted.listed_at:
            return self.read(replace(wanted, url=wanted.listed_at, listed_at=None))
        return replace(self._read(page, wanted, place), through=addresses(page))

    def _read(self, page: Page, wanted: Wanted, place: Place | None) -> Reading:
        met = _outcome(page, wanted, place)
        if page.outcome == "repeated":
            return Reading(page=self._led_back(page, wanted, met))
        if page.outcome is not None:
            return Reading(page=met)
        try:
            document = read_page(page, source=self.source, more=self.fetch)
        except Incomplete as error:
            return Reading(page=_incomplete(met, error.page))
        if isinstance(document, Unreadable):
            return Reading(page=_rejected(met, document, wanted))
        identity = identify(document, self._sources)
        is_out = is_led_out(document, page)
        detail = LED_ELSEWHERE if not is_out and leads_elsewhere(page, self.source) else None
        met = replace(met, article_id=identity.article_id, digest=document.digest, detail=detail)
        return Reading(page=met, document=document, identity=identity, is_led_out=is_out)

    def _led_back(self, page: Page, wanted: Wanted, met: PageOutcome) -> PageOutcome:
        """The outcome of a redirect to what was asked for already."""
        earlier = self.met.of(page.final_url or page.url)
        if earlier is not None:
            return once_more(earlier, wanted, led=page, source=self.source)
        return led_to_none(replace(met, final_url=page.final_url))

    def _listed_before(self, held: Held | None) -> Listed:
        """What a listing printed of an article that none names any more: its page may not print it."""
        if held is None or held.archived is None or not any(listing.fields for listing in self.source.listing):
            return ()
        try:
            return archived_listed(self._archive.folder / held.archived[0], held.archived[1])
        except ArchiveFailed as error:
            log.warning("%s: what its listing printed is lost. %s", held.url, error)
            return ()

    def _has_changed_behind(self, held: Held) -> bool:
        """Whether a further page of the article changed behind an unchanged first one: each has its own validators."""
        if held.archived is None or not any(layout.continues for layout in self.source.layout):
            return False
        path = self._archive.folder / held.archived[0]
        try:
            further = archived_pages(path, held.archived[1], source=self.source)[1:]
        except ArchiveFailed as error:
            log.warning("%s: it is fetched anew. %s", held.url, error)
            return True
        return any(self._fetch(page.url, _of_further(page))[0].outcome != "not_modified" for page in further)

    def _fetch(
        self, url: str, held: Held | None, listed: Listed = (), *, met: Container[str] = ()
    ) -> tuple[Page, Place | None]:
        page = self._client.fetch(
            url,
            source=self.source,
            etag=held.etag if held else None,
            last_modified=held.last_modified if held else None,
            validated=held.found_at if held else None,
            met=met,
            held=held is not None and held.is_article,
        )
        page = replace(page, listed=listed)
        earlier = Earlier(url=held.found_at or held.url, fetched_at=held.read_at) if held and held.read_at else None
        place = write_page(self._archive, page, earlier=earlier)
        self._archive.hand_over()
        return page, place


def is_wall(page: PageOutcome) -> bool:
    """Whether the source turns us away: then nothing more is asked of it in this run."""
    return page.reason == "block_wall"


def is_led_out(document: Document, page: Page | PageOutcome) -> bool:
    """Whether it isn't known by the address where it was found, which no `[[article]]` matches."""
    known_by, found = (url.rstrip("/") for url in (document.url or page.url, page.final_url or page.url))
    return not is_alias(known_by, found)


def left_out(url: str, *, source: Source, detail: str) -> PageOutcome:
    """A page that isn't asked for in this run, but will be in the next."""
    return PageOutcome(source=source.name, url=url, outcome="deferred", detail=detail, tries=0)


def led_to_none(page: PageOutcome) -> PageOutcome:
    """The page of an address that leads to what is none of the source's articles."""
    detail = f"it leads to {page.final_url}, which is no article"
    return replace(page, outcome="out_of_scope", detail=detail, digest=None, article=None)


def foreign(url: str, *, source: Source) -> PageOutcome:
    """A listed address that is none of the source's articles."""
    detail = f"no article address of {source.name}"
    return PageOutcome(source=source.name, url=url, outcome="out_of_scope", detail=detail, tries=0)


def withheld(url: str, *, source: Source) -> PageOutcome:
    """A listed address of an article that was removed for good; who asks for it again would undo that."""
    return PageOutcome(source=source.name, url=url, outcome="withheld", tries=0)


def _of_further(page: Page) -> Held:
    """What a further page is asked for by; it is no article of its own, so that a 404 doesn't say that one is gone."""
    return Held(
        article_id=page.url,
        url=page.url,
        first_seen_at=page.fetched_at,
        last_checked_at=page.fetched_at,
        etag=page.etag,
        last_modified=page.last_modified,
        is_article=False,
        read_at=page.fetched_at,
    )


def _outcome(page: Page, wanted: Wanted, place: Place | None) -> PageOutcome:
    return PageOutcome(
        source=page.source,
        url=page.url,
        outcome=page.outcome,
        reason=page.reason,
        detail=page.detail,
        final_url=page.final_url,
        http_status=page.http_status,
        fetched_at=page.fetched_at,
        elapsed_ms=page.elapsed_ms,
        bytes=page.n_bytes,
        tries=page.tries,
        article_id=wanted.held.article_id if wanted.held and wanted.held.is_article else None,
        archive_file=place[0] if place else None,
        archive_offset=place[1] if place else None,
        etag=page.etag,
        last_modified=page.last_modified,
    )


def _incomplete(met: PageOutcome, further: Page) -> PageOutcome:
    """Half an article is none: it is asked for again as a whole."""
    outcome = further.outcome if further.outcome in ("deferred", "disallowed") else "failed"
    return replace(met, outcome=outcome, reason=further.reason, detail=f"its page {further.url}: {further.detail}")


def _rejected(met: PageOutcome, unreadable: Unreadable, wanted: Wanted) -> PageOutcome:
    told = unreadable.rejection
    return replace(
        met, outcome="rejected", reason=told.reason, detail=told.detail, article_id=wanted.article_id or met.article_id
    )
