"""Records read back from our own archive, whose files are gzip members of one record each.

Files of other tools are read by warcio, whose import takes longer than a question about one article should.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BufferedRandom, BufferedReader

_PIECE = 1 << 14
"""Bytes read at once: most records fit in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """One record as it stands in the archive."""

    headers: Mapping[str, str]
    block: bytes
    """All that stands behind the headers: a loaded document, or a response with its own headers."""

    @property
    def kind(self) -> str | None:
        return self.headers.get("WARC-Type")


def stored_records(file: BufferedReader) -> Iterator[StoredRecord]:
    """The records from where the file stands to its end. Raises `ValueError` or `zlib.error` at a damaged one."""
    while file.peek(1):
        yield _taken_apart(read_member(file))


def read_member(file: BufferedReader | BufferedRandom) -> bytes:
    """What the gzip member that begins here holds; the file then stands behind it. Raises `ValueError` if cut."""
    member, pieces = zlib.decompressobj(31), []
    while not member.eof:
        piece = file.read(_PIECE)
        if not piece:
            raise ValueError("no whole member")
        pieces.append(member.decompress(piece))
    file.seek(-len(member.unused_data), 1)
    return b"".join(pieces)


def digest(content: bytes) -> str:
    """As `WARC-Block-Digest` has it."""
    return f"sha1:{base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()}"


def _taken_apart(member: bytes) -> StoredRecord:
    head, _, rest = member.partition(b"\r\n\r\n")
    version, *lines = head.decode().split("\r\n")
    headers = {name: value for name, _, value in (line.partition(": ") for line in lines)}
    n_bytes = int(headers.get("Content-Length", -1))
    block = rest[:n_bytes]
    told = headers.get("WARC-Block-Digest")
    if not version.startswith("WARC/") or len(block) != n_bytes or (told and told != digest(block)):
        raise ValueError("no record, or a damaged one")
    return StoredRecord(headers=headers, block=block)
