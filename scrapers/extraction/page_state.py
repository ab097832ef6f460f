"""The article of a page that its scripts alone make: Next.js sends them what they are to show as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser

from scrapers.extraction.jsonld import Thing, things_of, without_markup
from scrapers.extraction.picking import is_title
from scrapers.extraction.tree import Tree

_STATE = "script#__NEXT_DATA__"
_LITTLE = 500
"""Bytes outside of links below which a page shows no article of its own."""
_SHORTEST = 150
_TITLES = ("headline", "title", "name")
_BODIES = ("articleBody", "body", "bodyHtml", "content", "contentHtml", "html", "text")
_DAYS = (
    "datePublished", "publishedAt", "published_at", "publishDate", "publish_date", "publicationDate", "publishedDate",
    "published", "pubDate", "firstPublished", "date",
)  # fmt: skip
_AUTHORS = ("author", "authors", "byline")
_DEEPEST = 6


def hidden_article(page: LexborHTMLParser, tree: Tree, names: tuple[str, ...]) -> Thing | None:
    """The article in the words of JSON-LD; None where the page shows its text, or none is called as the page is."""
    if sum(block.weight - block.linked for block in tree.blocks) >= _LITTLE:
        return None
    node = page.css_first(_STATE)
    try:
        state = json.loads(node.text() or "", strict=False) if node is not None else None
    except (ValueError, RecursionError):
        return None
    stories = filter(None, (_story(thing, names) for thing in things_of(state)))
    return max(stories, key=lambda story: len(story["articleBody"]), default=None)


def _story(thing: Thing, names: tuple[str, ...]) -> Thing | None:
    title = _first(thing, _TITLES)
    if not isinstance(title, str) or not is_title(title, names):
        return None
    body = max((_text(thing[key]) for key in _BODIES if key in thing), key=len, default="")
    if len(body) < _SHORTEST:
        return None
    day, author = _first(thing, _DAYS), _first(thing, _AUTHORS)
    told = {"datePublished": day if isinstance(day, str) else None, "author": author}
    return {"@type": "Article", "headline": title, "articleBody": body, **told}


def _first(thing: Thing, keys: Sequence[str]) -> object:
    return next((thing[key] for key in keys if thing.get(key)), None)


def _text(value: object) -> str:
    return "\n".join(_lines(value, _DEEPEST))


def _lines(value: object, depth: int) -> Iterator[str]:
    """The texts of a body that is given in blocks, each with its own."""
    if isinstance(value, str):
        yield without_markup(value)
    elif isinstance(value, list) and depth:
        for one in value:
            yield from _lines(one, depth - 1)
    elif isinstance(value, Mapping) and depth:
        inner = next((value[key] for key in (*_BODIES, "value", "children") if value.get(key)), None)
        yield from _lines(inner, depth - 1)
