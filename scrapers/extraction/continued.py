"""Articles on several pages: where the further pages are, and all of them as one page."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from scrapers.extraction.bounds import beyond_bounds
from scrapers.layouts import fitting_layout
from scrapers.urls import host_of

if TYPE_CHECKING:
    from scrapers.source import Source

log = logging.getLogger(__name__)

MAX_FURTHER = 20
"""Pages of one article beside the first."""


def further_pages(markup: str, *, url: str, source: Source) -> tuple[str, ...]:
    """The addresses of the article's further pages, in reading order; a cap that is met is logged."""
    if not any(layout.continues for layout in source.layout) or beyond_bounds(markup):
        return ()
    page = LexborHTMLParser(markup)
    layout = fitting_layout(page, source)
    if layout is None or not layout.continues:
        return ()
    here = source.address(url)
    found = (_address(source, url, link.attributes.get("href")) for link in page.css(layout.continues))
    addresses = [address for address in dict.fromkeys(found) if address and address != here]
    if len(addresses) > MAX_FURTHER:
        log.warning("%s: %d further pages, only %d are read", here, len(addresses), MAX_FURTHER)
    return tuple(addresses[:MAX_FURTHER])


def joined(markup: str, further: Sequence[str], *, source: Source) -> str:
    """The first page with the bodies of the further ones behind its own; as it is where no layout fits."""
    if not further or any(map(beyond_bounds, (markup, *further))):
        return markup
    page = LexborHTMLParser(markup)
    layout = fitting_layout(page, source)
    body = page.css_first(layout.body) if layout else None
    if layout is None or body is None:
        return markup
    for text in further:
        more = LexborHTMLParser(text).css_first(layout.body)
        if more is not None:
            body.insert_child(more)
    return page.html or markup


def _address(source: Source, url: str, href: str | None) -> str | None:
    """The link's address, if it is one of the source's own."""
    try:
        address = source.address(urljoin(url, (href or "").strip()))
    except ValueError:
        return None
    return address if href and address and host_of(address) in source.hosts else None
