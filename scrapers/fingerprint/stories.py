"""Articles into stories, from the judgements of their pairs: the same pairs in any order give the same stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from scrapers.fingerprint.links import KINDS, Links, are_parts, ranked
from scrapers.fingerprint.links import stories as stories_of
from scrapers.fingerprint.sameness import Judgement, Span


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles and what was judged of their texts."""

    a: str
    b: str
    judgement: Judgement

    @property
    def larger_span(self) -> Span:
        """Where in the larger article the shared part lies."""
        return self.judgement.span_a if self.judgement.is_a_larger else self.judgement.span_b

    @property
    def is_a_larger(self) -> bool:
        """Which has more of its own, of the two in the order of their ids."""
        return self.judgement.is_a_larger is (self.a < self.b)

    @property
    def ends(self) -> frozenset[str]:
        """Both."""
        return frozenset((self.a, self.b))


def group(links: Iterable[Link]) -> list[frozenset[str]]:
    """The stories of more than one article."""
    columns, names = _columns(links)
    found: dict[int, set[str]] = defaultdict(set)
    for name, story in zip(names, stories_of(columns, len(names)).tolist(), strict=True):
        found[story].add(name)
    return [frozenset(story) for story in found.values() if len(story) > 1]


def digests(links: Iterable[Link]) -> Mapping[str, frozenset[str]]:
    """Articles that are put together from others, with these."""
    columns, names = _columns(links)
    parts = columns.chosen(are_parts(columns))
    found: dict[str, set[str]] = defaultdict(set)
    for larger, smaller in zip(parts.larger.tolist(), parts.smaller.tolist(), strict=True):
        found[names[larger]].add(names[smaller])
    return {larger: frozenset(smaller) for larger, smaller in found.items()}


def _columns(links: Iterable[Link]) -> tuple[Links, list[str]]:
    """The links by strength, and whom their numbers name."""
    given = list(links)
    names = sorted({name for link in given for name in (link.a, link.b)})
    number = {name: place for place, name in enumerate(names)}
    judged = [link.judgement for link in given]
    columns = Links(
        a=np.array([number[min(link.a, link.b)] for link in given], np.int64),
        b=np.array([number[max(link.a, link.b)] for link in given], np.int64),
        kind=np.array([KINDS.index(one.kind) for one in judged], np.uint8),
        is_apart=np.array([one.apart is not None for one in judged], bool),
        containment=np.array([one.containment for one in judged], np.float64),
        resemblance=np.array([one.resemblance for one in judged], np.float64),
        is_a_larger=np.array([link.is_a_larger for link in given], bool),
        begin=np.array([link.larger_span[0] for link in given], np.float64),
        end=np.array([link.larger_span[1] for link in given], np.float64),
    )
    return ranked(columns), names
