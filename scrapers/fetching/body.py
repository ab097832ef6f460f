"""Reading a response's body, streamed and bounded; it is complete, cut on purpose, or faulty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import urllib3

from scrapers.fetching.connection import Link
from scrapers.fetching.decompress import STEP, BadCoding, CutShort, TooBig, codings_of, decoded
from scrapers.fetching.faults import NETWORK_ERRORS, Fault, Truncated, fault_of
from scrapers.fetching.limits import ASIDE_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What was received, and what it says once its content codings are undone."""

    received: bytes
    content: bytes
    truncated: Truncated | None = None
    fault: Fault | None = None


def read_content(response: urllib3.BaseHTTPResponse, *, link: Link, max_bytes: int, cut: bool) -> Body:
    """The body of a 200: one over `max_bytes` (decoded) is a fault, or is cut there."""
    received, content = bytearray(), bytearray()
    try:
        codings = _check_announced(response, max_bytes=None if cut else max_bytes)
        for piece in decoded(_tapped(response, received), codings, max_bytes=max_bytes):
            content += piece
        _check_end(link)
    except TooBig:
        if cut:
            return Body(received=bytes(received), content=bytes(content), truncated="length")
        return _faulty(received, _too_big(max_bytes))
    except Fault as error:
        return _faulty(received, error)
    except BadCoding as error:
        return _faulty(received, Fault(str(error), reason="truncated" if isinstance(error, CutShort) else None))
    except NETWORK_ERRORS as error:
        return _faulty(received, fault_of(error, link=link))
    whole = bytes(received)
    return Body(received=whole, content=bytes(content) if codings else whole)


def read_aside(response: urllib3.BaseHTTPResponse, *, link: Link) -> Body:
    """The beginning of a body that will not be read as a page (of a redirect or an error), never decoded."""
    received = bytearray()
    try:
        for chunk in decoded(_tapped(response, received), (), max_bytes=ASIDE_BYTES):
            del chunk
    except TooBig:
        return Body(received=bytes(received[:ASIDE_BYTES]), content=b"", truncated="length")
    except NETWORK_ERRORS as error:
        return Body(received=bytes(received), content=b"", truncated=fault_of(error, link=link).truncated)
    return Body(received=bytes(received), content=b"")


def _faulty(received: bytearray, fault: Fault) -> Body:
    return Body(received=bytes(received), content=b"", truncated=fault.truncated, fault=fault)


def _tapped(response: urllib3.BaseHTTPResponse, received: bytearray) -> Iterator[bytes]:
    for chunk in response.stream(STEP, decode_content=False):
        received += chunk
        yield chunk


def _check_announced(response: urllib3.BaseHTTPResponse, *, max_bytes: int | None) -> tuple[str, ...]:
    """The content codings the headers name. Raises `Fault` for headers that rule out a page before it is read."""
    lengths = {length.strip() for length in response.headers.getlist("content-length")}
    transfer = response.headers.get("transfer-encoding", "").strip().lower()
    if transfer not in ("", "chunked"):
        raise Fault(f"a transfer coding we did not ask for ({transfer[:40]!r})")
    if any(not (length.isascii() and length.isdigit()) for length in lengths):
        raise Fault("its length is announced wrongly")
    if max_bytes is not None and any(len(length) > 18 or int(length) > max_bytes for length in lengths):
        raise _too_big(max_bytes)
    try:
        return codings_of(response.headers.get("content-encoding", ""))
    except BadCoding as error:
        raise Fault(str(error)) from error


def _check_end(link: Link) -> None:
    if link.surplus:
        raise Fault("more bytes came than were announced", reason="truncated")


def _too_big(max_bytes: int) -> Fault:
    return Fault(f"more than {max_bytes:,} bytes", reason="too_big", truncated="length")
