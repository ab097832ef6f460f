"""Articles meet in the hashes they share, each pair once, and never in one that all have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from warehouse.meetings import MAX_POSTINGS, Postings, meet

rows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5)), max_size=30, unique=True)


def postings(pairs: Sequence[tuple[int, int]]) -> Postings:
    return Postings(np.array([h for h, _ in pairs], np.uint32), np.array([n for _, n in pairs], np.int64))


@given(own=rows, held=rows)
def test_pairs_meet_as_often_as_they_share_a_hash(own: list[tuple[int, int]], held: list[tuple[int, int]]) -> None:
    mine = [(value, -1 - place) for value, place in own]
    met = meet(postings(mine), postings(held))
    found = dict(zip(zip(met.mine.tolist(), met.others.tolist(), strict=True), met.n_shared.tolist(), strict=True))
    expected: dict[tuple[int, int], int] = {}
    for value, number in mine:
        for other_value, other in [*held, *mine]:
            if value == other_value and other > number:
                expected[number, other] = expected.get((number, other), 0) + 1
    assert found == expected


def test_nobody_meets_in_a_hash_that_too_many_have() -> None:
    crowd = [(7, number) for number in range(MAX_POSTINGS)]
    met = meet(postings([(7, -1), (8, -1)]), postings([*crowd, (8, 3)]))
    assert (met.others.tolist(), met.n_shared.tolist(), met.common.tolist()) == ([3], [1], [7])
    assert len(meet(postings([(7, -1)]), postings(crowd[1:])).mine) == MAX_POSTINGS - 1


def test_large_numbers_keep_apart() -> None:
    met = meet(postings([(1, -5000), (2, -1)]), postings([(1, 2**31 - 2), (2, 0)]))
    assert set(zip(met.mine.tolist(), met.others.tolist(), strict=True)) == {(-5000, 2**31 - 2), (-1, 0)}
