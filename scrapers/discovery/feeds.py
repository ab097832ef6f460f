"""Machine-readable listings in XML: RSS, Atom, sitemaps and indexes of sitemaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from scrapers.discovery.listings import Printed, Reading, read_moment, resolve
from scrapers.discovery.safe_xml import Child, read_records


def read_feed(text: str, *, base: str) -> Reading:
    """The articles of an RSS or Atom feed; a feed with entities of its own gives none and a problem."""
    found = read_records(text, ("item", "entry"))
    printed = [article for _, children in found.records for article in _feed_article(children)]
    return resolve(printed, base=base, problem=found.problem)


def read_sitemap(text: str, *, base: str) -> Reading:
    """The articles of a sitemap, or the sitemaps of an index as `further`, the latest changed first."""
    found = read_records(text, ("url", "sitemap"))
    articles = [_located(children) for name, children in found.records if name == "url"]
    sitemaps = [_located(children) for name, children in found.records if name == "sitemap"]
    sitemaps.sort(key=lambda sitemap: sitemap.modified or datetime.min.replace(tzinfo=UTC), reverse=True)
    return resolve(articles, base=base, further=[s.href for s in sitemaps], problem=found.problem)


def _feed_article(children: Sequence[Child]) -> Iterator[Printed]:
    href = next(_feed_links(children), None)
    if href is not None:
        # Only Atom's `updated` says that an article changed; RSS gives the day it was published.
        updated = next((child.text for child in children if child.name == "updated"), "")
        yield Printed(href=href, modified=read_moment(updated))


def _feed_links(children: Sequence[Child]) -> Iterator[str]:
    """Addresses an article's element offers, best first: Atom's alternate, RSS's text, a guid that is an address."""
    for child in children:
        if child.name == "link" and child.attributes.get("rel", "alternate") == "alternate":
            yield child.attributes.get("href", child.text)
    for child in children:
        if child.name == "guid" and child.attributes.get("isPermaLink", "true") == "true":
            yield child.text


def _located(children: Sequence[Child]) -> Printed:
    texts = {child.name: child.text for child in children}
    return Printed(href=texts.get("loc", ""), modified=read_moment(texts.get("lastmod", "")))
