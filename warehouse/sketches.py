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

from scrapers.fingerprint.sketches import HASH_VERSION
from warehouse.meetings import Numbers, Postings, meet
from warehouse.revision_rows import revision_rows
from warehouse.staging import read_columns, staged

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
        wanted = read_columns(con, _WANTED)
    with staged(con, {"wanted_hash": pa.table({"hash": wanted["hash"]})}):
        held = read_columns(con, _HITS.format(first=first, before=1 << 31 if before is None else before))
    # Below zero, so that they aren't taken for held ones, and each pair of them meets once.
    mine = Postings(wanted["hash"], -1 - wanted["place"].astype(np.int64))
    met = meet(mine, Postings(held["hash"], held["number"].astype(np.int64)))
    lengths = np.array([len(sketch) for sketch in sketches.values()], np.int64)
    smaller = np.minimum(lengths[-1 - met.mine], _lengths(con, lengths, met.others))
    is_enough = met.n_shared >= MIN_SHARE * smaller
    return Found(_named(con, list(sketches), met.mine[is_enough], met.others[is_enough]), met.common)


def _lengths(con: duckdb.DuckDBPyConnection, own: Numbers, numbers: Numbers) -> Numbers:
    """How many hashes the sketches with these numbers have; `own` are those of the numbers below zero."""
    is_held = numbers >= 0
    found = np.empty(len(numbers), np.int64)
    found[~is_held] = own[-1 - numbers[~is_held]]
    if not is_held.any():
        return found
    with staged(con, {"met": pa.table({"number": np.unique(numbers[is_held])})}):
        known = read_columns(con, _LENGTHS)
    found[is_held] = known["n_hashes"][np.searchsorted(known["number"], numbers[is_held])]
    return found


def _named(
    con: duckdb.DuckDBPyConnection, own: Sequence[str], mine: Numbers, others: Numbers
) -> tuple[tuple[str, str], ...]:
    """The pairs by their ids; an article and its own earlier revision are none."""
    if not len(mine):
        return ()
    with staged(con, {"met": pa.table({"number": np.unique(others[others >= 0])})}):
        names = dict(con.execute(_NAMES).fetchall())
    names |= {-1 - place: name for place, name in enumerate(own)}
    pairs = {(names[a], names[b]) for a, b in zip(mine.tolist(), others.tolist(), strict=True)}
    return tuple(sorted(pair for pair in pairs if pair[0] != pair[1]))


def held_texts(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> dict[str, HeldText]:
    """The last revision of those of these articles that are held."""
    if not article_ids:
        return {}
    rows = revision_rows(con, article_ids)
    order = np.lexsort((rows["revision"], rows["place"]))
    is_last = np.diff(rows["place"][order], append=-1) != 0
    with staged(con, {"wanted_row": pa.table({"row": rows["row"][order[is_last]]})}):
        texts = con.execute(_TEXTS).fetchall()
    return {article_id: HeldText(*rest) for article_id, *rest in texts}


def store_sketches(
    con: duckdb.DuckDBPyConnection, sketches: Sketches, *, revisions: Mapping[str, int], on: date, found: Found
) -> None:
    """Keep the sketches of these revisions, and what their search learned; inside the caller's transaction."""
    kept = {article_id: sketch for article_id, sketch in sketches.items() if article_id in revisions}
    tables = _stage(kept)
    tables["staged_sketch"] = tables["staged_sketch"].append_column(
        "revision", pa.array([revisions[article_id] for article_id in kept], pa.int32())
    )
    with staged(con, tables):
        ((first,),) = con.execute("SELECT coalesce(max(number), -1) + 1 FROM sketches").fetchall()
        con.execute(_ADD_SKETCHES, {"first": first, "version": HASH_VERSION, "on": on})
        con.execute(_ADD_POSTINGS, {"first": first})
    if len(found.common):
        with staged(con, {"common_hash": pa.table({"hash": found.common})}):
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
_WANTED = "SELECT place, hash FROM staged_posting ANTI JOIN stop_hashes USING (hash)"
_HITS = """
    SELECT hash, number
    FROM postings
    SEMI JOIN wanted_hash USING (hash)
    WHERE number >= {first} AND number < {before}
"""
_LENGTHS = "SELECT number, n_hashes FROM sketches SEMI JOIN met USING (number) ORDER BY number"
_NAMES = "SELECT number, article_id FROM sketches SEMI JOIN met USING (number)"
# A join on the article's id, or a list of ids in the query, would read every body of the table (2.7 s of a million).
_TEXTS = """
    SELECT article_id, revision, source, body, content_hash
    FROM article_revisions
    WHERE rowid IN (FROM wanted_row)
"""
_ADD_SKETCHES = """
    INSERT INTO sketches BY NAME
    SELECT $first + place AS number, article_id, revision, n_hashes, $version AS hash_version, $on AS sketched_on
    FROM staged_sketch
    ORDER BY place
"""
_ADD_POSTINGS = "INSERT INTO postings BY NAME SELECT hash, $first + place AS number FROM staged_posting ORDER BY place"
_ADD_STOPS = "INSERT INTO stop_hashes SELECT hash FROM common_hash ANTI JOIN stop_hashes USING (hash)"
