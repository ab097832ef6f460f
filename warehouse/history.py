"""The states of one article, as its publisher showed them."""

from __future__ import annotations

import duckdb

from warehouse.explain import find_article
from warehouse.read import Row, query


def history(con: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    """The revisions of the article with this id, URL, or path, the first one first. Raises `NotHeld`."""
    return query(con, _HISTORY, [find_article(con, name)]).records


# `old_body` and `new_body` are what a change is told from: lines that only rules took off stand in neither.
_HISTORY = """
    SELECT article_id, revision, revised.title, revised.published_raw, revised.body, fetched_at, run_id,
           coalesce(is_reread, false) AS is_reread, coalesce(n_ruled_lines, 0) AS n_ruled_lines,
           coalesce(title_changed, false) AS title_changed, old_body, pair.body AS new_body
    FROM article_revisions AS revised
    LEFT JOIN (FROM revision_pairs WHERE article_id = $1) AS pair USING (article_id, revision)
    WHERE article_id = $1
    ORDER BY revision
"""
