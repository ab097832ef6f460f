"""Who wrote it, on a page without a form: names of people, not their jobs, not labels of links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from scrapers.cleaning.title_keys import key_of
from scrapers.extraction.about import About, collapse, name_of
from scrapers.extraction.bylines import printed_names
from scrapers.extraction.people import is_agency, is_name, labelled_names, opening_of, parts_of, split_names
from scrapers.extraction.readings import Readings

_METAS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_URL = re.compile(r"https?:|www\.|\.com\b|/")
_ACCOUNTS = frozenset((
    "superuser", "admin", "administrator", "webmaster", "root", "user", "editor", "quảntrị", "quảntrịviên",
    "banbiêntập", "管理员", "系统管理员",
))  # fmt: skip
"""What content systems put where nobody said who wrote it."""
_MOST = 100
"""Authors of one article that are looked at."""
_PLACES = (
    '[rel="author"]', '[itemprop="author"] [itemprop="name"]', '[itemprop="author"]', ".byline__name", ".author-name",
    ".author__name", ".byline a", ".author a", '[class*="byline"]', '[class*="by-line"]', '[class*="author"]',
)  # fmt: skip
_ANY_PLACE = '[rel="author"], [itemprop="author"], [class*="byline"], [class*="by-line"], [class*="author"]'
"""What all of these have: most pages are done with one look."""


def read_authors(readings: Readings, *, start: int, end: int) -> tuple[tuple[str, ...], str]:
    """(names, origin); both empty where the page names nobody."""
    about = readings.about
    if names := _stated(about):
        return names, "json-ld:author"
    if names := _people([text for name in _METAS for text in about.metas.get(name, ())], about):
        return names, "meta:author"
    if names := _marked(about):
        return names, "page:author"
    lines = printed_names(readings.blocks, readings.language, start=start, end=end)
    sites = _sites(about)
    names = next(filter(None, (_unique([name for name in line if key_of(name) not in sites]) for line in lines)), ())
    return names, "page:byline" if names else ""


def _stated(about: About) -> tuple[str, ...]:
    value = about.article.get("author") or about.article.get("creator")
    listed = value[:_MOST] if isinstance(value, list) else [value] if value else []
    opening = opening_of(about.language)
    names = [name for author in listed for name in _names_of(author, opening)]
    return _unique(names)


def _names_of(author: Any, opening: re.Pattern[str]) -> Iterator[str]:
    name = name_of(author)
    if not name or _URL.search(name):
        return
    is_person = isinstance(author, dict) and author.get("@type") == "Person"
    if is_person and len(name.split()) <= 3 and "," not in name:
        yield opening.sub("", name)
        return
    plain = opening.sub("", name)
    parts = parts_of(plain)
    is_list = len(parts) > 1 and is_name(parts[0]) and all(is_name(part) or is_agency(part) for part in parts)
    yield from parts if is_list else [plain]


def _people(texts: Sequence[str], about: About) -> tuple[str, ...]:
    """The persons named in texts that should hold nothing else; not the site, not addresses."""
    sites = _sites(about)
    names: list[str] = []
    for text in texts:
        if _URL.search(text) or key_of(text) in sites:
            continue
        names += [name for name in split_names(text, about.language) if key_of(name) not in sites]
    return _unique(names)


def _marked(about: About) -> tuple[str, ...]:
    """Names that markup calls the author's, the closest to one name first."""
    if about.page.css_first(_ANY_PLACE) is None:
        return ()
    for selector in _PLACES:
        found: list[str] = []
        for node in about.page.css(selector)[:12]:
            text = collapse(node.attributes.get("content") or node.text(separator=" "))
            if 3 < len(text) < 120:
                found += labelled_names(text) or split_names(text, about.language)
        if found:
            return _unique(found)[:6]
    return ()


def _sites(about: About) -> set[str]:
    return {key_of(name) for name in about.site_names}


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    named = {key_of(name): name for name in reversed(names) if name}
    return tuple(name for key, name in named.items() if key not in _ACCOUNTS)[::-1]
