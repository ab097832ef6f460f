"""All stories told at once, from the judgements of one generation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scrapers.fingerprint.links import label
from warehouse.staging import read_columns, staged
from warehouse.stories import NUMBERED_TEXT, Members, record_stories, tell

CHUNK = 20_000
"""Articles whose stories are told at once; a story and all it is tied to is never cut in two."""

Places = NDArray[np.int64]


def tell_all_stories(con: duckdb.DuckDBPyConnection, *, run_id: str, at: datetime, generation: int) -> None:
    """The ledger of a new generation, inside the caller's transaction."""
    for members in _bunches(con, generation):
        told = list(tell(con, members, generation=generation))
        record_stories(con, told, run_id=run_id, at=at, generation=generation)


def _bunches(con: duckdb.DuckDBPyConnection, generation: int) -> Iterator[Members]:
    """Articles that are tied to others, with all these; as many at once as make a chunk."""
    con.execute(_ARTICLES)
    ties = read_columns(con, _TIES.format(generation=generation))
    ((n_articles,),) = con.execute("SELECT count(*) FROM placed").fetchall()
    labels = label(ties["a"], ties["b"], n_articles)
    tied = np.unique(np.concatenate([ties["a"], ties["b"]]))
    ordered = tied[np.argsort(labels[tied], kind="stable")]
    for places in _cut(ordered, labels[ordered]):
        with staged(con, {"wanted_place": pa.table({"place": places})}):
            rows = con.sql(_MEMBERS).to_arrow_table()
        ids, born, texts = rows["article_id"].to_pylist(), rows["place"].to_numpy(), rows["text"].to_numpy()
        order = np.array(sorted(range(len(ids)), key=ids.__getitem__))
        members = [ids[place] for place in order]
        yield Members(members, born[order], texts[order], np.arange(len(ids)))
    con.execute("DROP TABLE placed")


def _cut(ordered: Places, labels: Places) -> Iterator[Places]:
    """Pieces of about a chunk, cut where a label ends."""
    begin = 0
    while begin < len(ordered):
        end = int(np.searchsorted(labels, labels[min(begin + CHUNK, len(ordered)) - 1], side="right"))
        yield ordered[begin:end]
        begin = end


# Places count articles in their order of arrival, so that the oldest member of a story has the lowest.
_ARTICLES = """
    CREATE OR REPLACE TEMP TABLE placed AS
    SELECT row_number() OVER (ORDER BY born) - 1 AS place, article_id, content_hash
    FROM (
        SELECT article_id, min(rowid) AS born, arg_max_null(content_hash, revision) AS content_hash
        FROM article_revisions
        GROUP BY article_id
    )
"""
_TIES = """
    SELECT mine.place AS a, other.place AS b
    FROM evidence
    JOIN placed AS mine ON mine.article_id = a_id
    JOIN placed AS other ON other.article_id = b_id
    WHERE generation = {generation} AND kind IS NOT NULL
    UNION ALL
    SELECT place, next_place
    FROM (SELECT place, lead(place) OVER (PARTITION BY content_hash ORDER BY place) AS next_place
          FROM placed
          WHERE content_hash IS NOT NULL)
    WHERE next_place IS NOT NULL
"""
_MEMBERS = f"SELECT place, article_id, {NUMBERED_TEXT} AS text FROM placed SEMI JOIN wanted_place USING (place)"
