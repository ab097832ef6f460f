"""When a page without a form was published and updated: structured dates first, then the one printed by the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.extraction.about import About
from scrapers.extraction.printed_days import PrintedDays
from scrapers.extraction.readings import Readings

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "og:pubdate", "datepublished",
    "article:published", "rnews:datepublished", "parsely-pub-date", "sailthru.date", "publishdate", "publish-date",
    "publish_date", "published_time", "published-date", "published", "pubdate", "pub_date", "publication_date",
    "date.issued", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date",
    "dc.date.published", "date.available", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "article_date_original", "originalpublicationdate", "displaydate", "article.published", "article:post_date",
    "article.created", "datecreated", "date.created", "last-publish", "contentcreated", "date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "article:modified", "revised", "article.updated", "date.updated",
    "parsely-mod-date",
)  # fmt: skip
_CHANGED = re.compile(r"updated|modified")
_PUBLISHED_CLASS = re.compile(r"publish|posted|entry-date")
_MOST_MOMENTS = 5
_OPENING = 60
_REACH = 200


class Dated(NamedTuple):
    """A day and where it was found."""

    on: date
    raw: str
    origin: str


def read_published(readings: Readings, printed: PrintedDays) -> Dated | None:
    """The day the article was published; None where the page doesn't say, or says what cannot be."""
    about = readings.about
    told = chain(_stated(about, "datePublished", _PUBLISHED), _marked(readings), _moments(readings, are_changes=False))
    if found := _first_possible(told, readings):
        return found
    line = printed.published
    return Dated(line.on, line.raw, "page:printed") if line else None


def read_updated(readings: Readings, printed: PrintedDays) -> Dated | None:
    """The day the article was last changed, where the page states or prints one."""
    told = chain(_stated(readings.about, "dateModified", _UPDATED), _moments(readings, are_changes=True))
    if found := _first_possible(told, readings):
        return found
    line = printed.updated
    return Dated(line.on, line.raw, "page:printed") if line else None


def _first_possible(told: Iterable[tuple[str, str]], readings: Readings) -> Dated | None:
    """The first of several statements that can be an article's date."""
    days = ((readings.day_of(raw), raw, origin) for raw, origin in told)
    return next((Dated(on, raw, origin) for on, raw, origin in days if on), None)


def _stated(about: About, key: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(text, origin) of what JSON-LD and meta elements give, in the order of trust."""
    if stated := about.stated(key):
        yield stated, f"json-ld:{key}"
    for name in names:
        for value in about.metas.get(name, ()):
            yield value, f"meta:{name}"


def _marked(readings: Readings) -> Iterator[tuple[str, str]]:
    """Moments that markup calls the publication's; of several those of the box that holds the text."""
    nodes = [node for node in readings.about.noted if _is_marked(node)]
    several = len({_moment(node) for node in nodes}) > 1
    for node in nodes[:_MOST_MOMENTS]:
        if not several or _heads_text(node, readings):
            yield _moment(node), "page:datePublished"


def _is_marked(node: LexborNode) -> bool:
    attributes = node.attributes
    if attributes.get("itemprop") == "datePublished" or (node.tag == "time" and "pubdate" in attributes):
        return True
    return node.tag != "meta" and "dc:date" in (attributes.get("property") or "").split()


def _moments(readings: Readings, *, are_changes: bool) -> Iterator[tuple[str, str]]:
    """Moments of <time> that stand at the head of the article, by what their class calls them."""
    nodes = [node for node in readings.about.tagged("time") if node.attributes.get("datetime")]
    for node in nodes[:_MOST_MOMENTS]:
        names = (node.attributes.get("class") or "").lower()
        is_change = bool(_CHANGED.search(names)) and not _PUBLISHED_CLASS.search(names.replace("entry-date", ""))
        if is_change == are_changes and _heads_text(node, readings):
            yield _moment(node), "page:time"


def _moment(node: LexborNode) -> str:
    """What an element gives machines, an <abbr> in its title; else what it prints."""
    attributes = node.attributes
    spelt_out = attributes.get("title") if node.tag == "abbr" else None
    return attributes.get("content") or attributes.get("datetime") or spelt_out or node.text()


def _heads_text(node: LexborNode, readings: Readings) -> bool:
    """Whether it stands above the text in what calls itself the article, or in a header that holds the headline.

    Teasers are articles, too, and the header of a site holds the present day.
    """
    box = node.parent
    while box is not None and box.tag not in ("article", "main"):
        if box.tag == "header" and box.css_first("h1") is not None:
            return True
        box = box.parent
    if box is None:
        return False
    said = _squeezed(box.text())
    opening = said.find(_squeezed(readings.text[:_OPENING].split("\n")[0]))
    place = said.find(_squeezed(node.text()))
    headline = box.css_first("h1")
    top = said.find(_squeezed(headline.text())) if headline is not None else 0
    return max(0, top - _REACH * (box.tag == "article")) <= place <= opening


def _squeezed(text: str) -> str:
    return "".join(text.split())
