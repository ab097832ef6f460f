"""Whole sites over real HTTP: every article of night 1 right, night 2 asks only for what it must."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scrapers.discover import discover
from scrapers.discovery.links import Discovery
from scrapers.discovery.plan import Held, plan
from scrapers.documents import Known, read_document
from scrapers.extraction.continued import further_pages, joined
from scrapers.fetch import Client
from scrapers.forms.saved_pages import compare
from scrapers.identity import identify
from scrapers.process import process
from scrapers.records import Article, Document, Page, Rejection
from scrapers.source import Sources, load_sources
from tests.sites.designs import DESIGNS
from tests.sites.sites import Sites, path_of

pytestmark = pytest.mark.whole

TODAY = datetime.now(UTC).date()


@dataclass
class Night:
    """What one night gave of one source, by path."""

    found: Discovery
    pages: dict[str, Page] = field(default_factory=dict)
    made: dict[str, Article | Rejection] = field(default_factory=dict)

    def held(self) -> Iterator[Held]:
        """What the warehouse would hold of it."""
        for link in self.found.links:
            page = self.pages[link.url]
            yield Held(
                article_id=link.article_id,
                url=link.url,
                first_seen_at=page.fetched_at,
                last_checked_at=page.fetched_at,
                etag=page.etag,
            )


@pytest.fixture
def sites() -> Iterator[Sites]:
    with Sites() as running:
        yield running


@pytest.fixture
def forms(sites: Sites, tmp_path: Path) -> Sources:
    return load_sources(sites.write_forms(tmp_path / "forms"))


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(contact="tests@example.org") as one:
        yield one


def night(name: str, forms: Sources, client: Client, *, before: Night | None = None) -> Night:
    """Discover, plan, fetch, process: what a flow arranges."""
    source = forms[name]
    held = {one.article_id: one for one in (before.held() if before else ())}
    found = discover(source, lambda url: client.fetch(url, source=source), today=TODAY, known=held)
    now = Night(found)
    for wanted in plan(found.links, held, fetch=source.fetch, now=datetime.now(UTC)).wanted:
        etag = wanted.held.etag if wanted.held else None
        page = now.pages[wanted.url] = client.fetch(wanted.url, source=source, etag=etag, held=wanted.held is not None)
        if page.outcome is None:
            now.made[wanted.url] = made_of(page, forms, client)
    return now


def made_of(page: Page, forms: Sources, client: Client) -> Article | Rejection:
    known = Known(url=page.final_url, fetched_at=page.fetched_at)
    document = read_document(page.content, location=page.url, media_type="text/html", known=known)
    if not isinstance(document, Document):
        return document.rejection
    source = forms[page.source]
    further = [
        client.fetch(url, source=source).content.decode()
        for url in further_pages(document.text, url=page.url, source=source)
    ]
    document = replace(document, text=joined(document.text, further, source=source))
    return process(document, identify(document, forms))


@pytest.mark.parametrize("name", DESIGNS)
def test_night_one_gives_every_article_as_it_was_written(
    name: str, sites: Sites, forms: Sources, client: Client
) -> None:
    site = sites[name]
    first = night(name, forms, client)
    assert not first.found.notices
    for story in site.stories(1):
        made = first.made[site.server.base + site.design.path(story)]
        assert isinstance(made, Article)
        assert (made.title, made.body, made.native_id) == (story.title, story.body, str(story.number))
        assert made.published_on == story.published.astimezone(ZoneInfo(forms[name].timezone)).date()
        assert made.published_at in (None, story.published.replace(second=0))
    for page in site.saved:
        assert compare(page, first.made[site.server.base + path_of(page)]) == []


@pytest.mark.parametrize("name", DESIGNS)
def test_night_two_fetches_in_full_only_what_is_new_or_changed(
    name: str, sites: Sites, forms: Sources, client: Client
) -> None:
    first = night(name, forms, client)
    sites.turn(2)
    sites.take_requests()
    second = night(name, forms, client, before=first)
    outcomes = [page.outcome for page in second.pages.values()]
    assert (outcomes.count(None), outcomes.count("gone")) == (2, 1)  # one new, one corrected; one removed
    assert set(outcomes) == {None, "gone", "not_modified"}
    corrected = [made for url, made in second.made.items() if url in first.made]
    assert [isinstance(made, Article) and "Correction:" in made.body for made in corrected] == [True]
    assert [asked.n_at_once for asked in sites.take_requests()[name]] == [1] * (
        len(second.pages) + second.found.n_requests
    )


@pytest.mark.parametrize("name", DESIGNS)
def test_a_changed_template_is_told_by_the_fallback_and_mended_in_the_form(
    name: str, sites: Sites, forms: Sources, client: Client, tmp_path: Path
) -> None:
    sites.turn(3, redesigned=[name])
    third = night(name, forms, client)
    sites.take_requests()
    mended = load_sources(sites.write_forms(tmp_path / "mended", mended=[name]))
    for story in sites[name].stories(3):
        url = sites[name].server.base + sites[name].design.path(story)
        before, after = third.made[url], made_of(third.pages[url], mended, client)
        assert isinstance(before, Article)
        assert isinstance(after, Article)
        assert (before.layout, "fallback" in before.flags) == (None, True)
        assert (after.title, after.body, "fallback" in after.flags) == (story.title, story.body, False)
    assert not sites.take_requests()[name]  # the pages held are read again, nothing is asked for


def test_a_run_of_all_sources_asks_nobody_outside(sites: Sites, forms: Sources) -> None:
    enabled = [form for form in forms.values() if form.enabled]
    assert {form.name for form in enabled} == set(DESIGNS)
    assert all(host.startswith("127.0.0.1:") for form in enabled for host in form.hosts)
