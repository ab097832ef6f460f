"""Discovery finds what a listing prints, stops where nothing is new, and tells every cap."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scrapers import discover as module
from scrapers.discover import discover, read_listing
from scrapers.discovery.links import Discovery
from scrapers.discovery.recheck import is_due
from scrapers.forms.form import Fetch
from scrapers.html import HtmlRead, read_lines
from scrapers.source import Source, load_sources

TODAY = date(2026, 3, 5)
HOST = "https://news.example.org"


@dataclass
class Site:
    """Pages by address; asks are remembered, so that tests can count them."""

    pages: Mapping[str, bytes | str]
    asked: list[str] = field(default_factory=list)

    def __call__(self, url: str) -> Got:
        self.asked.append(url)
        if url not in self.pages:
            return Got(b"", url, "failed", "404")
        content = self.pages[url]
        return Got(content.encode() if isinstance(content, str) else content, url)


@dataclass
class Got:
    content: bytes
    final_url: str
    outcome: str | None = None
    detail: str | None = None
    tries: int | None = 1
    retry_at: datetime | None = None


def source(*listings: dict[str, Any], **keys: Any) -> Source:
    form = {
        "name": "example", "title": "Example", "publisher": "Example", "kind": "agency", "country": "VN",
        "language": "en", "timezone": "Asia/Ho_Chi_Minh", "hosts": ["news.example.org"], "evidence": "inferred",
        "article": [{"url": r"/[\w-]+-post(?P<id>\d+)\.html$", "id": "{id}"}], "listing": listings,
    }  # fmt: skip
    return Source.model_validate(form | keys)


def page_of(*hrefs: str, following: str = "") -> str:
    links = "".join(f'<li><a href="{href}">News</a></li>' for href in hrefs)
    return f'<ul class="list">{links}</ul>' + (f'<a class="next" href="{following}">›</a>' if following else "")


def html(**keys: Any) -> dict[str, Any]:
    return {"kind": "html", "url": f"{HOST}/news/", "links": "ul.list a"} | keys


def ids(found: Discovery) -> list[str]:
    return [link.article_id for link in found.links if link.in_scope]


def kinds(found: Discovery) -> list[str]:
    return [notice.kind for notice in found.notices]


def test_links_are_absolute_canonical_and_distinct() -> None:
    page = page_of("../a-post1.html?utm_source=x#top", "/a-post1.html", "//news.example.org/b-post2.html")
    found = discover(source(html()), Site({f"{HOST}/news/": page}), today=TODAY)
    assert [link.url for link in found.links] == [f"{HOST}/a-post1.html", f"{HOST}/b-post2.html"]
    assert ids(found) == ["example:1", "example:2"]


def test_base_href_is_believed() -> None:
    page = f'<base href="{HOST}/deep/er/">' + page_of("a-post1.html")
    found = discover(source(html()), Site({f"{HOST}/news/": page}), today=TODAY)
    assert [link.url for link in found.links] == [f"{HOST}/deep/er/a-post1.html"]


def test_strange_links_are_told_and_harm_no_other() -> None:
    page = page_of("http://[::1/", "javascript:void(0)", "mailto:a@b.c", "#", "http://h:99999/", "/a-post1.html")
    found = discover(source(html()), Site({f"{HOST}/news/": page}), today=TODAY)
    assert ids(found) == ["example:1"]
    assert [(n.kind, n.detail[:18]) for n in found.notices] == [("malformed", "2 links without an")]


def test_other_hosts_and_other_pages_are_out_of_scope() -> None:
    page = page_of("https://evil.example/a-post1.html", "/about.html", "/b-post1.html")
    found = discover(source(html()), Site({f"{HOST}/news/": page}), today=TODAY)
    assert [(link.url, link.in_scope) for link in found.links] == [
        ("https://evil.example/a-post1.html", False),
        (f"{HOST}/about.html", False),
        (f"{HOST}/b-post1.html", True),  # the stranger with the same number doesn't hide it
    ]


def test_paging_stops_where_a_page_brings_nothing_new() -> None:
    site = Site({f"{HOST}/news/": page_of("/a-post1.html", following="?p=2"),
                 f"{HOST}/news/?p=2": page_of("/b-post2.html", following="?p=3"),
                 f"{HOST}/news/?p=3": page_of("/c-post3.html", following="?p=4")})  # fmt: skip
    found = discover(source(html(next="a.next", pages=9)), site, today=TODAY, known={f"{HOST}/b-post2.html"})
    assert len(site.asked) == 2
    assert ids(found) == ["example:1", "example:2"]  # known ones are listed too
    assert found.n_articles == 2


@pytest.mark.parametrize("name", ["example:2", "http://news.example.org/b-post2.html"])
def test_a_known_article_is_recognised_by_id_and_by_either_scheme(name: str) -> None:
    site = Site({f"{HOST}/news/": page_of("/b-post2.html", following="?p=2")})
    discover(source(html(next="a.next", pages=9)), site, today=TODAY, known={name})
    assert len(site.asked) == 1


def test_backfill_passes_over_known_pages() -> None:
    site = Site({f"{HOST}/news/": page_of("/b-post2.html", following="?p=2"),
                 f"{HOST}/news/?p=2": page_of("/a-post1.html")})  # fmt: skip
    found = discover(source(html(next="a.next")), site, today=TODAY, known={"example:2"}, since=date(2026, 1, 1))
    assert ids(found) == ["example:2", "example:1"]


def test_endless_paging_ends_and_the_cap_is_told() -> None:
    class Endless(Site):
        def __call__(self, url: str) -> Got:
            self.asked.append(url)
            n = len(self.asked)
            return Got(page_of(f"/a-post{n}.html", following=f"?p={n + 1}").encode(), url)

    site = Endless({})
    found = discover(source(html(next="a.next", pages=4)), site, today=TODAY)
    assert len(site.asked) == 4
    assert kinds(found) == ["pages"]


def test_a_next_link_that_leads_in_a_circle_ends() -> None:
    site = Site({f"{HOST}/news/": page_of("/a-post1.html", following="?p=2"),
                 f"{HOST}/news/?p=2": page_of("/b-post2.html", following="/news/")})  # fmt: skip
    assert discover(source(html(next="a.next", pages=99)), site, today=TODAY).n_requests == 2


def test_numbered_pages_are_counted_up() -> None:
    site = Site({f"{HOST}/p{n}/": page_of(f"/a-post{n}.html") for n in (1, 2, 3)})
    found = discover(source(html(url=f"{HOST}/p{{page}}/", pages=3)), site, today=TODAY)
    assert ids(found) == ["example:1", "example:2", "example:3"]


def test_a_pager_that_a_script_writes_is_told_by_the_form() -> None:
    paged = html(page_url=f"{HOST}/news/index_{{page}}.htm", page_from=1, pages=3)
    addresses = [f"{HOST}/news/", f"{HOST}/news/index_1.htm", f"{HOST}/news/index_2.htm"]
    site = Site({url: page_of(f"/a-post{n}.html") for n, url in enumerate(addresses)})
    assert ids(discover(source(paged), site, today=TODAY)) == ["example:0", "example:1", "example:2"]
    assert site.asked == addresses
    with pytest.raises(ValidationError, match="page_url with the blank"):
        source(html(page_url=f"{HOST}/news/index_1.htm"))


@pytest.mark.parametrize(("told", "notices"), [(3, []), (4, ["pages"]), (2, [])])
def test_a_pager_that_a_script_writes_tells_how_many_pages_there_are(told: int, notices: list[str]) -> None:
    paged = html(page_url=f"{HOST}/news/index_{{page}}.htm", page_from=1, pages=3)
    script = f'<script>createPageHTML({told}, 0, "index", "htm");</script>'
    addresses = [f"{HOST}/news/", f"{HOST}/news/index_1.htm", f"{HOST}/news/index_2.htm"]
    site = Site({url: page_of(f"/a-post{n}.html") + script for n, url in enumerate(addresses)})
    assert kinds(discover(source(paged), site, today=TODAY)) == notices
    assert site.asked == addresses[:told]


def test_links_are_capped_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LINKS", 100)
    page = page_of(*(f"/a-post{n}.html" for n in range(1, 150)))
    found = discover(source(html()), Site({f"{HOST}/news/": page}), today=TODAY)
    assert len(found.links) == 100
    assert kinds(found) == ["links"]


def test_endless_addresses_are_left_out_and_told() -> None:
    found = discover(source(html()), Site({f"{HOST}/news/": page_of("/x" * 1100 + "-post1.html")}), today=TODAY)
    assert (ids(found), kinds(found)) == ([], ["url_length"])


def test_a_listing_without_links_is_told_with_the_selector_that_found_none() -> None:
    def told(page: str) -> list[tuple[str, str]]:
        found = discover(source(html(next="a.next", pages=3)), Site({f"{HOST}/news/": page}), today=TODAY)
        return [(notice.kind, notice.detail) for notice in found.notices]

    assert told("<h1>News will stand here soon</h1>") == [("empty", "'ul.list a' finds no link.")]
    assert told("<h1>Checking your browser</h1>") == [("unread", "It turns us away: Checking your browser.")]


def test_one_broken_listing_leaves_the_others() -> None:
    site = Site({f"{HOST}/b/": page_of("/a-post1.html"), f"{HOST}/pdf/": b"%PDF-1.7 \x00\x01"})
    form = source(html(), html(url=f"{HOST}/pdf/"), html(url=f"{HOST}/b/"))
    found = discover(form, site, today=TODAY)
    assert (ids(found), kinds(found)) == (["example:1"], ["failed", "unread"])


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><link>https://news.example.org/</link>
<item><title>Một</title><link>https://news.example.org/a-post1.html?x=1&y=2&nbsp;</link></item>
<item><guid>https://news.example.org/b-post2.html</guid></item>
<item><guid isPermaLink="false">77</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="/self"/><entry><link rel="enclosure" href="/x.mp3"/>
<link rel="alternate" href="/a-post1.html"/><updated>2026-03-04T10:00:00+07:00</updated></entry></feed>"""


def test_rss_gives_links_and_permanent_guids() -> None:
    form = source({"kind": "feed", "url": f"{HOST}/rss"}, article=[])
    found = discover(form, Site({f"{HOST}/rss": RSS}), today=TODAY)
    assert [link.url for link in found.links] == [f"{HOST}/a-post1.html?x=1&y=2", f"{HOST}/b-post2.html"]


def test_atom_gives_the_alternate_and_when_it_changed() -> None:
    found = discover(source({"kind": "feed", "url": f"{HOST}/rss"}), Site({f"{HOST}/rss": ATOM}), today=TODAY)
    assert [(link.article_id, link.modified) for link in found.links] == [
        ("example:1", datetime(2026, 3, 4, 3, tzinfo=UTC))
    ]


@pytest.mark.parametrize("piece", ["<a ", "<a href='", "<!--", "<?", "<div>", "<b>", "&", "<a href=x><div>"])
def test_no_markup_takes_long(piece: str) -> None:
    began = monotonic()
    discover(source(html()), Site({f"{HOST}/news/": piece * (120_000 // len(piece))}), today=TODAY)
    assert monotonic() - began < 5  # html.parser alone: minutes


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "prolog",
    [f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>', '<!DOCTYPE r [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'],
    ids=["billion laughs", "external entity"],
)
def test_entities_are_refused(prolog: str) -> None:
    feed = f"{prolog}<rss><channel><item><link>{HOST}/a-post1.html?&l9;</link></item></channel></rss>"
    found = discover(source({"kind": "feed", "url": f"{HOST}/rss"}), Site({f"{HOST}/rss": feed}), today=TODAY)
    assert (found.links, kinds(found)) == ((), ["unread"])
    assert "entity" in found.notices[0].detail


def test_a_broken_feed_gives_what_stands_before_the_mistake() -> None:
    feed = RSS.replace("</item>\n<item><guid isPerma", "</oops><guid isPerma")
    found = discover(source({"kind": "feed", "url": f"{HOST}/rss"}), Site({f"{HOST}/rss": feed}), today=TODAY)
    assert len(found.links) == 1
    assert kinds(found) == ["unread"]


def test_a_feed_in_a_chinese_encoding_is_read() -> None:
    feed = RSS.replace("utf-8", "gb2312").replace("Một", "妇女权益").encode("gb18030")
    found = discover(
        source({"kind": "feed", "url": f"{HOST}/rss"}, article=[]), Site({f"{HOST}/rss": feed}), today=TODAY
    )
    assert len(found.links) == 2


def sitemap(*locs: str, name: str = "url", lastmod: str = "") -> str:
    inner = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    image = "<image:image><image:loc>/picture-post9.html</image:loc></image:image>" if name == "url" else ""
    return "<urlset>" + "".join(f"<{name}><loc>{loc}</loc>{inner}{image}</{name}>" for loc in locs) + "</urlset>"


def test_an_index_leads_to_gzipped_sitemaps_that_match_follow() -> None:
    site = Site({
        f"{HOST}/sitemap.xml": sitemap(f"{HOST}/s/news-1.xml.gz", f"{HOST}/s/tags.xml", name="sitemap"),
        f"{HOST}/s/news-1.xml.gz": gzip.compress(sitemap("/a-post1.html", lastmod="2026-03-04").encode()),
    })  # fmt: skip
    form = source({"kind": "sitemap", "url": f"{HOST}/sitemap.xml", "follow": r"/s/news-"})
    found = discover(form, site, today=TODAY)
    assert [(link.article_id, link.modified) for link in found.links] == [
        ("example:1", datetime(2026, 3, 4, 23, 59, 59, tzinfo=UTC))
    ]
    assert not found.notices


def test_sitemaps_by_month_need_no_padding_and_go_back_over_new_year() -> None:
    form = source({"kind": "sitemap", "url": f"{HOST}/s/news-{{year}}-{{month}}.xml", "months": 3})
    site = Site({})
    discover(form, site, today=date(2026, 2, 1))
    assert site.asked == [f"{HOST}/s/news-2026-2.xml", f"{HOST}/s/news-2026-1.xml", f"{HOST}/s/news-2025-12.xml"]


def test_a_sitemap_that_contains_itself_ends() -> None:
    site = Site({f"{HOST}/s.xml": sitemap(f"{HOST}/s.xml", f"{HOST}/s.xml?1", name="sitemap"),
                 f"{HOST}/s.xml?1": sitemap(f"{HOST}/s.xml?2", name="sitemap"),
                 f"{HOST}/s.xml?2": sitemap(f"{HOST}/s.xml?3", name="sitemap")})  # fmt: skip
    found = discover(source({"kind": "sitemap", "url": f"{HOST}/s.xml"}), site, today=TODAY)
    assert (len(site.asked), kinds(found)) == (3, ["depth"])


def test_an_index_of_hundreds_of_sitemaps_is_capped_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_SITEMAPS", 3)
    site = Site({f"{HOST}/s.xml": sitemap(*(f"/s{n}.xml" for n in range(9)), name="sitemap")})
    found = discover(source({"kind": "sitemap", "url": f"{HOST}/s.xml"}), site, today=TODAY)
    assert len(site.asked) == 3
    assert kinds(found)[-1] == "sitemaps"


def test_a_gzip_bomb_is_told_not_unpacked() -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    found = discover(source({"kind": "sitemap", "url": f"{HOST}/s.xml"}), Site({f"{HOST}/s.xml": bomb}), today=TODAY)
    assert kinds(found) == ["unread"]


PORTAL = {
    "kind": "json", "url_from": {"page": f"{HOST}/news", "pattern": r"loadPageURL\s*=\s*'(?P<url>[^']+)'"},
    "params": {"pageNum": "{page}", "recordPerPage": "2"}, "items": "data.items", "link": "urlDetail", "pages": 5,
    "total_pages": "totalPageNum", "fields": {"published": "createdDate"},
}  # fmt: skip


def portal_page(*numbers: int) -> str:
    rows = [{"urlDetail": f"/a-post{n}.html", "createdDate": "05/03/2026 08:00"} for n in numbers]
    return json.dumps({"data": {"items": rows}, "totalPageNum": 2})


def test_a_json_listing_whose_address_a_page_prints() -> None:
    site = Site({f"{HOST}/news": r"<script>var loadPageURL = '/news?p_p_id=x&amp;mode=a\x26b=1';</script>",
                 f"{HOST}/news?p_p_id=x&mode=a&b=1&pageNum=1&recordPerPage=2": portal_page(1, 2),
                 f"{HOST}/news?p_p_id=x&mode=a&b=1&pageNum=2&recordPerPage=2": portal_page(3)})  # fmt: skip
    found = discover(source(PORTAL), site, today=TODAY)
    assert ids(found) == ["example:1", "example:2", "example:3"]
    assert found.links[0].fields == (("published", "05/03/2026 08:00"),)
    assert not found.notices


@pytest.mark.parametrize("answer", ["{", '{"data": {}}', "[" * 100_000])
def test_a_json_listing_that_changed_is_told(answer: str) -> None:
    form = source(PORTAL | {"url_from": None, "url": f"{HOST}/api", "params": {}})
    found = discover(form, Site({f"{HOST}/api": answer}), today=TODAY)
    assert (found.links, kinds(found)) == ((), ["unread"])


def test_wordpress_gives_links_and_when_they_changed() -> None:
    rows = [{"link": f"{HOST}/a-post1.html", "modified_gmt": "2026-03-04T03:00:00"}]
    address = f"{HOST}/en/wp-json/wp/v2/posts?per_page=100&page=1&_fields=link%2Cmodified_gmt"
    found = discover(
        source({"kind": "wordpress", "url": f"{HOST}/en/", "pages": 2}), Site({address: json.dumps(rows)}), today=TODAY
    )
    assert not found.notices  # no page after one that isn't full
    assert [(link.article_id, link.modified) for link in found.links] == [
        ("example:1", datetime(2026, 3, 4, 3, tzinfo=UTC))
    ]


def test_a_moved_host_keeps_its_articles_identity() -> None:
    form = source(
        html(url="https://new.example.org/news/"),
        hosts=["news.example.org", "new.example.org"], aliases={"new.example.org": "news.example.org"},
        article=[{"url": r"/[\w-]+\.html$"}],
    )  # fmt: skip
    found = discover(form, Site({"https://new.example.org/news/": page_of("/a.html")}), today=TODAY)
    assert [(link.url, link.article_id) for link in found.links] == [
        ("https://new.example.org/a.html", f"example:{HOST}/a.html")
    ]


def test_known_articles_are_looked_at_again_in_nights_1_2_4_and_8() -> None:
    first = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
    checked, nights = first, []
    for night in range(1, 30):
        now = first + timedelta(days=night, minutes=-7 * (night % 3))
        if is_due(first, checked, now=now, fetch=Fetch()):
            checked = now
            nights.append(night)
    assert nights == [1, 2, 4, 8]


def test_a_last_look_in_the_future_was_told_by_a_wrong_clock() -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    assert is_due(now + timedelta(days=4_000), now + timedelta(days=4_000), now=now, fetch=Fetch())
    assert not is_due(now, now, now=now, fetch=Fetch())


def test_without_a_first_interval_it_is_looked_at_in_each_run() -> None:
    first = datetime(2026, 3, 1, tzinfo=UTC)
    checked, now = first + timedelta(days=3), first + timedelta(days=3, minutes=1)
    assert is_due(first, checked, now=now, fetch=Fetch(recheck_hours=0))
    assert not is_due(first, checked, now=first + timedelta(days=15), fetch=Fetch(recheck_hours=0))


def test_a_listed_change_brings_the_next_look_forward() -> None:
    first = datetime(2026, 3, 1, tzinfo=UTC)
    now = first + timedelta(days=3)
    checked = first + timedelta(days=2)
    assert not is_due(first, checked, now=now, fetch=Fetch())
    assert is_due(first, checked, now=now, fetch=Fetch(), modified=checked + timedelta(hours=5))


@given(st.binary(max_size=400), st.sampled_from(["html", "feed", "sitemap", "json"]))
def test_no_listing_whatever_its_bytes_stops_a_run(content: bytes, kind: str) -> None:
    keys = {"html": {"links": "a"}, "json": {"link": "url"}}.get(kind, {})
    form = source({"kind": kind, "url": f"{HOST}/x", **keys}, html())
    found = discover(form, Site({f"{HOST}/x": content, f"{HOST}/news/": page_of("/a-post1.html")}), today=TODAY)
    assert "example:1" in ids(found)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40), max_size=5))
def test_no_link_whatever_its_text_hides_the_others(hrefs: list[str]) -> None:
    rows = "".join(f'<a href="{escape(href)}">x</a>' for href in [*hrefs, "/a-post1.html"])
    page = rows + "<p>Some ordinary words.</p>" * 100  # what holds a NUL, or mostly controls, is no text at all
    found = discover(source(html(links="a")), Site({f"{HOST}/news/": page}), today=TODAY)
    assert "example:1" in ids(found)


SHARED = Path(__file__).parents[3] / "shared" / "sources" / "html"


def test_real_pages_of_redcome_have_the_traits_its_platform_relies_on() -> None:
    """Two pages of another customer: list boxes repeat the ids around links, folders are no articles."""
    if not SHARED.is_dir():
        pytest.skip("../shared/sources/html isn't here: the real RedCome pages are not checked")
    form = load_sources()["womenofchina"]
    base = "https://www.womenofchina.cn/html1/folder/1905/3380-1.htm"
    home = next(SHARED.glob("*home*.htm")).read_text(encoding="utf-8", errors="replace")
    listed = read_listing(home, base=base, listing=form.listing[0])
    assert len(listed.links) == 11
    assert all(form.native_id(link.href) for link in listed.links)
    read = read_lines(home, form)
    assert isinstance(read, HtmlRead)
    assert read.layout is None  # no article, and no field of a list box is taken for one


def test_a_listing_that_would_take_gigabytes_is_refused_with_its_reason() -> None:
    bomb = "<p>" + "".join(f"<font a{n}>" for n in range(400)) + "</p>" + "<p>x" * 4_000
    page = page_of("a-post1.html") + bomb
    found = discover(source(html()), Site({f"{HOST}/news/": page}), today=TODAY)
    assert not found.links
    assert found.notices[0].detail == "It has attributes, choices or formatting without end."
