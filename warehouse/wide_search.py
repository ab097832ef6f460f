"""The search for copies among all that is held, however old: once a week for the week's articles, on demand for all.

Done in chunks, each in a transaction of its own, so that neither memory nor what an interruption costs grows with the
warehouse.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import duckdb
import numpy as np

from scrapers.fingerprint.sketches import HASH_VERSION, sketches
from warehouse.copies import current_generation, judge_pairs
from warehouse.evidence import Pair, judged_among, store_evidence
from warehouse.renewal import tell_all_stories
from warehouse.schema import transaction
from warehouse.sketches import Found, Sketches, find_candidates, store_sketches
from warehouse.staging import read_columns
from warehouse.stories import tell_stories

EVERY = timedelta(days=7)
CHUNK = 5_000
"""Articles searched for at once: what a join over all postings is worth starting for."""

_NOTHING = Found((), np.empty(0, np.uint32))


class Progress(NamedTuple):
    """How many articles were searched for, of how many."""

    n_done: int
    n_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Who searches, for which stories."""

    run_id: str
    at: datetime
    generation: int


def is_due(con: duckdb.DuckDBPyConnection, *, at: datetime) -> bool:
    """Whether a week has passed since the last wide search."""
    ((last,),) = con.execute("SELECT arg_max(searched_at, rowid) FROM wide_searches").fetchall()
    return last is None or abs(at - last) >= EVERY  # one in the future was made when the clock was wrong


def search_widely(con: duckdb.DuckDBPyConnection, *, run_id: str, at: datetime) -> Iterator[Progress]:
    """Compare what came since the last wide search with all that is older."""
    search = Search(run_id=run_id, at=at, generation=current_generation(con))
    sketch_missing(con, search)
    ((first,),) = con.execute("SELECT coalesce(max(next_number), 0) FROM wide_searches").fetchall()
    for begin, end, last in _chunks(con, first):
        with transaction(con):
            touched = {name for pair in _search_chunk(con, begin, end, search=search) for name in pair}
            if touched:
                tell_stories(con, touched, run_id=run_id, at=at, generation=search.generation)
        yield Progress(end - first, last - first)
    _note(con, search)


def renew_stories(con: duckdb.DuckDBPyConnection, *, run_id: str, at: datetime) -> Iterator[Progress]:
    """Judge all pairs of the warehouse anew and tell all stories from that, as a new generation.

    Until its end the stories of the generation before stand, and so they do when it is interrupted.
    """
    ((last_generation,),) = con.execute(_LAST_GENERATION).fetchall()
    search = Search(run_id=run_id, at=at, generation=last_generation + 1)
    sketch_missing(con, search)
    for begin, end, last in _chunks(con, 0):
        with transaction(con):
            _search_chunk(con, begin, end, search=search)
        yield Progress(end, last)
    with transaction(con):
        tell_all_stories(con, run_id=run_id, at=at, generation=search.generation)
        con.execute("INSERT INTO story_generations VALUES (?, ?, ?)", [search.generation, run_id, at])
        _note(con, search)


def sketch_missing(con: duckdb.DuckDBPyConnection, search: Search) -> None:
    """Sketch the articles that have none of today's hashes: those of a warehouse that is older than these."""
    if con.execute(_ALL_SKETCHED, {"version": HASH_VERSION}).fetchall():
        return
    con.execute(_MISSING, {"version": HASH_VERSION})
    ((n_missing,),) = con.execute("SELECT count(*) FROM unsketched").fetchall()
    for begin in range(0, n_missing, CHUNK):
        rows = con.execute(_UNSKETCHED, {"begin": begin, "end": begin + CHUNK}).fetchall()
        revisions = {article_id: revision for article_id, revision, _ in rows}
        made = dict(zip(revisions, sketches(body for *_, body in rows), strict=True))
        with transaction(con):
            store_sketches(con, made, revisions=revisions, on=search.at.date(), found=_NOTHING)
    con.execute("DROP TABLE unsketched")


def _chunks(con: duckdb.DuckDBPyConnection, first: int) -> list[tuple[int, int, int]]:
    """Ranges of sketch numbers: where each begins and ends, and where all end."""
    ((end,),) = con.execute("SELECT coalesce(max(number) + 1, 0) FROM sketches").fetchall()
    bounds = [*range(first, end, CHUNK), end]
    return [(begin, stop, end) for begin, stop in pairwise(bounds)]


def _search_chunk(con: duckdb.DuckDBPyConnection, begin: int, end: int, *, search: Search) -> list[Pair]:
    """The pairs that were judged: articles sketched in this range, each with one of its range or an older one."""
    made = _read_sketches(con, begin, end)
    found = find_candidates(con, made, since=None, before=begin)
    pairs = {(min(pair), max(pair)) for pair in found.pairs}
    fresh = sorted(pairs - judged_among(con, pairs, generation=search.generation))
    for evidence in judge_pairs(con, fresh, {}):
        store_evidence(con, evidence, run_id=search.run_id, generation=search.generation)
    return fresh


def _read_sketches(con: duckdb.DuckDBPyConnection, begin: int, end: int) -> Sketches:
    """The sketches in this range that are of last revisions."""
    values = {"begin": begin, "end": end, "version": HASH_VERSION}
    names = dict(con.execute(_LAST, values).fetchall())
    postings = read_columns(con, _POSTINGS.format(**values))
    numbers, first = np.unique(postings["number"], return_index=True)
    pieces = zip(numbers.tolist(), np.split(postings["hash"], first[1:]), strict=True) if len(numbers) else ()
    return {names[number]: sketch for number, sketch in pieces if number in names}


def _note(con: duckdb.DuckDBPyConnection, search: Search) -> None:
    con.execute(_NOTE, {"run_id": search.run_id, "at": search.at})


_LAST_GENERATION = """
    SELECT greatest((SELECT max(generation) FROM story_generations), (SELECT max(generation) FROM evidence))
"""
_NOTE = """
    INSERT INTO wide_searches SELECT coalesce(max(number) + 1, 0), $run_id, $at::TIMESTAMPTZ FROM sketches
"""
# A batch that has two revisions of an article sketches the last one: then they are looked for, and none is found.
_ALL_SKETCHED = """
    SELECT 1
    WHERE (SELECT count(*) FROM sketches WHERE hash_version = $version) = (SELECT count(*) FROM article_revisions)
"""
_MISSING = """
    CREATE OR REPLACE TEMP TABLE unsketched AS
    SELECT row_number() OVER (ORDER BY held.rowid) - 1 AS place, held.rowid AS held_rowid
    FROM article_revisions AS held
    ANTI JOIN superseded
        ON superseded.article_id = held.article_id AND superseded.revision = held.revision
    ANTI JOIN (SELECT article_id, revision FROM sketches WHERE hash_version = $version) AS made
        ON made.article_id = held.article_id AND made.revision = held.revision
"""
_UNSKETCHED = """
    SELECT article_id, revision, body
    FROM article_revisions
    WHERE rowid IN (SELECT held_rowid FROM unsketched WHERE place >= $begin AND place < $end)
    ORDER BY article_revisions.rowid
"""
_LAST = """
    SELECT number, article_id
    FROM sketches
    ANTI JOIN superseded USING (article_id, revision)
    WHERE number >= $begin AND number < $end AND hash_version = $version
"""
_POSTINGS = "SELECT number, hash FROM postings WHERE number >= {begin} AND number < {end} ORDER BY number"
