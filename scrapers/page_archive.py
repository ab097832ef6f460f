"""Pages in the archive: each request and its response as received, and pages read back from them.

A response is a `response` record with its `request` beside it, a 304 a `revisit`; which source asked for which address
stands in `WARC-JSON-Metadata`, so that a page can be read again from the archive alone.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from scrapers.archive import Archive, document_from_record, read_record, sound
from scrapers.archive_records import StoredRecord, stored_records
from scrapers.documents import Unreadable
from scrapers.errors import ArchiveFailed
from scrapers.extraction.continued import further_pages
from scrapers.fetching.decompress import BadCoding, TooBig, codings_of, decoded
from scrapers.fetching.limits import Limits
from scrapers.page_records import Earlier, records_of
from scrapers.pages import document_of, read_page
from scrapers.records import Document, Page
from scrapers.rights import rights_in_headers
from scrapers.robots import AGENT

if TYPE_CHECKING:
    from scrapers.source import Source

_MAX_BETWEEN = 300
"""Records between a page and the last of its further ones: 20 pages with their redirects and requests."""


def write_page(archive: Archive, page: Page, *, earlier: Earlier | None = None) -> tuple[str, int] | None:
    """Where the page's last answer now stands; None when there was none. Raises `ArchiveFailed`."""
    records = [record for one in page.beside for record in records_of(one, page.source, asked=one.url)]
    for one in page.exchanges:
        records += records_of(one, page.source, asked=page.url, earlier=earlier, listed=page.listed)
    if not records:
        return None
    name, offsets = archive.write(records, at=page.fetched_at)
    return (name, offsets[-2]) if page.exchanges else None


def read_archived(path: Path, offset: int, *, source: Source | None) -> Document | Unreadable:
    """The document or page archived there, as it was read when it came. Raises `ArchiveFailed`."""
    if source is None or _holds_document(path, offset):
        return document_from_record(read_record(path, offset))
    with closing(_pages_from(path, offset)) as pages:
        first = next(pages, None)
        if first is None:
            return document_from_record(read_record(path, offset))
        return read_page(first, source=source, more=_Further(pages, path, offset).find)


def _holds_document(path: Path, offset: int) -> bool:
    """Whether a loaded document stands there, as its first bytes tell: a tenth of the time that the reader takes."""
    with sound(path, offset), path.open("rb") as file:
        file.seek(offset)
        return b"\nWARC-Type: resource\r" in zlib.decompressobj(31).decompress(file.read(512), 4_096)


def archived_listed(path: Path, offset: int) -> tuple[tuple[str, str], ...]:
    """What the listing printed of the page archived there. Raises `ArchiveFailed`."""
    with closing(_pages_from(path, offset)) as pages:
        first = next(pages, None)
        return first.listed if first else ()


def archived_markups(path: Path, offset: int, *, source: Source | None) -> tuple[str, ...]:
    """The markup of each page of the article archived there, in reading order; none for a text. As `read_archived`."""
    if source is None or _holds_document(path, offset) or not any(layout.continues for layout in source.layout):
        documents = [read_archived(path, offset, source=source)]
    else:
        documents = [document_of(page) for page in archived_pages(path, offset, source=source)]
    return tuple(one.text for one in documents if isinstance(one, Document) and one.markup == "html")


def archived_pages(path: Path, offset: int, *, source: Source) -> tuple[Page, ...]:
    """The pages of the article archived there, each with the validators it came with. Raises `ArchiveFailed`."""
    with closing(_pages_from(path, offset)) as pages:
        first = next(pages, None)
        document = document_of(first) if first else None
        if first is None or not isinstance(document, Document):
            return ()
        addresses = further_pages(document.text, url=first.final_url or first.url, source=source)
        find = _Further(pages, path, offset).find
        return (first, *map(find, addresses))


class _Further:
    """The pages behind a first one, found by the address they were asked for."""

    def __init__(self, pages: Iterator[Page], path: Path, offset: int) -> None:
        self._pages = pages
        self._first = (path, offset)
        self._found: dict[str, Page] = {}

    def find(self, address: str) -> Page:
        while address not in self._found:
            page = next(self._pages, None)
            if page is None:
                path, offset = self._first
                raise ArchiveFailed(f"The archive {path} holds only a part of the article at byte {offset}.")
            self._found[page.url] = page
        return self._found[address]


def _pages_from(path: Path, offset: int) -> Generator[Page, None, None]:
    """The complete pages from there on; none when a loaded document stands there. Raises `ArchiveFailed`."""
    with sound(path, offset), path.open("rb") as file:
        file.seek(offset)
        records = islice(stored_records(file), _MAX_BETWEEN)
        first = next(records)
        if first.kind == "resource":
            return
        page = _page(first)
        if page is None:
            raise ValueError("no complete answer")
        yield page
        for record in records:
            page = _page(record)
            if page is not None:
                yield page


def _page(record: StoredRecord) -> Page | None:
    """The page in a response record; None if it is another record or no complete 200. Raises `ValueError`."""
    told = record.headers
    if record.kind != "response":
        return None
    status, headers, body = _taken_apart(record.block)
    if status != 200 or told.get("WARC-Truncated"):
        return None
    metadata = json.loads(told["WARC-JSON-Metadata"])
    return Page(
        source=metadata["source"],
        url=metadata["location"],
        outcome=None,
        final_url=metadata["url"],
        http_status=status,
        fetched_at=datetime.fromisoformat(told["WARC-Date"]),
        tries=0,
        content=_content(body, ",".join(_all(headers, "content-encoding"))),
        content_type=next(iter(_all(headers, "content-type")), None),
        etag=next(iter(_all(headers, "etag")), None),
        last_modified=next(iter(_all(headers, "last-modified")), None),
        rights=rights_in_headers(headers, agent=AGENT),
        listed=tuple(metadata.get("listed", {}).items()),
    )


def _taken_apart(block: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
    head, _, body = block.partition(b"\r\n\r\n")
    status_line, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return int(status_line.split()[1]), [(name, value.strip()) for name, _, value in pairs], body


def _all(headers: list[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in headers if key.lower() == name]


def _content(body: bytes, coding: str) -> bytes:
    try:
        codings = codings_of(coding)
        return b"".join(decoded([body], codings, max_bytes=Limits().body_bytes)) if codings else body
    except (BadCoding, TooBig) as error:
        raise ValueError("a body that cannot be decoded") from error
