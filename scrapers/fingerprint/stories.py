"""Articles into stories, from the judgements of their pairs: the same pairs in any order give the same stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from scrapers.fingerprint.sameness import Judgement, Span

_MAX_OVERLAP = 0.2
"""Of the shorter of two parts of a digest; parts that overlap more are two versions of one article."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles and what was judged of their texts."""

    a: str
    b: str
    judgement: Judgement

    @property
    def larger(self) -> str:
        """The article with more of its own."""
        return self.a if self.judgement.is_a_larger else self.b

    @property
    def smaller(self) -> str:
        """The other one."""
        return self.b if self.judgement.is_a_larger else self.a

    @property
    def span(self) -> Span:
        """Where in the larger article the shared part lies."""
        return self.judgement.span_a if self.judgement.is_a_larger else self.judgement.span_b

    def other(self, end: str) -> str:
        """The article at the other end."""
        return self.b if end == self.a else self.a

    @property
    def ends(self) -> frozenset[str]:
        """Both."""
        return frozenset((self.a, self.b))

    @property
    def rank(self) -> tuple[float, float, str, str]:
        """The strongest link first; the ids settle what is equal, so that no order of arrival does."""
        strength = self.judgement
        return (-strength.resemblance, -strength.containment, min(self.a, self.b), max(self.a, self.b))


EQUAL = Judgement(
    kind="exact", apart=None, containment=1.0, resemblance=1.0, n_numbers=0, n_differing=0, is_a_larger=False,
    span_a=(0.0, 1.0), span_b=(0.0, 1.0),
)  # fmt: skip
"""What needn't be judged: two articles of one content hash."""


def equal_links(hashes: Mapping[str, str | None]) -> list[Link]:
    """A chain through the articles of each content hash."""
    holders: dict[str, list[str]] = defaultdict(list)
    for article, content_hash in sorted(hashes.items()):
        if content_hash is not None:
            holders[content_hash].append(article)
    return [Link(a, b, EQUAL) for articles in holders.values() for a, b in pairwise(articles)]


def strongest_links(links: Iterable[Link], story_of: Mapping[str, str]) -> dict[str, Link]:
    """For each article the strongest link it has within its story."""
    found: dict[str, Link] = {}
    for link in sorted(links, key=lambda link: link.rank):
        if link.judgement.kind and link.a in story_of and story_of[link.a] == story_of.get(link.b):
            found.setdefault(link.a, link)
            found.setdefault(link.b, link)
    return found


def group(links: Iterable[Link]) -> list[frozenset[str]]:
    """The stories of more than one article.

    Strong links come first. A digest isn't joined with what it contains, and two articles that are much alike and yet
    kept apart never come into one story by way of a third.
    """
    judged = sorted(links, key=lambda link: link.rank)
    contained = digests(judged)
    apart = [link.ends for link in judged if link.judgement.apart]
    stories = _Stories(apart)
    for link in judged:
        if link.judgement.kind and link.smaller not in contained.get(link.larger, ()):
            stories.join(link.a, link.b)
    return [frozenset(story) for story in stories if len(story) > 1]


def digests(links: Iterable[Link]) -> Mapping[str, frozenset[str]]:
    """Articles that are put together from others, with these: they lie side by side in it and aren't copies.

    Two excerpts of one article that have nothing in common look the same and are taken for parts, too.
    """
    same = [link for link in links if link.judgement.kind]
    linked = {link.ends for link in same}
    parts: dict[str, list[Link]] = defaultdict(list)
    for link in same:
        parts[link.larger].append(link)
    found: dict[str, set[str]] = defaultdict(set)
    for larger, inside in parts.items():
        for one, other in combinations(inside, 2):
            if _are_beside(one, other) and frozenset((one.smaller, other.smaller)) not in linked:
                found[larger] |= {one.smaller, other.smaller}
    return {larger: frozenset(smaller) for larger, smaller in found.items()}


def _are_beside(one: Link, other: Link) -> bool:
    (begin, end), (other_begin, other_end) = one.span, other.span
    overlap = min(end, other_end) - max(begin, other_begin)
    return overlap <= _MAX_OVERLAP * min(end - begin, other_end - other_begin)


class _Stories:
    """Sets of articles that grow together, unless that would join two that must stay apart."""

    def __init__(self, apart: Iterable[frozenset[str]]) -> None:
        self._story_of: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def __iter__(self) -> Iterator[set[str]]:
        return iter({id(story): story for story in self._story_of.values()}.values())

    def join(self, a: str, b: str) -> None:
        """Make one story of the two that have these articles, if nothing keeps them apart."""
        small, large = sorted((self._story(a), self._story(b)), key=len)
        if small is large or any(self._apart[article] & large for article in small):
            return
        large |= small
        self._story_of.update(dict.fromkeys(small, large))

    def _story(self, article: str) -> set[str]:
        return self._story_of.setdefault(article, {article})
