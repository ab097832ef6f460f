"""Documents from files and folders of them, one after the other, in the order of their paths.

A path the user got wrong is a `PathError` before anything is loaded; a document that can't be read is `Unreadable`,
and the others are loaded all the same.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from scrapers.documents import Known, MediaType, Unreadable, read_document, unreadable
from scrapers.loading.decoding import MAX_BYTES
from scrapers.loading.finding import MEDIA_TYPES, find, said, why_unreadable
from scrapers.loading.json_lines import read_lines
from scrapers.loading.manifest import read_manifest
from scrapers.records import Document

log = logging.getLogger(__name__)


def read_documents(paths: Sequence[Path], *, source: str | None = None) -> Iterator[Document | Unreadable]:
    """Every document under the paths, of the source named if one is. Raises `PathError` before the first.

    What a folder holds besides is logged in one line.
    """
    found = [find(path) for path in paths]
    for path, lying in zip(paths, found, strict=True):
        if lying.left_out:
            log.info("%s: left out what is no document: %s.", path, lying.in_words())
    files = [file for lying in found for file in lying.documents]
    manifests = {folder: read_manifest(folder) for folder in {path.parent for path in files}}
    return _read_files([(path, _known(manifests[path.parent].get(path.name), source)) for path in files])


def _known(told: Known | None, source: str | None) -> Known:
    known = told or Known()
    return replace(known, source=source) if source else known


def _read_files(files: Sequence[tuple[Path, Known]]) -> Iterator[Document | Unreadable]:
    for path, known in files:
        why = why_unreadable(path)
        if why:
            reason, detail = why
            yield unreadable(reason, f"{detail}.", path.as_uri(), media_type="text/plain")
            continue
        try:
            yield from _read_file(path, known)
        except OSError as error:
            detail = f"{path} cannot be read: {said(error)}."
            yield unreadable("not_text", detail, path.as_uri(), media_type="text/plain")


def _read_file(path: Path, known: Known) -> Iterator[Document | Unreadable]:
    """Its documents. Readers of many are imported when there is something for them: Arrow takes its time."""
    ending = path.suffix.lower()
    if ending == ".parquet":
        from scrapers.loading.parquet_rows import read_rows

        yield from read_rows(path, known)
    elif ending in (".warc", ".gz"):
        from scrapers.loading.warc_records import read_warc

        yield from read_warc(path, known)
    else:
        with path.open("rb") as file:
            if ending == ".jsonl":
                yield from read_lines(file, path.as_uri(), known)
            else:
                yield _read_whole(file, path.as_uri(), MEDIA_TYPES[ending], known)


def _read_whole(file: BinaryIO, location: str, media_type: MediaType, known: Known) -> Document | Unreadable:
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        detail = f"The file is longer than {MAX_BYTES:,} bytes."
        return unreadable("too_big", detail, location, media_type=media_type)
    return read_document(content, location=location, media_type=media_type, known=known)
