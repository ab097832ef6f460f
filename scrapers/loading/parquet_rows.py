"""The rows of a Parquet file as documents: its columns are the keys of a .jsonl."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet
from pyarrow import ArrowException

from scrapers.documents import Known, Unreadable, read_document, unreadable
from scrapers.records import Document, Reason

COLUMNS = ("url", "title", "text", "html", "source", "fetched_at")
ROWS_AT_ONCE = 200
SIGN = b"PAR1"
_unreadable = partial(unreadable, media_type="application/json")


def read_rows(path: Path, known: Known) -> Iterator[Document | Unreadable]:
    """Every row, counted from 1, each kept as the JSON object that a .jsonl would have."""
    location, number = path.as_uri(), 0
    refused = _refused(path)
    if refused:
        yield _unreadable(*refused, location)
        return
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            columns = [name for name in COLUMNS if name in file.schema_arrow.names]
            if not {"text", "html"} & set(columns):
                yield _unreadable("bad_columns", "Expected a column text or html, found neither.", location)
                return
            for batch in file.iter_batches(ROWS_AT_ONCE, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield read_document(
                        _as_json(row), location=f"{location}#{number}", media_type="application/json", known=known
                    )
    except ArrowException as error:
        why = str(error).splitlines()[0].rstrip(".")
        yield _unreadable("bad_columns", f"Nothing can be read behind row {number}: {why}.", f"{location}#{number + 1}")
        return
    if not number:
        yield _unreadable("empty", "There is nothing in it.", location)


def _refused(path: Path) -> tuple[Reason, str] | None:
    """Why the file cannot be one of Parquet, which begins and ends with the same sign."""
    with path.open("rb") as file:
        begin = file.read(len(SIGN))
        file.seek(max(path.stat().st_size - len(SIGN), 0))
        end = file.read()
    if not begin:
        return "empty", "There is nothing in it."
    if begin != SIGN:
        return "bad_columns", "It is no Parquet file, whatever its name says."
    return (
        None
        if end == SIGN
        else ("truncated", "The file is cut: its end, which tells where its rows stand, is missing.")
    )


def _as_json(row: Mapping[str, Any]) -> bytes:
    told = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in row.items()}
    given = {key: value for key, value in told.items() if value is not None}
    return json.dumps(given, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
