"""Proves the invariants of a home: in the tables, in the files beside them, between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

import duckdb

from scrapers.fingerprint import content_hash, revision_hash
from warehouse.connection import connect_reader, first_line, storage, tells_of_damage
from warehouse.errors import DamagedWarehouse, WarehouseError, none_yet
from warehouse.ledger import read_receipts
from warehouse.leftovers import leftovers
from warehouse.lock import HomeLock
from warehouse.schema import read_sql
from warehouse.shape import refuse_other_shape
from warehouse.soundness import damage
from warehouse.verify_files import changed_rows, how_many_read, lost_batches, unarchived, unjournaled, unlike

HASHED_SAMPLE = 1_000
"""Articles whose hashes are computed again unless all are asked for: a third of a second."""

SHOWN = 3
"""Offenders named in a check's detail."""

REPLAY = "broadsheet replay"
NEXT_RUN = "the next broadsheet run, by itself"
MENDED_BY = {
    "dates_not_after_fetch": "setting the machine's clock or the form's date_formats right, then broadsheet replay",
    "date_from_not_after_fetch": "setting the machine's clock or the form's date_formats right, then broadsheet replay",
    "blocks": NEXT_RUN,
    "ledger": NEXT_RUN,
    "removed_is_gone": "the same broadsheet forget once more",
    "archive": "a backup of these files; the database holds what was read from them, and a replay keeps it",
    "published": NEXT_RUN,
}
"""What to do where it isn't a replay, which makes every row again."""

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

    Raises `NoWarehouse`, `HomeLocked` while a run is writing, `DamagedWarehouse` when a file doesn't open, `NewerHome`,
    `OlderHome`.
    """
    path = home / "ingest.duckdb"
    if not path.exists():
        raise _missing(home)
    lock = HomeLock.take_to_read(home)
    try:
        with storage(path), closing(connect_reader(path, unsafe=True)) as con:
            refuse_other_shape(con, home)
            return [_judge(promise) for promise in _promises(home, con, full=full)]
    finally:
        lock.release()


def _missing(home: Path) -> WarehouseError:
    if any(read_receipts(home)) or (home / "news.duckdb").exists():
        return DamagedWarehouse(
            f"{home / 'ingest.duckdb'} is missing, though articles were committed here."
            f" Mended by: {NEXT_RUN}, or {REPLAY}."
        )
    return none_yet(home)


def _promises(home: Path, con: duckdb.DuckDBPyConnection, *, full: bool) -> Iterator[Promise]:
    _, *parts = _HEAD.split(read_sql("verify.sql"))
    for name, sentence, sql in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        yield Promise(name, sentence, partial(_texts, con, sql))
    sentence = f"The hashes of {_how_many(con, full)} are those of their texts."
    yield Promise("hashes", sentence, partial(_wrong_hashes, con, full))
    yield Promise("blocks", "Every block of ingest.duckdb is what was written.", partial(_damage, home))
    sentence = "Nothing is left of an article that was removed."
    yield Promise("removed_is_gone", sentence, partial(leftovers, con, home))
    sentence = "Each batch in ledger.jsonl is in the database, and the other way about."
    yield Promise("ledger", sentence, partial(lost_batches, con, home))
    sentence = "The rows of each run are those that ledger.jsonl tells of."
    yield Promise("ledger_rows", sentence, partial(changed_rows, con, home))
    yield Promise("journal", "Each batch in the database is in the journal.", partial(unjournaled, con, home))
    archived = f"{how_many_read(con, full)} that pages point to can be read in the archive."
    yield Promise("archive", archived, partial(unarchived, con, home, full))
    yield Promise("published", "The published copy equals the warehouse.", partial(unlike, con, home, full))


def _damage(home: Path) -> list[str]:
    found = damage(home / "ingest.duckdb")
    return [f"ingest.duckdb is damaged ({found})"] if found else []


def _judge(promise: Promise) -> Check:
    try:
        offenders = list(promise.offenders())
    except duckdb.Error as error:
        if not tells_of_damage(error):
            raise
        if promise.name != "published":  # that reads the copy, too; the others read what `blocks` tells of
            return Check(promise.name, False, 1, "Not to be told from a damaged file: see blocks, and what mends it")
        offenders = [f"a file is damaged ({first_line(error)})"]
    shown = "; ".join(offenders[:SHOWN]) + ("; …" if len(offenders) > SHOWN else "")
    detail = f"{shown}. Mended by: {MENDED_BY.get(promise.name, REPLAY)}" if offenders else promise.sentence
    return Check(promise.name, not offenders, len(offenders), detail)


def _texts(con: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    return [str(text) for (text,) in con.execute(sql).fetchall()]


def _how_many(con: duckdb.DuckDBPyConnection, full: bool) -> str:
    """The revisions whose hashes are computed again, as in `1,000 of 48,210 revisions`."""
    ((n,),) = con.execute("SELECT count(*) FROM article_revisions").fetchall()
    return "every revision" if full or n <= HASHED_SAMPLE else f"{HASHED_SAMPLE:,} of {n:,} revisions"


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
