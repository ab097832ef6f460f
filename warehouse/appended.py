"""What one run appended, for the person who ran it."""

from __future__ import annotations

import duckdb

from warehouse.read import Row, query


def appended(con: duckdb.DuckDBPyConnection, run_id: str, *, limit: int) -> list[Row]:
    """The first revisions the run appended, the latest news first; `n` in each row is how many there are in all."""
    return query(con, _APPENDED, [run_id, limit]).records


def holds_nothing(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether there is no article at all."""
    return not query(con, "SELECT 1 FROM article_revisions LIMIT 1").rows


_APPENDED = """
    WITH stored AS (
        SELECT article.*, page.outcome, count(*) OVER () AS n
        FROM pages AS page
        JOIN article_revisions AS article USING (article_id, revision)
        WHERE page.run_id = ? AND page.outcome IN ('new', 'duplicate', 'revised')
        ORDER BY coalesce(published_on, not_before) DESC NULLS LAST, article.source, title
        LIMIT ?
    )
    SELECT outcome, source, title, published_on, published_precision, not_before, n_words, n_characters, flags, n,
           (SELECT count(*) FROM removed_lines AS removed
            WHERE removed.article_id = stored.article_id AND removed.revision = stored.revision) AS n_removed
    FROM stored
    ORDER BY coalesce(published_on, not_before) DESC NULLS LAST, source, title
"""
