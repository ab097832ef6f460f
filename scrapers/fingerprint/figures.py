"""The numbers of texts as they are read: `25.112` is one, and so is 一百二十.

Signs within a number don't tell it from another: 1,000 and 1.000 are one, and 14,20 is 14.20. A date is several, since
it is printed with its year or without.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint.characters import DIGIT, JOINT, NUMERAL, Characters
from scrapers.fingerprint.shingles import Hashes, hash_words

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

_GROUP = 3
"""Digits between two signs of a number, and at most before the first: 1.234.567,89, but not 18.11.2026."""


@dataclass(frozen=True, slots=True)
class Figures:
    """For each word of some texts, whether it is of a number."""

    is_number: Flags
    """It has a digit, or is one of several numerals in a row: 一 alone is in words of all kinds."""
    is_numeral: Flags
    is_further: Flags
    """It goes on with the number of the word before it."""
    values: Hashes
    """The words' hashes; for the first word of a number, the hash of the whole number."""

    def of(self, words: slice) -> Figures:
        """The same of some of the words."""
        return Figures(self.is_number[words], self.is_numeral[words], self.is_further[words], self.values[words])

    def apart(self, words: Hashes) -> Figures:
        """With each word that has digits as a number of its own."""
        return Figures(
            self.is_number,
            self.is_numeral,
            self.is_further & self.is_numeral,
            np.where(self.is_numeral, self.values, words),
        )


def read_figures(characters: Characters, starts: Places, ends: Places, hashes: Hashes) -> Figures:
    """The numbers among the words that begin and end there."""
    kinds = characters.kinds
    has_digit = np.zeros(len(starts), np.bool_)
    has_digit[np.searchsorted(starts, np.flatnonzero(kinds == DIGIT), side="right") - 1] = True
    is_numeral = kinds[starts] == NUMERAL
    is_further = _is_in_row(is_numeral, starts, ends)
    is_numeral = is_further.copy()
    is_numeral[:-1] |= is_further[1:]
    is_further |= _is_joined(kinds, has_digit, starts, ends)
    values = _joined_values(characters.codes, starts, ends, hashes, is_further) if is_further.any() else hashes
    return Figures(has_digit | is_numeral, is_numeral, is_further, values)


def _is_in_row(is_numeral: Flags, starts: Places, ends: Places) -> Flags:
    """Numerals right behind others."""
    found = np.zeros(len(starts), np.bool_)
    found[1:] = is_numeral[1:] & is_numeral[:-1] & (starts[1:] == ends[:-1])
    return found


def _is_joined(kinds: NDArray[np.uint8], has_digit: Flags, starts: Places, ends: Places) -> Flags:
    """Words with digits behind others, a single sign between them, if the whole is grouped as numbers are."""
    joined = np.zeros(len(starts) + 2, np.bool_)
    # Few words have digits: of the others no sign is looked at.
    later = np.flatnonzero(has_digit[1:] & has_digit[:-1]) + 1
    signs = ends[later - 1]
    is_number = (kinds[signs] == JOINT) & (starts[later] == signs + 1)
    is_number &= (kinds[signs - 1] == DIGIT) & (kinds[signs + 1] == DIGIT)
    later = later[is_number]
    joined[later] = True
    length = (ends - starts)[later - 1]
    # What stands before a sign and behind another is a group; so is what begins a number of three parts.
    is_odd = np.where(joined[later - 1], length != _GROUP, joined[later + 1] & (length > _GROUP))
    if is_odd.any():
        of_number = np.cumsum(~joined)
        joined &= ~np.isin(of_number, of_number[later[is_odd]])
    return joined[:-2]


def _joined_values(codes: NDArray[np.intp], starts: Places, ends: Places, hashes: Hashes, is_further: Flags) -> Hashes:
    """The hashes, those of joined words' firsts replaced by that of all their characters."""
    is_part = is_further.copy()
    is_part[:-1] |= is_further[1:]
    parts = np.flatnonzero(is_part)
    lengths = (ends - starts)[parts]
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    within = np.arange(bounds[-1]) + np.repeat(starts[parts] - bounds[:-1], lengths)
    firsts = np.flatnonzero(~is_further[parts])
    begins = bounds[firsts]
    values = hashes.copy()
    values[parts[firsts]] = hash_words(codes[within], begins, np.append(begins[1:], bounds[-1]))
    return values
