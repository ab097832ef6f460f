"""Stories hold together what was copied, and nothing else, in whatever order the judgements come."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.fingerprint.sameness import Judgement, Kind, judge, read_texts
from scrapers.fingerprint.stories import Link, digests, group


def link(a: str, b: str, kind: Kind | None = "near", **known: Any) -> Link:
    values: dict[str, Any] = {
        "kind": kind,
        "containment": 0.9,
        "resemblance": 0.7,
        "n_numbers": 0,
        "n_differing": 0,
        "apart": None,
        "is_a_larger": False,
        "span_a": (0.0, 1.0),
        "span_b": (0.0, 1.0),
        **known,
    }
    return Link(a, b, Judgement(**values))


def part(a: str, digest: str, span: tuple[float, float]) -> Link:
    return link(a, digest, "contained", resemblance=span[1] - span[0], span_b=span)


def stories(*links: Link) -> list[list[str]]:
    return sorted(sorted(story) for story in group(links))


def test_copies_of_copies_are_one_story() -> None:
    assert stories(link("a", "b"), link("c", "b"), link("d", "e"), link("f", "a", None)) == [
        ["a", "b", "c"],
        ["d", "e"],
    ]


def test_no_links_no_stories() -> None:
    assert stories() == stories(link("a", "b", None)) == []


def test_a_digest_joins_nothing() -> None:
    links = [part("a", "digest", (0.0, 0.5)), part("b", "digest", (0.5, 1.0)), link("a", "a2"), link("b", "b2")]
    assert stories(*links) == [["a", "a2"], ["b", "b2"]]
    assert digests(links) == {"digest": {"a", "b"}}


def test_a_digest_of_a_long_and_a_short_article_joins_nothing() -> None:
    links = [link("a", "digest", span_b=(0.0, 0.7)), part("b", "digest", (0.7, 1.0))]
    assert stories(*links) == []


def test_a_copy_of_a_digest_is_its_copy() -> None:
    inside = [part(name, of, span) for name, span in (("a", (0.0, 0.5)), ("b", (0.5, 1.0))) for of in ("d1", "d2")]
    assert stories(link("d1", "d2"), *inside) == [["d1", "d2"]]


def test_two_shortened_copies_make_no_digest() -> None:
    links = [part("short", "whole", (0.0, 0.3)), part("half", "whole", (0.0, 0.6))]
    assert digests(links) == {}
    assert stories(*links) == [["half", "short", "whole"]]


def test_beginning_and_end_of_one_article_are_no_digest_when_they_are_linked() -> None:
    links = [part("head", "whole", (0.0, 0.6)), part("tail", "whole", (0.6, 1.0)), link("head", "tail", "contained")]
    assert stories(*links) == [["head", "tail", "whole"]]


def test_bulletins_of_two_weeks_never_meet_by_way_of_a_third_text() -> None:
    apart = link("week 1", "week 2", None, apart="numbers")
    bridges = [link("excerpt", "week 1", resemblance=0.8), link("excerpt", "week 2", resemblance=0.6)]
    assert stories(apart, *bridges) == [["excerpt", "week 1"]]


names = st.sampled_from("abcdefgh")
spans = st.sampled_from([(0.0, 0.4), (0.3, 0.7), (0.6, 1.0), (0.0, 1.0)])
shares = st.sampled_from([0.3, 0.5, 0.7, 1.0])


@st.composite
def judged(draw: st.DrawFn) -> list[Link]:
    """Links between a few articles, at most one for each pair."""
    links = {}
    for a, b in draw(st.lists(st.tuples(names, names).filter(lambda pair: pair[0] != pair[1]), max_size=16)):
        kind: Kind | None = draw(st.sampled_from(["near", "contained", None]))
        links[frozenset((a, b))] = link(
            a,
            b,
            kind,
            containment=draw(shares),
            resemblance=draw(shares),
            apart=draw(st.sampled_from(["numbers", None])) if kind is None else None,
            is_a_larger=draw(st.booleans()),
            span_a=draw(spans),
            span_b=draw(spans),
        )
    return list(links.values())


@given(judged(), st.randoms(use_true_random=False))
def test_order_changes_nothing(links: list[Link], random: Any) -> None:
    shuffled = [turned(found) if random.random() < 0.5 else found for found in links]
    random.shuffle(shuffled)
    assert set(group(shuffled)) == set(group(links))


@given(judged())
def test_each_article_is_in_one_story_and_with_none_it_must_not_meet(links: list[Link]) -> None:
    found = group(links)
    members = [article for story in found for article in story]
    assert len(members) == len(set(members))
    for judgement in (link for link in links if link.judgement.apart):
        assert not any(judgement.ends <= story for story in found)


def turned(found: Link) -> Link:
    judged = found.judgement
    return Link(
        found.b,
        found.a,
        replace(judged, is_a_larger=not judged.is_a_larger, span_a=judged.span_b, span_b=judged.span_a),
    )


def test_a_round_up_of_real_texts_is_a_digest() -> None:
    first = " ".join(f"erste{n * n}" for n in range(80))
    second = " ".join(f"zweite{n * n}" for n in range(60))
    texts = {"first": first, "second": second, "round-up": f"{first}\n{second}", "cut": first[: len(first) // 2]}
    readings = dict(zip(texts, read_texts(list(texts.values())), strict=True))
    pairs = [(a, b) for a in texts for b in texts if a < b]
    links = [Link(a, b, judge(readings[a], readings[b])) for a, b in pairs]
    assert stories(*links) == [["cut", "first"]]


@pytest.mark.parametrize("share_of_stock", [0.0, 0.5, 0.6])
def test_a_digest_of_articles_made_of_stock_sentences_is_one(share_of_stock: float) -> None:
    articles = [formulaic(number, share_of_stock) for number in range(3)]
    texts = dict(zip("abc", articles, strict=True)) | {"digest": "\n\n".join(articles)}
    readings = dict(zip(texts, read_texts(list(texts.values())), strict=True))
    links = [Link(a, b, judge(readings[a], readings[b])) for a, b in combinations(texts, 2)]
    assert digests(links) == {"digest": {"a", "b", "c"}}
    assert stories(*links) == []


def formulaic(number: int, share_of_stock: float) -> str:
    """Forty sentences, so many of them such as every report of its office may hold."""
    chance = Random(number)
    stock = [f"The {who} {did} {what}." for who, did, what in product(WHO, DID, WHAT)]
    own = (f"{' '.join(chance.sample(WORDS, 14)).capitalize()}." for _ in range(40))
    return "\n".join(chance.choice(stock) if chance.random() < share_of_stock else sentence for sentence in own)


WHO = ("provincial office of the union", "council of the eastern district", "committee for schools and clinics")
DID = ("held a meeting for members on", "signed a plan with partners for", "reviewed the year's work in")
WHAT = (
    "clean water and safe roads",
    "legal aid in the communes",
    "care for children under six",
    "loans for small farms",
)
WORDS = [
    f"{start}{end}" for start in ("mar", "tol", "ven", "kes", "lup", "dor") for end in ("an", "ira", "et", "osk", "um")
]
