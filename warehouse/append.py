"""Appends a batch: one transaction for articles, pages, stories and the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb

from scrapers.records import Batch
from warehouse.copies import mark_copies
from warehouse.decided import Revision, decided_revisions
from warehouse.ledger import Receipt
from warehouse.line_counts import count_lines
from warehouse.schema import read_sql, transaction
from warehouse.search_index import index_revisions
from warehouse.staging import stage_batch, stage_revisions
from warehouse.staging import staged as staged

_RECEIPT = """
    SELECT run_id, source, number, n_pages, outcomes, n_revisions, revisions_hash,
           strftime(committed_at, '%Y-%m-%dT%H:%M:%S.%fZ')
    FROM batches
"""
_UNDECIDABLE = "SELECT url FROM decided JOIN staged_page USING (n) WHERE is_revision AND NOT has_article LIMIT 1"


def append_batch(con: duckdb.DuckDBPyConnection, batch: Batch) -> Receipt:
    """What the batch did. Raises `ValueError` for a page of another source, or one that nothing can be told of."""
    strangers = {page.source for page in batch.pages} - {batch.source}
    if strangers:
        raise ValueError(f"pages of {', '.join(sorted(strangers))} in a batch of {batch.source}")
    at = batch.committed_at or datetime.now(UTC)
    with staged(con, stage_batch(batch, committed_at=at)), transaction(con):
        _decide(con, batch)
        revisions = decided_revisions(con, batch)
        if revisions:
            _store(con, revisions, run_id=batch.run_id)
            mark_copies(con, revisions, run_id=batch.run_id, at=at)
            count_lines(con, revisions, source=batch.source, at=at)
            index_revisions(con, revisions)
    receipt = find_receipt(con, batch)
    assert receipt is not None
    return receipt


def _decide(con: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Number the states of the batch and store their outcomes. Raises `ValueError` where one can't be told."""
    con.execute(read_sql("append.sql"))
    undecided = [page for page in batch.pages if page.outcome is None]
    articles = {page.article.article_id if page.article else page.article_id for page in undecided}
    in_turn = len(articles) < len(undecided) or con.execute("SELECT 1 FROM counted LIMIT 1").fetchall()
    con.execute(read_sql("numbered_in_turn.sql" if in_turn else "numbered_once.sql"))
    con.execute(read_sql("decided.sql"))
    if all(page.article for page in undecided):
        return
    if undecidable := con.execute(_UNDECIDABLE).fetchall():
        raise ValueError(f"{undecidable[0][0]}: neither outcome nor article, and its digest isn't held")


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
