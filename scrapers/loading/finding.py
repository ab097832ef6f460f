"""The files that hold documents, below the paths a user named, and what else lies there."""

from __future__ import annotations

import errno
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from scrapers.counting import counted
from scrapers.documents import MediaType
from scrapers.errors import PathError
from scrapers.loading.manifest import MANIFEST
from scrapers.records import Reason

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


class Found(NamedTuple):
    """What lies under one path."""

    documents: list[Path]
    """Also files that can't be opened, and folders that can't be listed: each is told of as a document."""
    left_out: Counter[str]

    def in_words(self) -> str:
        """What is no document, as in `2 .pdf, 1 hidden`."""
        counts = sorted(self.left_out.items())
        return ", ".join(counted(n, LINKED) if name == LINKED else f"{n:,} {name}" for name, n in counts)


def find(path: Path) -> Found:
    """What lies under it, in the order of the paths. Raises `PathError` for a path that can't be loaded as a whole."""
    return _in_folder(path) if os.path.isdir(path) else Found([_checked(path).absolute()], Counter())


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The files to load, each folder's in the order of their paths. Raises `PathError` for a path that can't be."""
    return [file for path in paths for file in find(path).documents]


def size_of(paths: Sequence[Path]) -> int | None:
    """Bytes of all documents under the paths; None where some are packed: then nobody knows before they are read."""
    files = [path for path in find_files(paths) if os.path.isfile(path)]
    is_plain = all(path.suffix.lower() in MEDIA_TYPES for path in files)
    return sum(path.stat().st_size for path in files) if is_plain else None


def why_unreadable(path: Path) -> tuple[Reason, str] | None:
    """Why a path leads to no file that could be opened; None where it does. Opening a pipe would wait for ever."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            os.scandir(path).close()
    except OSError as error:
        return _why(path, error)
    return None if stat.S_ISREG(mode) else ("not_text", f"{path} is no regular file")


def said(error: OSError) -> str:
    """The system's words for it."""
    return (error.strerror or str(error)).lower()


def _why(path: Path, error: OSError) -> tuple[Reason, str]:
    if error.errno == errno.ELOOP:
        return "empty", f"{path} is a link that leads back to itself"
    if error.errno == errno.ENOENT and path.is_symlink():
        return "empty", f"{path} is a link to nothing: {path.readlink()} isn't there"
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return "empty", f"There is no file or folder {path}"
    return "not_text", f"{'The folder ' * os.path.isdir(path)}{path} cannot be read: {said(error)}"


def _checked(path: Path) -> Path:
    why = why_unreadable(path)
    if why:
        raise PathError(f"{why[1]}.")
    if not _is_loadable(path):
        raise PathError(f"{path} cannot be loaded: expected a file ending in {', '.join(ENDINGS)}, or a folder.")
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        raise PathError(f"{path} cannot be read: {said(error)}.") from error


def _is_loadable(path: Path) -> bool:
    return path.name.lower().endswith(ENDINGS)


def _in_folder(folder: Path) -> Found:
    documents: list[Path] = []
    left_out: Counter[str] = Counter()
    unlisted: list[OSError] = []
    for path in _walk(folder, unlisted.append):
        if _left_out(path):
            left_out[_left_out(path)] += 1
        elif path.name != MANIFEST:
            documents.append(path)
    for error in unlisted:
        if Path(error.filename) == folder:
            raise PathError(f"The folder {folder} cannot be read: {said(error)}.") from error
        documents.append(Path(error.filename))
    if not documents:
        raise PathError(f"The folder {folder} holds no file ending in {', '.join(ENDINGS)}.")
    return Found([path.absolute() for path in sorted(documents)], left_out)


def _walk(folder: Path, unlisted: Callable[[OSError], None]) -> Iterator[Path]:
    """What lies below the folder, links to folders not followed, without Python's own files."""
    for place, folders, names in os.walk(folder, onerror=unlisted):
        linked = [name for name in folders if os.path.islink(Path(place, name))]
        hidden = [name for name in folders if name.startswith(".")]
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        yield from (Path(place, name) for name in {*names, *linked, *hidden} if not name.startswith("__"))


def _left_out(path: Path) -> str:
    """As what a path is counted that isn't loaded; "" for a document, also one that can't be opened."""
    if path.name.startswith("."):
        return "hidden"
    if os.path.isdir(path):
        return LINKED
    if path.name == MANIFEST or _is_loadable(path):
        return ""
    return path.suffix or path.name
