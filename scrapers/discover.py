"""Discover: from a form's listings to the addresses of articles, through whatever fetches for us.

`discover` walks every listing of a source and tells each cap it met and each listing it couldn't read as a `Notice`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from scrapers.counting import counted
from scrapers.discovery import feeds, listings
from scrapers.discovery.links import Discovery, Link, Notice, NoticeKind, link_to
from scrapers.discovery.listings import Printed, Reading
from scrapers.discovery.pagination import MAX_DAYS, WORDPRESS_PAGE, Pages, days, fill
from scrapers.extraction.refusals import wall
from scrapers.fetching.limits import MAX_URL_LENGTH
from scrapers.forms.form import Listing
from scrapers.records import Rejection
from scrapers.source import Source
from scrapers.urls import without_scheme

MAX_LINKS = 10_000
"""Of one source in one run."""
MAX_PAGES = 1_000
"""Of one listing in a backfill; a nightly run reads the form's `pages`."""
MAX_SITEMAPS = 50
"""Of one listing; 50 monthly sitemaps are four years."""
MAX_DEPTH = 3
"""Sitemap, index, index of indexes: nothing deeper is in use."""


class Answer(Protocol):
    """What a fetch gives: `outcome` is None for a complete page; a fetch never raises for what a server does."""

    @property
    def outcome(self) -> str | None: ...
    @property
    def detail(self) -> str | None: ...
    @property
    def tries(self) -> int | None: ...
    @property
    def retry_at(self) -> datetime | None: ...
    @property
    def final_url(self) -> str | None: ...
    @property
    def content(self) -> bytes: ...


def discover(
    source: Source,
    fetch: Callable[[str], Answer],
    *,
    today: date,
    known: Container[str] = frozenset(),
    since: date | None = None,
) -> Discovery:
    """The links of every listing; paging stops where a page brings nothing that isn't `known` (ids and addresses).

    `today` is the day in the source's zone. With `since` (a backfill) known pages are passed over, and listings by day
    or month go back so far.
    """
    walk = _Walk(source, fetch, known=known, backfill=since is not None)
    for listing in source.listing:
        found = days(listing, today=today, since=since)
        if len(found) == MAX_DAYS:
            walk.tell("pages", listing.address, f"It is read for {MAX_DAYS} days, the most in one run.")
        for day in found:
            walk.read_listing(Pages(listing=listing, day=day, since=since))
    return walk.discovery()


class _Walk:
    """One source's listings in one run: what was found so far, and what went wrong."""

    def __init__(
        self, source: Source, fetch: Callable[[str], Answer], *, known: Container[str], backfill: bool
    ) -> None:
        self._source = source
        self._fetch = fetch
        self._known = known
        self._backfill = backfill
        self._links: dict[tuple[str, str], Link] = {}
        self._notices: dict[Notice, None] = {}
        self._n_requests = 0
        self._is_any_read = False
        self._denied: list[Answer] = []

    def discovery(self) -> Discovery:
        is_put_off = not self._is_any_read and all(answer.retry_at for answer in self._denied)
        why = "; ".join(dict.fromkeys(answer.detail or "no detail" for answer in self._denied))
        return Discovery(
            links=tuple(self._links.values()),
            notices=tuple(self._notices),
            n_requests=self._n_requests,
            unasked="" if is_put_off or self._n_requests else why,
            put_off=why if is_put_off else "",
        )

    def tell(self, kind: NoticeKind, listing: str, detail: str) -> None:
        self._notices[Notice(kind=kind, listing=listing, detail=detail)] = None

    def read_listing(self, pages: Pages) -> None:
        if pages.listing.url_from:
            start = self._printed_address(pages)
            if start is None:
                return
            pages = Pages(listing=pages.listing, day=pages.day, since=pages.since, start=start)
        if pages.listing.kind == "sitemap":
            self._read_sitemaps(pages)
        else:
            self._read_pages(pages)

    def _printed_address(self, pages: Pages) -> str | None:
        """The listing's address, from the page that prints it."""
        rule = pages.listing.url_from
        assert rule is not None
        page = fill(rule.page, day=pages.day, page=1)
        fetched = self._text(page)
        if fetched is None:
            return None
        address = listings.find_address(fetched[0], base=fetched[1], rule=rule)
        if address is None:
            self.tell("unread", page, f"The pattern {rule.pattern!r} finds no address in it.")
        return address

    def _read_pages(self, pages: Pages) -> None:
        limit = MAX_PAGES if self._backfill else pages.listing.pages
        address = pages.address(1)
        visited: set[str] = set()
        seen: set[str] = set()
        while address is not None and address not in visited:
            if len(visited) == limit:
                self.tell(
                    "pages", pages.listing.address, f"There may be more behind its page {limit}, the last one read."
                )
                return
            visited.add(address)
            reading = self._read(pages.listing, address)
            if reading is None:
                return
            if len(visited) == 1 and not reading.links and not reading.problem:
                found_by = f"{pages.listing.links!r} finds" if pages.listing.links else "It has"
                self.tell("empty", address, f"{found_by} no link.")
            if not self._take(reading, listing=address, seen=seen):
                return
            following = next(iter(reading.further), pages.address(len(visited) + 1))
            address = None if _is_last(pages.listing, reading, number=len(visited)) else following

    def _read_sitemaps(self, pages: Pages) -> None:
        """Breadth first through indexes; a sitemap that was read already isn't read again."""
        waiting = [(pages.address(1) or "", 1)]
        visited: set[str] = set()
        for address, depth in waiting:
            if address in visited:
                continue
            if len(visited) == MAX_SITEMAPS:
                self.tell("sitemaps", pages.listing.address, f"Only its first {MAX_SITEMAPS} sitemaps are read.")
                return
            visited.add(address)
            reading = self._read(pages.listing, address)
            if reading is None:
                continue
            self._take(reading, listing=address, seen=set())
            further = [url for url in reading.further if re.search(pages.listing.follow, url)]
            if further and depth == MAX_DEPTH:
                self.tell("depth", address, f"It leads to sitemaps more than {MAX_DEPTH} deep, which are not read.")
                continue
            waiting.extend((url, depth + 1) for url in further)

    def _read(self, listing: Listing, address: str) -> Reading | None:
        """One listing page; None, told, when it couldn't be fetched or is no text."""
        fetched = self._text(address)
        if fetched is None:
            return None
        reading = read_listing(fetched[0], base=fetched[1], listing=listing)
        told = wall(fetched[0]) if not reading.links and not reading.further else None
        reading = replace(reading, problem=told) if told else reading
        if reading.problem:
            self.tell("unread", address, reading.problem)
        if reading.malformed:
            links = counted(len(reading.malformed), "link")
            self.tell("malformed", address, f"{links} without an address, such as {reading.malformed[0]!r}.")
        return reading

    def _text(self, address: str) -> tuple[str, str] | None:
        """A listing's text and the address it came from."""
        answer = self._fetch(address)
        self._n_requests += answer.outcome is None or bool(answer.tries)
        if answer.outcome is not None:
            self._denied.append(answer)
            self.tell("failed", address, f"{answer.outcome}: {answer.detail or 'no detail'}")
            return None
        self._is_any_read = True
        text = listings.listing_text(answer.content)
        if isinstance(text, Rejection):
            self.tell("unread", address, text.detail)
            return None
        return text, answer.final_url or address

    def _take(self, reading: Reading, *, listing: str, seen: set[str]) -> bool:
        """Keep the links; whether one of them, an article's, is new to this listing and not known."""
        is_fresh = False
        for printed in reading.links:
            link = self._link(printed, listing)
            if link is None:
                continue
            name = link.article_id, without_scheme(link.canonical)
            if name not in self._links and len(self._links) == MAX_LINKS:
                self.tell("links", listing, f"More than {MAX_LINKS:,} links; the rest is left out.")
                return False
            self._links.setdefault(name, link)
            is_new = link.article_id not in seen  # another address of the same article leads no further
            is_fresh |= is_new and link.in_scope and (self._backfill or not link.is_among(self._known))
            seen.add(link.article_id)
        return is_fresh

    def _link(self, printed: Printed, listing: str) -> Link | None:
        if len(printed.href) > MAX_URL_LENGTH:
            self.tell("url_length", listing, f"Addresses longer than {MAX_URL_LENGTH:,} characters are left out.")
            return None
        return link_to(self._source, printed)


def _is_last(listing: Listing, reading: Reading, *, number: int) -> bool:
    """Whether the listing itself says that no page follows; WordPress answers 400 to a page too many."""
    if listing.kind == "wordpress":
        return len(reading.links) < WORDPRESS_PAGE
    return reading.total_pages is not None and number >= reading.total_pages


def read_listing(text: str, *, base: str, listing: Listing) -> Reading:
    """The links of one listing page. Pure."""
    match listing.kind:
        case "html":
            return listings.read_html(text, base=base, listing=listing)
        case "feed":
            return feeds.read_feed(text, base=base)
        case "sitemap":
            return feeds.read_sitemap(text, base=base)
        case "json" | "wordpress":
            return listings.read_json(text, base=base, listing=listing)
