"""Which articles meet in their sketches: pure arithmetic on arrays, since a night's hashes meet a million times."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MAX_POSTINGS = 64
"""Articles that may have a hash before it stops telling anything."""

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint32]

_BITS = 33
"""Of a number that may be below zero."""
_ZERO = 1 << (_BITS - 1)


class Postings(NamedTuple):
    """Hashes, and the number of an article that has each."""

    hashes: Hashes
    numbers: Numbers


class Met(NamedTuple):
    """Pairs that share hashes, and how many."""

    mine: Numbers
    others: Numbers
    n_shared: Numbers
    common: Hashes
    """Hashes that too many articles have: nobody met in them."""


def meet(mine: Postings, held: Postings) -> Met:
    """Each article of `mine` with those held, and with those of `mine` that have a higher number, below zero all."""
    both = Postings(np.concatenate([held.hashes, mine.hashes]), np.concatenate([held.numbers, mine.numbers]))
    order = np.argsort(both.hashes, kind="stable")
    hashes, numbers = both.hashes[order], both.numbers[order]
    is_first = np.concatenate([np.ones(min(1, len(hashes)), np.bool_), hashes[1:] != hashes[:-1]])
    starts, runs = np.flatnonzero(is_first), np.cumsum(is_first) - 1
    sizes = np.diff(starts, append=len(hashes))
    places = np.flatnonzero((order >= len(held.hashes)) & (sizes[runs] > 1))
    begins, lengths = starts[runs[places]], sizes[runs[places]]
    is_telling = lengths <= MAX_POSTINGS
    others = numbers[_ranges(begins[is_telling], lengths[is_telling])]
    numbers_of_mine = np.repeat(numbers[places[is_telling]], lengths[is_telling])
    is_once = others > numbers_of_mine
    keys, n_shared = np.unique(((-numbers_of_mine[is_once]) << _BITS) + others[is_once] + _ZERO, return_counts=True)
    return Met(
        mine=-(keys >> _BITS),
        others=(keys & ((1 << _BITS) - 1)) - _ZERO,
        n_shared=n_shared,
        common=np.unique(hashes[places[~is_telling]]),
    )


def _ranges(begins: Numbers, lengths: Numbers) -> Numbers:
    """The places `begin`, `begin + 1` … of each range, one range behind the other."""
    starts = np.cumsum(lengths) - lengths
    places: Numbers = np.arange(int(lengths.sum())) + np.repeat(begins - starts, lengths)
    return places
