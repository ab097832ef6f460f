"""The corpus as files: Parquet by source and month, CSV, JSONL, with a README that says what the columns mean.

Left out unless asked for: articles that their publishers took away, and states that are no longer the last one.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet

from warehouse.connection import storage
from warehouse.errors import StorageFailed
from warehouse.export_choice import Choice, Format, query_of, readme
from warehouse.literal import literal
from warehouse.read import open_published
from warehouse.shape import refuse_newer

log = logging.getLogger(__name__)

MANIFEST = "export.json"
"""What stands in the folder, by which the next export knows what changed and what is its own."""

NOTED = "exports.txt"
"""In the home: the folders it was exported to."""

ROWS_AT_ONCE = 5_000

Manifest = dict[str, list[Any]]
"""By a file's path: its rows and its signature."""


class Exported(NamedTuple):
    """One file of an export."""

    file: str
    """Relative to the export's folder."""
    rows: int
    written: bool
    """False where it was current already."""


class _Part(NamedTuple):
    """The rows of one file, with what tells whether they changed."""

    source: str | None
    month: str | None
    rows: int
    signature: str

    @property
    def noted(self) -> list[Any]:
        """What the manifest tells of it."""
        return [self.rows, self.signature]


def export(home: Path, folder: Path, choice: Choice) -> list[Exported]:
    """Bring the folder to the published state: only files whose rows changed are written, each whole or not at all.

    Files of an earlier export that have no rows any more are deleted, strangers left alone. Raises `NoWarehouse`,
    `StorageFailed`.
    """
    with storage(folder):
        folder.mkdir(parents=True, exist_ok=True)
        before = _read_manifest(folder)
        now: Manifest = {}
        told: list[Exported] = []
        with closing(open_published(home, unsafe=True)) as con:  # COPY writes files; no query but ours is run
            refuse_newer(con, home)
            for name in ("articles", "revisions") if choice.revisions else ("articles",):
                con.execute(f"CREATE OR REPLACE TEMP VIEW exported AS {query_of(name, choice)}")
                for format in choice.formats:
                    parts = _parts(con, name, format)
                    told += _write(con, folder, parts, format=format, before=before)
                    now |= {path: part.noted for path, part in parts.items()}
            _put(folder / "README.md", readme(con, choice))
        _delete(folder, sorted(before.keys() - now.keys()))
        _put(folder / MANIFEST, json.dumps({"choice": asdict(choice), "files": now}, indent=1))
        _note(home, folder)
    return told


def _delete(folder: Path, paths: Sequence[str]) -> None:
    """Take away what earlier exports wrote and this one has no rows for, or in another format, and say so."""
    for path in paths:
        (folder / path).unlink(missing_ok=True)
    if paths:
        log.warning(
            "Deleted of earlier exports, since this one has no such file: %s (%d in all).", paths[0], len(paths)
        )


def exported_folders(home: Path) -> dict[Path, Choice]:
    """The folders this home was exported to that are still there, with what was chosen."""
    noted = home / NOTED
    folders = [Path(line) for line in noted.read_text(encoding="utf-8").splitlines()] if noted.exists() else []
    return {folder: _read_choice(folder) for folder in folders if (folder / MANIFEST).exists()}


def _note(home: Path, folder: Path) -> None:
    """What must go from the warehouse has to go from its exports, too: so the home knows where they are."""
    folders = sorted({str(folder.absolute()), *map(str, exported_folders(home))})
    _put(home / NOTED, "".join(f"{name}\n" for name in folders))


def _write(
    con: duckdb.DuckDBPyConnection, folder: Path, parts: Mapping[str, _Part], *, format: Format, before: Manifest
) -> list[Exported]:
    """The files of one format; those that stand there as they should be are left alone."""
    stale = {path for path, part in parts.items() if before.get(path) != part.noted or not (folder / path).exists()}
    if format == "parquet":
        _write_parquet(con, folder, {path: parts[path] for path in stale})
    else:
        for path in stale:
            _copy(con, folder / path)
    return [Exported(path, part.rows, path in stale) for path, part in parts.items()]


def _parts(con: duckdb.DuckDBPyConnection, name: str, format: Format) -> dict[str, _Part]:
    """By the paths of their files."""
    is_split = format == "parquet"
    by = ("source, month", "GROUP BY source, month ORDER BY source, month") if is_split else ("NULL, NULL", "")
    parts = [_Part(*row) for row in con.execute(_PARTS.format(*by)).fetchall()]
    return {_path(name, format, part): part for part in parts}


def _path(name: str, format: Format, part: _Part) -> str:
    return (
        f"{name}.{format}" if part.source is None else f"{name}/source={part.source}/month={part.month}/{name}.{format}"
    )


def _write_parquet(con: duckdb.DuckDBPyConnection, folder: Path, parts: Mapping[str, _Part]) -> None:
    """Each part's file, in one pass over the rows of all."""
    paths = {(part.source, part.month): folder / path for path, part in parts.items()}
    wanted = [f"{source} {month}" for source, month in paths]
    reader = con.sql(_ROWS, params=[wanted]).to_arrow_reader(ROWS_AT_ONCE)
    schema = reader.schema.remove(reader.schema.get_field_index("month"))
    pieces = (piece for batch in reader for piece in _pieces(pa.Table.from_batches([batch])))
    for place, group in groupby(pieces, key=itemgetter(0)):
        with (
            _whole(paths[place]) as part,
            pyarrow.parquet.ParquetWriter(part, schema, compression="zstd") as writer,
        ):
            for _, rows in group:
                writer.write_table(rows)


def _pieces(rows: pa.Table) -> Iterator[tuple[tuple[str, str], pa.Table]]:
    """Runs of rows of one source and month."""
    start = 0
    for place, run in groupby(zip(rows["source"].to_pylist(), rows["month"].to_pylist(), strict=True)):
        n_rows = sum(1 for _ in run)
        yield place, rows.slice(start, n_rows).drop_columns("month")
        start += n_rows


def _copy(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """All rows as text."""
    is_csv = path.suffix == ".csv"
    columns = [row for row in con.execute("DESCRIBE exported").fetchall() if row[0] != "month"]
    told = ", ".join(f"{_as_text(name, kind, is_csv=is_csv)} AS {name}" for name, kind, *_ in columns)
    with _whole(path) as part:
        target, options = literal(str(part)), _COPY[path.suffix]
        con.execute(f"COPY (SELECT {told} FROM exported ORDER BY {_ORDER}) TO {target} ({options})")


def _as_text(name: str, kind: str, *, is_csv: bool) -> str:
    """The column as SQL; in CSV, a text that a spreadsheet would take for a formula begins with an apostrophe."""
    if kind.startswith("TIMESTAMP"):
        return f"regexp_replace(strftime({name}, '%Y-%m-%dT%H:%M:%S.%fZ'), '[.]0+Z$', 'Z')"
    if is_csv and kind == "VARCHAR":
        return rf"regexp_replace({name}, '^[=+\-@\t\r]', '''\0')"
    return f"to_json({name})" if is_csv and kind.endswith("[]") else name


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file to write, which takes the path's place when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _put(path: Path, text: str) -> None:
    """The file holds this text; one that does already keeps its time."""
    if path.exists() and path.read_bytes() == text.encode():
        return
    with _whole(path) as part:
        part.write_text(text, encoding="utf-8")


def _read_manifest(folder: Path) -> Manifest:
    files: Manifest = _told(folder)["files"] if (folder / MANIFEST).exists() else {}
    return files


def _read_choice(folder: Path) -> Choice:
    told = _told(folder)["choice"]
    return Choice(**{**told, "formats": tuple(told["formats"])})


def _told(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {key: told[key] for key in ("choice", "files")}
    except (ValueError, KeyError, TypeError) as error:
        raise StorageFailed(f"{path} is not what an export wrote; delete it to export everything anew.") from error


_ORDER = "source, month, published_on NULLS FIRST, article_id, revision"
# A body is told by its revision's hash: reading all of them would cost more than writing what changed.
_PARTS = """
    SELECT {}, count(*), format('{{:032x}}', bit_xor(md5_number(CAST(told AS VARCHAR))))
    FROM (SELECT * EXCLUDE (body) FROM exported) AS told
    {}
"""
_ROWS = f"SELECT * FROM exported WHERE source || ' ' || month IN (SELECT unnest($1)) ORDER BY {_ORDER}"
_COPY = {".csv": "FORMAT csv, HEADER", ".jsonl": "FORMAT json"}
