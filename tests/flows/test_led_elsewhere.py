"""Redirects that lead to another article, or to none: each address keeps its own outcome, and none is asked twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.replay import rebuild
from scrapers.source import load_sources
from tests.flows.village import NUMBERED, PAGE, Village, name
from tests.scrapers.faults.conftest import Site

pytestmark = pytest.mark.parametrize("village", [NUMBERED, ""], ids=["numbered", "by address"], indirect=True)


def test_an_article_behind_a_temporary_redirect_for_one_night_is_read_the_next(village: Village) -> None:
    village.list(3, 4)
    village.lead(4, "/story-3")
    assert village.counted() == {"new": 1, "repeated": 1}
    assert village.last(4) == ("repeated", name(village, 3))
    village.heal(4)
    assert village.counted() == {"unchanged": 1, "new": 1}
    assert village.last(4) == ("new", name(village, 4))
    assert village.counted() == {"unchanged": 2}


def test_what_a_redirect_led_to_first_is_not_asked_for_again_by_its_own_link(village: Village) -> None:
    village.list(1, 2)
    village.lead(1, "/story-2")
    assert village.counted() == {"new": 1, "repeated": 1}
    assert (village.last(1)[0], village.last(2)[0]) == ("new", "repeated")
    village.heal(1)
    assert village.counted() == {"new": 1, "unchanged": 1}


def test_a_validator_goes_to_the_address_that_gave_it(village: Village) -> None:
    village.list(1)
    assert village.counted() == {"new": 1}
    village.heal(2)
    village.lead(1, "/story-2")
    village.counted()
    village.heal(1)
    village.counted()
    for number in (1, 2):
        sent = [headers.get("if-none-match") for headers in village.site.asked(f"/story-{number}")]
        assert sent in ([], [None], [f'"{number}"']), number
    assert village.site.asked("/story-1")


@pytest.mark.parametrize("place", ["/news/", "/"])
def test_a_redirect_to_a_listing_or_the_front_page_is_no_article(village: Village, place: str) -> None:
    village.list(1, 2)
    village.site.answers["/"] = Site.ok(PAGE.format(9).encode())
    village.lead(1, place)
    assert village.counted() == {"out_of_scope": 1, "new": 1}
    assert village.asked("SELECT article_id FROM articles") == [(name(village, 2),)]
    village.heal(1)
    assert village.counted() == {"new": 1, "unchanged": 1}


def test_a_permanent_redirect_of_one_article_is_known_and_counted_under_each_address(
    village: Village, tmp_path: Path
) -> None:
    village.list(1, 2)
    village.lead(1, "/story-2", status="301 Moved Permanently")
    assert village.counted() == {"new": 1, "repeated": 1}
    again = {"unchanged": 1, "repeated": 1} if village.native_id else {"unchanged": 1, "known": 1}
    assert village.counted() == again


@pytest.mark.parametrize("answer", [b"", b"<h1>Page not found</h1><p>It isn't there.</p>"], ids=["empty", "excuse"])
def test_what_led_to_a_page_that_is_rejected_is_tried_again_under_its_own_address(
    village: Village, answer: bytes
) -> None:
    village.site.answers["/sorry"] = Site.ok(answer)
    for numbers in ((1,), (1, 2)):
        village.list(*numbers)
        for number in numbers:
            village.lead(number, "/sorry")
        assert village.counted() == {"rejected": len(numbers)}
    rows = "SELECT url, outcome, article_id FROM pages ORDER BY ALL"
    before = village.asked(rows)
    assert {article_id for *_, article_id in before} == {name(village, 1), name(village, 2)}
    rebuild(village.home, load_sources(village.home / "forms"), frozenset())
    assert village.asked(rows) == before
    for number in (1, 2):
        village.heal(number)
    assert village.counted() == {"new": 2}
    assert village.counted() == {"unchanged": 2}


def test_an_article_is_not_gone_as_long_as_an_address_of_it_is_listed(village: Village) -> None:
    if not village.native_id:
        pytest.skip("Without a number in them, the two addresses are two articles.")
    village.site.answers["/story-1?from=home"] = Site.ok(PAGE.format(1).encode())
    village.site.answers["/news/"] = Site.ok(b'<a href="/story-1?from=home">Reading room 1</a>')
    assert village.counted() == {"new": 1}
    village.list(1)
    assert village.counted() == {"unchanged": 1, "repeated": 1}  # at both addresses, the old one last
    village.site.answers["/story-1?from=home"] = Site.ok(b"", status="404 Not Found")
    assert village.counted() == {"unchanged": 1}
    village.site.answers["/story-1"] = Site.ok(b"", status="404 Not Found")
    assert village.counted() == {"gone": 1}


def test_a_replay_remembers_which_addresses_were_led_elsewhere(village: Village, tmp_path: Path) -> None:
    village.list(3, 4)
    village.lead(4, "/story-3")
    village.counted()
    pages = "SELECT url, outcome, detail, article_id FROM pages ORDER BY ALL"
    before = village.asked(pages)
    rebuild(village.home, load_sources(village.home / "forms"), frozenset())
    assert village.asked(pages) == before
    village.heal(4)
    village.counted()
    assert village.last(4)[1] == name(village, 4)
