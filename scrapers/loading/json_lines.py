"""The records of a .jsonl: one JSON object per line."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from scrapers.documents import Known, Unreadable, read_document, unreadable
from scrapers.loading.decoding import MAX_BYTES
from scrapers.records import Document

_LOOKED_AT = 1 << 16
"""Bytes of a line, enough to see whether it is an object by itself: others have their line breaks in strange places."""
_unreadable = partial(unreadable, media_type="application/json")


def read_lines(file: BinaryIO, location: str, known: Known) -> Iterator[Document | Unreadable]:
    """The document of each line, counted from 1; blank lines are none. One JSON value over many lines is rejected."""
    if _is_spread(file):
        detail = "It is one JSON value spread over many lines; one object per line is expected."
        yield _unreadable("bad_json", detail, location)
        return
    number = 0
    while line := file.readline(MAX_BYTES + 1):
        if not line.strip():
            continue
        number += 1
        place = f"{location}#{number}"
        if len(line) > MAX_BYTES and not line.endswith(b"\n"):
            _skip_line(file)
            yield _unreadable("too_big", f"The line is longer than {MAX_BYTES:,} bytes.", place)
        else:
            yield read_document(line.strip(), location=place, media_type="application/json", known=known)
    if not number:
        yield _unreadable("empty", "There is nothing in it.", location)


def _is_spread(file: BinaryIO) -> bool:
    """Whether it begins with a list, or an object alone in its line, that goes on in the next; from its beginning."""
    lines = (line.strip() for line in iter(lambda: file.readline(_LOOKED_AT), b""))
    filled = (line.removeprefix(BOM_UTF8) for line in lines if line)
    first = next(filled, b"")
    begins = (first.startswith(b"[") or first == b"{") and len(first) < _LOOKED_AT and not _is_json(first)
    second = next(filled, b"") if begins else b""
    file.seek(0)
    return bool(second) and not (second.startswith(b"{") and _is_json(second))


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _skip_line(file: BinaryIO) -> None:
    while (piece := file.readline(1 << 20)) and not piece.endswith(b"\n"):
        pass
