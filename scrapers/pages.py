"""From a fetched page to the document in it, its further pages joined."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from scrapers.documents import Known, Unreadable, read_document
from scrapers.extraction.continued import further_pages, joined
from scrapers.records import Document, Page

if TYPE_CHECKING:
    from scrapers.source import Source

_CHARSET = re.compile(r"""\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)


class Incomplete(Exception):
    """A further page of an article could not be had: half an article is none."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.detail)
        self.page = page


def read_page(page: Page, *, source: Source, more: Callable[[str], Page]) -> Document | Unreadable:
    """The page and the further ones, which `more` gives by address, as one document. Raises `Incomplete`."""
    first = document_of(page)
    if isinstance(first, Unreadable):
        return first
    first = replace(first, url=address_of(page, source))
    addresses = further_pages(first.text, url=page.final_url or page.url, source=source)
    texts = [first.text]
    for address in addresses:
        further = more(address)
        if further.outcome is not None:
            raise Incomplete(further)
        document = document_of(further)
        if isinstance(document, Unreadable):
            return document
        texts.append(document.text)
    return first if len(texts) == 1 else _as_one(first, texts, source)


def address_of(page: Page, source: Source) -> str:
    """The address it goes by: where it was found, but as it was asked for where only that is an article's address."""
    found = page.final_url or page.url
    is_led_out = source.article_url(found) is None and source.article_url(page.url) is not None
    return page.url if is_led_out else found


def document_of(page: Page) -> Document | Unreadable:
    """The document in a complete answer."""
    known = Known(
        url=page.final_url, source=page.source, fetched_at=page.fetched_at, charset=charset_of(page.content_type)
    )
    document = read_document(page.content, location=page.url, media_type="text/html", known=known)
    return document if isinstance(document, Unreadable) else replace(document, rights=page.rights, listed=page.listed)


def charset_of(content_type: str | None) -> str | None:
    """The encoding that a `Content-Type` header names."""
    match = _CHARSET.search(content_type or "")
    return match[1] if match else None


def _as_one(first: Document, texts: list[str], source: Source) -> Document:
    digest = hashlib.sha256("\x1f".join(texts).encode()).hexdigest()
    return replace(first, text=joined(first.text, texts[1:], source=source), digest=digest)
