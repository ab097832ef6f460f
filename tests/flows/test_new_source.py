"""A source added as the README tells, against a bundled site: proposed, proved, and run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from scrapers.source import read_form
from tests.flows.conftest import clean_environment, command
from tests.sites.sites import Site, Sites

pytestmark = pytest.mark.slow

ENVIRONMENT = clean_environment() | {"BROADSHEET_CONTACT": "tests@example.org"}
LISTINGS = {
    "binhduong": "/Pages/TinTucSuKien.aspx",
    "womenofchina": "/womenofchina/html1/news/",
    "baolangson_new": "/rss/home.rss",
    "baolangson": "/en/",
    "bacninh": "/web/english/news?p_p_resource_id=loadPage&pageNum=1&recordPerPage=20&keyword=",
    "vietnamplus": "/sitemaps/google-news.xml",
}
LISTED = {
    "binhduong": ("html", "sharepoint"),
    "womenofchina": ("html", "redcome"),
    "baolangson_new": ("feed", ""),
    "baolangson": ("wordpress", "wordpress"),
    "bacninh": ("json", ""),
    "vietnamplus": ("sitemap", "vietnamplus"),
}
"""The kind of listing and the platform that are recognised."""


@pytest.fixture(scope="module")
def sites() -> Iterator[Sites]:
    with Sites(LISTINGS) as running:
        yield running


def new(site: Site, home: Path, *words: str, path: str | None = None) -> tuple[int, str]:
    url = site.server.base + (path or LISTINGS[site.name])
    words = ("sources", "new", url, "--name", "mine", "--home", str(home), *words)
    result = command(*words, env=ENVIRONMENT)
    return result.returncode, result.stderr


@pytest.mark.parametrize("name", LISTINGS)
def test_a_proposed_form_reads_its_pages_and_the_live_site(name: str, sites: Sites, tmp_path: Path) -> None:
    code, told = new(sites[name], tmp_path, "--allow-private")
    assert (code, "broadsheet sources check mine" in told) == (0, True), told
    form = read_form(tmp_path / "forms" / "mine.toml")
    assert (form.evidence, form.language, len(form.listing)) == ("live", "en", 1)
    assert (form.listing[0].kind, form.platform) == LISTED[name]
    checked = command("sources", "check", "mine", "--live", "--home", tmp_path, env=ENVIRONMENT)
    assert checked.returncode == 0, checked.stdout
    assert len(list((tmp_path / "forms" / "pages" / "mine").glob("*.html"))) == 3
    story = sites[name].stories(1)[0]
    assert f"title: {story.title}" in checked.stdout
    assert f"article_id: mine:{story.number}" in checked.stdout
    assert f"published_on: {story.published.date()}" in checked.stdout


def test_an_article_alone_gives_its_layout(sites: Sites, tmp_path: Path) -> None:
    site = sites["binhduong"]
    code, told = new(site, tmp_path, "--allow-private", path=site.design.path(site.stories(1)[0]))
    assert code == 0, told
    form = read_form(tmp_path / "forms" / "mine.toml")
    assert (form.listing, form.platform, form.layout[0].name) == ((), "sharepoint", "sharepoint")


def test_a_list_of_several_pages_is_proposed_with_what_leads_on(sites: Sites, tmp_path: Path) -> None:
    code, told = new(sites["womenofchina"], tmp_path, "--allow-private")
    assert code == 0, told
    [listing] = read_form(tmp_path / "forms" / "mine.toml").listing
    assert (listing.next, listing.pages) == ("a.next", 3)
    found = command("run", "mine", "--home", tmp_path, "--json", env=ENVIRONMENT)
    assert json.loads(found.stdout)[0]["new"] >= len(sites["womenofchina"].stories(1))  # of both its pages


def test_a_dead_link_in_the_listing_is_passed_over(tmp_path: Path) -> None:
    with Sites(["binhduong"]) as sites:
        server = sites["binhduong"].server
        dead = sites["binhduong"].design.path(sites["binhduong"].stories(1)[0])
        server.resources = {path: page for path, page in server.resources.items() if path != dead}
        code, told = new(sites["binhduong"], tmp_path, "--allow-private")
        assert (code, "2 saved pages" in told) == (0, True), told


def test_nothing_is_overwritten_and_no_private_address_is_asked_unless_told(sites: Sites, tmp_path: Path) -> None:
    site = sites["binhduong"]
    code, told = new(site, tmp_path)
    assert (code, told.count("\n"), "--allow-private" in told) == (2, 1, True)
    form = tmp_path / "forms" / "mine.toml"
    assert not form.exists()
    words = ("sources", "new", "https://news.example.org/", "--allow-private", "--home", tmp_path)
    assert "no private address" in command(*words, env=ENVIRONMENT).stderr
    assert new(site, tmp_path, "--allow-private")[0] == 0
    before = form.read_bytes()
    code, told = new(site, tmp_path, "--allow-private")
    assert (code, "already" in told, form.read_bytes()) == (2, True, before)


@pytest.mark.parametrize(
    ("address", "told"),
    [("http://[::1/", "is no address"), ("http://reader:secret@news.example.org/", "a user name or password")],
)
def test_an_address_that_cannot_be_asked_is_told_in_one_sentence(address: str, told: str, tmp_path: Path) -> None:
    result = command("sources", "new", address, "--home", tmp_path, env=ENVIRONMENT)
    assert (result.returncode, result.stderr.count("\n"), told in result.stderr) == (2, 1, True), result.stderr
    assert "secret" not in result.stderr
