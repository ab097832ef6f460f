"""Counts the lines of a batch's new articles, and names those that repeat within their source."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from scrapers.fingerprint import line_hash
from warehouse.schema import read_sql

# A line gets a row when it is seen on a second document, and one with its text on the third.
_NEWLY_REPEATED = """
    WITH total AS (
        SELECT hash, sum(n_documents) AS n_documents
        FROM line_counts
        SEMI JOIN line_now USING (hash)
        WHERE source = (SELECT source FROM staged_batch)
        GROUP BY hash
        HAVING sum(n_documents) > 1
    ),
    named AS (
        SELECT hash, bool_or(text IS NOT NULL) AS has_text
        FROM line_texts
        SEMI JOIN line_now USING (hash)
        WHERE source = (SELECT source FROM staged_batch)
        GROUP BY hash
    )
    SELECT hash, line_now.text, total.n_documents > 2 AS is_shown
    FROM total
    JOIN line_now USING (hash)
    LEFT JOIN named USING (hash)
    WHERE has_text IS NULL OR (total.n_documents > 2 AND NOT has_text)
    ORDER BY hash
"""
_NAME = """
    INSERT INTO line_texts BY NAME
    SELECT staged_batch.source, staged_line.* FROM staged_line CROSS JOIN staged_batch
"""


def count_lines(con: duckdb.DuckDBPyConnection) -> None:
    """Count what `decided.sql` has found to be new; inside its transaction."""
    con.execute(read_sql("line_counts.sql"))
    rows = con.execute(_NEWLY_REPEATED).fetchall()
    if not rows:
        return
    con.register("staged_line", _stage_lines(rows))
    try:
        con.execute(_NAME)
    finally:
        con.unregister("staged_line")


def _stage_lines(rows: list[tuple[int, str, bool]]) -> pa.Table:
    return pa.table(
        {
            "hash": pa.array([key for key, _, _ in rows], pa.uint64()),
            "line_hash": pa.array([line_hash(text) for _, text, _ in rows], pa.string()),
            "text": pa.array([text if is_shown else None for _, text, is_shown in rows], pa.string()),
        }
    )
