"""robots.txt by RFC 9309, as a site serves it and as it is read."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from scrapers.fetch import Client
from scrapers.fetching.contact import ContactMissing
from scrapers.robots import Robots

CONTACT = "desk@example.org"


def rules(text: str) -> Robots:
    return Robots(origin="http://x.example", fetched_at=datetime.now(UTC), text=text)


@pytest.mark.parametrize("status", ["400 Bad", "401 Who", "403 No", "404 Not Found", "410 Gone", "451 Law"])
def test_a_robots_txt_that_is_not_there_forbids_nothing(site, client, status):
    site.answers |= {"/robots.txt": site.ok(b"User-agent: *\nDisallow: /", status=status), "/a": site.ok(b"a")}
    assert client.fetch(site.url("/a"), source=site.source()).content == b"a"


@pytest.mark.parametrize("answer", ["500", "503", "429", "304", "reset", "cut"])
def test_a_robots_txt_that_cannot_be_had_forbids_all_and_says_so(site, client, answer, caplog):
    short = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-agent: *\n"
    kinds = {"reset": site.reset(), "cut": site.reset(short)}
    site.answers["/robots.txt"] = kinds.get(answer) or site.ok(b"", status=f"{answer} Oops")
    pages = [client.fetch(site.url(path), source=site.source()) for path in ("/a", "/b")]
    assert [page.outcome for page in pages] == ["disallowed"] * 2
    assert f"{site.url('/robots.txt')} cannot be had (" in pages[0].detail
    assert {path for _, path, _ in site.requests} == {"/robots.txt"}
    assert len(site.requests) in (1, 3)
    assert len(caplog.records) >= 1


def test_robots_txt_is_asked_for_once_and_its_answer_outlives_the_client(site, limits):
    site.answers |= {"/robots.txt": site.ok(b"User-agent: *\nDisallow: /no"), "/a": site.ok(b"a")}
    with Client(contact=CONTACT, limits=limits) as client, ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: client.fetch(site.url(f"/{n}"), source=site.source()), range(8)))
    with Client(contact=CONTACT, limits=limits, robots=client.robots) as client:
        assert client.fetch(site.url("/no"), source=site.source()).outcome == "disallowed"
    assert len(site.asked("/robots.txt")) == 1


def test_robots_txt_is_asked_for_again_after_a_day(site, limits):
    old = Robots(origin=site.url("").rstrip("/"), fetched_at=datetime.now(UTC) - timedelta(hours=25), text="")
    site.answers["/robots.txt"] = site.ok(b"User-agent: *\nDisallow: /")
    with Client(contact=CONTACT, limits=limits, robots=[old]) as client:
        assert client.fetch(site.url("/a"), source=site.source()).outcome == "disallowed"


def test_five_redirects_of_robots_txt_are_followed_and_more_mean_none(site, client):
    for number in range(6):
        site.answers[f"/{number}"] = site.ok(b"", f"Location: /{number + 1}", status="301 Moved")
    site.answers |= {"/robots.txt": site.answers["/1"], "/6": site.ok(b"User-agent: *\nDisallow: /")}
    assert client.fetch(site.url("/a"), source=site.source()).outcome == "disallowed"


def test_endless_redirects_of_robots_txt_forbid_nothing(site, client):
    site.answers |= {"/robots.txt": site.ok(b"", "Location: /robots.txt", status="301 Moved"), "/a": site.ok(b"a")}
    assert client.fetch(site.url("/a"), source=site.source()).content == b"a"


@pytest.mark.parametrize(("over", "outcome"), [(0, "disallowed"), (1, None), (100_000, None)])
def test_500_kib_of_a_robots_txt_are_read_and_no_line_by_half(site, client, over, outcome):
    """One byte more and the last line would be cut to one that forbids all."""
    rules = b"\nUser-agent: *\nDisallow: /" + b"b" * over
    site.answers |= {"/robots.txt": site.ok(b"#" * (500 * 1024 - len(rules) + over) + rules), "/a": site.ok(b"a")}
    assert client.fetch(site.url("/a"), source=site.source()).outcome == outcome


def test_what_is_forbidden_behind_a_redirect_is_not_requested(site, client):
    site.answers |= {"/robots.txt": site.ok(b"User-agent: *\nDisallow: /no"), "/no": site.ok(b"no")}
    site.answers["/a"] = site.ok(b"", "Location: /no", status="302 Found")
    assert client.fetch(site.url("/a"), source=site.source()).outcome == "disallowed"
    assert site.asked("/no") == []


@pytest.mark.parametrize(
    ("text", "allowed", "forbidden"),
    [
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", ["/a/b", "/c"], ["/a", "/a/c"]),
        ("User-agent: *\nAllow: /a\nDisallow: /a/b", ["/a"], ["/a/b/c"]),
        ("User-agent: *\nDisallow: /\nUser-agent: Broadsheet\nDisallow: /x", ["/a"], ["/x"]),
        ("User-agent: Broadsheet\nAllow: /\nUser-agent: *\nDisallow: /", ["/a"], []),
        ("User-agent: broadsheet/2.0\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", ["/b"], ["/a"]),
        ("User-agent: BROADSHEET\nDisallow: /a\nUser-agent: *\nAllow: /\nUser-agent: broadsheet\nDisallow: /b", ["/c"],
         ["/a", "/b"]),
        ("User-agent: one\nUser-agent: Broadsheet\nUser-agent: two\nDisallow: /a", ["/b"], ["/a"]),
        ("User-agent: broad\nDisallow: /\nUser-agent: broadsheets\nDisallow: /", ["/"], []),
        ("User-agent: another-robot\nDisallow: /", ["/a"], []),
        ("User-agent: *\nDisallow: /*.php$\nDisallow: /q?", ["/a.php?x", "/q"], ["/a.php", "/q?x"]),
        ("User-agent: *\nDisallow: /a%3cd\nDisallow: /tin-tức", ["/b"], ["/a%3Cd", "/a%3cd", "/tin-t%E1%BB%A9c/1"]),
        ("\ufeffUser-agent: *\r\nDisallow: /a # here\r\n", ["/b"], ["/a"]),
        ("User-agent: *\nDisallow:", ["/a"], []),
        ("Disallow: /", ["/a"], []),
        ("<html><body>not found</body></html>", ["/a"], []),
        ("", ["/a"], []),
    ],
)  # fmt: skip
def test_own_group_before_all_and_the_longest_match(text, allowed, forbidden):
    robots = rules(text)
    assert [path for path in allowed if not robots.allows("http://x.example" + path)] == []
    assert [path for path in forbidden if robots.allows("http://x.example" + path)] == []


def test_a_hostile_robots_txt_costs_little():
    names = "".join(f"User-agent: x{number}\n" for number in range(12_000))
    began = time.monotonic()
    robots = rules(names + "Disallow: /a*b*c*d*e*\n" * 12_000)
    assert robots.allows("http://x.example/" + "a" * 2000)
    robots = rules("User-agent: *\n" + "Disallow: /a*b*c*d*e*f\n" * 20_000)
    assert robots.allows("http://x.example/" + "abcde" * 400)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("contact", ["", "nobody", "a@b\r\nX: y", "me @example.org", "Nguyễn@example.org"])
def test_a_client_without_a_contact_is_not_made(contact):
    with pytest.raises(ContactMissing, match=r"^A web run needs a contact"):
        Client(contact=contact)
