"""The pages and texts in a WARC file, by whomever it was written."""

from __future__ import annotations

import json
import logging
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader
from warcio.recordloader import ArcWarcRecord as WarcRecord

from scrapers.counting import counted
from scrapers.documents import Known, MediaType, Unreadable, moment, read_document, unreadable
from scrapers.loading.decoding import MAX_BYTES
from scrapers.pages import charset_of
from scrapers.records import Document

_PAGES: dict[str, MediaType] = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
    "application/json": "application/json",
}

_unreadable = partial(unreadable, media_type="text/html")

log = logging.getLogger(__name__)


class _Broken(Exception):
    """warcio stumbled over a record's headers."""


def read_warc(path: Path, known: Known) -> Iterator[Document | Unreadable]:
    """Every page and text, numbered by its record's place from 1; what is neither is passed over and counted.

    A file in which there is neither is one rejected document.
    """
    location, number, end = path.as_uri(), 0, 0
    passed_over: Counter[str] = Counter()
    why = "the file is cut"
    with path.open("rb") as file:
        archive = ArchiveIterator(file)
        try:
            for number, record in enumerate(_records(archive), 1):
                media_type = _media_type(record)
                if media_type:
                    yield _document(record, f"{location}#{number}", media_type, known)
                elif _lacks_bytes(record):
                    yield _unreadable("truncated", "The record is cut.", f"{location}#{number}")
                else:
                    passed_over[str(record.rec_type)] += 1
                end = max(end, archive.get_record_offset() + archive.get_record_length())
        except (_Broken, ArchiveLoadFailed, zlib.error, EOFError) as error:
            why = str(error)
        file.seek(end)
        if file.read(1 << 16).strip():
            detail = f"Nothing can be read behind record {number}: {why}."
            yield _unreadable("truncated", detail, f"{location}#{number + 1}")
        elif passed_over.total() == number:
            yield _unreadable("empty", _without_pages(passed_over), location)
        elif passed_over:
            of = counted(number, "record")
            log.info("%s: left out of %s what is no page: %s.", path.name, of, _in_words(passed_over))


def _without_pages(passed_over: Counter[str]) -> str:
    if not passed_over:
        return "There is nothing in it."
    return f"None of its records is a page or a text: {_in_words(passed_over)}."


def _in_words(passed_over: Counter[str]) -> str:
    """As in `2 request, 1 warcinfo`."""
    return ", ".join(f"{n:,} {kind}" for kind, n in sorted(passed_over.items()))


def _records(archive: ArchiveIterator) -> Iterator[WarcRecord]:
    """Raises `_Broken`: of headers that are cut or overwritten, warcio asks what isn't there."""
    while True:
        try:
            record = next(archive, None)
        except (AttributeError, ValueError) as error:
            raise _Broken("its headers are broken") from error
        if record is None:
            return
        yield record


def _media_type(record: WarcRecord) -> MediaType | None:
    """What the record's page is; None where it is no answer with a page in it."""
    if record.rec_type == "response" and record.http_headers and record.http_headers.get_statuscode() == "200":
        return _PAGES.get(_bare(record.http_headers.get_header("Content-Type")))
    if record.rec_type == "resource":
        return _PAGES.get(_bare(record.rec_headers.get_header("Content-Type")))
    return None


def _bare(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()


def _document(record: WarcRecord, location: str, media_type: MediaType, known: Known) -> Document | Unreadable:
    header = record.rec_headers.get_header
    if header("WARC-Truncated"):
        return _unreadable("truncated", f"The record is cut ({header('WARC-Truncated')}).", location)
    content = record.content_stream().read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        return _unreadable("too_big", f"The page is longer than {MAX_BYTES:,} bytes.", location)
    if _lacks_bytes(record):
        return _unreadable("truncated", "The record is cut.", location)
    try:
        told = _told(record)
    except ValueError as error:
        return _unreadable("bad_columns", f"The record's date or metadata cannot be read: {error}.", location)
    told = replace(told, source=known.source or told.source)
    return read_document(content, location=location, media_type=media_type, known=told)


def _lacks_bytes(record: WarcRecord) -> bool:
    """Whether fewer bytes stand there than the record announces, or it announces none; warcio is silent about it."""
    while record.raw_stream.read(1 << 16):
        pass
    is_announced = isinstance(record.raw_stream, LimitReader) and record.rec_headers.get_header("Content-Length") != ""
    return not is_announced or bool(record.raw_stream.limit)


def _told(record: WarcRecord) -> Known:
    """What the record says of its page; one of our own archives says more. Raises `ValueError`."""
    header = record.rec_headers.get_header
    ours = json.loads(header("WARC-JSON-Metadata") or "{}")
    # A document that was loaded and archived was not fetched when it was archived.
    fetched_at = ours.get("fetched_at") if "location" in ours and record.rec_type == "resource" else header("WARC-Date")
    url = header("WARC-Target-URI") or ""
    return Known(
        url=url if url.startswith(("http://", "https://")) else None,
        source=ours.get("source"),
        title=ours.get("title"),
        fetched_at=moment(fetched_at)[0] if fetched_at else None,
        charset=charset_of(record.http_headers.get_header("Content-Type")) if record.http_headers else None,
    )
