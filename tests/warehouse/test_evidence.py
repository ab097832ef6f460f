"""What was judged of a pair is kept, and the last word on it counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb

from scrapers.fingerprint.links import KINDS
from scrapers.fingerprint.sameness import Judgement
from warehouse.evidence import Evidence, held_links, judged_among, judged_pairs, store_evidence

NEAR = Judgement(
    kind="near",
    apart=None,
    containment=0.8,
    resemblance=0.6,
    n_numbers=4,
    n_differing=1,
    is_a_larger=True,
    span_a=(0.0, 0.9),
    span_b=(0.1, 1.0),
)


def evidence(a_id: str, b_id: str, judgement: Judgement = NEAR) -> Evidence:
    return Evidence(a_id=a_id, a_revision=1, b_id=b_id, b_revision=1, judgement=judgement)


def store(con: duckdb.DuckDBPyConnection, *rows: Evidence, **given: Any) -> None:
    store_evidence(con, rows, **{"run_id": "r1", "generation": 1, **given})


def links(con: duckdb.DuckDBPyConnection, *article_ids: str) -> list[tuple[Any, ...]]:
    """What is held, row by row."""
    held = held_links(con, article_ids, generation=1)
    kinds = [KINDS[kind] for kind in held.kind]
    return list(zip(*(column.tolist() for column in held[:2]), kinds, *(c.tolist() for c in held[3:]), strict=True))


def test_a_judgement_is_kept_as_it_was(con: duckdb.DuckDBPyConnection) -> None:
    store(con, evidence("a", "b"))
    assert links(con, "a", "b") == [(0, 1, "near", False, 0.8, 0.6, True, 0.0, 0.9)]


def test_where_the_shared_part_lies_is_told_of_the_larger_one(con: duckdb.DuckDBPyConnection) -> None:
    store(con, evidence("a", "b", replace(NEAR, is_a_larger=False)))
    assert links(con, "a", "b") == [(0, 1, "near", False, 0.8, 0.6, False, 0.1, 1.0)]


def test_only_judgements_among_the_articles_asked_for_are_given(con: duckdb.DuckDBPyConnection) -> None:
    store(con, evidence("a", "b"), evidence("b", "c"))
    assert [link[:2] for link in links(con, "a", "b")] == [(0, 1)]
    assert [link[:2] for link in links(con, "a", "b", "c")] == [(0, 1), (1, 2)]
    assert links(con) == []


def test_of_a_pair_judged_again_the_last_judgement_counts(con: duckdb.DuckDBPyConnection) -> None:
    apart = replace(NEAR, kind=None, apart="numbers")
    store(con, evidence("a", "b"))
    store(con, evidence("a", "b", apart), run_id="r2")
    assert [link[2:4] for link in links(con, "a", "b")] == [(None, True)]
    assert con.execute("SELECT kind, apart FROM judgements").fetchall() == [(None, "numbers")]


def test_generations_do_not_mix(con: duckdb.DuckDBPyConnection) -> None:
    store(con, evidence("a", "b"), generation=2)
    assert links(con, "a", "b") == []
    assert judged_pairs(con, ["a"], generation=1) == []
    assert con.execute("FROM judgements").fetchall() == []


def test_pairs_judged_already_are_known(con: duckdb.DuckDBPyConnection) -> None:
    store(con, evidence("a", "b"), evidence("b", "c"), evidence("c", "d"))
    assert sorted(judged_pairs(con, ["b"], generation=1)) == [("a", "b"), ("b", "c")]
    assert judged_pairs(con, [], generation=1) == []
    assert judged_among(con, [("a", "b"), ("a", "c")], generation=1) == {("a", "b")}
    assert judged_among(con, [], generation=1) == set()
