"""How the small sites look: for each source where an article stands, its page, and the listings that the form reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from tests.sites.days import Story
from tests.sites.server import Resource

Paths = dict[str, Resource]
HANOI, BEIJING = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """An article as a listing shows it."""

    path: str
    title: str
    changed: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """One source's small site."""

    first_id: int
    path: Callable[[Story], str]
    article: Callable[[Story], str]
    """The page's <head> metadata and <body>."""
    listings: Callable[[Sequence[Linked], str], Paths]
    marks: tuple[str, ...]
    """Ids and classes that the form's layout knows the page by: a change of template renames them."""

    def renamed(self, text: str) -> str:
        """A page, or a form's selector, after the change of template."""
        longest_first = sorted(self.marks, key=len, reverse=True)
        return re.sub("|".join(longest_first), lambda mark: f"new-{mark[0]}", text)


def html(title: str, body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/><title>{escape(title)}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def _paragraphs(story: Story) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)


def _published(story: Story) -> str:
    moment = story.published.astimezone(HANOI).isoformat(timespec="seconds")
    return f'<meta property="article:published_time" content="{moment}"/>'


def _page(text: str) -> Resource:
    return Resource(content=text.encode())


def _xml(text: str) -> Resource:
    content = f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode()
    return Resource(content=content, content_type="application/xml; charset=utf-8")


def _json(value: object) -> Resource:
    return Resource(content=json.dumps(value).encode(), content_type="application/json; charset=utf-8")


def _redcome_article(story: Story) -> str:
    day = story.published.astimezone(BEIJING)
    return html(story.title, (
        "<div id='Path'>Home &gt; News &gt; Women in Action</div>"
        f"<h1><span id='ReportIDname'>{escape(story.title)}</span></h1>"
        f"<span id='ReportIDIssueTime'>{day:%B} {day.day}, {day.year}</span><div>32.3K</div>"
        f"<span id='ReportIDtext'>{_paragraphs(story)}<p>(Source: China Women's News)</p></span><div>Comments</div>"
    ))  # fmt: skip


def _redcome_listings(links: Sequence[Linked], base: str) -> Paths:
    """A list of two pages."""
    first, second = "/womenofchina/html1/news/", "/womenofchina/html1/news/2.htm"
    half = (len(links) + 1) // 2
    lists = [
        "".join(f"<li><span id='ReportIDname'><a href='{link.path}'>{link.title}</a></span></li>" for link in part)
        for part in (links[:half], links[half:])
    ]
    return {
        first: _page(html("News", f"<ul class='list'>{lists[0]}</ul><a class='next' href='{second}'>Next</a>")),
        second: _page(html("News", f"<ul class='list'>{lists[1]}</ul>")),
    }


def _portlet_article(story: Story) -> str:
    return html(story.title, (
        f'<h1 id="contentDetailTitleId">{escape(story.title)}</h1>'
        f'<span class="date_time">{story.published.astimezone(HANOI):%d/%m/%Y %H:%M}</span>'
        f'<div id="contentDetail">{_paragraphs(story)}</div><footer>Copyright of Bac Ninh Portal</footer>'
    ))  # fmt: skip


def _portlet_listings(links: Sequence[Linked], base: str) -> Paths:
    """The section page prints the address of its JSON list."""
    address = "/web/english/news?p_p_resource_id=loadPage"
    rows = [
        {"title": link.title, "urlDetail": base + link.path, "createdDate": f"{link.changed:%d/%m/%Y}"}
        for link in links
    ]
    return {
        "/web/english/news": _page(html("News", f"<script>var loadPageURL = '{base}{address}';</script>")),
        f"{address}&pageNum=1&recordPerPage=20&keyword=": _json({"items": rows, "totalPageNum": 1}),
    }


def _cms_article(story: Story) -> str:
    text = _paragraphs(story).replace("<p>", "<p>Hanoi (VNA) – ", 1)
    return html(story.title, (
        '<div class="breadcrumb"><h2><a href="/society.vnp">Society</a></h2></div><article>'
        f'<h1 class="article__title cms-title">{escape(story.title)}</h1><div class="article__social">Facebook</div>'
        f'<div class="article__body cms-body">{text}</div></article>'
    ), _published(story))  # fmt: skip


def _cms_listings(links: Sequence[Linked], base: str) -> Paths:
    """The sitemap of the last days, and those of this month and the last, which hold the same articles."""
    rows = "".join(
        f"<url><loc>{base}{link.path}</loc><lastmod>{link.changed.isoformat()}</lastmod></url>" for link in links
    )
    sitemap = _xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>')
    today = datetime.now(UTC).date()
    months = {date(day.year, day.month, 1) for day in (today, today.replace(day=1) - timedelta(days=1))}
    return {
        "/sitemaps/google-news.xml": sitemap,
        **{f"/sitemaps/news-{month.year}-{month.month}.xml": sitemap for month in months},
    }


def _wordpress_article(story: Story) -> str:
    return html(story.title, (
        '<div class="clock">Friday,  09/20/2024</div><article>'
        f'<h1 class="entry-title">{escape(story.title)}</h1>'
        f'<div class="entry-content">{_paragraphs(story)}</div></article>'
    ), _published(story))  # fmt: skip


def _wordpress_listings(links: Sequence[Linked], base: str) -> Paths:
    rows = [{"link": base + link.path, "modified_gmt": f"{link.changed:%Y-%m-%dT%H:%M:%S}"} for link in links]
    teasers = "".join(f"<h2><a href='{link.path}'>{link.title}</a></h2>" for link in links)
    return {
        "/en/": _page(html("Home", teasers, f"<link rel='https://api.w.org/' href='{base}/en/wp-json/'/>")),
        "/en/wp-json/wp/v2/posts?per_page=100&page=1&_fields=link%2Cmodified_gmt": _json(rows),
    }


def _detail_article(story: Story) -> str:
    return html(story.title, (
        f'<div class="today">Friday, Apr 25 2025 14:36 (GMT +7)</div><h1>{escape(story.title)}</h1>'
        f'<div class="detail-date">{story.published.astimezone(HANOI):%A, %d/%m/%Y | %H:%M:%S} (GMT +7)</div>'
        f'<div id="content-detail">{_paragraphs(story)}</div>'
    ))  # fmt: skip


def _feed_listings(links: Sequence[Linked], base: str) -> Paths:
    rows = "".join(
        f"<item><title>{escape(link.title)}</title><link>{base}{link.path}?utm_source=rss</link></item>"
        for link in links
    )
    return {"/rss/home.rss": _xml(f'<rss version="2.0"><channel><title>Home</title>{rows}</channel></rss>')}


def _sharepoint_article(story: Story) -> str:
    return html(story.title, (
        f'<div>Skip Ribbon Commands</div><div class="news-detail"><h1>{escape(story.title)}</h1>'
        f'<span class="date">{story.published.astimezone(HANOI):%d/%m/%Y}</span>'
        f'<div class="content">{_paragraphs(story)}</div></div>'
    ))  # fmt: skip


def _sharepoint_listings(links: Sequence[Linked], base: str) -> Paths:
    rows = "".join(f"<div><a href='{link.path}'>{link.title}</a></div>" for link in links)
    return {"/Pages/TinTucSuKien.aspx": _page(html("News", rows))}


DESIGNS = {
    "womenofchina": Design(
        first_id=25_030_101,
        path=lambda story: f"/womenofchina/html1/news/action/{story.number // 10_000}/{story.number % 10_000}-1.htm",
        article=_redcome_article,
        listings=_redcome_listings,
        marks=("ReportID",),
    ),
    "bacninh": Design(
        first_id=81_900_101,
        path=lambda story: f"/web/english/news/-/details/4790216/{story.slug}-{story.number}",
        article=_portlet_article,
        listings=_portlet_listings,
        marks=("contentDetailTitleId", "contentDetail", "date_time"),
    ),
    "vietnamplus": Design(
        first_id=330_101,
        path=lambda story: f"/{story.slug}-post{story.number}.vnp",
        article=_cms_article,
        listings=_cms_listings,
        marks=("article__title", "article__body"),
    ),
    "baolangson": Design(
        first_id=52_101,
        path=lambda story: f"/en/?p={story.number}",
        article=_wordpress_article,
        listings=_wordpress_listings,
        marks=("entry-title", "entry-content"),
    ),
    "baolangson_new": Design(
        first_id=5_060_101,
        path=lambda story: f"/en/{story.slug}-{story.number}.html",
        article=_detail_article,
        listings=_feed_listings,
        marks=("content-detail", "detail-date"),
    ),
    "binhduong": Design(
        first_id=3_101,
        path=lambda story: f"/Lists/TinTucSuKien/ChiTiet.aspx?ID={story.number}",
        article=_sharepoint_article,
        listings=_sharepoint_listings,
        marks=("news-detail",),
    ),
}
"""One for each kind of listing: html with pages, JSON, sitemaps, WordPress, a feed, and SharePoint's single page."""
