"""The archive: WARC 1.1 files that hold every document as loaded, one gzip member per record.

A document is a `resource` record; what was told about it stands in its `WARC-JSON-Metadata` header, so that it can be
loaded again from the archive alone.
"""

from __future__ import annotations

import errno
import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from urllib.parse import quote
from uuid import uuid4

from scrapers.archive_records import digest, stored_records
from scrapers.documents import Known, MediaType, Unreadable, read_document
from scrapers.errors import ArchiveFailed
from scrapers.records import Document
from scrapers.urls import host_of
from scrapers.version import version

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord as WarcRecord
    from warcio.warcwriter import WARCWriter

_URL_SIGNS = "!#$%&'()*+,/:;=?@[]~-._"

_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)

_LEVEL = 4
"""Of gzip: 9 takes a quarter longer and saves one byte in seventy."""
_LOOKAHEAD = 262
"""zlib looks back over its window less these bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRecord:
    """One record of the archive, as it was written."""

    target: str
    written_at: str
    content: bytes
    media_type: MediaType
    location: str
    known: Known


class Archive:
    """One WARC file of one source in one run, made at its first record; an existing file is never appended to."""

    def __init__(self, folder: Path, *, stem: str) -> None:
        self.folder, self._stem = folder, stem
        self._file: BinaryIO | None = None
        self._writer: WARCWriter | None = None
        self.name = ""

    def write_document(self, document: Document | Unreadable, *, loaded_at: datetime) -> tuple[str, int]:
        """Where it now stands: the file's name and the record's offset. Raises `ArchiveFailed`."""
        with self._failing():
            file, _ = self._open(loaded_at)
            offset = file.tell()
            file.write(_member(document, loaded_at))
        return self.name, offset

    def write(self, records: Sequence[WarcRecord], *, at: datetime) -> tuple[str, list[int]]:
        """The file's name, and where in it each record begins. Raises `ArchiveFailed`."""
        offsets = []
        with self._failing():
            file, writer = self._open(at)
            for record in records:
                offsets.append(file.tell())
                writer.write_record(record)
        return self.name, offsets

    def hand_over(self) -> None:
        """Everything written survives a killed process, though not yet a failing machine. Raises `ArchiveFailed`."""
        if self._file is not None:
            with self._failing():
                self._file.flush()

    def flush(self) -> None:
        """Everything written is on the disk when this returns. Raises `ArchiveFailed`."""
        if self._file is not None:
            with self._failing():
                self._file.flush()
                os.fsync(self._file.fileno())

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            with self._failing():
                self._file.close()

    def _open(self, loaded_at: datetime) -> tuple[BinaryIO, WARCWriter]:
        if self._file is None or self._writer is None:
            from warcio.warcwriter import WARCWriter  # who only reads the archive needn't wait for it

            self.folder.mkdir(parents=True, exist_ok=True)
            self._file = _create(self.folder, self._stem)
            self.name = Path(self._file.name).name
            self._writer = WARCWriter(_Unflushed(self._file), gzip=True, warc_version="WARC/1.1")
            self._writer.write_record(_warcinfo(self._writer, self.name, loaded_at))
        return self._file, self._writer

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            place = self.folder / (self.name or self._stem)
            if error.errno in _FULL:
                told = f"The disk is full: the archive {place} cannot be written; make room and run again."
                raise ArchiveFailed(told) from error
            raise ArchiveFailed(f"The archive {place} cannot be written: {(error.strerror or '?').lower()}.") from error


class _Unflushed:
    """The writer flushes after each record; we do so once a batch."""

    def __init__(self, file: BinaryIO) -> None:
        self.write = file.write

    def flush(self) -> None:
        pass


def read_record(path: Path, offset: int) -> ArchiveRecord:
    """The document's record that begins at this offset. Raises `ArchiveFailed` when none does or it is damaged."""
    with sound(path, offset), path.open("rb") as file:
        file.seek(offset)
        record = next(stored_records(file))
        if record.kind != "resource":
            raise ValueError("no document")
        return _as_written(record.headers, record.block)


@contextmanager
def sound(path: Path, offset: int) -> Iterator[None]:
    """What goes wrong in reading a record, as `ArchiveFailed`."""
    try:
        yield
    except OSError as error:
        raise ArchiveFailed(f"The archive {path} cannot be read: {(error.strerror or '?').lower()}.") from error
    except (StopIteration, zlib.error, ValueError, KeyError) as error:
        raise ArchiveFailed(f"The archive {path} holds no sound record at byte {offset}.") from error


def document_from_record(record: ArchiveRecord) -> Document | Unreadable:
    """The document as it was loaded, made from its archived bytes."""
    return read_document(record.content, location=record.location, media_type=record.media_type, known=record.known)


def _create(folder: Path, stem: str) -> BinaryIO:
    for number in range(1, 1000):
        name = f"{stem}.warc.gz" if number == 1 else f"{stem}-{number}.warc.gz"
        try:
            return (folder / name).open("xb", buffering=1 << 18)
        except FileExistsError:
            continue
    raise FileExistsError(f"{stem} has been archived a thousand times")


def _warcinfo(writer: WARCWriter, name: str, at: datetime) -> Any:
    software = {"software": f"broadsheet/{version()}", "format": "WARC File Format 1.1"}
    return writer.create_warcinfo_record(name, {**software, "created": _stamp(at)})


def _member(document: Document | Unreadable, at: datetime) -> bytes:
    """The document's `resource` record as a gzip member, written here since warcio takes three times as long."""
    told = _told(document)
    metadata = {
        "location": document.location,
        "url": told.url,
        "source": told.source,
        "title": None if document.media_type == "application/json" else told.title,  # stands in the content
        "fetched_at": told.fetched_at.isoformat() if told.fetched_at else None,
    }
    told_digest = digest(document.content)
    head = (
        "WARC/1.1\r\n"
        "WARC-Type: resource\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid4()}>\r\n"
        f"WARC-Target-URI: {as_ascii(told.url if told.url and host_of(told.url) else document.location)}\r\n"
        f"WARC-Date: {_stamp(at)}\r\n"
        f"WARC-Block-Digest: {told_digest}\r\n"
        f"WARC-Payload-Digest: {told_digest}\r\n"
        f"WARC-JSON-Metadata: {json.dumps({key: value for key, value in metadata.items() if value is not None})}\r\n"
        f"Content-Type: {document.media_type}\r\n"
        f"Content-Length: {len(document.content)}\r\n\r\n"
    )
    return _packed(b"".join((head.encode(), document.content, b"\r\n\r\n")))


def _packed(record: bytes) -> bytes:
    """As a gzip member, with a window twice the record at most: zlib clears it first, which took longer than to pack.

    The same bytes as with the largest window.
    """
    window = min(zlib.MAX_WBITS, (len(record) + _LOOKAHEAD).bit_length() + 1)
    gzip = zlib.compressobj(_LEVEL, wbits=window | 16)
    return gzip.compress(record) + gzip.flush()


def as_ascii(url: str) -> str:
    """The address as WARC wants it; what is percent-encoded already stays."""
    return quote(url, safe=_URL_SIGNS)


def _told(document: Document | Unreadable) -> Known:
    if isinstance(document, Unreadable):
        return document.known
    return Known(url=document.url, source=document.source, title=document.title, fetched_at=document.fetched_at)


def _stamp(at: datetime) -> str:
    return f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _as_written(headers: Mapping[str, str], content: bytes) -> ArchiveRecord:
    metadata = json.loads(headers.get("WARC-JSON-Metadata", "{}"))
    fetched_at = metadata.get("fetched_at")
    target = headers["WARC-Target-URI"]
    return ArchiveRecord(
        target=target,
        written_at=headers["WARC-Date"],
        content=content,
        media_type=cast(MediaType, headers["Content-Type"]),
        location=metadata.get("location", target),
        known=Known(
            url=metadata.get("url"),
            source=metadata.get("source"),
            title=metadata.get("title"),
            fetched_at=datetime.fromisoformat(fetched_at) if fetched_at else None,
        ),
    )
