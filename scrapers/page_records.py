"""The WARC records that a request and its response are kept as, byte by byte as they were sent and received."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from scrapers.archive import as_ascii
from scrapers.archive_records import digest
from scrapers.records import Exchange

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord as WarcRecord

_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The answer that a 304 says is still good."""

    url: str
    fetched_at: datetime


def records_of(
    exchange: Exchange,
    source: str,
    *,
    asked: str,
    earlier: Earlier | None = None,
    listed: tuple[tuple[str, str], ...] = (),
) -> tuple[WarcRecord, WarcRecord]:
    """The response (a `revisit` for a 304), then its request."""
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
        about["WARC-Payload-Digest"] = digest(exchange.body)
        return _record("response", exchange, about, head=head, body=exchange.body)
    about["WARC-Profile"] = _NOT_MODIFIED
    if earlier:
        about["WARC-Refers-To-Target-URI"] = as_ascii(earlier.url)
        about["WARC-Refers-To-Date"] = _stamp(earlier.fetched_at)
    return _record("revisit", exchange, about, head=head)


def _record(
    kind: str, exchange: Exchange, about: Mapping[str, str | None], *, head: bytes, body: bytes = b""
) -> WarcRecord:
    from warcio.recordloader import ArcWarcRecord as WarcRecord  # who only reads the archive needn't wait for it
    from warcio.statusandheaders import StatusAndHeaders

    headers = {
        "WARC-Type": kind,
        "WARC-Target-URI": as_ascii(exchange.url),
        "WARC-Date": _stamp(exchange.requested_at),
        "WARC-Block-Digest": digest(head + body),
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


def _stamp(at: datetime) -> str:
    """WARC 1.1 allows fractions of a second: an archived page has the very moment that its rows have."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
