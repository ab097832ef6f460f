"""Judgements of many pairs as columns, and what follows from them: a text that all reprint makes ten thousand links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint.sameness import Kind

KINDS: tuple[Kind | None, ...] = (None, "near", "contained", "exact")
"""A link's `kind` is a place in this."""

MAX_OVERLAP = 0.2
"""Of the shorter of two parts of a digest; parts that overlap more are two versions of one article."""

_COMPARED = 1 << 20
"""Parts of one digest compared with one another at once."""

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Shares = NDArray[np.float64]


class Links(NamedTuple):
    """Pairs of articles, each a number, the lower one `a`, and what was judged of their texts."""

    a: Numbers
    b: Numbers
    kind: NDArray[np.uint8]
    is_apart: Flags
    containment: Shares
    resemblance: Shares
    is_a_larger: Flags
    begin: Shares
    """Where in the article with more of its own the shared part begins."""
    end: Shares

    @property
    def larger(self) -> Numbers:
        """Of each link the article with more of its own."""
        return np.where(self.is_a_larger, self.a, self.b)

    @property
    def smaller(self) -> Numbers:
        """The other one."""
        return np.where(self.is_a_larger, self.b, self.a)

    def chosen(self, which: Flags | Numbers) -> Links:
        """Some of them, or all in another order."""
        columns: Iterator[Any] = (column[which] for column in self)
        return Links(*columns)

    def followed_by(self, others: Links) -> Links:
        """These and others."""
        pairs: Iterator[Any] = zip(self, others, strict=True)
        return Links(*map(np.concatenate, pairs))


def ranked(links: Links) -> Links:
    """The strongest first; the numbers settle what is equal, so that no order of arrival does."""
    return links.chosen(np.lexsort((links.b, links.a, -links.containment, -links.resemblance)))


def chained(texts: Numbers) -> Links:
    """A chain through the articles of each text; below zero stands what no text is equal to."""
    order = np.argsort(texts, kind="stable")
    is_next = (texts[order][1:] == texts[order][:-1]) & (texts[order][1:] >= 0)
    a, b = order[:-1][is_next], order[1:][is_next]
    whole, none, nothing = np.ones(len(a)), np.zeros(len(a), bool), np.zeros(len(a))
    return Links(a, b, np.full(len(a), KINDS.index("exact"), np.uint8), none, whole, whole, none, nothing, whole)


def stories(links: Links, n: int) -> Numbers:
    """For each of `n` articles the lowest number in its story; the links are ranked.

    A digest isn't joined with what it contains, and two articles that are much alike and yet kept apart never come into
    one story by way of a third.
    """
    joining = links.chosen((links.kind > 0) & ~are_parts(links))
    labels = label(joining.a, joining.b, n)
    # Who is tied is together, unless two of them must be apart: only then it matters in which order they join.
    apart = links.chosen(links.is_apart & (labels[links.a] == labels[links.b]))
    torn = np.unique(labels[apart.a])
    disputed = joining.chosen(np.isin(labels[joining.a], torn))
    is_torn = np.isin(labels, torn)
    labels[is_torn] = np.flatnonzero(is_torn)
    for story in _joined(disputed, apart):
        labels[list(story)] = min(story)
    return labels


def strongest(links: Links, labels: Numbers) -> tuple[Numbers, Numbers]:
    """Articles that share their story, and the place of the first link that each has in it; the links are ranked."""
    places = np.flatnonzero((links.kind > 0) & (labels[links.a] == labels[links.b]))
    ends = np.stack([links.a[places], links.b[places]], axis=1).ravel()
    articles, first = np.unique(ends, return_index=True)
    return articles, places[first // 2]


def are_parts(links: Links) -> Flags:
    """Which links are those of a digest, put together from others, with these: they lie side by side in it.

    Two excerpts of one article that have nothing in common look the same and are taken for parts, too.
    """
    found = np.zeros(len(links.a), bool)
    same = np.flatnonzero(links.kind > 0)
    pairs = np.unique(_keys(links.a[same], links.b[same]))
    smaller = links.smaller
    for inside in _possible(links, same):
        for one, other in _beside(links, inside):
            is_free = ~_are_among(_keys(smaller[one], smaller[other]), pairs)
            found[one[is_free]] = found[other[is_free]] = True
    return found


def label(a: Numbers, b: Numbers, n: int) -> Numbers:
    """For each of `n` places the lowest one that it is tied to, through whatever others; `a` and `b` are the ties."""
    labels = np.arange(n)
    while True:
        before = labels.copy()
        lower = np.minimum(labels[a], labels[b])
        np.minimum.at(labels, labels[a], lower)
        np.minimum.at(labels, labels[b], lower)
        labels = labels[labels]
        if np.array_equal(labels, before):
            return labels


def _possible(links: Links, same: Numbers) -> Iterator[Numbers]:
    """For each article that may be a digest the links in which it is the larger one."""
    if not len(same):
        return
    ordered = same[np.argsort(links.larger[same], kind="stable")]
    begins = np.flatnonzero(np.diff(links.larger[ordered], prepend=-1))
    ends = np.append(begins[1:], len(ordered))
    # What all of them share is too much already to lie side by side, or not: that spares comparing most.
    shared = np.minimum.reduceat(links.end[ordered], begins) - np.maximum.reduceat(links.begin[ordered], begins)
    longest = np.maximum.reduceat(links.end[ordered] - links.begin[ordered], begins)
    is_possible = (ends - begins > 1) & (shared <= MAX_OVERLAP * longest)
    for begin, end in zip(begins[is_possible], ends[is_possible], strict=True):
        yield ordered[begin:end]


def _beside(links: Links, inside: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Links of one larger article whose shared parts lie side by side in it, each with each."""
    begin, end = links.begin[inside], links.end[inside]
    length = end - begin
    step = max(1, _COMPARED // len(inside))
    for first in range(0, len(inside), step):
        some = slice(first, first + step)
        overlap = np.minimum(end[some, None], end) - np.maximum(begin[some, None], begin)
        one, other = np.nonzero(overlap <= MAX_OVERLAP * np.minimum(length[some, None], length))
        is_once = one + first < other
        yield inside[one[is_once] + first], inside[other[is_once]]


def _keys(one: Numbers, other: Numbers) -> Numbers:
    """A number for each pair, whichever comes first."""
    return (np.minimum(one, other) << 32) + np.maximum(one, other)


def _are_among(keys: Numbers, known: Numbers) -> Flags:
    """Which keys are known; `known` ascends and isn't empty."""
    is_known: Flags = known[np.minimum(np.searchsorted(known, keys), len(known) - 1)] == keys
    return is_known


def _joined(links: Links, apart: Links) -> Iterable[frozenset[int]]:
    """The sets that grow together link by link, unless that would join two that must stay apart."""
    story_of: dict[int, set[int]] = {}
    strangers: dict[int, set[int]] = defaultdict(set)
    for one, other in zip(apart.a.tolist(), apart.b.tolist(), strict=True):
        strangers[one].add(other)
        strangers[other].add(one)
    for a, b in zip(links.a.tolist(), links.b.tolist(), strict=True):
        small, large = sorted((story_of.setdefault(a, {a}), story_of.setdefault(b, {b})), key=len)
        if small is large or any(not strangers[article].isdisjoint(large) for article in small):
            continue
        large |= small
        story_of.update(dict.fromkeys(small, large))
    return {frozenset(story) for story in story_of.values()}
