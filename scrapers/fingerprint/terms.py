"""The words of texts as numbers that a search looks up, each with its marks and its place.

Terms are stored for years, and `warehouse/views/search.sql` makes them of what a user types: `TERMS_VERSION` changes
with any of the arithmetic below or with folding, and tests hold both sides together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint.folding import BREAK, NOTHING, Characters, fold_character, fold_tables, read_codes
from scrapers.fingerprint.shingles import batches, word_spans

TERMS_VERSION = 1

BODY_AT = 64
"""The place where bodies begin, so that a place tells whether a word stands in the title; a longer title pushes on."""

BASE = 0x9E3779B97F4A7C15

# Tones and letters of Vietnamese add up to a number of their own, whichever letter bears them: hoà is hòa.
_MARKS = {
    "\u0300": 1, "\u0301": 2, "\u0309": 3, "\u0303": 4, "\u0323": 5, "\u0302": 6, "\u0306": 12, "\u031b": 18,
}  # fmt: skip
_STROKE = 48


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of several texts with three fields each (title, body, captions): a row for each word of each text."""

    terms: NDArray[np.uint32]
    """Ascending."""
    marks: NDArray[np.uint8]
    """What was folded away; 0 for a word without marks."""
    texts: NDArray[np.uint32]
    """Which text, from 0."""
    bounds: NDArray[np.int64]
    """Where each row's places begin; one more for the end."""
    places: NDArray[np.uint32]
    """Where the word stands in the text; fields don't touch."""
    body_at: NDArray[np.int64]
    """Of each text."""
    captions_at: NDArray[np.int64]
    n_words: NDArray[np.int64]


def read_terms(texts: Sequence[tuple[str, str, str]]) -> Terms:
    """All words of titles, bodies and captions; where words aren't spaced, each character is one."""
    words = _joined([_read_words(batch) for batch in batches(field for text in texts for field in text)])
    counts = words.counts.reshape(-1, 3)
    # A place apart, so that no phrase reaches from one field into the next.
    body_at = np.maximum(BODY_AT, counts[:, 0] + 1)
    captions_at = body_at + counts[:, 1] + 1
    firsts = np.stack([np.zeros_like(body_at), body_at, captions_at], axis=1).ravel()
    order = _order(words)
    fields = np.repeat(np.arange(len(firsts)), words.counts)[order]
    places = order - (np.cumsum(words.counts) - words.counts - firsts)[fields]
    terms, marks, owners = words.terms[order], words.marks[order], (fields // 3).astype(np.uint32)
    starts = np.flatnonzero(_changes(terms) | _changes(marks) | _changes(owners))
    return Terms(
        terms=terms[starts],
        marks=marks[starts],
        texts=owners[starts],
        bounds=np.append(starts, len(terms)),
        places=places.astype(np.uint32),
        body_at=body_at,
        captions_at=captions_at,
        n_words=counts.sum(axis=1),
    )


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


@dataclass(frozen=True, slots=True)
class _Words:
    terms: NDArray[np.uint32]
    marks: NDArray[np.uint8]
    counts: NDArray[np.int64]
    """Words of each field."""


def _read_words(fields: Sequence[str]) -> _Words:
    codes, distinct = read_codes(fields)
    table, kinds = fold_tables(distinct)
    marks = np.zeros(len(table), np.uint8)
    for character in distinct:
        if ord(character) < len(marks) and not character.isascii():
            marks[ord(character)] = marks_of(character)
    found = kinds[codes]
    kept = found != NOTHING
    codes = codes[kept]
    characters = Characters(table[codes], found[kept])
    starts, ends = word_spans(characters)
    breaks = np.flatnonzero(characters.codes == BREAK)
    counts = np.diff(np.searchsorted(starts, breaks), prepend=0)
    return _Words(_hashes(characters.codes, starts, ends), _sums(marks[codes], starts, ends), counts)


def _hashes(codes: NDArray[np.uint32], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.uint32]:
    """32 bits for each word: its characters times the powers of `BASE`, added up modulo 2**64.

    Differences of one running sum over all characters, moved back to the word's beginning.
    """
    powers, inverses = _powers(1 << max(len(codes), 1).bit_length())
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * powers[: len(codes)], dtype=np.uint64)])
    hashes: NDArray[np.uint32] = ((sums[ends] - sums[starts]) * inverses[starts] >> np.uint64(32)).astype(np.uint32)
    return hashes


@cache
def _powers(length: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """`BASE` to the 1st, 2nd, …, and by what each is brought back to the 1st."""
    back = pow(BASE, -1, 1 << 64)
    powers = np.multiply.accumulate(np.full(length, BASE, np.uint64))
    inverses = np.multiply.accumulate(np.concatenate([[np.uint64(1)], np.full(length - 1, back, np.uint64)]))
    return powers, inverses


def _sums(marks: NDArray[np.uint8], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.uint8]:
    """Of each word, modulo 256."""
    sums = np.concatenate([np.zeros(1, np.uint8), np.cumsum(marks, dtype=np.uint8)])
    of_words: NDArray[np.uint8] = sums[ends] - sums[starts]
    return of_words


def _joined(batch: Sequence[_Words]) -> _Words:
    return _Words(
        np.concatenate([np.empty(0, np.uint32), *(words.terms for words in batch)]),
        np.concatenate([np.empty(0, np.uint8), *(words.marks for words in batch)]),
        np.concatenate([np.empty(0, np.int64), *(words.counts for words in batch)]),
    )


def _changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a value isn't the one before."""
    return np.concatenate([np.ones(min(1, len(values)), np.bool_), values[1:] != values[:-1]])


def _order(words: _Words) -> NDArray[np.intp]:
    """By term, then marks, then place: sorting one array of numbers is faster than a stable sort of places."""
    keys = words.terms.astype(np.uint64) << np.uint64(32)
    keys |= words.marks.astype(np.uint64) << np.uint64(24)
    keys |= np.arange(len(keys), dtype=np.uint64)
    keys.sort()
    return (keys & np.uint64(0xFFFFFF)).astype(np.intp)
