"""What kind of listing an address leads to, and what a form's `[[listing]]` says of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.discover import read_listing
from scrapers.discovery.listings import Reading, listing_text
from scrapers.discovery.pagination import Pages
from scrapers.forms.form import Listing
from scrapers.forms.link_shapes import FEWEST, Shape, article_links, link_selectors, shape_of
from scrapers.forms.pointing import collapsed, selectors_of
from scrapers.records import Page, Rejection

_NEXT = re.compile(
    r"^(?:next(?: page)?|older(?: posts)?|trang (?:sau|tiếp)|tiếp(?: theo)?|sau|下一?[页頁])?[\s»›>→]*$", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(r"(?<=[?&])(?P<name>page|pageNum|pageIndex|paged|p)=1(?=&|$)")
_PAGER = re.compile(
    r"""\bcreatePageHTML\(\s*(?P<pages>\d+)\s*,\s*\d+\s*,\s*(["'])(?P<name>[\w-]+)\2\s*,\s*(["'])(?P<end>\w+)\4"""
)
"""What TRS WCM and its kin write their pager with: pages in all, the page this is, and the file's name and ending."""
_DEEPEST = 4
"""Keys above a JSON's list of articles."""
_SHOWN = 4
_SITEMAPS = 3
"""Of an index, those whose articles are looked at: the first may list tags."""
_MOST_ASKED = 6

Setting = tuple[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A listing: its kind, the keys a form needs for it, and the articles found in it."""

    kind: str
    url: str
    shape: Shape
    settings: tuple[Setting, ...] = ()
    links: tuple[tuple[str, int, int], ...] = ()
    """(selector, article links, other links) of an html listing, the most exact first."""


def recognised_listing(page: Page, fetch: Callable[[str], Page]) -> Listed | None:
    """The listing that a fetched page is or, of a WordPress, offers; None where it lists no articles.

    What is proposed beside the page itself was asked for and gave articles.
    """
    text = listing_text(page.content)
    if isinstance(text, Rejection):
        return None
    base, head = page.final_url or page.url, _head(text)
    if is_sitemap_index(text):
        return _sitemap_index(page, text, fetch)
    for kind, marks in (("feed", ("<rss", "<feed", "<rdf")), ("sitemap", ("<urlset",))):
        if any(mark in head for mark in marks):
            return _read(Listing.model_validate({"kind": kind, "url": _plain(page.url)}), text, base)
    if head.startswith(("{", "[")):
        return _json(page.url, text, base)
    return _wordpress(text, base, fetch) or _html(page, text, fetch)


def is_sitemap_index(text: str) -> bool:
    """Whether it is a sitemap that lists other sitemaps."""
    return "<sitemapindex" in _head(text)


def _head(text: str) -> str:
    return text[:2000].lstrip("\ufeff \r\n\t").lower()


def _sitemap_index(page: Page, text: str, fetch: Callable[[str], Page]) -> Listed | None:
    """By the articles of its newest sitemaps, also through an index of indexes."""
    listing = Listing.model_validate({"kind": "sitemap", "url": _plain(page.url)})
    waiting = list(read_listing(text, base=page.final_url or page.url, listing=listing).further)
    links: list[str] = []
    n_read = 0
    for n_asked, url in enumerate(waiting):
        if n_asked == _MOST_ASKED or n_read == _SITEMAPS:
            break
        reading = _reading(fetch(url), listing)
        links += [link.href for link in reading.links]
        n_read += bool(reading.links)
        waiting += [one for one in reading.further if one not in waiting]
    shape = shape_of(links)
    return Listed(kind="sitemap", url=listing.url, shape=shape) if shape else None


def _reading(page: Page, listing: Listing) -> Reading:
    """What a sitemap lists; nothing where it can't be had."""
    text = listing_text(page.content) if page.outcome is None else None
    return read_listing(text, base=page.final_url or page.url, listing=listing) if isinstance(text, str) else Reading()


def _read(listing: Listing, text: str, base: str, settings: Iterable[Setting] = ()) -> Listed | None:
    shape = shape_of(link.href for link in read_listing(text, base=base, listing=listing).links)
    if shape is None:
        return None
    return Listed(kind=listing.kind, url=listing.url, shape=shape, settings=tuple(settings))


def _html(page: Page, text: str, fetch: Callable[[str], Page]) -> Listed | None:
    base = page.final_url or page.url
    tree = LexborHTMLParser(text)
    shape = article_links(tree, base)
    if shape is None:
        return None
    links = tuple(link_selectors(tree, base, shape)[:_SHOWN])
    following = _next_selector(tree)
    leads: list[Setting] = [("next", following)] if following else _written_by_script(text, base, fetch)
    settings = [("links", links[0][0]), *leads, *([("pages", 3)] if leads else [])]
    return Listed(kind="html", url=page.url, shape=shape, settings=tuple(settings), links=links)


def _written_by_script(text: str, base: str, fetch: Callable[[str], Page]) -> list[Setting]:
    """The keys of a pager that only a script writes, if the second page that it would lead to is there."""
    pager = _PAGER.search(text)
    if pager is None or int(pager["pages"]) < 2:
        return []
    address = _plain(urljoin(base, pager["name"]))
    if fetch(f"{address}_1.{pager['end']}").outcome is not None:
        return []
    return [("page_url", f"{address}_{{page}}.{pager['end']}"), ("page_from", 1)]


def _next_selector(tree: LexborHTMLParser) -> str | None:
    """What leads to the next page of the list: a link that says so of itself, else one that prints it."""
    for declared in ("link[rel~='next'][href]", "a[rel~='next'][href]"):
        if tree.css_first(declared) is not None:
            return declared
    for node in tree.css("a[href]"):
        printed = collapsed(node)
        if printed and _NEXT.match(printed):
            return next((one for one in selectors_of(node) if _is_first(tree, one, node)), None)
    return None


def _is_first(tree: LexborHTMLParser, selector: str, node: LexborNode) -> bool:
    found = tree.css_first(selector)
    return found is not None and found.mem_id == node.mem_id


def _wordpress(text: str, base: str, fetch: Callable[[str], Page]) -> Listed | None:
    """By the REST interface that its pages name."""
    link = LexborHTMLParser(text).css_first("link[rel='https://api.w.org/'][href]")
    address = urljoin(base, (link.attributes.get("href") or "") if link is not None else "")
    root, found, _ = address.partition("/wp-json")
    if link is None or not found:
        return None
    listing = Listing.model_validate({"kind": "wordpress", "url": _plain(root)})
    answer = fetch(Pages(listing=listing, day=datetime.now(UTC).date()).address(1) or root)
    told = listing_text(answer.content) if answer.outcome is None else None
    return _read(listing, told, answer.final_url or root) if isinstance(told, str) else None


def _json(url: str, text: str, base: str) -> Listed | None:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    for items, link in _places(answer):
        address = _PAGE_NUMBER.sub(r"\g<name>={page}", _plain(url))
        values = {"kind": "json", "url": address, "items": items, "link": link}
        paged: list[Setting] = [("pages", 3)] if "{page}" in address else []
        settings: list[Setting] = [*([("items", items)] if items else []), ("link", link), *paged]
        listed = _read(Listing.model_validate(values), text, base, settings)
        if listed and len(listed.shape.urls) >= FEWEST:
            return listed
    return None


def _places(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(keys to a list, key to an address in each of its members), those nearest the top first."""
    if isinstance(value, list) and len(value) >= FEWEST and all(isinstance(one, Mapping) for one in value):
        for key in value[0]:
            if all(_is_address(one.get(key)) for one in value):
                yield ".".join(path), str(key)
    if isinstance(value, Mapping) and len(path) < _DEEPEST:
        for key, inner in value.items():
            yield from _places(inner, (*path, str(key)))


def _is_address(value: object) -> bool:
    return isinstance(value, str) and re.match(r"https?://[^/]+/.|/[^/]", value) is not None


def _plain(url: str) -> str:
    """An address without the signs that a form's blanks are made of."""
    return url.replace("{", "%7B").replace("}", "%7D")
