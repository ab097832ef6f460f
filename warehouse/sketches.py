"""Sketches of articles: kept for years, and searched for stored articles that a new one may be a copy of.

A hash join without an index; the window makes a night's search cost what its own articles cost, however many are held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scrapers.fingerprint import HASH_VERSION
from warehouse.staging import stage_ids, staged

MAX_POSTINGS = 64
"""Articles that may have a hash before it stops telling anything."""

MIN_SHARE = 0.2
"""Of the smaller sketch: far below what two copies share, with room for the chance in a small sample."""

Sketches = Mapping[str, NDArray[np.uint32]]
"""By article id."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search for copies found."""

    pairs: tuple[tuple[str, str], ...]
    """A new article and one that is held or came earlier in the same batch: to be judged on their texts."""
    common: NDArray[np.uint32]
    """Hashes that turned out to tell nothing; `store_sketches` keeps them out of later searches."""


@dataclass(frozen=True, slots=True)
class HeldText:
    """What judging needs of a stored article."""

    revision: int
    source: str
    body: str
    content_hash: str | None


def find_candidates(
    con: duckdb.DuckDBPyConnection, sketches: Sketches, *, since: date | None, before: int | None = None
) -> Found:
    """Held articles whose sketch shares enough with one of these.

    Asked are those sketched since that day (None: ever), and of these the sketches below the number `before`.
    """
    ((first,),) = con.execute(_FIRST, {"version": HASH_VERSION, "since": since or date.min}).fetchall()
    with staged(con, _stage(sketches)):
        con.execute(_WANTED)
        con.execute(_HITS, {"first": first, "before": 1 << 31 if before is None else before})
        common = [value for (value,) in con.execute(_COMMON, {"most": MAX_POSTINGS}).fetchall()]
        pairs = con.execute(_CANDIDATES, {"most": MAX_POSTINGS, "share": MIN_SHARE}).fetchall()
        con.execute(_DROP)
    return Found(tuple(pairs), np.array(common, np.uint32))


def held_texts(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> dict[str, HeldText]:
    """The last revision of those of these articles that are held."""
    if not article_ids:
        return {}
    with staged(con, {"wanted_article": stage_ids(article_ids)}):
        rows = con.execute(_TEXTS).fetchall()
    return {article_id: HeldText(*rest) for article_id, *rest in rows}


def store_sketches(
    con: duckdb.DuckDBPyConnection, sketches: Sketches, *, revisions: Mapping[str, int], on: date, found: Found
) -> None:
    """Keep the sketches of these revisions, and what their search learned; inside the caller's transaction."""
    kept = {article_id: sketch for article_id, sketch in sketches.items() if article_id in revisions}
    tables = _stage(kept)
    tables["staged_sketch"] = tables["staged_sketch"].append_column(
        "revision", pa.array([revisions[article_id] for article_id in kept], pa.int32())
    )
    tables["common_hash"] = pa.table({"hash": found.common})
    with staged(con, tables):
        ((first,),) = con.execute("SELECT coalesce(max(number), -1) + 1 FROM sketches").fetchall()
        con.execute(_ADD_SKETCHES, {"first": first, "version": HASH_VERSION, "on": on})
        con.execute(_ADD_POSTINGS, {"first": first})
        con.execute(_ADD_STOPS)


def _stage(sketches: Sketches) -> dict[str, pa.Table]:
    lengths = [len(sketch) for sketch in sketches.values()]
    places = np.arange(len(lengths), dtype=np.int32)
    hashes = np.concatenate([np.empty(0, np.uint32), *sketches.values()])
    return {
        "staged_sketch": pa.table(
            {
                "place": places,
                "article_id": pa.array(list(sketches), pa.string()),
                "n_hashes": pa.array(lengths, pa.int32()),
            }
        ),
        "staged_posting": pa.table({"place": np.repeat(places, lengths), "hash": hashes}),
    }


# A clock set back gives later numbers an earlier day: the window is widened by that, never cut short.
_FIRST = """
    SELECT greatest(coalesce(min(number) FILTER (sketched_on >= $since), 1 << 30),
                    coalesce(max(number) FILTER (hash_version <> $version), -1) + 1)
    FROM sketches
"""
_WANTED = (
    "CREATE OR REPLACE TEMP TABLE wanted AS SELECT place, hash FROM staged_posting ANTI JOIN stop_hashes USING (hash)"
)
# The batch's own articles are numbered below zero, so that each pair of them is met once.
_HITS = """
    CREATE OR REPLACE TEMP TABLE hit AS
    SELECT hash, number FROM postings SEMI JOIN wanted USING (hash) WHERE number >= $first AND number < $before
    UNION ALL
    SELECT hash, -1 - place FROM wanted
"""
_COMMON = "SELECT hash FROM hit GROUP BY hash HAVING count(*) > $most"
_CANDIDATES = """
    WITH met AS (
        SELECT place, number, count(*) AS n_shared
        FROM hit
        ANTI JOIN (SELECT hash FROM hit GROUP BY hash HAVING count(*) > $most) USING (hash)
        JOIN wanted USING (hash)
        WHERE number >= 0 OR -1 - number < place
        GROUP BY place, number
    ),
    known AS (
        SELECT number, article_id, n_hashes FROM sketches WHERE number IN (SELECT number FROM met)
        UNION ALL
        SELECT -1 - place, article_id, n_hashes FROM staged_sketch
    )
    SELECT DISTINCT mine.article_id, known.article_id
    FROM met
    JOIN staged_sketch AS mine USING (place)
    JOIN known USING (number)
    WHERE mine.article_id <> known.article_id AND n_shared >= $share * least(mine.n_hashes, known.n_hashes)
    ORDER BY ALL
"""
_DROP = "DROP TABLE wanted; DROP TABLE hit"
# By row ids: a join on the article's id, or a list of ids in the query, would read every body of the table (2.7 s of a
# million, instead of 0.1).
_TEXTS = """
    SELECT article_id, revision, source, body, content_hash
    FROM article_revisions
    WHERE rowid IN (SELECT rowid FROM article_revisions SEMI JOIN wanted_article USING (article_id))
    ORDER BY revision
"""
_ADD_SKETCHES = """
    INSERT INTO sketches BY NAME
    SELECT $first + place AS number, article_id, revision, n_hashes, $version AS hash_version, $on AS sketched_on
    FROM staged_sketch
    ORDER BY place
"""
_ADD_POSTINGS = "INSERT INTO postings BY NAME SELECT hash, $first + place AS number FROM staged_posting ORDER BY place"
_ADD_STOPS = "INSERT INTO stop_hashes SELECT hash FROM common_hash ANTI JOIN stop_hashes USING (hash)"
