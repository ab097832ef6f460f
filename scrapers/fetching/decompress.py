"""Undoing content codings (gzip, deflate) in small steps, so that a bomb is noticed before it bursts."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from scrapers.fetching.limits import MAX_CODINGS

ACCEPTED = "gzip, deflate"
STEP = 64 * 1024


class TooBig(Exception):
    """More bytes than allowed."""


class BadCoding(Exception):
    """The body is not what its content coding says, or the coding is one we did not ask for."""


class CutShort(BadCoding):
    """The body ends before its content coding does."""


def codings_of(header: str) -> tuple[str, ...]:
    """The codings in the order applied, `identity` left out. Raises `BadCoding` when unknown or more than two."""
    codings = tuple(name for name in (part.strip().lower() for part in header.split(",")) if name not in _NONE)
    unknown = [name for name in codings if name not in _READERS]
    if unknown:
        raise BadCoding(f"a content coding we did not ask for ({unknown[0][:40]!r})")
    if len(codings) > MAX_CODINGS:
        raise BadCoding(f"{len(codings)} content codings, more than {MAX_CODINGS}")
    return codings


def decoded(chunks: Iterable[bytes], codings: Iterable[str], *, max_bytes: int) -> Iterator[bytes]:
    """The chunks with all codings undone. Raises `TooBig` as soon as any layer yields more, `BadCoding`, `CutShort`."""
    layer = capped(chunks, max_bytes=max_bytes)
    for coding in reversed(tuple(codings)):
        layer = capped(_READERS[coding](layer), max_bytes=max_bytes)
    return layer


def capped(chunks: Iterable[bytes], *, max_bytes: int) -> Iterator[bytes]:
    """The chunks up to `max_bytes`, then `TooBig`."""
    left = max_bytes
    for chunk in chunks:
        if len(chunk) > left:
            yield chunk[:left]
            raise TooBig
        left -= len(chunk)
        yield chunk


def _gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    return _inflated(chunks, window=16 + zlib.MAX_WBITS)


def _undeflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Deflate is zlib by the standard and bare by custom; the first two bytes tell which."""
    chunks = iter(chunks)
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= 2:
            break
    is_zlib = len(head) >= 2 and head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return _inflated(_chained(head, chunks), window=zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)


def _chained(head: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from chunks


def _inflated(chunks: Iterable[bytes], *, window: int) -> Iterator[bytes]:
    """Every member after the other, at most `STEP` bytes at a time; zero bytes behind the last are padding."""
    member = zlib.decompressobj(window)
    fresh = True
    for chunk in chunks:
        while chunk:
            if member.eof:
                chunk = chunk.lstrip(b"\0")
                member, fresh = zlib.decompressobj(window), True
                continue
            yield _step(member, chunk)
            fresh = False
            chunk = member.unused_data if member.eof else member.unconsumed_tail
    if not fresh and not member.eof:
        raise CutShort("the compressed body ends too early")


def _step(member: zlib._Decompress, chunk: bytes) -> bytes:
    try:
        return member.decompress(chunk, STEP)
    except zlib.error as error:
        raise BadCoding(f"the compressed body is damaged ({error})") from error


_READERS = {"gzip": _gunzipped, "x-gzip": _gunzipped, "deflate": _undeflated}
_NONE = ("", "identity")
