"""The numbers of a text with the words around them: in the same words, two texts should have the same numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint.figures import Figures
from scrapers.fingerprint.shingles import Hashes, are_among, mix, windows

_NUMBER = np.uint64(0xB5297A4D3F84D5B5)
_NUMERAL = np.uint64(0x9FB21C651E98DF25)
"""Written in numerals a number is compared with none in digits: both may be the same."""
_CONTEXT = 2


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a text, one that is repeated in the same words told once.

    Of hashes that are there again, the second, third … are others: so that two texts have as many in common as sets do.
    """

    contexts: Hashes
    """The words around each, ascending."""
    values: Hashes
    """Each with the words around it, ascending."""


def numbers_of(words: Hashes, figures: Figures) -> Numbers:
    """The numbers of the text that has these words."""
    is_begun = ~figures.is_further
    is_number = figures.is_number[is_begun]
    contexts, places = _contexts(words[is_begun], is_number)
    contexts[figures.is_numeral[is_begun][is_number]] ^= _NUMERAL
    values = mix(contexts ^ figures.values[is_begun][is_number])
    kept = np.unique(values + places, return_index=True)[1]
    return Numbers(_counted(contexts[kept]), _counted(values[kept]))


def compare_numbers(a: Numbers, b: Numbers) -> tuple[int, int]:
    """How many numbers stand in the same words in both texts, and how many of these differ."""
    n_numbers, n_same = _n_common(a.contexts, b.contexts), _n_common(a.values, b.values)
    return n_numbers, n_numbers - n_same


def _contexts(words: Hashes, is_number: NDArray[np.bool_]) -> tuple[Hashes, Hashes]:
    """For each number the words around the run of numbers it belongs to (a date is one), and its place in that."""
    inside = np.zeros(len(words) + 2, np.int8)
    inside[1:-1] = is_number
    edges = np.diff(inside)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    padded = np.zeros(len(words) + 2 * _CONTEXT, np.uint64)
    padded[_CONTEXT:-_CONTEXT] = np.where(is_number, _NUMBER, words)
    around = windows(padded, _CONTEXT)
    lengths = ends - starts
    places = np.flatnonzero(is_number) - np.repeat(starts, lengths)
    return np.repeat(mix(mix(around[starts]) + around[ends + _CONTEXT]), lengths), places.view(np.uint64)


def _counted(hashes: Hashes) -> Hashes:
    """Ascending, the nth of equal ones moved on by n."""
    ascending = np.sort(hashes)
    places = np.arange(len(ascending), dtype=np.uint64)
    is_again = np.zeros(len(ascending), np.bool_)
    np.equal(ascending[1:], ascending[:-1], out=is_again[1:])
    if not is_again.any():
        return ascending
    return np.sort(ascending + places - np.maximum.accumulate(np.where(is_again, np.uint64(0), places)))


def _n_common(a: Hashes, b: Hashes) -> int:
    return int(np.count_nonzero(are_among(a, b)))
