"""An article that moved from http to https and on to another host is one, under whichever address it is listed."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import flows.hosts
from flows.ingest import ingest
from flows.settings import read_settings
from flows.web import fetch_sources
from scrapers.fetch import Client
from scrapers.fetching.sessions import Network
from scrapers.source import load_sources
from tests.flows.village import asked
from tests.scrapers.faults.conftest import Site
from tests.scrapers.faults.test_fetch_tls import Authority
from warehouse.verify import verify

PAGE = (
    """<html><head><title>A room</title></head><body><h1>A reading room was opened</h1><div id="text">{}</div></body>"""
)
TEXT = "<p>The union opened a reading room for the women of the village, and many came on the first evening.</p>" * 3
FORM = """
name = "moved"
title = "Moved"
publisher = "Nobody"
kind = "other"
country = "VN"
language = "en"
timezone = "Asia/Ho_Chi_Minh"
hosts = {hosts}
evidence = "page"
[fetch]
delay_s = 0
allow_private = {hosts}
[[listing]]
url = "{listing}"
kind = "html"
links = "a"
[[article]]
url = '/news/'
[[layout]]
name = "plain"
when = "#text"
title = "h1"
body = "#text"
"""


@dataclass
class Moved:
    """The article at its three addresses: a host by both schemes, and the host it moved to."""

    first: Site
    www: Site
    addresses: tuple[str, str, str]

    def list(self, address: str) -> None:
        """The listing, under its first address, names this one from now on."""
        self.first.answers["/list"] = Site.ok(f'<a href="{address}">A reading room was opened</a>'.encode())

    def take_asked(self) -> list[str]:
        """Paths of articles asked for since the last call."""
        paths = [path for site in (self.first, self.www) for _, path, _ in site.requests]
        for site in (self.first, self.www):
            site.requests.clear()
        return [path for path in paths if "/news/" in path]


def by_either_scheme(authority: Authority) -> Callable[[socket.socket], socket.socket]:
    """One port for both, told apart by the byte that TLS begins with: on real sites only the scheme differs, too."""
    secured = authority.wrap()
    return lambda connection: secured(connection) if connection.recv(1, socket.MSG_PEEK) == b"\x16" else connection


@pytest.fixture
def moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_prefect: None) -> Iterator[Moved]:
    authority = Authority(tmp_path)
    first, www = Site(by_either_scheme(authority)), Site(authority.wrap())
    addresses = (first.url("/news/7"), f"https://{first.host}/news/7", f"https://{www.host}/news/7")
    first.answers["/news/7"] = [
        Site.ok(b"", f"Location: {address}", status="301 Moved Permanently") for address in addresses[1:]
    ]
    www.answers["/news/7"] = Site.ok(PAGE.format(TEXT).encode())
    monkeypatch.setattr(flows.hosts, "Client", partial(Client, network=Network(ca_file=str(authority.file))))
    yield Moved(first, www, addresses)
    for site in (first, www):
        site.close()


def night(home: Path, moved: Moved) -> dict[str, int]:
    """What a run counted."""
    hosts = str([site.host for site in (moved.first, moved.www)]).replace("'", '"')
    (home / "forms").mkdir(parents=True, exist_ok=True)
    (home / "forms" / "moved.toml").write_text(FORM.format(hosts=hosts, listing=moved.first.url("/list")))
    settings = read_settings(home=home)
    sources = load_sources(*settings.forms)

    def fetch(run: Any) -> None:
        fetch_sources(run, sources=[sources["moved"]], contact="tests@example.org", since=None, limit=None)

    report = ingest(fetch, settings=settings, sources=sources, kind="run")
    return dict(+report.counts["moved"].outcomes)


def test_an_article_behind_two_redirects_is_one_and_known_under_each_of_its_addresses(
    moved: Moved, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    moved.list(moved.addresses[0])
    assert night(home, moved) == {"new": 1}
    assert moved.take_asked() == ["/news/7"] * 3
    for address in moved.addresses:
        moved.list(address)
        assert night(home, moved) == {"known": 1}, address
        assert moved.take_asked() == []
    [page] = asked(home, "SELECT url, final_url, outcome FROM pages")
    assert page == (moved.addresses[0], moved.addresses[2], "new")
    assert asked(home, "SELECT article_id FROM articles") == [(f"moved:{moved.addresses[2]}",)]
    assert [check for check in verify(home, full=True) if not check.ok] == []
