"""Whether two texts are the same article: what they share, judged on the texts themselves.

Copies are found by containment (a shortened or wrapped copy) and by resemblance (a reworked one). Two texts that say
the same of different numbers, last week's bulletin and this week's, are different articles however much they share; so
are two that begin differently and only end alike, in a paragraph about their publisher.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint import line_hash
from scrapers.fingerprint.characters import read_characters, word_spans
from scrapers.fingerprint.figures import Figures, read_figures
from scrapers.fingerprint.numbers import Numbers, compare_numbers, numbers_of
from scrapers.fingerprint.shingles import Hashes, are_among, batches, distinct, hash_spans, read_shingles

Kind = Literal["exact", "near", "contained"]
Apart = Literal["numbers", "ending"]
Span = tuple[float, float]

MIN_SHARED = 32
"""Shared shingles that make a copy: a caption or a sentence quoted in both is none."""
MIN_RESEMBLANCE = 0.37
MIN_CONTAINMENT = 0.64
"""Both measured on pairs of real news: between these and the next lower values stand articles about one event."""
_WHOLLY = 0.9
_MUCH_LESS = 0.67
"""Resemblance below which a text that stands wholly in the other is a part of it, and not a copy with a frame."""
MAX_DIFFERENCE = 2.0
"""Numbers that differ, times their share: an update revises a few figures of many, a bulletin most of them."""
MAX_SHARE = 0.25
"""Of the numbers, beside one, may differ: of the few in a short bulletin some never change."""

MIN_OPENING = 0.45
"""Containment that is enough where both begin with the same words, unbroken: cut off, and gone on with other matter."""
_OPENING = 0.1
_UNBROKEN = 0.8
OWN_BEGINNING = 0.25
"""Of a text: copies begin together, in one of the two at least; a rewritten lead is shorter than this."""
_ENDING = 0.9
_SPARSE = 0.7
"""So little of a stretch is shared by chance, where two texts are made of the same stock sentences."""
_NEARLY_ALL = 0.8


@dataclass(frozen=True)
class Reading:
    """What judging needs of one text, without the lines that its source repeats."""

    words: Hashes
    figures: Figures
    shingles: Hashes
    """In reading order."""
    distinct: Hashes
    """The shingles, ascending."""

    @cached_property
    def numbers(self) -> Numbers:
        """As they are read: asked for by each text that shares so much with this one."""
        return numbers_of(self.words, self.figures)

    @cached_property
    def parts(self) -> Numbers:
        """The numbers with what stands before and behind a sign apart."""
        return numbers_of(self.words, self.figures.apart(self.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What two texts share, and what that makes them."""

    kind: Kind | None
    """None for two articles; `contained` when one of them is covered by the other, which has half as much again, or
    more; `exact` is never judged."""
    apart: Apart | None
    """Why two texts that share so much are two articles all the same: they must not meet by way of a third either."""
    containment: float
    """Share of the smaller text's shingles that the other has too."""
    resemblance: float
    """Shared shingles among all of both."""
    n_numbers: int
    """Numbers standing in the same words in both; 0 when the texts share too little to compare them."""
    n_differing: int
    """Those of them that aren't the same number."""
    is_a_larger: bool
    """Which of the two has more of its own; equal ones count as `b`."""
    span_a: Span
    """Where in text `a` the shared part begins and ends, from 0 to 1; strays at its edges left out, and where it is
    contained, what of it stands elsewhere, too."""
    span_b: Span

    @property
    def is_close(self) -> bool:
        """Whether it is worth keeping as evidence: copies, and what came near being one."""
        return bool(self.kind or self.apart) or self.containment >= 0.4 or self.resemblance >= 0.2


@dataclass(frozen=True, slots=True)
class _Part:
    """Where in one text the shared part lies, and how much of it, between its ends, is shared."""

    span: Span
    density: float
    is_shared: NDArray[np.bool_]
    """Of each of its shingles."""


def read_texts(texts: Sequence[str], *, repeated: Sequence[Collection[str]] = ()) -> Iterator[Reading]:
    """A reading of each text; `repeated` has, for each, the `line_hash` of lines known to repeat in its source."""
    lines = repeated or [()] * len(texts)
    for batch in batches(_without(text, known) for text, known in zip(texts, lines, strict=True)):
        characters = read_characters(batch)
        starts, ends = word_spans(characters.kinds)
        words = hash_spans(characters, starts, ends)
        figures = read_figures(characters, starts, ends, words.hashes)
        spans = (slice(*span) for span in pairwise(words.bounds.tolist()))
        for span, shingles in zip(spans, read_shingles(words), strict=True):
            yield Reading(words.hashes[span], figures.of(span), shingles, distinct(shingles))


def judge(a: Reading, b: Reading) -> Judgement:
    """What the two texts share, and whether one is a copy of the other; the order doesn't matter."""
    shared = a.distinct[are_among(a.distinct, b.distinct)]
    n_shared, n_a, n_b = len(shared), len(a.distinct), len(b.distinct)
    containment = n_shared / max(1, min(n_a, n_b))
    resemblance = n_shared / max(1, n_a + n_b - n_shared)
    parts = (_part(a, shared), _part(b, shared))
    alike = _kind(containment, resemblance, parts) if n_shared >= MIN_SHARED else None
    n_numbers, n_differing = _compare_numbers(a, b) if alike else (0, 0)
    apart = _apart(n_numbers, n_differing, parts) if alike else None
    spans = [part.span for part in parts]
    if alike == "contained":
        spans[n_a <= n_b] = _place(a if n_a > n_b else b, parts[n_a <= n_b], n_shared)
    return Judgement(
        kind=None if apart else alike,
        apart=apart,
        containment=containment,
        resemblance=resemblance,
        n_numbers=n_numbers,
        n_differing=n_differing,
        is_a_larger=n_a > n_b,
        span_a=spans[0],
        span_b=spans[1],
    )


def _without(text: str, repeated: Collection[str]) -> str:
    if not repeated:
        return text
    return "\n".join(line for line in text.split("\n") if line_hash(line) not in repeated)


def _kind(containment: float, resemblance: float, parts: tuple[_Part, _Part]) -> Kind | None:
    if containment >= _WHOLLY and resemblance < _MUCH_LESS:
        return "contained"
    is_opening = all(part.span[0] <= _OPENING and part.density >= _UNBROKEN for part in parts)
    if resemblance >= MIN_RESEMBLANCE or (is_opening and MIN_OPENING <= containment < MIN_CONTAINMENT):
        return "near"
    return "contained" if containment >= MIN_CONTAINMENT else None


def _compare_numbers(a: Reading, b: Reading) -> tuple[int, int]:
    """How many numbers stand in the same words in both texts, and how many of these differ.

    A text in which other signs stand, or none, has other numbers, but the same parts of them.
    """
    n_numbers, n_differing = compare_numbers(a.numbers, b.numbers)
    if n_differing > 1:
        n_differing = min(n_differing, compare_numbers(a.parts, b.parts)[1])
    return n_numbers, n_differing


def _apart(n_numbers: int, n_differing: int, parts: tuple[_Part, _Part]) -> Apart | None:
    if n_differing**2 > MAX_DIFFERENCE * n_numbers or n_differing > 1 + MAX_SHARE * n_numbers:
        return "numbers"
    is_ending = all(part.span[0] > OWN_BEGINNING and part.span[1] > _ENDING for part in parts)
    return "ending" if is_ending else None


def _part(reading: Reading, shared: Hashes) -> _Part:
    is_shared = are_among(reading.shingles, shared)
    places = np.flatnonzero(is_shared)
    if not len(places):
        return _Part((0.0, 0.0), 0.0, is_shared)
    stray = len(places) // 20
    begin, end = int(places[stray]), int(places[-1 - stray]) + 1
    whole = len(is_shared)
    density = np.count_nonzero(is_shared[begin:end]) / (end - begin)
    return _Part((begin / whole, end / whole), density, is_shared)


def _place(reading: Reading, part: _Part, n_shared: int) -> Span:
    """Where the other text stands in this one: its stock sentences stand elsewhere as well, but closely only there.

    It is the stretch in which what is shared outweighs the rest most; the whole part where that isn't nearly all of it.
    """
    is_shared = part.is_shared
    weight = np.concatenate([[0.0], np.cumsum(is_shared - _SPARSE)])
    gain = weight - np.minimum.accumulate(weight)
    end = int(gain.argmax())
    begin = int(weight[: end + 1].argmin())
    stretch = slice(begin, end)
    if len(distinct(reading.shingles[stretch][is_shared[stretch]])) < _NEARLY_ALL * n_shared:
        return part.span
    return begin / len(is_shared), end / len(is_shared)
