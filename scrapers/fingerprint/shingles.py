"""Words and shingles of texts as 64-bit hashes, computed for many texts at once.

Hashes are stored for years: `HASH_VERSION` changes with any of the arithmetic below, and tests hold known answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint.characters import BREAK, Characters, read_characters, sum_powers, word_spans

HASH_VERSION = 1
WIDTH = 5
"""Words to a shingle: fewer meet by chance in the phrases of a trade, more break at every changed word."""

Hashes = NDArray[np.uint64]
Text = TypeVar("Text")

_BATCH = 120_000

_SHINGLE_BASE = np.uint64(0xD1342543DE82EF95)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of several texts in reading order, as hashes."""

    hashes: Hashes
    bounds: NDArray[np.int64]
    """Where each text's words begin; one more for the end."""


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in groups to be read at once: large enough for numpy, small enough for the processor's cache."""
    return grouped(texts, len)


def grouped(texts: Iterable[Text], weigh: Callable[[Text], int]) -> Iterator[list[Text]]:
    """The same of what isn't just a text: `weigh` gives its number of characters."""
    batch: list[Text] = []
    room = _BATCH
    for text in texts:
        batch.append(text)
        room -= weigh(text)
        if room <= 0:
            yield batch
            batch, room = [], _BATCH
    if batch:
        yield batch


def cut(values: NDArray[Any], ends: NDArray[np.intp]) -> Iterator[NDArray[Any]]:
    """The pieces that end there; `np.split` takes five times as long."""
    for begin, end in pairwise([0, *ends.tolist()]):
        yield values[begin:end]


def read_words(texts: Sequence[str]) -> Words:
    """The words of all texts; a character counts as a word where words aren't spaced."""
    characters = read_characters(texts)
    return hash_spans(characters, *word_spans(characters.kinds))


def hash_spans(characters: Characters, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Words:
    """The words of the texts whose characters these are; they begin and end there."""
    return Words(hash_words(characters.codes, starts, ends), bounds_of(characters, starts))


def bounds_of(characters: Characters, starts: NDArray[np.intp]) -> NDArray[np.int64]:
    """Where each text's words begin among those that start there; one more for the end."""
    breaks = np.flatnonzero(characters.codes == BREAK)
    return np.concatenate([[0], np.searchsorted(starts, breaks)])


def hash_words(codes: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Hashes:
    """64 bits for each word: the sum of its mixed characters, mixed."""
    mixed = _mixed_codes(1 << int(codes.max(initial=0)).bit_length())
    return mix(sum_powers(mixed[codes], starts, ends))


def read_shingles(words: Words) -> Iterator[Hashes]:
    """For each text a hash of each run of `WIDTH` of its words, in reading order; none for a shorter text."""
    hashes = mix(windows(words.hashes, WIDTH))
    for begin, end in pairwise(words.bounds.tolist()):
        yield hashes[begin : max(begin, end - WIDTH + 1)]


def sampled_shingles(words: Hashes, bounds: NDArray[np.int64], *, below: int) -> tuple[Hashes, NDArray[np.intp]]:
    """The hashes of all shingles that are lower than that, and in which text each stands, from 0."""
    hashes = mix(windows(words, WIDTH))
    places = np.flatnonzero(hashes < np.uint64(below))
    texts = np.searchsorted(bounds, places, side="right") - 1
    is_whole = places + WIDTH <= bounds[texts + 1]
    return hashes[places[is_whole]], texts[is_whole]


def windows(words: Hashes, width: int) -> Hashes:
    """One number for each run of `width` words, not yet mixed; empty for fewer words."""
    if len(words) < width:
        return np.empty(0, np.uint64)
    total = words[: len(words) - width + 1].copy()
    for nth in range(1, width):
        total *= _SHINGLE_BASE
        total += words[nth : len(words) - width + 1 + nth]
    return total


def mix(values: Hashes) -> Hashes:
    """Each bit of the result depends on all bits of the value (the finalizer of SplitMix64)."""
    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def distinct(hashes: Hashes) -> Hashes:
    """As `np.unique` gives them; that one hashes before it sorts, which costs more on a few hundred."""
    ascending = np.sort(hashes)
    is_first = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=is_first[1:])
    return np.compress(is_first, ascending)


def are_among(hashes: Hashes, ascending: Hashes) -> NDArray[np.bool_]:
    """Which of the hashes are in the other, sorted, array."""
    if not len(ascending):
        return np.zeros(len(hashes), np.bool_)
    # What is higher than all but the last can only be the last.
    places = ascending[:-1].searchsorted(hashes)
    return np.equal(ascending[places], hashes)


@cache
def _mixed_codes(length: int) -> Hashes:
    """So many characters' numbers from 0, mixed."""
    return mix(np.arange(length, dtype=np.uint64))
