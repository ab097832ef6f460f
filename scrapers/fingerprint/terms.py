"""The words of texts as numbers that a search looks up, each with its marks and its place.

Terms are stored for years, and `warehouse/views/search.sql` makes them of what a user types: `TERMS_VERSION` changes
with any of the arithmetic below or with folding, and tests hold both sides together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint.folding import NOTHING, Characters, fold_character, fold_tables, read_codes

TERMS_VERSION = 1

BODY_AT = 64
"""The place where bodies begin, so that a place tells whether a word stands in the title; a longer title pushes on."""

BASE = 0x9E3779B97F4A7C15

# Tones and letters of Vietnamese add up to a number of their own, whichever letter bears them: hoà is hòa.
_MARKS = {
    "\u0300": 1, "\u0301": 2, "\u0309": 3, "\u0303": 4, "\u0323": 5, "\u0302": 6, "\u0306": 12, "\u031b": 18,
}  # fmt: skip
_STROKE = 48


@cache
def marks_of(character: str) -> int:
    """A number for the marks and strokes that folding takes off a letter; those of a word are added up, modulo 256."""
    decomposed = unicodedata.normalize("NFKD", character.casefold())
    marks = [part for part in decomposed if unicodedata.category(part) == "Mn"]
    stroked = "WITH STROKE" in unicodedata.name(decomposed[0], "")
    return (sum(_MARKS.get(mark, 128 + ord(mark) % 61) for mark in marks) + stroked * _STROKE) % 256


def folded_letters() -> Iterator[tuple[str, str, int]]:
    """Each letter or digit that folding changes, what it becomes, and its marks."""
    for character in map(chr, range(0x110000)):
        if unicodedata.category(character)[0] not in "LN" or _is_plain(character):
            continue
        folded = fold_character(character)
        if folded != character:
            yield character, folded, marks_of(character) if len(folded) == 1 else 0


def _is_plain(character: str) -> bool:
    """Whether folding certainly leaves it alone: nearly all are Han, and this is told quickly."""
    return unicodedata.is_normalized("NFKD", character) and unicodedata.category(character) == "Lo"


def read_marked(texts: Sequence[str]) -> tuple[Characters, NDArray[np.uint8]]:
    """The folded characters of all texts, each text ended by a `BREAK`, and what folding took off each of them."""
    codes, distinct = read_codes(texts)
    table, kinds = fold_tables(distinct)
    marks = np.zeros(len(table), np.uint8)
    for character in distinct:
        if ord(character) < len(marks) and not character.isascii():
            marks[ord(character)] = marks_of(character)
    found = kinds[codes]
    kept = found != NOTHING
    codes = codes[kept]
    return Characters(table[codes], found[kept]), marks[codes]


def hash_terms(codes: NDArray[np.uint32], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.uint32]:
    """32 bits for each word: its characters times the powers of `BASE`, added up modulo 2**64.

    Differences of one running sum over all characters, moved back to the word's beginning.
    """
    powers, inverses = _powers(1 << max(len(codes), 1).bit_length())
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * powers[: len(codes)], dtype=np.uint64)])
    hashes: NDArray[np.uint32] = ((sums[ends] - sums[starts]) * inverses[starts] >> np.uint64(32)).astype(np.uint32)
    return hashes


def sum_marks(marks: NDArray[np.uint8], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.uint8]:
    """Of each word, modulo 256."""
    sums = np.concatenate([np.zeros(1, np.uint8), np.cumsum(marks, dtype=np.uint8)])
    of_words: NDArray[np.uint8] = sums[ends] - sums[starts]
    return of_words


@cache
def _powers(length: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """`BASE` to the 1st, 2nd, …, and by what each is brought back to the 1st."""
    back = pow(BASE, -1, 1 << 64)
    powers = np.multiply.accumulate(np.full(length, BASE, np.uint64))
    inverses = np.multiply.accumulate(np.concatenate([[np.uint64(1)], np.full(length - 1, back, np.uint64)]))
    return powers, inverses
