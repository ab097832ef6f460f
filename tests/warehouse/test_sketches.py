"""Copies of any age are found among what is held, and a night's search stays within its window."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint.sketches import sketches as sketch_texts
from warehouse.meetings import MAX_POSTINGS
from warehouse.sketches import Found, find_candidates, held_texts, store_sketches

TONIGHT = date(2026, 11, 21)
WINDOW = TONIGHT - timedelta(days=60)
Sketch = NDArray[np.uint32]


def sketch(*hashes: int) -> Sketch:
    return np.array(hashes, np.uint32)


def pairs(con: duckdb.DuckDBPyConnection, since: date | None = WINDOW, **given: Sketch) -> set[tuple[str, str]]:
    return set(find_candidates(con, given, since=since).pairs)


def store(con: duckdb.DuckDBPyConnection, on: date = TONIGHT, **given: Sketch) -> Found:
    found = find_candidates(con, given, since=None)
    store_sketches(con, given, revisions=dict.fromkeys(given, 1), on=on, found=found)
    return found


def test_a_held_copy_is_found(con: duckdb.DuckDBPyConnection) -> None:
    store(con, a=sketch(1, 2, 3, 4), b=sketch(5, 6, 7, 8))
    assert pairs(con, c=sketch(1, 2, 3, 9)) == {("c", "a")}


def test_copies_in_one_batch_are_found_once(con: duckdb.DuckDBPyConnection) -> None:
    assert pairs(con, a=sketch(1, 2, 3), b=sketch(1, 2, 4), c=sketch(7, 8)) == {("b", "a")}


def test_an_article_is_no_copy_of_its_earlier_revision(con: duckdb.DuckDBPyConnection) -> None:
    store(con, a=sketch(1, 2, 3))
    assert pairs(con, a=sketch(1, 2, 4)) == set()


def test_too_little_in_common_is_no_candidate(con: duckdb.DuckDBPyConnection) -> None:
    store(con, a=sketch(*range(100)))
    assert pairs(con, b=sketch(*range(90, 190))) == set()
    assert pairs(con, b=sketch(99, 100, 101)) == {("b", "a")}


def test_the_window_ends_where_it_should(con: duckdb.DuckDBPyConnection) -> None:
    store(con, on=WINDOW - timedelta(days=1), old=sketch(1, 2, 3))
    store(con, on=WINDOW, young=sketch(1, 2, 3))
    assert pairs(con, new=sketch(1, 2, 3)) == {("new", "young")}
    assert pairs(con, since=None, new=sketch(1, 2, 3)) == {("new", "young"), ("new", "old")}


def test_sketches_of_another_hash_version_are_left_alone(con: duckdb.DuckDBPyConnection) -> None:
    store(con, a=sketch(1, 2, 3))
    con.execute("UPDATE sketches SET hash_version = hash_version + 1")
    store(con, b=sketch(1, 2, 3))
    assert pairs(con, since=None, new=sketch(1, 2, 3)) == {("new", "b")}


def test_a_hash_on_too_many_articles_stops_counting(con: duckdb.DuckDBPyConnection) -> None:
    crowd = {f"crowd{n}": sketch(7, 1000 + n) for n in range(MAX_POSTINGS)}
    assert len(store(con, **crowd).common) == 0
    assert len(pairs(con, new=sketch(7, 8))) == 0
    assert store(con, new=sketch(7, 8)).common.tolist() == [7]
    assert store(con, newer=sketch(7, 9)).common.tolist() == []
    assert con.execute("FROM stop_hashes").fetchall() == [(7,)]


def test_only_what_was_stored_as_a_revision_is_kept(con: duckdb.DuckDBPyConnection) -> None:
    given = {"a": sketch(1, 2), "unchanged": sketch(3, 4), "short": sketch()}
    found = find_candidates(con, given, since=None)
    store_sketches(con, given, revisions={"a": 2, "short": 1}, on=TONIGHT, found=found)
    kept = con.execute("SELECT number, article_id, revision, n_hashes FROM sketches ORDER BY number").fetchall()
    assert kept == [(0, "a", 2, 2), (1, "short", 1, 0)]
    assert con.execute("FROM postings ORDER BY hash").fetchall() == [(1, 0), (2, 0)]


def test_nothing_to_search_finds_nothing(con: duckdb.DuckDBPyConnection) -> None:
    assert pairs(con) == set()
    assert held_texts(con, []) == {}


def test_texts_are_those_of_the_last_revision(con: duckdb.DuckDBPyConnection) -> None:
    columns = "article_id, revision, source, body, content_hash"
    rows = [("it's", 2, "tea", "new", "h"), ("it's", 1, "tea", "old", "h"), ("b", 1, "tea", "other", None)]
    con.execute(
        "CREATE OR REPLACE TABLE article_revisions"
        " (article_id VARCHAR, revision INT, source VARCHAR, body VARCHAR, content_hash VARCHAR)"
    )
    con.executemany(f"INSERT INTO article_revisions ({columns}) VALUES (?, ?, ?, ?, ?)", rows)
    held = held_texts(con, ["it's", "gone"])
    assert {name: (text.revision, text.source, text.body) for name, text in held.items()} == {"it's": (2, "tea", "new")}


def test_sketches_of_real_texts_meet(con: duckdb.DuckDBPyConnection) -> None:
    words = [f"word{n * n}" for n in range(400)]
    whole, part, other = sketch_texts([" ".join(words), " ".join(words[:150]), " ".join(reversed(words))])
    store(con, whole=whole, other=other)
    assert pairs(con, part=part) == {("part", "whole")}
