"""What to write when a listing gives no articles: the selector of its links, or the pattern of the articles' addresses.

Both are read off the listing as it was fetched, and proposed only where they lead to at least three articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborHTMLParser

from scrapers.counting import counted
from scrapers.discovery.links import Link
from scrapers.discovery.listings import listing_text
from scrapers.forms.link_shapes import FEWEST, Shape, article_links, link_selectors, links_of, shape_of
from scrapers.forms.wording import as_toml
from scrapers.records import Page, Rejection
from scrapers.source import Source
from scrapers.urls import host_of


def advise(source: Source, page: Page | None, links: Sequence[Link]) -> str:
    """The form's line to write, for a listing that was fetched and gave these links but no article; "" for none."""
    tree, base = _tree(page), (page.final_url or page.url) if page else ""
    articles = _articles_on(tree, base, source)
    if links and articles is None:
        return _pattern(source, _likeliest(tree, base, [link.url for link in links]))
    found = articles or article_links(tree, base)
    return _selector(tree, base, found) if found and source.listing[0].kind == "html" else ""


def _tree(page: Page | None) -> LexborHTMLParser:
    text = listing_text(page.content) if page else ""
    return LexborHTMLParser("" if isinstance(text, Rejection) else text)


def _articles_on(tree: LexborHTMLParser, base: str, source: Source) -> Shape | None:
    """The page's links that the form's `[[article]]` knows, whatever its selector finds."""
    if not source.article:
        return None
    urls = dict.fromkeys(url for url, _ in links_of(tree, base) if source.article_url(url))
    return Shape(pattern="", id="", urls=tuple(urls)) if len(urls) >= FEWEST else None


def _selector(tree: LexborHTMLParser, base: str, shape: Shape) -> str:
    selector, n_articles, n_others = link_selectors(tree, base, shape)[0]
    beside = f" and {counted(n_others, 'other')}" if n_others else ""
    return f"Write in the [[listing]], for {counted(n_articles, 'article')}{beside}: links = {as_toml(selector)}"


def _likeliest(tree: LexborHTMLParser, base: str, urls: Sequence[str]) -> Shape | None:
    """Of the links found, those with headlines, else all."""
    titled = article_links(tree, base)
    among = shape_of(set(titled.urls).intersection(urls)) if titled else None
    return next((one for one in (among, shape_of(urls)) if one and len(one.urls) >= FEWEST), None)


def _pattern(source: Source, shape: Shape | None) -> str:
    if shape is None:
        return ""
    elsewhere = _elsewhere(source, shape.urls)
    if elsewhere:
        return f"Write: hosts = [{', '.join(map(as_toml, (*source.hosts, *elsewhere)))}]"
    told = f"Write in an [[article]]: url = {as_toml(shape.pattern)}"
    return f"{told} and id = {as_toml(shape.id)}" if shape.id else told


def _elsewhere(source: Source, urls: Iterable[str]) -> list[str]:
    """The hosts that the form doesn't name, where all else is right."""
    hosts = dict.fromkeys(host for url in urls if (host := host_of(url)) and host not in source.hosts)
    is_all = all(not source.article or source.article_url(url) for url in urls)
    return list(hosts) if is_all else []
