"""The rows of articles' revisions, sought from the last one back: what a night asks for came a few nights ago."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from warehouse.staging import read_columns, stage_places, staged

RECENT = 100_000
"""Rows looked through before all others: a window of nights has fewer. Ids are long, and a million take 0.1 s."""

_END = (1 << 63) - 1
"""Rows of the transaction that is under way have numbers far above all others."""


def revision_rows(
    con: duckdb.DuckDBPyConnection, article_ids: Sequence[str], *, told: str = ""
) -> dict[str, NDArray[Any]]:
    """For each revision of these articles its `row`, its number and the `place` of the article among these.

    `told` names what is wanted beside: columns that are neither text nor null.
    """
    ((n_rows,),) = con.execute("SELECT count(*) FROM article_revisions").fetchall()
    border = max(0, n_rows - RECENT)
    with staged(con, {"placed_article": stage_places(article_ids)}):
        found = read_columns(con, _ROWS.format(told=told, begin=border, end=_END))
        # Revisions are appended in their order: with its first one, all of an article's are found.
        if not border or np.count_nonzero(found["revision"] == 1) == len(article_ids):
            return found
        older = read_columns(con, _ROWS.format(told=told, begin=0, end=border))
    return {name: np.concatenate([older[name], found[name]]) for name in found}


_ROWS = """
    SELECT place, revision, held.rowid AS "row"{told}
    FROM article_revisions AS held
    JOIN placed_article USING (article_id)
    WHERE held.rowid >= {begin} AND held.rowid < {end}
"""
