"""Articles that a load named a source for, and that are held under another."""

from __future__ import annotations

from typing import NamedTuple

from warehouse.store import Warehouse


class HeldElsewhere(NamedTuple):
    """Unchanged documents whose articles keep the source that they had."""

    source: str
    """What this run called them."""
    held_source: str
    n: int
    first: str
    """Where one of them was read from."""


def held_elsewhere(warehouse: Warehouse, run_id: str) -> list[HeldElsewhere]:
    """Those of a run, by both sources; ids made of anything but the text name their source themselves."""
    return [HeldElsewhere(*row) for row in warehouse.rows(_ELSEWHERE, {"run_id": run_id}, {})]


_ELSEWHERE = """
    WITH unchanged AS (
        SELECT article_id, url, coalesce(nullif(mirrors_of, ''), source) AS source
        FROM pages
        LEFT JOIN (SELECT source, arg_max(mirrors_of, rowid) AS mirrors_of FROM sources GROUP BY source) USING (source)
        WHERE run_id = $run_id AND outcome = 'unchanged' AND starts_with(article_id, 'file:')
    ),
    held AS (
        SELECT article_id, arg_max(source, revision) AS held_source
        FROM article_revisions
        SEMI JOIN unchanged USING (article_id)
        GROUP BY article_id
    )
    SELECT source, held_source, count(DISTINCT article_id), min(url)
    FROM unchanged
    JOIN held USING (article_id)
    WHERE source <> held_source
    GROUP BY ALL
    ORDER BY ALL
"""
