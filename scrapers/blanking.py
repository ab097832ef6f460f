"""Takes records out of the archive without moving the others: an empty record of the same length stands in their place.

What points into the file stays right, and `warcio check` and `gunzip -t` find nothing wrong with it.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from scrapers.archive import sound
from scrapers.archive_records import read_member
from scrapers.errors import ArchiveFailed

_HEADER = b"\x1f\x8b\x08\x10\x00\x00\x00\x00\x00\xff"
"""Of a gzip member that has a comment, as RFC 1952 §2.3 has it: what is missing to the old length is comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A record, without what is in it."""

    offset: int
    kind: str
    """As in `WARC-Type`."""
    target: str | None
    location: str | None
    """The address or path that its page was asked for by; None where none is told."""
    answers: str | None
    """The record this one belongs to: a request names its response."""
    record_id: str


def places(path: Path) -> Iterator[Place]:
    """The records of a file, in their order; also the first part of one that a kill cut. Raises `ArchiveFailed`."""
    try:
        yield from _places(path)
    except ArchiveLoadFailed as error:
        raise ArchiveFailed(f"The archive {path} isn't one: {error}.") from error


def _places(path: Path) -> Iterator[Place]:
    with sound(path, 0), path.open("rb") as file:
        records = ArchiveIterator(file, no_record_parse=True)
        for record in records:
            told = record.rec_headers.get_header
            yield Place(
                offset=records.get_record_offset(),
                kind=record.rec_type,
                target=told("WARC-Target-URI"),
                location=json.loads(told("WARC-JSON-Metadata") or "{}").get("location"),
                answers=told("WARC-Concurrent-To"),
                record_id=told("WARC-Record-ID"),
            )


def records_of(found: Sequence[Place], pointed: Mapping[int, bool]) -> set[int]:
    """The offsets of all records of some pages, in a file that holds others, too.

    `pointed` has the records that are pages' last answers, and whether their pages are meant. With these go their
    redirects, which stand before them, the further pages of an article, which stand behind, and all their requests.
    """
    theirs = {place.location for place in found if pointed.get(place.offset)} - {None}
    others = {place.location for place in found if pointed.get(place.offset) is False}
    chosen: set[str] = set()
    offsets, is_inside = set(), False
    for place in found:
        if place.offset in pointed:
            is_inside = pointed[place.offset]
        is_further = is_inside and place.location not in others and not (place.location or "").endswith("/robots.txt")
        is_page = place.kind in ("response", "resource", "revisit") and (place.location in theirs or is_further)
        if pointed.get(place.offset, is_page) or place.answers in chosen:
            offsets.add(place.offset)
            chosen.add(place.record_id)
    return offsets


def blank(path: Path, offsets: set[int]) -> None:
    """Overwrite the records that begin at these offsets, and have it on the disk. Raises `ArchiveFailed`."""
    with sound(path, min(offsets, default=0)), path.open("r+b") as file:
        for offset in sorted(offsets):
            file.seek(offset)
            read_member(file)
            length = file.tell() - offset
            file.seek(offset)
            file.write(_empty_member(length))
        file.flush()
        os.fsync(file.fileno())


def _empty_member(length: int) -> bytes:
    """A record that says nothing, `length` bytes long in all. Raises `ValueError` where these are too few."""
    record = _EMPTY.format(uuid4()).encode()
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = deflate.compress(record) + deflate.flush()
    trailer = zlib.crc32(record).to_bytes(4, "little") + len(record).to_bytes(4, "little")
    n_comment = length - len(_HEADER) - 1 - len(content) - len(trailer)
    if n_comment < 0:
        raise ValueError("a record shorter than an empty one")
    return _HEADER + b" " * n_comment + b"\0" + content + trailer


_EMPTY = (
    "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:{}>\r\nWARC-Date: 1970-01-01T00:00:00Z\r\n"
    "Content-Length: 0\r\n\r\n\r\n\r\n"
)
