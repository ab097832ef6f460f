"""The states of one article, as its publisher showed them."""

from __future__ import annotations

import duckdb

from warehouse.explain import find_article
from warehouse.read import Row, query


def history(con: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    """The revisions of the article with this id, URL, or path, the first one first. Raises `NotHeld`."""
    return query(con, _HISTORY, [find_article(con, name)]).records


# `is_reread`: the same page, read by better rules; the publisher changed nothing.
_HISTORY = """
    SELECT article_id, revision, title, published_raw, body, fetched_at, run_id,
           coalesce(digest = lag(digest) OVER (ORDER BY revision), false) AS is_reread
    FROM article_revisions
    WHERE article_id = ?
    ORDER BY revision
"""
