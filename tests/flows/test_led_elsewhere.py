"""Redirects that lead to another article, or to none: each address keeps its own outcome, and none is asked twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import flows.ingest
import flows.replay
import flows.source_fetch
from flows.ingest import ingest
from flows.replay import rebuild
from flows.report import RunReport
from flows.settings import read_settings
from flows.web import fetch_sources
from scrapers.source import load_sources
from tests.flows.test_replay import asked
from tests.scrapers.faults.conftest import Site
from warehouse.verify import verify

PAGE = """<html><head><title>Room {0}</title></head><body><h1>Reading room number {0} was opened</h1>
<div id="text"><p>The union of village {0} opened a reading room for {0}0 women, and many came on evening {0}.</p>
<p>In village {0} the books were given by {0} neighbours, who carried them there on the {0}th day.</p></div></body>"""
FORM = """
name = "led"
title = "Led"
publisher = "Nobody"
kind = "other"
country = "VN"
language = "en"
timezone = "Asia/Ho_Chi_Minh"
hosts = ["{host}"]
evidence = "page"
[fetch]
delay_s = 0
recheck_hours = 0
allow_private = ["{host}"]
[[listing]]
url = "http://{host}/news/"
kind = "html"
links = "a"
[[article]]
url = '/story-(?P<n>\\d+)'
{id}
[[layout]]
name = "plain"
when = "#text"
title = "h1"
body = "#text"
"""
NUMBERED = 'id = "{n}"'


@dataclass
class Village:
    """A small site, and the home of its nights."""

    site: Site
    home: Path
    native_id: str

    def list(self, *numbers: int) -> None:
        links = "".join(f'<a href="/story-{number}">Reading room {number}</a>' for number in numbers)
        self.site.answers["/news/"] = Site.ok(links.encode())
        for number in numbers:
            self.heal(number)

    def heal(self, number: int) -> None:
        self.site.answers[f"/story-{number}"] = Site.ok(PAGE.format(number).encode(), f'ETag: "{number}"')

    def lead(self, number: int, target: str, *, status: str = "302 Found") -> None:
        self.site.answers[f"/story-{number}"] = Site.ok(b"", f"Location: {target}", status=status)

    def night(self) -> RunReport:
        (self.home / "forms").mkdir(parents=True, exist_ok=True)
        form = FORM.replace("{host}", self.site.host).replace("{id}", self.native_id)
        (self.home / "forms" / "led.toml").write_text(form)
        self.site.requests.clear()
        settings = read_settings(home=self.home)
        sources = load_sources(*settings.forms)

        def fetch(run: Any) -> None:
            fetch_sources(run, sources=[sources["led"]], contact="tests@example.org", since=None, limit=None)

        report = ingest(fetch, settings=settings, sources=sources, kind="run")
        asked_for = Counter(path for _, path, _ in self.site.requests)
        assert max(asked_for.values(), default=0) <= 1, asked_for
        assert [check for check in verify(self.home, full=True) if not check.ok] == []
        return report

    def counted(self) -> dict[str, int]:
        """The outcomes of a night; every link of the listing has one."""
        counts = self.night().counts["led"]
        assert counts.links is None or counts.listed >= counts.links
        return dict(+counts.outcomes)

    def asked(self, query: str) -> list[tuple[Any, ...]]:
        return asked(self.home, query)

    def last(self, number: int) -> tuple[Any, ...]:
        """How a story ended when it was asked for last: outcome, article, whether it was asked on purpose."""
        rows = self.asked(f"SELECT outcome, article_id FROM pages WHERE url LIKE '%/story-{number}' ORDER BY rowid")
        return rows[-1]


@pytest.fixture(params=[NUMBERED, ""], ids=["numbered", "by address"])
def village(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Village]:
    for module in (flows.ingest, flows.source_fetch, flows.replay):
        monkeypatch.setattr(module, "step", lambda _, do: do())
    monkeypatch.setattr(flows.ingest, "tell", lambda _: None)
    site = Site()
    yield Village(site, tmp_path / "home", request.param)
    site.close()


def name(village: Village, number: int) -> str:
    return f"led:{number}" if village.native_id else f"led:{village.site.url(f'/story-{number}')}"


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
