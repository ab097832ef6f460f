"""Proves the invariants of a home: in the tables, in the files beside them, between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from scrapers.fingerprint import content_hash, revision_hash
from warehouse.connection import connect_reader, first_line, storage, tells_of_damage
from warehouse.errors import DamagedWarehouse, NoWarehouse
from warehouse.ledger import read_receipts
from warehouse.lock import HomeLock
from warehouse.schema import read_sql

HASHED_SAMPLE = 1_000
"""Articles whose hashes are computed again unless all are asked for: a third of a second."""

SHOWN = 3
"""Offenders named in a check's detail."""

CONTRACT = ("article_revisions", "removed_lines", "field_origins", "pages", "source_runs", "sources", "run_states")

_HEAD = re.compile(r"^-- check (\w+): (.+)$", re.MULTILINE)


class Check(NamedTuple):
    """One promise and whether it is kept."""

    check: str
    ok: bool
    n: int
    """How many break it."""
    detail: str
    """The promise, or the first that break it."""


class Promise(NamedTuple):
    """A promise that a query or a comparison can prove."""

    name: str
    sentence: str
    offenders: Callable[[], Iterable[str]]


def verify(home: Path, *, full: bool = False) -> list[Check]:
    """Every check of this home; `full` recomputes all hashes and compares every column.

    Raises `NoWarehouse`, `HomeLocked` while a run is writing, `DamagedWarehouse` when a file doesn't open.
    """
    path = home / "ingest.duckdb"
    if not path.exists():
        raise _missing(home)
    lock = HomeLock.take(home)
    try:
        with storage(path), closing(connect_reader(path, unsafe=True)) as con:
            return [_judge(promise) for promise in _promises(home, con, full=full)]
    finally:
        lock.release()


def _missing(home: Path) -> Exception:
    if any(read_receipts(home)) or (home / "news.duckdb").exists():
        return DamagedWarehouse(f"{home / 'ingest.duckdb'} is missing, though articles were committed here.")
    return NoWarehouse(f"There is no warehouse in {home} yet: `broadsheet run seeds` makes one.")


def _promises(home: Path, con: duckdb.DuckDBPyConnection, *, full: bool) -> Iterator[Promise]:
    _, *parts = _HEAD.split(read_sql("verify.sql"))
    for name, sentence, sql in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        yield Promise(name, sentence, partial(_texts, con, sql))
    sentence = f"The hashes of {_how_many(con, full)} are those of their texts."
    yield Promise("hashes", sentence, partial(_wrong_hashes, con, full))
    yield Promise("ledger", "Each batch in ledger.jsonl is in the database.", partial(_lost_batches, con, home))
    yield Promise("archive", "The archive has the record of each revision.", partial(_unarchived, con, home))
    yield Promise("published", "The published copy equals the warehouse.", partial(_unlike, con, home, full))


def _judge(promise: Promise) -> Check:
    try:
        offenders = list(promise.offenders())
    except duckdb.Error as error:
        if not tells_of_damage(error):
            raise
        offenders = [f"a file is damaged ({first_line(error)})"]
    shown = "; ".join(offenders[:SHOWN]) + ("; …" if len(offenders) > SHOWN else "")
    return Check(promise.name, not offenders, len(offenders), shown or promise.sentence)


def _texts(con: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    return [str(text) for (text,) in con.execute(sql).fetchall()]


def _how_many(con: duckdb.DuckDBPyConnection, full: bool) -> str:
    """The revisions whose hashes are computed again, as in `1,000 of 48,210 revisions`."""
    row = con.execute("SELECT count(*) FROM article_revisions").fetchone()
    assert row is not None
    return "every revision" if full or row[0] <= HASHED_SAMPLE else f"{HASHED_SAMPLE:,} of {row[0]:,} revisions"


def _wrong_hashes(con: duckdb.DuckDBPyConnection, full: bool) -> Iterator[str]:
    sample = "" if full else f"USING SAMPLE reservoir({HASHED_SAMPLE} ROWS)"
    con.execute(
        "SELECT article_id, revision, title, body, published_raw, revision_hash, content_hash"
        f" FROM article_revisions {sample}"
    )
    while rows := con.fetchmany(1_000):
        yield from (f"{row[0]} revision {row[1]}" for row in rows if not _has_its_hashes(*row[2:]))


def _has_its_hashes(
    title: str | None, body: str, published_raw: str | None, told_revision: str, told_content: str | None
) -> bool:
    return told_content == content_hash(body) and told_revision == revision_hash(
        title=title, body=body, published_raw=published_raw
    )


def _lost_batches(con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[str]:
    """Batches that the ledger has and the database hasn't, or the reverse; runs whose revisions aren't what it says."""
    receipts = {receipt.key: receipt for receipt in read_receipts(home)}
    held = {(run_id, source, number): rest for run_id, source, number, *rest in con.execute(_BATCHES).fetchall()}
    for key in receipts.keys() ^ held.keys():
        yield f"batch {key[2]} of {key[1]} in run {key[0]}: {'lost' if key in receipts else 'not in the ledger'}"
    sums: dict[tuple[str, str], list[int]] = {}
    for receipt in receipts.values():
        total = sums.setdefault((receipt.run_id, receipt.source), [0, 0, 0])
        total[0] += receipt.pages
        total[1] += receipt.revisions
        total[2] ^= int(receipt.revisions_hash, 16)
    stored = {(run_id, source): list(rest) for run_id, source, *rest in con.execute(_STORED).fetchall()}
    for run in sums:
        if sums[run] != stored.get(run):
            yield f"{run[1]} in run {run[0]}: not the rows that the ledger tells of"


def _unarchived(con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[str]:
    for file, offset in con.execute(_ARCHIVED).fetchall():
        path = home / "archive" / file
        if not path.exists():
            yield f"{file} is missing"
        elif path.stat().st_size <= offset:
            yield f"{file} is shorter than {offset:,} bytes"


def _unlike(con: duckdb.DuckDBPyConnection, home: Path, full: bool) -> Iterator[str]:
    path = home / "news.duckdb"
    if not path.exists():
        yield "nothing was published yet"
        return
    with closing(connect_reader(path)) as published:
        for table in CONTRACT:
            ours, theirs = _sum_up(con, table, full), _sum_up(published, table, full)
            if ours != theirs:
                yield f"{table} has {ours[0]:,} rows, published are {theirs[0]:,}"


def _sum_up(con: duckdb.DuckDBPyConnection, table: str, full: bool) -> tuple[Any, ...]:
    """Rows, and a sum over all columns that doesn't depend on their order; it is compared, never stored."""
    told = "bit_xor(hash(row))" if full else "NULL"
    row = con.execute(f"SELECT count(*), {told} FROM (SELECT t AS row FROM {table} AS t)").fetchone()
    assert row is not None
    return tuple(row)


_BATCHES = "SELECT run_id, source, number FROM batches"
_STORED = """
    SELECT batch.run_id, batch.source, any_value(batch.n_pages), count(held.article_id),
           coalesce(bit_xor(md5_number_lower(held.article_id || '@' || held.revision)), 0)
    FROM (SELECT run_id, source, sum(n_pages) AS n_pages FROM batches GROUP BY ALL) AS batch
    LEFT JOIN pages AS page
        ON page.run_id = batch.run_id AND page.source = batch.source AND outcome IN ('new', 'duplicate', 'revised')
    LEFT JOIN article_revisions AS held
        ON held.run_id = page.run_id AND held.article_id = page.article_id AND held.revision = page.revision
    GROUP BY batch.run_id, batch.source
"""
_ARCHIVED = """
    SELECT archive_file, max(archive_offset)
    FROM article_revisions
    WHERE archive_file IS NOT NULL
    GROUP BY archive_file
    ORDER BY archive_file
"""
