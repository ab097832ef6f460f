"""A night's plan: every link in one place, what is new first, nothing asked for again too soon."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scrapers.discovery.links import Link
from scrapers.discovery.plan import Held, plan
from scrapers.forms.form import Fetch

NOW = datetime(2026, 3, 5, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def link(number: int, *, in_scope: bool = True, modified: datetime | None = None) -> Link:
    url = f"https://h/{number}"
    return Link(url=url, canonical=url, article_id=f"s:{number}", in_scope=in_scope, modified=modified)


def held(number: int, *, age: timedelta, checked: timedelta) -> Held:
    return Held(
        article_id=f"s:{number}",
        url=f"https://h/{number}",
        first_seen_at=NOW - age,
        last_checked_at=NOW - checked,
        etag=f'"{number}"',
    )


def by_id(*articles: Held) -> dict[str, Held]:
    return {one.article_id: one for one in articles}


def test_new_links_come_before_failed_ones_and_looks_again() -> None:
    young, gone = held(2, age=DAY, checked=DAY), held(3, age=2 * DAY, checked=DAY)
    made = plan([link(1), link(2)], by_id(young, gone), fetch=Fetch(), now=NOW, pending=["https://h/9", "https://h/1"])
    assert [(one.url, one.listed, one.held) for one in made.wanted] == [
        ("https://h/1", True, None),
        ("https://h/9", False, None),
        ("https://h/2", True, young),
        ("https://h/3", False, gone),  # no listing names it: that is how a removal is noticed
    ]


def test_what_was_looked_at_lately_is_known() -> None:
    made = plan([link(1)], by_id(held(1, age=DAY / 4, checked=DAY / 4)), fetch=Fetch(), now=NOW)
    assert (made.wanted, [one.article_id for one in made.known]) == ((), ["s:1"])


def test_an_article_held_at_another_address_is_asked_for_there_once_and_looked_at_where_it_was() -> None:
    one = held(1, age=DAY, checked=DAY)
    elsewhere = replace(link(1), url="https://h/new", canonical="https://h/new")
    made = plan([elsewhere], by_id(one), fetch=Fetch(), now=NOW)
    assert [(page.url, page.article_id, page.listed) for page in made.wanted] == [
        ("https://h/new", None, True),
        ("https://h/1", "s:1", False),
    ]
    made = plan(
        [elsewhere], by_id(replace(one, last_checked_at=NOW)), fetch=Fetch(), now=NOW, addresses=[elsewhere.url]
    )
    assert (made.wanted, made.known) == ((), (elsewhere,))


def test_what_is_over_the_cap_is_deferred() -> None:
    made = plan([link(n) for n in range(5)], {}, fetch=Fetch(max_pages=3), now=NOW)
    assert (len(made.wanted), [one.article_id for one in made.deferred]) == (3, ["s:3", "s:4"])
    assert len(plan([link(n) for n in range(5)], {}, fetch=Fetch(max_pages=3), now=NOW, limit=1).wanted) == 1


def test_a_listed_change_is_looked_at_tonight() -> None:
    articles = by_id(held(1, age=DAY * 3, checked=DAY))
    assert plan([link(1, modified=NOW - DAY / 2)], articles, fetch=Fetch(), now=NOW).wanted
    assert not plan([link(1, modified=NOW - DAY * 2)], articles, fetch=Fetch(), now=NOW).wanted


def test_a_listing_that_claims_everything_changed_is_not_believed() -> None:
    articles = by_id(*(held(n, age=DAY * 3, checked=DAY) for n in range(40)))
    links = [link(n, modified=NOW) for n in range(40)]
    assert len(plan(links, articles, fetch=Fetch(), now=NOW).known) == 40


@given(
    st.lists(st.tuples(st.integers(0, 20), st.booleans()), unique_by=lambda pair: pair[0]),
    st.dictionaries(st.integers(0, 25), st.tuples(st.integers(0, 30), st.integers(0, 30))),
    st.integers(1, 10),
)
def test_every_link_ends_in_one_place(
    links: list[tuple[int, bool]], ages: dict[int, tuple[int, int]], cap: int
) -> None:
    listed = [link(number, in_scope=in_scope) for number, in_scope in links]
    articles = by_id(*(held(n, age=max(pair) * DAY, checked=min(pair) * DAY) for n, pair in ages.items()))
    made = plan(listed, articles, fetch=Fetch(max_pages=cap), now=NOW)
    asked = [one.article_id for one in made.wanted if one.listed]
    rest = [one.article_id for one in (*made.known, *made.deferred, *made.out_of_scope)]
    assert sorted([*asked, *rest]) == sorted(one.article_id for one in listed)
    assert len(made.wanted) <= cap
