"""Sketches of texts: few enough hashes to keep of each, and enough of them to find texts that share words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint.shingles import HASH_VERSION, Hashes, batches, cut, distinct, read_words, sampled_shingles

__all__ = ["HASH_VERSION", "SAMPLE_RATE", "sample", "sketches"]

SAMPLE_RATE = 10
"""One shingle in so many is in the sketch: 40 of an article of 400 words, 4 of a notice of 40."""


def sketches(texts: Iterable[str]) -> Iterator[NDArray[np.uint32]]:
    """The sketch of each text: two of them share one in `SAMPLE_RATE` of the shingles that the texts share.

    It holds the low halves of the shingle hashes that are in the sample, distinct and ascending: the whole hash decides
    what is in the sample; half of it is enough to find candidates, and half as much to store.
    """
    for batch in batches(texts):
        words = read_words(batch)
        yield from cut(*sample(words.hashes, words.bounds))


def sample(words: Hashes, bounds: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
    """The sketches of all texts, one behind the other, and where each ends; `bounds` is where texts' words begin."""
    hashes, texts = sampled_shingles(words, bounds, below=2**64 // SAMPLE_RATE)
    # One sort for all texts: the text's number above, the half hash below.
    keys = distinct((texts.astype(np.uint64) << np.uint64(32)) | (hashes & np.uint64(0xFFFFFFFF)))
    ends = np.searchsorted(keys, np.arange(1, len(bounds), dtype=np.uint64) << np.uint64(32))
    return (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32), ends
