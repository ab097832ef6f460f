"""Words and shingles of texts as 64-bit hashes, computed for many texts at once.

Hashes are stored for years: `HASH_VERSION` changes with any of the arithmetic below, and tests hold known answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint.folding import BREAK, DIGIT, GAP, UNSPACED, Characters, fold_texts

HASH_VERSION = 1
WIDTH = 5
"""Words to a shingle: fewer meet by chance in the phrases of a trade, more break at every changed word."""

Hashes = NDArray[np.uint64]
Text = TypeVar("Text")

_BATCH = 120_000

_WORD_BASE = np.uint64(0x9E3779B97F4A7C15)
_SHINGLE_BASE = np.uint64(0xD1342543DE82EF95)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of several texts in reading order, as hashes."""

    hashes: Hashes
    is_number: NDArray[np.bool_]
    """Whether the word has a digit."""
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
    characters = fold_texts(texts)
    return hash_words(characters, *word_spans(characters))


def hash_words(characters: Characters, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Words:
    """The words that begin and end there."""
    breaks = np.flatnonzero(characters.codes == BREAK)
    bounds = np.concatenate([[0], np.searchsorted(starts, breaks)])
    is_number = np.zeros(len(starts), np.bool_)
    is_number[np.searchsorted(starts, np.flatnonzero(characters.kinds == DIGIT), side="right") - 1] = True
    letters = characters.codes[characters.kinds != GAP]
    return Words(_word_hashes(letters, ends - starts), is_number, bounds)


def read_shingles(words: Words) -> Iterator[Hashes]:
    """For each text a hash of each run of `WIDTH` of its words, in reading order; none for a shorter text."""
    hashes = mix(windows(words.hashes, WIDTH))
    for begin, end in pairwise(words.bounds.tolist()):
        yield hashes[begin : max(begin, end - WIDTH + 1)]


def sampled_shingles(words: Words, *, below: int) -> tuple[Hashes, NDArray[np.intp]]:
    """The hashes of all shingles that are lower than that, and in which text each stands, from 0."""
    hashes = mix(windows(words.hashes, WIDTH))
    places = np.flatnonzero(hashes < np.uint64(below))
    texts = np.searchsorted(words.bounds, places, side="right") - 1
    is_whole = places + WIDTH <= words.bounds[texts + 1]
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
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def word_spans(characters: Characters) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where words begin and end: where the kind changes between gap and word, and around a word of one character."""
    kinds = characters.kinds
    inside = kinds != GAP
    alone = kinds == UNSPACED
    joins = inside[1:] & inside[:-1] & ~alone[1:] & ~alone[:-1]
    starts = inside.copy()
    starts[1:] &= ~joins
    ends = inside.copy()
    ends[:-1] &= ~joins
    return np.flatnonzero(starts), np.flatnonzero(ends) + 1


def _word_hashes(letters: NDArray[np.uint32], lengths: NDArray[np.intp]) -> Hashes:
    """Sum of mixed characters times a power of their place in the word, all modulo 2**64; words lie end to end."""
    if not len(lengths):
        return np.empty(0, np.uint64)
    powers = np.multiply.accumulate(np.full(int(lengths.max()), _WORD_BASE, np.uint64))
    firsts = np.cumsum(lengths) - lengths
    places = np.arange(len(letters), dtype=np.int32) - np.repeat(firsts.astype(np.int32), lengths)
    mixed = mix(np.arange(int(letters.max()) + 1, dtype=np.uint64))
    return mix(np.add.reduceat(mixed[letters] * powers[places], firsts))
