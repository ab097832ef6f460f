"""Documents from files and folders of them, one after the other, in the order of their paths.

A path the user got wrong is a `PathError` before anything is loaded; a document that can't be read is `Unreadable`,
and the others are loaded all the same.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from scrapers.documents import Known, MediaType, Unreadable, read_document
from scrapers.errors import PathError
from scrapers.loading.decoding import MAX_BYTES
from scrapers.loading.manifest import MANIFEST, read_manifest
from scrapers.records import Document, Reason, Rejection

MEDIA_TYPES: dict[str, MediaType] = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".jsonl": "application/json",
}
RECORD_FILES = (".parquet", ".warc", ".warc.gz")
"""Files of many documents, each by its own reader."""
ENDINGS = (*MEDIA_TYPES, *RECORD_FILES)
LINKED = "linked folder"

log = logging.getLogger(__name__)


def read_documents(paths: Sequence[Path], *, source: str | None = None) -> Iterator[Document | Unreadable]:
    """Every document under the paths, of the source named if one is. Raises `PathError` before the first."""
    files = find_files(paths)
    manifests = {folder: read_manifest(folder) for folder in {path.parent for path in files}}
    return _read_files([(path, _known(manifests[path.parent].get(path.name), source)) for path in files])


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The files to load, each folder's in the order of their paths. Raises `PathError` for a path that can't be."""
    return [file.absolute() for path in paths for file in (_in_folder(path) if path.is_dir() else [_checked(path)])]


def size_of(paths: Sequence[Path]) -> int | None:
    """Bytes of all documents under the paths; None where some are packed: then nobody knows before they are read."""
    files = find_files(paths)
    is_plain = all(path.suffix.lower() in MEDIA_TYPES for path in files)
    return sum(path.stat().st_size for path in files) if is_plain else None


def _known(told: Known | None, source: str | None) -> Known:
    known = told or Known()
    return replace(known, source=source) if source else known


def _checked(path: Path) -> Path:
    if not path.exists():
        raise PathError(f"There is no file or folder {path}.")
    if not _is_loadable(path) or not path.is_file():
        raise PathError(f"{path} cannot be loaded: expected a file ending in {', '.join(ENDINGS)}, or a folder.")
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        raise PathError(f"{path} cannot be read: {_said(error)}.") from error


def _is_loadable(path: Path) -> bool:
    return path.name.lower().endswith(ENDINGS)


def _in_folder(folder: Path) -> list[Path]:
    """The documents below a folder; what else it holds is told in one line."""
    loadable: list[Path] = []
    left: Counter[str] = Counter()
    for path in _walk(folder):
        if _left_out(path):
            left[_left_out(path)] += 1
        elif path.name != MANIFEST:
            loadable.append(path)
    if not loadable:
        raise PathError(f"The folder {folder} holds no file ending in {', '.join(ENDINGS)}.")
    if left:
        counts = ", ".join(f"{n} {name}{'s' if n > 1 and name == LINKED else ''}" for name, n in sorted(left.items()))
        log.info("%s: left out what is no document: %s.", folder, counts)
    return sorted(loadable)


def _walk(folder: Path) -> Iterator[Path]:
    """What lies below the folder, links to folders not followed, without Python's own files."""
    for place, folders, names in os.walk(folder, onerror=_refuse):
        linked = [name for name in folders if Path(place, name).is_symlink()]
        hidden = [name for name in folders if name.startswith(".")]
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        yield from (Path(place, name) for name in {*names, *linked, *hidden} if not name.startswith("__"))


def _left_out(path: Path) -> str:
    """As what a path is counted that isn't loaded; "" for a document, also one that can't be opened."""
    if path.name.startswith("."):
        return "hidden"
    if path.is_dir():
        return LINKED
    if path.name == MANIFEST or _is_loadable(path):
        return ""
    return path.suffix or path.name


def _refuse(error: OSError) -> None:
    raise PathError(f"The folder {error.filename} cannot be read: {_said(error)}.") from error


def _said(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _read_files(files: Sequence[tuple[Path, Known]]) -> Iterator[Document | Unreadable]:
    for path, known in files:
        if path.is_symlink() and not path.exists():
            yield _unreadable(
                "empty", f"{path} is a link to nothing: {path.readlink()} isn't there", path.as_uri(), "text/plain"
            )
            continue
        if path.exists() and not path.is_file():  # opening a pipe would wait for its other end
            yield _unreadable("not_text", f"{path} is no regular file", path.as_uri(), "text/plain")
            continue
        try:
            yield from _read_file(path, known)
        except OSError as error:
            yield _unreadable("not_text", f"{path} cannot be read: {_said(error)}", path.as_uri(), "text/plain")


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
                yield from _read_records(file, path.as_uri(), known)
            else:
                yield _read_whole(file, path.as_uri(), MEDIA_TYPES[ending], known)


def _read_whole(file: BinaryIO, location: str, media_type: MediaType, known: Known) -> Document | Unreadable:
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        return _unreadable("too_big", f"The file is longer than {MAX_BYTES:,} bytes", location, media_type)
    return read_document(content, location=location, media_type=media_type, known=known)


def _read_records(file: BinaryIO, location: str, known: Known) -> Iterator[Document | Unreadable]:
    """The records of a .jsonl, counted from 1; blank lines are none."""
    number = 0
    while line := file.readline(MAX_BYTES + 1):
        if not line.strip():
            continue
        number += 1
        place = f"{location}#{number}"
        if len(line) > MAX_BYTES and not line.endswith(b"\n"):
            _skip_line(file)
            yield _unreadable("too_big", f"The line is longer than {MAX_BYTES:,} bytes", place, "application/json")
        else:
            yield read_document(line.strip(), location=place, media_type="application/json", known=known)
    if not number:
        yield _unreadable("empty", "There is nothing in it", location, "application/json")


def _skip_line(file: BinaryIO) -> None:
    while (piece := file.readline(1 << 20)) and not piece.endswith(b"\n"):
        pass


def _unreadable(reason: Reason, detail: str, location: str, media_type: MediaType) -> Unreadable:
    rejection = Rejection(reason=reason, detail=f"{detail}.")
    return Unreadable(location=location, rejection=rejection, content=b"", media_type=media_type)
