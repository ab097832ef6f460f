"""What a page says about its article outside of the text: meta elements, JSON-LD, microdata, and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.cleaning.title_keys import key_of
from scrapers.extraction.jsonld import STATEMENTS, Thing, read_things, without_markup

_ARTICLES = ("Article", "Posting", "Report", "Review")
_CODE = re.compile(r"[a-z]{2,3}(?![a-z])")
_PAGES = ("WebPage", "ItemPage")
_LONGEST = 2_000
"""Signs of one statement that are looked at: summaries of real pages end before."""
_MOST = 200
"""Statements of one name, names or tags in one list that are looked at."""
_MOST_HEADINGS = 5
_NOTED = f'meta, h1, time, [itemprop="datePublished"], [property~="dc:date"], {STATEMENTS}'
"""All in one look at the elements of the page: each look takes half as long as the walk for the text."""


class About:
    """A page's statements about its article, read once."""

    def __init__(self, page: LexborHTMLParser, url: str = "") -> None:
        self.page = page
        self.url = url
        self.noted = list({node.mem_id: node for node in page.css(_NOTED)}.values())
        """The elements that say something about the article, in document order."""
        self.metas = _read_metas(self.tagged("meta"))
        """Content of the meta elements by name, property or itemprop, lower case."""

    def tagged(self, tag: str) -> list[LexborNode]:
        """Of the elements that say something, those of a name: `meta`, `h1`, `time`, `script`."""
        return [node for node in self.noted if node.tag == tag]

    @cached_property
    def things(self) -> list[Thing]:
        return read_things(self.tagged("script"))

    @cached_property
    def article(self) -> Thing:
        """The object of JSON-LD that is the article, or the page where none is; empty where there is neither."""
        kinds = [(thing, _kind_of(thing)) for thing in self.things]
        for wanted in (_ARTICLES, _PAGES):
            found = [
                thing
                for thing, kind in kinds
                if kind.endswith(wanted) and (thing.get("headline") or thing.get("datePublished"))
            ]
            if found:
                return next(filter(self._is_named, found), found[0]) if len(found) > 1 else found[0]
        return {}

    def _is_named(self, thing: Thing) -> bool:
        """Whether an object has the headline that the page prints or gives others: teasers are articles, too."""
        said = key_of(collapse(as_text(thing.get("headline"))))
        printed = [node.text() for node in self.tagged("h1")[:_MOST_HEADINGS]]
        names = (key_of(collapse(name[:_LONGEST])) for name in (*printed, self.meta("og:title"), self.window))
        return len(said) > 1 and any(said in name or (name in said and 2 * len(name) > len(said)) for name in names)

    @cached_property
    def window(self) -> str:
        """The title of the page's window, white space collapsed; else empty."""
        node = self.page.css_first("title")
        return collapse(node.text()[:_LONGEST]) if node is not None else ""

    def meta(self, *names: str) -> str:
        """The first meta element of one of these names that says anything, white space collapsed; else empty."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), "")

    def stated(self, key: str) -> str:
        """What JSON-LD gives under a key of the article, where that is a text; else empty."""
        return collapse(without_markup(as_text(self.article.get(key))))

    @cached_property
    def site_names(self) -> tuple[str, ...]:
        """What the publisher and the site are called."""
        publishers = [name_of(thing.get("publisher")) for thing in (self.article, *self.things[:8])]
        names = (self.meta("og:site_name", "application-name", "twitter:site"), *publishers)
        return tuple(dict.fromkeys(name for name in names if name))

    @cached_property
    def language(self) -> str | None:
        """The code of the language that the page declares itself to be in."""
        return language_code(self.declared_language or self.meta("og:locale", "content-language").lower())

    @cached_property
    def declared_language(self) -> str:
        """What stands in `<html lang>`, lower case; else empty."""
        return declared_language(self.page)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The keywords that the page gives its article."""
        stated = self.article.get("keywords")
        listed = stated if isinstance(stated, list) else as_text(stated).split(",")
        found = self.metas.get("article:tag") or listed[:_MOST]
        names = (collapse(name[:_LONGEST]) for name in found if isinstance(name, str))
        return tuple(dict.fromkeys(name for name in names if 1 < len(name) < 60))[:20]


def declared_language(page: LexborHTMLParser) -> str:
    """What stands in `<html lang>`, lower case; else empty."""
    return (page.root.attributes.get("lang") or "").lower() if page.root is not None else ""


def language_code(declared: str) -> str | None:
    """The code that what a page declares begins with: `en` of `en-us`; None where that is none."""
    code = _CODE.match(declared)
    return code[0] if code else None


def as_text(value: Any) -> str:
    """A text of JSON-LD, also where it stands in a list; empty for anything else."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value", "")
    return unescape(value[:_LONGEST]) if isinstance(value, str) else ""


def name_of(value: Any) -> str:
    """What a person or organisation of JSON-LD is called; empty where it isn't said."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        return collapse(as_text(value.get("name")))
    return collapse(value[:_LONGEST]) if isinstance(value, str) else ""


def collapse(text: str) -> str:
    return " ".join(text.split())


def _kind_of(thing: Thing) -> str:
    kind = thing.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return next((str(name) for name in kinds if str(name).endswith(_ARTICLES)), str(kinds[0]) if kinds else "")


def _read_metas(nodes: Sequence[LexborNode]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in _metas(nodes):
        values = found.setdefault(name.lower(), [])
        if len(values) < _MOST:
            values.append(collapse(content[:_LONGEST]))
    return found


def _metas(nodes: Sequence[LexborNode]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        attributes = node.attributes
        content = attributes.get("content")
        if not content:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := attributes.get(key):
                yield name[:_LONGEST], content
