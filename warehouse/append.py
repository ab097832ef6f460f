"""Appends a batch: one transaction for articles, pages, stories and the receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import reduce
from operator import xor
from typing import Any

import duckdb

from scrapers.fingerprint import exact_hash
from scrapers.records import Batch
from warehouse.copies import mark_copies
from warehouse.decided import Decided, Revision, decide, decided_revisions
from warehouse.ledger import Receipt
from warehouse.line_counts import count_lines
from warehouse.schema import read_sql, transaction
from warehouse.search_index import index_revisions
from warehouse.staging import stage_batch, stage_decided, stage_revisions, staged

_RECEIPT = """
    SELECT run_id, source, number, n_pages, outcomes, n_revisions, revisions_hash,
           strftime(committed_at, '%Y-%m-%dT%H:%M:%S.%fZ')
    FROM batches
"""
# With its outcomes by name, as `histogram` would give them.
_ADD_BATCH = """
    INSERT INTO batches BY NAME
    SELECT *, $n_pages AS n_pages, map($outcomes::VARCHAR[], $counts::BIGINT[]) AS outcomes,
           $n_revisions AS n_revisions, $revisions_hash AS revisions_hash
    FROM staged_batch
"""


def append_batch(con: duckdb.DuckDBPyConnection, batch: Batch) -> Receipt:
    """What the batch did. Raises `ValueError` for a page of another source, or one that nothing can be told of."""
    strangers = {page.source for page in batch.pages} - {batch.source}
    if strangers:
        raise ValueError(f"pages of {', '.join(sorted(strangers))} in a batch of {batch.source}")
    at = batch.committed_at or datetime.now(UTC)
    with staged(con, stage_batch(batch, committed_at=at)), transaction(con):
        decided = decide(con, batch)
        _store_outcomes(con, batch, decided)
        revisions = decided_revisions(batch, decided)
        if revisions:
            _store(con, revisions, run_id=batch.run_id)
            mark_copies(con, revisions, run_id=batch.run_id, at=at)
            count_lines(con, revisions, source=batch.source, at=at)
            index_revisions(con, revisions)
    receipt = find_receipt(con, batch)
    assert receipt is not None
    return receipt


def _store_outcomes(con: duckdb.DuckDBPyConnection, batch: Batch, decided: Sequence[Decided]) -> None:
    """The rows of `pages`, and what makes the receipt."""
    with staged(con, stage_decided(decided)):
        con.execute(read_sql("pages.sql"))
    counts = Counter([one.outcome for one in decided])
    counts.update(page.outcome for page in batch.pages if page.outcome)
    added = [exact_hash(f"{one.article_id}@{one.revision}") for one in decided if one.is_revision]
    values = {
        "n_pages": len(batch.pages),
        "outcomes": sorted(counts),
        "counts": [counts[outcome] for outcome in sorted(counts)],
        "n_revisions": len(added),
        "revisions_hash": f"{reduce(xor, added, 0):016x}",
    }
    con.execute(_ADD_BATCH, values)


def _store(con: duckdb.DuckDBPyConnection, revisions: Sequence[Revision], *, run_id: str) -> None:
    pages, numbers = [revision.page for revision in revisions], [revision.number for revision in revisions]
    with staged(con, stage_revisions(pages, numbers, run_id)):
        con.execute(read_sql("revisions.sql"))


def find_receipt(con: duckdb.DuckDBPyConnection, batch: Batch) -> Receipt | None:
    """What the batch did when it was appended; None if it wasn't."""
    where = "WHERE run_id = ? AND source = ? AND number = ?"
    rows = con.execute(f"{_RECEIPT} {where}", [batch.run_id, batch.source, batch.number]).fetchall()
    return _receipt(rows[0]) if rows else None


def receipts_of(con: duckdb.DuckDBPyConnection) -> list[Receipt]:
    """Of all batches, in the order they were appended."""
    return [_receipt(row) for row in con.execute(f"{_RECEIPT} ORDER BY rowid").fetchall()]


def _receipt(row: Sequence[Any]) -> Receipt:
    run_id, source, number, n_pages, outcomes, n_revisions, revisions_hash, committed_at = row
    return Receipt(
        run_id=run_id,
        source=source,
        batch=number,
        pages=n_pages,
        outcomes=outcomes,
        revisions=n_revisions,
        revisions_hash=revisions_hash,
        committed_at=committed_at,
    )
