"""Articles that one run was given in several states without a moment that tells which came later."""

from __future__ import annotations

from typing import NamedTuple

from warehouse.store import Warehouse


class Undated(NamedTuple):
    """An article of two texts, each kept as a revision, in the order in which they were read."""

    source: str
    article_id: str
    first: str
    """Where the earlier revision was read from."""
    then: str


def undated_states(warehouse: Warehouse, run_id: str) -> list[Undated]:
    """Those of the documents that a run loaded; a page that is fetched has its moment."""
    return [Undated(*row) for row in warehouse.rows(_UNDATED, {"run_id": run_id}, {})]


_UNDATED = """
    SELECT any_value(source), article_id, arg_min(url, revision), arg_max(url, revision)
    FROM pages
    WHERE run_id = $run_id AND http_status IS NULL AND outcome IN ('new', 'duplicate', 'revised', 'unchanged')
    GROUP BY article_id
    HAVING count(DISTINCT revision) > count(DISTINCT fetched_at)
       AND bool_or(outcome = 'revised')
    ORDER BY ALL
"""
