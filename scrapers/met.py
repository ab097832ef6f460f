"""What one run has asked a source for: no address twice, and nothing that leads to a listing is an article."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from scrapers.discovery.plan import Wanted
from scrapers.fetching.visit import TEMPORARY
from scrapers.records import LED_ELSEWHERE, Page, PageOutcome
from scrapers.source import Source
from scrapers.urls import is_alias


class Met(Container[str]):
    """What became of each address of a source so far."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._listings = {self._key(listing.address) for listing in source.listing}
        self._pages: dict[str, PageOutcome] = {}

    def __contains__(self, url: object) -> bool:
        """Whether it was asked for, or is a listing or front page."""
        return self._key(str(url)) in self._pages or self.is_listing(str(url))

    def is_listing(self, url: str) -> bool:
        """Whether it is an address of tonight's listings, or a front page; none of the form's articles ever is."""
        if self._source.article and self._source.article_url(url):
            return False
        parts = urlsplit(url)
        return self._key(url) in self._listings or (parts.path in ("", "/") and not parts.query)

    def of(self, url: str) -> PageOutcome | None:
        """What became of it; None when it wasn't asked for."""
        return self._pages.get(self._key(url))

    def add_listing(self, page: Page) -> None:
        """A listing was asked for."""
        self._listings |= {self._key(url) for url in (page.url, *addresses(page))}

    def add(self, page: PageOutcome, through: Iterable[str]) -> None:
        """This became of its address and of those that it led `through`."""
        for url in (page.url, *through):
            self._pages.setdefault(self._key(url), page)

    def settle(self) -> None:
        """What was added is stored: its articles needn't be remembered, their digests tell them."""
        for url, page in self._pages.items():
            if page.article:
                self._pages[url] = replace(page, article=None, mends=False, reread_hash=None)

    def _key(self, url: str) -> str:
        return self._source.address(url) or url


def addresses(page: Page) -> tuple[str, ...]:
    """All that were asked for on the way to its answer."""
    return tuple(exchange.url for exchange in page.exchanges)


def once_more(earlier: PageOutcome, wanted: Wanted, *, led: Page | None = None, source: Source) -> PageOutcome:
    """The outcome of an address whose page was met under another one; `led` is the redirect to it, if one was asked."""
    again = replace(earlier, url=wanted.url, tries=led.tries if led else 0, elapsed_ms=led.elapsed_ms if led else None)
    if earlier.outcome is None:
        return replace(again, detail=LED_ELSEWHERE if led and leads_elsewhere(led, source) else None)
    held = wanted.held.article_id if wanted.held and wanted.held.is_article else None
    return replace(again, article_id=wanted.article_id if earlier.outcome == "rejected" else held)


def leads_elsewhere(page: Page, source: Source) -> bool:
    """Whether it was led, for now only, to what isn't the page that was asked for."""
    if page.final_url is None or is_alias(page.url, page.final_url):
        return False
    native_id = source.native_id(page.url)
    if native_id is not None and native_id == source.native_id(page.final_url):
        return False
    return any(exchange.status in TEMPORARY for exchange in page.exchanges)
