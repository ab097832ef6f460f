"""The words of texts as numbers that a search looks up, each with its marks and its place.

Terms are stored for years, and `warehouse/views/search.sql` makes them of what a user types: `TERMS_VERSION` changes
with any of the arithmetic below or with folding, and tests hold both sides together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint.characters import sum_powers
from scrapers.fingerprint.folding import fold_character, marks_of

TERMS_VERSION = 1

BODY_AT = 64
"""The place where bodies begin, so that a place tells whether a word stands in the title; a longer title pushes on."""

LETTERS = (
    range(0x3400),
    range(0xA000, 0xE000),
    range(0xF900, 0x17000),
    range(0x1A000, 0x20000),
    range(0x2F800, 0x2FA20),
)
"""Where a letter or digit may be that folding changes: in between are Han and other signs without case, marks or width,
and what is for private use."""


def folded_letters() -> Iterator[tuple[str, str, int]]:
    """Each letter or digit that folding changes, what it becomes, and its marks."""
    for character in map(chr, chain.from_iterable(LETTERS)):
        if unicodedata.category(character)[0] not in "LN" or _is_plain(character):
            continue
        folded = fold_character(character)
        if folded != character:
            yield character, folded, marks_of(character) if len(folded) == 1 else 0


def _is_plain(character: str) -> bool:
    """Whether folding certainly leaves it alone, told quickly: a letter without case that is made of no others."""
    return unicodedata.is_normalized("NFKD", character) and unicodedata.category(character) == "Lo"


def hash_terms(codes: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.uint64]:
    """32 bits for each word: the upper ones of the sum of its characters."""
    hashes: NDArray[np.uint64] = sum_powers(codes.view(np.uint64), starts, ends) >> np.uint64(32)
    return hashes


def sum_marks(marks: NDArray[np.uint8], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.uint8]:
    """Of each word, modulo 256."""
    if not marks.any():
        return np.zeros(len(starts), np.uint8)
    sums = np.concatenate([np.zeros(1, np.uint8), np.cumsum(marks, dtype=np.uint8)])
    of_words: NDArray[np.uint8] = sums[ends] - sums[starts]
    return of_words
