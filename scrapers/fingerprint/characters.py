"""The characters of texts as numbers: what each is folded to, what it is, and what folding took off it.

Tables answer for all of Unicode and are filled as characters are met: each is folded once in a process.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint.folding import UNSPACED_SIGN, fold_character, marks_of

UNSEEN, JOINT, GAP, LETTER, DIGIT, UNSPACED, NUMERAL, NOTHING, SEVERAL = range(9)
"""What a folded character is: none yet, between words (such as joins digits, or not), of a word, a digit of a word, a
word by itself (or one that is a number), left out, or several characters."""

BREAK = 0
"""Ends each text among the characters; a U+0000 of the text itself becomes a space."""

BASE = 0x9E3779B97F4A7C15

_JOINTS = (".", ",")

# Numpy asks for zeros that take no memory before they are written to.
_FOLDED = np.zeros(0x110000, np.intp)
_KINDS = np.zeros(0x110000, np.uint8)
_MARKS = np.zeros(0x110000, np.uint8)


@dataclass(frozen=True, slots=True)
class Characters:
    """The folded characters of several texts, each text ended by a `BREAK`."""

    codes: NDArray[np.intp]
    kinds: NDArray[np.uint8]
    marks: NDArray[np.uint8]
    """A number for what folding took off each, as `marks_of` tells."""


def read_characters(texts: Sequence[str]) -> Characters:
    """The folded characters of all texts; one that folds to several is replaced by these."""
    joined = "".join(text.replace("\0", " ") + "\0" for text in texts)
    codes, kinds = _read(joined)
    if kinds.max(initial=UNSEEN) == SEVERAL:
        for code in np.unique(codes[kinds == SEVERAL]).tolist():  # ﬁ, ½, ㎡: few, and rare
            joined = joined.replace(chr(code), fold_character(chr(code)))
        codes, kinds = _read(joined)
    if (kinds == NOTHING).any():
        kept = kinds != NOTHING
        codes, kinds = codes[kept], kinds[kept]
    return Characters(_FOLDED[codes], kinds, _MARKS[codes])


def word_spans(kinds: NDArray[np.uint8]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where words begin and end: where the kind changes between gap and word, and around a word of one character."""
    inside = kinds > GAP
    alone = kinds >= UNSPACED
    if not alone.any():
        edges = np.flatnonzero(np.diff(inside, prepend=False, append=False))
        return edges[::2], edges[1::2]
    joins = inside[1:] & inside[:-1] & ~alone[1:] & ~alone[:-1]
    starts = inside.copy()
    starts[1:] &= ~joins
    ends = inside.copy()
    ends[:-1] &= ~joins
    return np.flatnonzero(starts), np.flatnonzero(ends) + 1


def sum_powers(values: NDArray[np.uint64], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.uint64]:
    """For each word its characters' values times the powers of `BASE`, added up modulo 2**64.

    Differences of one running sum over all characters, moved back to the word's beginning.
    """
    powers, inverses = _powers(1 << max(len(values), 1).bit_length())
    sums = np.zeros(len(values) + 1, np.uint64)
    np.cumsum(values * powers[: len(values)], out=sums[1:])
    of_words: NDArray[np.uint64] = (sums[ends] - sums[starts]) * inverses[starts]
    return of_words


def _read(text: str) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
    """The characters as numbers, and the kind of each."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.intp)
    kinds = _KINDS[codes]
    if not kinds.all():
        for code in np.unique(codes[kinds == UNSEEN]).tolist():
            _meet(chr(code))
        kinds = _KINDS[codes]
    return codes, kinds


def _meet(character: str) -> None:
    """Write it into the tables; its kind last, which says that the others are written: threads read them, too."""
    folded = fold_character(character)
    if len(folded) <= 1:
        _FOLDED[ord(character)] = ord(folded or "\0")
        _MARKS[ord(character)] = 0 if character.isascii() else marks_of(character)
    _KINDS[ord(character)] = JOINT if unicodedata.normalize("NFKC", character) in _JOINTS else _kind(folded)


def _kind(folded: str) -> int:
    if len(folded) > 1:
        return SEVERAL
    if not folded:
        return NOTHING
    if folded in "\0 ":
        return GAP
    if UNSPACED_SIGN.match(folded):
        return UNSPACED if unicodedata.numeric(folded, None) is None else NUMERAL
    return DIGIT if folded.isdigit() else LETTER


@cache
def _powers(length: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """`BASE` to the 1st, 2nd, …, and by what each is brought back to the 1st."""
    back = pow(BASE, -1, 1 << 64)
    powers = np.multiply.accumulate(np.full(length, BASE, np.uint64))
    inverses = np.multiply.accumulate(np.concatenate([[np.uint64(1)], np.full(length - 1, back, np.uint64)]))
    return powers, inverses
