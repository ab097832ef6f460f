"""What stands beside the database, proved: ledger, journal, archive and published copy."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connection import connect_reader
from warehouse.journal import JournalIndex
from warehouse.ledger import Key, Receipt, in_words, read_receipts
from warehouse.soundness import damage

READ_SAMPLE = 500
"""Records of the archive that are read unless all are asked for: a tenth of a second."""

CONTRACT = ("article_revisions", "removed_lines", "field_origins", "pages", "source_runs", "sources", "run_states")


def lost_batches(con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[str]:
    """Batches that the ledger has and the database hasn't, or the reverse: what the next run's beginning mends."""
    receipts = _receipts(home)
    for key in receipts.keys() ^ set(con.execute(_BATCHES).fetchall()):
        yield f"{in_words(key)}: {'lost' if key in receipts else 'not in the ledger'}"


def changed_rows(con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[str]:
    """Runs with all their batches whose revisions aren't those that the ledger tells of: only a replay mends that."""
    receipts = _receipts(home)
    partly = {key[:2] for key in receipts.keys() ^ set(con.execute(_BATCHES).fetchall())}
    sums: dict[tuple[str, str], list[int]] = {}
    for receipt in receipts.values():
        total = sums.setdefault((receipt.run_id, receipt.source), [0, 0, 0])
        total[0] += receipt.pages
        total[1] += receipt.revisions
        total[2] ^= int(receipt.revisions_hash, 16)
    stored = {(run_id, source): list(rest) for run_id, source, *rest in con.execute(_STORED).fetchall()}
    for run in sums.keys() - partly:
        if sums[run] != stored.get(run):
            yield f"{run[1]} in run {run[0]}: not the rows that the ledger tells of"


def _receipts(home: Path) -> dict[Key, Receipt]:
    """By their batches; what was written off has no pages."""
    told = {receipt.key: receipt for receipt in read_receipts(home)}
    return {key: receipt for key, receipt in told.items() if receipt.pages}


def unjournaled(con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[str]:
    """Files of the journal with damaged lines, and batches that stand in none."""
    index = JournalIndex(home)
    yield from (f"journal/{name} is damaged" for name in index.damaged)
    for key in con.execute(_BATCHES).fetchall():
        if key not in index.places:
            yield f"{in_words(key)} isn't in the journal"


def unarchived(con: duckdb.DuckDBPyConnection, home: Path, full: bool) -> Iterator[str]:
    """Files that are missing, and records that can't be read; those looked at are spread over all."""
    sample = "" if full else f"USING SAMPLE reservoir({READ_SAMPLE} ROWS) REPEATABLE (1)"
    places: dict[str, list[int]] = {}
    for file, offset in con.execute(_PLACES.format(sample)).fetchall():
        places.setdefault(file, []).append(offset)
    for (file,) in con.execute(_FILES).fetchall():
        path = home / "archive" / file
        if path.exists():
            torn = [offset for offset in places.get(file, ()) if not _is_whole(path, offset)]
            yield from (f"{file} has no sound record at byte {offset}" for offset in torn)
        else:
            yield f"{file} is missing"


def how_many_read(con: duckdb.DuckDBPyConnection, full: bool) -> str:
    """The records that are read, as in `500 of 48,210 records`."""
    ((n,),) = con.execute(f"SELECT count(*) FROM ({_PLACES.format('')})").fetchall()
    return "Every record" if full or n <= READ_SAMPLE else f"{READ_SAMPLE:,} of {n:,} records"


def _is_whole(path: Path, offset: int) -> bool:
    """Whether a record begins there and every byte of it is what was written: gzip keeps a checksum of each."""
    with path.open("rb") as file:
        file.seek(offset)
        unpacker, head = zlib.decompressobj(31), b""
        try:
            while not unpacker.eof:
                piece = file.read(1 << 14)
                if not piece:
                    return False
                head = (head + unpacker.decompress(piece))[:16]
        except zlib.error:
            return False
    return head.startswith(b"WARC/1.")


def unlike(con: duckdb.DuckDBPyConnection, home: Path, full: bool) -> Iterator[str]:
    """What the published copy has otherwise: the number of its rows, and their content where `full`."""
    path = home / "news.duckdb"
    if not path.exists():
        yield "nothing was published yet"
        return
    if found := damage(path):
        yield f"news.duckdb is damaged ({found})"
        return
    with closing(connect_reader(path)) as published:
        for table in CONTRACT:
            ours, theirs = _sum_up(con, table, full), _sum_up(published, table, full)
            if ours != theirs:
                yield f"{table} has {ours[0]:,} rows, published are {theirs[0]:,}"


def _sum_up(con: duckdb.DuckDBPyConnection, table: str, full: bool) -> tuple[Any, ...]:
    """Rows, and a sum over all columns that doesn't depend on their order; it is compared, never stored."""
    told = "bit_xor(hash(row))" if full else "NULL"
    (row,) = con.execute(f"SELECT count(*), {told} FROM (SELECT t AS row FROM {table} AS t)").fetchall()
    return row


_BATCHES = "SELECT run_id, source, number FROM batches"
_STORED = """
    SELECT batch.run_id, batch.source, any_value(batch.n_pages), count(state),
           coalesce(bit_xor(md5_number_lower(state)), 0)
    FROM (SELECT run_id, source, sum(n_pages) AS n_pages FROM batches GROUP BY ALL) AS batch
    LEFT JOIN (
        SELECT page.run_id, page.source, page.article_id || '@' || page.revision AS state
        FROM pages AS page
        LEFT JOIN article_revisions AS held
            ON held.run_id = page.run_id AND held.article_id = page.article_id AND held.revision = page.revision
        WHERE outcome IN ('new', 'duplicate', 'revised') AND (held.revision IS NOT NULL OR page.url LIKE 'withheld:%')
    ) AS stored ON stored.run_id = batch.run_id AND stored.source = batch.source
    GROUP BY batch.run_id, batch.source
"""
_PLACES = """
    SELECT archive_file, archive_offset
    FROM (SELECT DISTINCT archive_file, archive_offset FROM pages WHERE archive_offset IS NOT NULL) {}
    ORDER BY ALL
"""
_FILES = "SELECT DISTINCT archive_file FROM pages WHERE archive_file IS NOT NULL ORDER BY ALL"
