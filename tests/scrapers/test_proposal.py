"""What a form is proposed from, asked of a site: how its list goes on, and which of its pages was of no use."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator

import pytest

from scrapers.fetch import Client
from scrapers.forms.proposal import NothingToPropose, Proposal, propose
from scrapers.forms.proposed_form import draft_source
from tests.scrapers.faults.conftest import Site

STORY = """<html><head><title>Reading room {0}</title></head><body><h1>Reading room number {0} was opened</h1>
<div class="text"><p>The union of village {0} opened a reading room for {0}0 women, and many came on evening {0}.</p>
<p>In village {0} the books were given by {0} neighbours, who carried them there on the {0}th day.</p></div></body>"""
PAGER = '<script>createPageHTML({0}, 0, "index", "htm");</script>'


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    for number in range(1, 7):
        site.answers[f"/t{number}.htm"] = Site.ok(STORY.format(number).encode())
    yield site
    site.close()


@pytest.fixture
def proposed(site: Site) -> Callable[[str], Proposal]:
    def of(path: str) -> Proposal:
        source = draft_source(site.url(path), name="mine", is_private=True)
        with Client(contact="tests@example.org") as client:
            return propose(site.url(path), lambda url: client.fetch(url, source=source))

    return of


def list_of(*numbers: int, pager: str = "") -> bytes:
    links = "".join(f'<li><a href="/t{number}.htm">Reading room number {number} was opened</a>' for number in numbers)
    return Site.ok(f"<ul class=news>{links}</ul>{pager}".encode())


def test_a_pager_that_a_script_writes_is_proposed_where_its_second_page_is_there(
    site: Site, proposed: Callable[[str], Proposal]
) -> None:
    site.answers["/news/"] = list_of(1, 2, 3, pager=PAGER.format(9))
    listed = proposed("/news/").listed
    assert listed is not None
    assert "page_url" not in dict(listed.settings)
    site.answers["/news/index_1.htm"] = list_of(4, 5, 6, pager=PAGER.format(9))
    listed = proposed("/news/").listed
    assert listed is not None
    paged = {"page_url": site.url("/news/index_{page}.htm"), "page_from": 1, "pages": 3}
    assert dict(listed.settings).items() >= paged.items()


def test_pages_that_were_of_no_use_are_named(site: Site, proposed: Callable[[str], Proposal]) -> None:
    site.answers["/news/"] = list_of(1, 2, 3)
    site.answers["/t1.htm"] = Site.ok(b"", status="404 Not Found")
    site.answers["/t2.htm"] = Site.ok(b"<p>Soon.</p>")
    gone, empty = proposed("/news/").left_out
    assert gone == f"{site.url('/t1.htm')} could not be fetched (failed: HTTP 404 Not Found)."
    assert empty.startswith(f"{site.url('/t2.htm')} holds no article")


def test_a_list_without_one_article_names_what_was_tried(site: Site, proposed: Callable[[str], Proposal]) -> None:
    site.answers["/news/"] = list_of(1, 2, 3)
    for number in (1, 2, 3):
        site.answers[f"/t{number}.htm"] = Site.ok(b"<p>Soon.</p>")
    with pytest.raises(NothingToPropose, match=site.url("/t1.htm")) as told:
        proposed("/news/")
    assert site.url("/news/") in str(told.value)


def test_a_date_between_words_is_proposed_with_its_format(site: Site, proposed: Callable[[str], Proposal]) -> None:
    site.answers["/news/"] = list_of(1, 2, 3)
    for n in (1, 2, 3):
        dated = f"</h1><p class=info>2026年11月{n}日 来源：河边报</p>"
        site.answers[f"/t{n}.htm"] = Site.ok(
            f'<meta charset="utf-8">{STORY.format(n).replace("</h1>", dated)}'.encode()
        )
    found = proposed("/news/")
    assert [one.selector for one in dict(found.layout)["published"]][:1] == ["p.info"]
    assert found.date_formats == ("%Y年%m月%d日",)


def test_an_index_of_sitemaps_is_proposed_by_what_its_newest_list(
    site: Site, proposed: Callable[[str], Proposal]
) -> None:
    def located(kind: str, *paths: str) -> str:
        return "".join(f"<{kind}><loc>{site.url(path)}</loc></{kind}>" for path in paths)

    site.answers["/sitemap.xml"] = Site.ok(f"<sitemapindex>{located('sitemap', '/a.xml', '/b.xml.gz')}".encode())
    with pytest.raises(NothingToPropose, match="is an index of sitemaps, of which"):
        proposed("/sitemap.xml")
    listed = f"<urlset>{located('url', '/t1.htm', '/t2.htm', '/t3.htm')}</urlset>"
    site.answers["/b.xml.gz"] = Site.ok(gzip.compress(listed.encode()))
    found = proposed("/sitemap.xml")
    assert found.listed is not None
    assert (found.listed.kind, found.listed.url) == ("sitemap", site.url("/sitemap.xml"))
    assert (found.shape.pattern, len(found.samples)) == (r"/t(?P<id>\d+)\.htm$", 3)
