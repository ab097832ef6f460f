"""An article that moved to an address of no pattern of its form is the one held, or none; never a second one."""

from __future__ import annotations

import pytest

from flows.replay import rebuild
from scrapers.source import load_sources
from tests.flows.village import NUMBERED, PAGE, Village, name
from tests.scrapers.faults.conftest import Site

pytestmark = pytest.mark.parametrize("village", [NUMBERED, ""], ids=["numbered", "by address"], indirect=True)

STATUSES = ("301 Moved Permanently", "302 Found")


def articles(village: Village) -> list[tuple[str, ...]]:
    return village.asked("SELECT article_id FROM articles ORDER BY ALL")


@pytest.mark.parametrize("status", STATUSES)
def test_a_held_article_that_moved_to_an_address_of_no_pattern_stays_one(village: Village, status: str) -> None:
    village.list(7)
    assert village.counted() == {"new": 1}
    village.lead(7, "/archive/room", status=status)
    village.site.answers["/archive/room"] = Site.ok(PAGE.format(7).encode(), 'ETag: "moved"')
    assert village.counted() == {"unchanged": 1}
    assert village.counted() == {"unchanged": 1}
    assert [headers["if-none-match"] for headers in village.site.asked("/archive/room")] == ['"moved"']
    corrected = PAGE.format(7).replace("neighbours", "friends and neighbours")
    village.site.answers["/archive/room"] = Site.ok(corrected.encode())
    assert village.counted() == {"revised": 1}
    assert articles(village) == [(name(village, 7),)]
    rebuild(village.home, load_sources(village.home / "forms"), frozenset())
    assert village.asked("SELECT article_id, revision FROM article_revisions ORDER BY ALL") == [
        (name(village, 7), 1),
        (name(village, 7), 2),
    ]


@pytest.mark.parametrize("status", STATUSES)
def test_what_is_no_article_we_hold_is_out_of_scope_and_asked_again(village: Village, status: str) -> None:
    village.list(7)
    assert village.counted() == {"new": 1}
    village.site.answers["/rooms/"] = Site.ok(PAGE.format(9).encode())
    village.list(7, 8)
    for number in (7, 8):
        village.lead(number, "/rooms/", status=status)
    assert village.counted() == {"out_of_scope": 2}
    assert (village.last(7), village.last(8)) == (("out_of_scope", name(village, 7)), ("out_of_scope", None))
    for number in (7, 8):
        village.heal(number)
    assert village.counted() == {"unchanged": 1, "new": 1}
    assert articles(village) == [(name(village, 7),), (name(village, 8),)]


def test_where_an_article_led_is_told(village: Village) -> None:
    village.list(7, 8)
    assert village.counted() == {"new": 2}
    village.lead(7, "/about", status=STATUSES[0])
    village.site.answers["/about"] = Site.ok(PAGE.format(9).encode())
    address, target = village.site.url("/story-7"), village.site.url("/about")
    assert village.night().notices == [
        f"led: 1 page led to no article: {address}: it leads to {target}, which is no article."
    ]


def test_a_slash_at_the_end_leads_nowhere_else(village: Village) -> None:
    village.list(7)
    village.lead(7, "/story-7/", status=STATUSES[0])
    village.site.answers["/story-7/"] = Site.ok(PAGE.format(7).encode())
    village.form = village.form.replace(r"url = '/story-(?P<n>\d+)'", r"url = '/story-(?P<n>\d+)$'")
    assert village.counted() == {"new": 1}
    assert articles(village) == [(name(village, 7),)]


def test_a_site_all_of_whose_articles_lead_out_is_an_alarm(village: Village) -> None:
    village.list(1, 2, 3)
    for number in (1, 2, 3):
        village.lead(number, f"/room/{number}", status=STATUSES[0])
        village.site.answers[f"/room/{number}"] = Site.ok(PAGE.format(number).encode())
    [told] = village.night().alarms
    address, target = village.site.url("/story-1"), village.site.url("/room/1")
    assert told == (
        f"led: None of the 3 pages asked for is an article's, such as {address}: it leads to {target}, which is no"
        " article."
    )


def test_what_was_led_out_and_could_not_be_read_is_no_article_by_later_rules_either(village: Village) -> None:
    village.list(1, 7)
    village.lead(7, "/about", status=STATUSES[0])
    about = PAGE.format(9).replace("<p>", '<p class="about">')
    village.site.answers["/about"] = Site.ok(about.encode())
    village.form = village.form.replace('body = "#text"', 'body = "#text"\nremove = [".about"]')
    assert village.counted() == {"new": 1, "rejected": 1}
    village.form = village.form.replace('remove = [".about"]', "")
    assert village.counted() == {"unchanged": 1, "rejected": 1}
    assert articles(village) == [(name(village, 1),)]
    rebuild(village.home, load_sources(village.home / "forms"), frozenset())
    assert articles(village) == [(name(village, 1),)]
