"""What was judged is kept, and decides stories alike in whatever order and nights articles came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from datetime import date, timedelta
from itertools import pairwise

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.fingerprint import sketches
from scrapers.fingerprint.sameness import Judgement, judge, read_texts
from scrapers.fingerprint.stories import Link, group
from warehouse.evidence import Evidence, held_evidence, store_evidence
from warehouse.schema import migrate
from warehouse.sketches import find_candidates, store_sketches

FIRST_NIGHT = date(2026, 11, 1)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        migrate(connection)
        yield connection


def evidence(a_id: str, b_id: str, kind: str | None = "near", **known: float) -> Evidence:
    values = {
        "a_revision": 1,
        "b_revision": 1,
        "containment": 0.8,
        "resemblance": 0.6,
        "n_numbers": 4,
        "n_differing": 1,
    }
    return Evidence(
        a_id=a_id,
        b_id=b_id,
        kind=kind,
        apart=None if kind else "numbers",
        is_a_larger=True,
        span_a=(0.0, 0.5),
        span_b=(0.1, 1.0),
        **{**values, **known},  # type: ignore[arg-type]
    )


def test_a_judgement_is_kept_as_it_was(con: duckdb.DuckDBPyConnection) -> None:
    given = evidence("a", "b")
    store_evidence(con, [given], run_id="r1")
    assert held_evidence(con, ["a"]) == [given]
    assert {field.name for field in fields(Judgement)} < {field.name for field in fields(Evidence)}


def test_copies_of_copies_are_reached_and_others_are_not(con: duckdb.DuckDBPyConnection) -> None:
    chain = [evidence("a", "b"), evidence("c", "b"), evidence("d", "c", "contained")]
    store_evidence(con, [*chain, evidence("x", "y"), evidence("d", "x", None)], run_id="r1")
    assert set(held_evidence(con, ["a"])) == set(chain)
    assert held_evidence(con, ["nobody"]) == []


def test_what_keeps_members_of_one_story_apart_is_reached(con: duckdb.DuckDBPyConnection) -> None:
    store_evidence(con, [evidence("a", "b"), evidence("b", "c"), evidence("c", "a", None)], run_id="r1")
    assert {(row.a_id, row.b_id, row.apart) for row in held_evidence(con, ["c"])} == {
        ("a", "b", None),
        ("b", "c", None),
        ("c", "a", "numbers"),
    }


def test_a_pair_judged_again_counts_once(con: duckdb.DuckDBPyConnection) -> None:
    store_evidence(con, [evidence("a", "b")], run_id="r1")
    again = evidence("b", "a", "contained", a_revision=2)
    store_evidence(con, [again], run_id="r2")
    assert held_evidence(con, ["a"]) == [again]


def words(name: str, n: int) -> list[str]:
    return [f"{name}{number * number}" for number in range(n)]


def sentences(text: Sequence[str]) -> str:
    return " ".join(text)


FIRST, SECOND = words("alpha", 150), words("beta", 120)
TEXTS = {
    "first": sentences(FIRST),
    "first again": sentences(FIRST),
    "first cut": sentences(FIRST[:60]),
    "first wrapped": sentences(["menu", "news", *FIRST[:140], "share", "print"]),
    "second": sentences(SECOND),
    "second cut": sentences(SECOND[:70]),
    "digest": sentences([*FIRST, *SECOND]),
    "third": sentences(words("gamma", 90)),
    **{
        f"week {week}": sentences([f"price{n} {week * 100 + n} dong" for n in range(20)] + words("market", 60))
        for week in (1, 2)
    },
}
EXPECTED = {
    frozenset({"first", "first again", "first cut", "first wrapped"}),
    frozenset({"second", "second cut"}),
}


def night(con: duckdb.DuckDBPyConnection, names: Sequence[str], *, on: date) -> None:
    """One night as a run has it: candidates, judgements, evidence."""
    given = dict(zip(names, sketches([TEXTS[name] for name in names]), strict=True))
    found = find_candidates(con, given, since=on - timedelta(days=60))
    readings = dict(zip(TEXTS, read_texts(list(TEXTS.values())), strict=True))
    judged = [(a, b, judge(readings[a], readings[b])) for a, b in found.pairs]
    kept = [
        Evidence(a_id=a, a_revision=1, b_id=b, b_revision=1, **asdict(judgement))
        for a, b, judgement in judged
        if judgement.is_close
    ]
    store_sketches(con, given, revisions=dict.fromkeys(names, 1), on=on, found=found)
    store_evidence(con, kept, run_id=str(on))


def stories(con: duckdb.DuckDBPyConnection, names: Sequence[str]) -> set[frozenset[str]]:
    held = held_evidence(con, names)
    return set(group(Link(row.a_id, row.b_id, as_judgement(row)) for row in held))


def as_judgement(row: Evidence) -> Judgement:
    return Judgement(**{field.name: getattr(row, field.name) for field in fields(Judgement)})


@pytest.fixture(scope="module")
def kept() -> Iterator[duckdb.DuckDBPyConnection]:
    """One database for all examples: making the tables takes longer than many nights."""
    with duckdb.connect(":memory:") as connection:
        migrate(connection)
        yield connection


@settings(max_examples=15, deadline=None)
@given(names=st.permutations(sorted(TEXTS)), cuts=st.lists(st.integers(0, len(TEXTS)), max_size=3))
def test_any_order_and_any_nights_give_the_same_stories(
    kept: duckdb.DuckDBPyConnection, names: list[str], cuts: list[int]
) -> None:
    for table in ("sketches", "postings", "stop_hashes", "evidence"):
        kept.execute(f"TRUNCATE {table}")
    for number, (begin, end) in enumerate(pairwise([0, *sorted(cuts), len(names)])):
        night(kept, names[begin:end], on=FIRST_NIGHT + timedelta(days=number))
    assert stories(kept, names) == EXPECTED
