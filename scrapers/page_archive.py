"""Pages in the archive: each request and its response as received, and pages read back from them.

A response is a `response` record with its `request` beside it, a 304 a `revisit`; which source asked for which address
stands in `WARC-JSON-Metadata`, so that a page can be read again from the archive alone.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord as WarcRecord
from warcio.statusandheaders import StatusAndHeaders

from scrapers.archive import Archive, as_ascii, document_from_record, read_record, sound
from scrapers.continued import further_pages
from scrapers.decompress import BadCoding, TooBig, codings_of, decoded
from scrapers.documents import Unreadable
from scrapers.errors import ArchiveFailed
from scrapers.limits import Limits
from scrapers.pages import document_of, read_page
from scrapers.records import Document, Exchange, Page
from scrapers.rights import rights_in_headers
from scrapers.robots import AGENT
from scrapers.source import Source

_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_MAX_BETWEEN = 300
"""Records between a page and the last of its further ones: 20 pages with their redirects and requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The answer that a 304 says is still good."""

    url: str
    fetched_at: datetime


def write_page(archive: Archive, page: Page, *, earlier: Earlier | None = None) -> tuple[str, int] | None:
    """Where the page's last answer now stands; None when there was none. Raises `ArchiveFailed`."""
    records = [record for one in page.beside for record in _records(one, page.source, asked=one.url)]
    for one in page.exchanges:
        records += _records(one, page.source, asked=page.url, earlier=earlier, listed=page.listed)
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


def archived_further(path: Path, offset: int, *, source: Source) -> tuple[Page, ...]:
    """The further pages of the article archived there, with the validators they came with. Raises `ArchiveFailed`."""
    with closing(_pages_from(path, offset)) as pages:
        first = next(pages, None)
        document = document_of(first) if first else None
        if first is None or not isinstance(document, Document):
            return ()
        addresses = further_pages(document.text, url=first.final_url or first.url, source=source)
        find = _Further(pages, path, offset).find
        return tuple(find(address) for address in addresses)


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
        records = islice(ArchiveIterator(file, no_record_parse=True), _MAX_BETWEEN)
        first = next(records)
        if first.rec_type == "resource":
            return
        page = _page(first)
        if page is None:
            raise ValueError("no complete answer")
        yield page
        for record in records:
            page = _page(record)
            if page is not None:
                yield page


def _page(record: WarcRecord) -> Page | None:
    """The page in a response record; None if it is another record or no complete 200. Raises `ValueError`."""
    told = record.rec_headers.get_header
    if record.rec_type != "response":
        return None
    block = record.raw_stream.read()
    if _digest(block) != told("WARC-Block-Digest"):
        raise ValueError("cut or damaged")
    status, headers, body = _taken_apart(block)
    if status != 200 or told("WARC-Truncated"):
        return None
    metadata = json.loads(told("WARC-JSON-Metadata"))
    return Page(
        source=metadata["source"],
        url=metadata["location"],
        outcome=None,
        final_url=metadata["url"],
        http_status=status,
        fetched_at=datetime.fromisoformat(told("WARC-Date")),
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


def _records(
    exchange: Exchange,
    source: str,
    *,
    asked: str,
    earlier: Earlier | None = None,
    listed: tuple[tuple[str, str], ...] = (),
) -> tuple[WarcRecord, WarcRecord]:
    """The response, then its request."""
    response_id = f"<urn:uuid:{uuid4()}>"
    told: dict[str, object] = {"source": source, "location": asked, "url": exchange.url}
    if listed:
        told["listed"] = dict(listed)
    about = {
        "WARC-Record-ID": response_id,
        "WARC-IP-Address": exchange.address,
        "WARC-Truncated": exchange.truncated,
        "WARC-JSON-Metadata": json.dumps(told),
    }
    request = {"WARC-Record-ID": f"<urn:uuid:{uuid4()}>", "WARC-Concurrent-To": response_id}
    return _response(exchange, about, earlier), _record("request", exchange, request, head=_request_head(exchange))


def _response(exchange: Exchange, about: dict[str, str | None], earlier: Earlier | None) -> WarcRecord:
    head = _response_head(exchange)
    if exchange.status != 304:
        about["WARC-Payload-Digest"] = _digest(exchange.body)
        return _record("response", exchange, about, head=head, body=exchange.body)
    about["WARC-Profile"] = _NOT_MODIFIED
    if earlier:
        about["WARC-Refers-To-Target-URI"] = as_ascii(earlier.url)
        about["WARC-Refers-To-Date"] = _stamp(earlier.fetched_at)
    return _record("revisit", exchange, about, head=head)


def _record(
    kind: str, exchange: Exchange, about: Mapping[str, str | None], *, head: bytes, body: bytes = b""
) -> WarcRecord:
    headers = {
        "WARC-Type": kind,
        "WARC-Target-URI": as_ascii(exchange.url),
        "WARC-Date": _stamp(exchange.requested_at),
        "WARC-Block-Digest": _digest(head + body),
        **{name: value for name, value in about.items() if value is not None},
    }
    message = "request" if kind == "request" else "response"
    record = WarcRecord(
        "warc",
        kind,
        StatusAndHeaders("", list(headers.items()), protocol="WARC/1.1"),
        BytesIO(body),
        _Head(head),
        f"application/http; msgtype={message}",
        len(head) + len(body),
    )
    record.payload_length = len(body)
    return record


class _Head:
    """A message's first lines as received; warcio's own class would turn what isn't ASCII into percent signs."""

    def __init__(self, head: bytes) -> None:
        self.headers_buff = head

    def compute_headers_buffer(self, _: object) -> None:
        pass


def _response_head(exchange: Exchange) -> bytes:
    """Without the transfer coding, which the body doesn't have any more: readers would undo it again."""
    headers = (
        (f"X-Crawler-{name}" if name.lower() == "transfer-encoding" else name, value)
        for name, value in exchange.headers
    )
    return _head(exchange.status_line, headers)


def _request_head(exchange: Exchange) -> bytes:
    parts = urlsplit(as_ascii(exchange.url))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _head(f"GET {target} HTTP/1.1", exchange.request_headers)


def _head(first_line: str, headers: Iterable[tuple[str, str]]) -> bytes:
    lines = [first_line, *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _digest(content: bytes) -> str:
    return f"sha1:{base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()}"


def _stamp(at: datetime) -> str:
    """WARC 1.1 allows fractions of a second: an archived page has the very moment that its rows have."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
