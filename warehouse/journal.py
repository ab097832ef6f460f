"""`HOME/journal/`: all that only the database would know, outside of it: each batch's pages, runs, forms, counts.

A file for each opening of the warehouse, numbered, since clocks go wrong; each line is a gzip member of its own, so
that a damaged one spoils no other. With the archive it makes the whole warehouse again.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import duckdb

from scrapers.records import PageOutcome
from warehouse.ledger import Key

CARRIED_FIRST = ("run_states", "sources", "templates", "removals")
CARRIED = (*CARRIED_FIRST, "source_runs")
"""Tables with rows that no archived record tells of; the last one's are counted from pages, so these come first."""

_FILE = re.compile(r"(\d{6,})\.jsonl\.gz")
_MEMBER = b"\x1f\x8b\x08\x00"
_PAGE = {field.name for field in fields(PageOutcome)}
_BATCH = """
    SELECT n_pages, strftime(committed_at, '%Y-%m-%dT%H:%M:%S.%fZ'), rowid
    FROM batches
    WHERE run_id = $run_id AND source = $source AND number = $number
"""
# Batches are appended whole, one behind the other: those before tell where in `pages` one begins.
_START = "SELECT coalesce(sum(n_pages), 0)::BIGINT FROM batches WHERE rowid < $place"
_PAGES = """
    SELECT count(*), to_json(list(page))
    FROM (
        SELECT * EXCLUDE (run_id, source)
        FROM pages
        WHERE rowid >= $start AND rowid < $start + $n_pages AND run_id = $run_id AND source = $source
        ORDER BY rowid
    ) AS page
"""
# Where something was removed since, the rows have moved up.
_MOVED = """
    SELECT to_json(list(page))
    FROM (
        SELECT * EXCLUDE (run_id, source)
        FROM pages
        WHERE run_id = $run_id AND source = $source
        ORDER BY rowid
        LIMIT $n_pages
        OFFSET (SELECT coalesce(sum(n_pages), 0)::BIGINT FROM batches
                WHERE run_id = $run_id AND source = $source AND number < $number)
    ) AS page
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournaledPage:
    """A row of `pages` as it was appended."""

    page: PageOutcome
    revision: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournaledBatch:
    """A batch as it was committed."""

    key: Key
    committed_at: datetime
    pages: tuple[JournaledPage, ...]


class Journal:
    """What this process adds, in a file of its own that is made with its first line."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "journal"
        self._file: IO[bytes] | None = None

    def write_batch(self, con: duckdb.DuckDBPyConnection, key: Key) -> None:
        """Keep a committed batch; it is on the disk when this returns. Raises `OSError`."""
        head, pages = _batch_as_json(con, key)
        self._write(f"{head[:-1]}, {json.dumps('pages')}: {pages}}}")

    def write_rows(self, table: str, rows: str) -> None:
        """Keep rows of a table that is carried over, given as a JSON array. Raises `OSError`."""
        self._write(f'{{"table": "{table}", "rows": {rows}}}')

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, line: str) -> None:
        if self._file is None:
            self._folder.mkdir(exist_ok=True)
            numbers = [int(match[1]) for path in self._folder.iterdir() if (match := _FILE.fullmatch(path.name))]
            self._file = (self._folder / f"{max(numbers, default=0) + 1:06}.jsonl.gz").open("xb", buffering=0)
        end = self._file.tell()
        try:
            _write_whole(self._file.fileno(), _compressed(line + "\n"))
        except OSError:
            self._file.truncate(end)  # on a full disk, too: half a line would be told of as damage
            self._file.seek(end)
            raise


class JournalIndex:
    """Where in the journal each batch stands, and the rows that are carried over. Raises `OSError`."""

    def __init__(self, home: Path) -> None:
        self.places: dict[Key, tuple[Path, int]] = {}
        """In the order of committing; of a batch that stands there twice, the first."""
        self.rows: dict[str, list[str]] = {table: [] for table in CARRIED}
        """Of tables that are carried over, as JSON arrays."""
        self.damaged: list[str] = []
        """Files with lines that can't be read."""
        for path in journal_files(home):
            for offset, line in _read_lines(path, self.damaged):
                self._add(path, offset, line)

    def read(self, key: Key) -> JournaledBatch:
        """The batch; it must be in `places`."""
        return _read_batch(self._told(key))

    def read_pages(self, key: Key) -> list[dict[str, Any]]:
        """The batch's pages as they are told; it must be in `places`."""
        pages: list[dict[str, Any]] = self._told(key)["pages"]
        return pages

    def _told(self, key: Key) -> dict[str, Any]:
        path, offset = self.places[key]
        with path.open("rb") as file:
            file.seek(offset)
            told: dict[str, Any] = json.loads(_inflated(file)[0])
        return told

    def _add(self, path: Path, offset: int, line: bytes) -> None:
        if line.startswith(b'{"batch"'):
            run_id, source, number = json.loads(line[: line.index(b"]") + 1] + b"}")["batch"]
            self.places.setdefault((run_id, source, number), (path, offset))
            return
        head, _, rows = line.decode().rstrip("\n").partition(', "rows": ')
        self.rows[json.loads(f"{head}}}")["table"]].append(rows[:-1])


def journal_files(home: Path) -> list[Path]:
    """In the order they were written."""
    return sorted((path for path in (home / "journal").glob("*.jsonl.gz") if _FILE.fullmatch(path.name)), key=_number)


def rewrite(
    home: Path, site: Path, change: Callable[[dict[str, Any]], None], *, is_kept: Callable[[str, dict[str, Any]], bool]
) -> None:
    """The journal once more in `site`: each page of a batch changed in place, other rows where `is_kept` says so of
    table and row. Raises `OSError`.
    """
    (site / "journal").mkdir()
    for path in journal_files(home):
        with (site / "journal" / path.name).open("xb") as file:
            for _, line in _read_lines(path, []):
                file.write(_compressed(_changed(line, change, is_kept)))
            file.flush()
            os.fsync(file.fileno())


def _write_whole(file: int, content: bytes) -> None:
    """Have it all on the disk: a write may take a part only."""
    while content:
        content = content[os.write(file, content) :]
    os.fsync(file)


def _changed(
    line: bytes, change: Callable[[dict[str, Any]], None], is_kept: Callable[[str, dict[str, Any]], bool]
) -> str:
    told = json.loads(line)
    if "batch" in told:
        for page in told["pages"]:
            change(page)
    elif all(is_kept(told["table"], row) for row in told["rows"]):
        return line.decode()
    else:
        told["rows"] = [row for row in told["rows"] if is_kept(told["table"], row)]
    return json.dumps(told, ensure_ascii=False) + "\n"


def _number(path: Path) -> int:
    return int(path.name.partition(".")[0])


def _compressed(text: str) -> bytes:
    packer = zlib.compressobj(level=1, wbits=31)
    return packer.compress(text.encode()) + packer.flush()


def _batch_as_json(con: duckdb.DuckDBPyConnection, key: Key) -> tuple[str, str]:
    """What identifies the batch, and its pages."""
    where = dict(zip(("run_id", "source", "number"), key, strict=True))
    ((n_pages, at, place_in_order),) = con.execute(_BATCH, where).fetchall()
    ((start,),) = con.execute(_START, {"place": place_in_order}).fetchall()
    place = {"run_id": key[0], "source": key[1], "n_pages": n_pages}
    ((n, pages),) = con.execute(_PAGES, {**place, "start": start}).fetchall()
    if n != n_pages:
        ((pages,),) = con.execute(_MOVED, {**place, "number": key[2]}).fetchall()
    return json.dumps({"batch": key, "committed_at": at}, ensure_ascii=False), pages or "[]"


def _inflated(file: IO[bytes]) -> tuple[bytes, int]:
    """The member that begins here, and where it ends. Raises `zlib.error` when it is cut or damaged."""
    unpacker, parts = zlib.decompressobj(31), []
    while not unpacker.eof:
        piece = file.read(1 << 16)
        if not piece:
            raise zlib.error("cut")
        parts.append(unpacker.decompress(piece))
    return b"".join(parts), file.tell() - len(unpacker.unused_data)


def _read_lines(path: Path, damaged: list[str]) -> Iterator[tuple[int, bytes]]:
    """Each line with the place of its member; one that can't be read is passed over and its file named."""
    with path.open("rb") as file:
        offset, size = 0, path.stat().st_size
        while offset < size:
            file.seek(offset)
            try:
                line, end = _inflated(file)
            except zlib.error:
                if path.name not in damaged:
                    damaged.append(path.name)
                offset = _next_member(file, offset + 1, size)
                continue
            yield offset, line
            offset = end


def _next_member(file: IO[bytes], offset: int, size: int) -> int:
    """Where the next member may begin; `size` when there is none."""
    file.seek(offset)
    found = file.read().find(_MEMBER)
    return size if found < 0 else offset + found


def _read_batch(told: Mapping[str, Any]) -> JournaledBatch:
    run_id, source, number = told["batch"]
    return JournaledBatch(
        key=(run_id, source, number),
        committed_at=datetime.fromisoformat(told["committed_at"]),
        pages=tuple(_read_page(source, row) for row in told["pages"]),
    )


def _read_page(source: str, row: Mapping[str, Any]) -> JournaledPage:
    values = {name: value for name, value in row.items() if name in _PAGE}
    if values["fetched_at"]:
        values["fetched_at"] = datetime.fromisoformat(values["fetched_at"])
    return JournaledPage(page=PageOutcome(source=source, **values), revision=row["revision"])
