"""The headline of a page that no layout reads: its own words about itself, without the site's name."""

from __future__ import annotations

import re

from scrapers.cleaning.titles import key_of
from scrapers.extraction.about import About, collapse

_SEPARATOR = re.compile(r"\s+[|–—»·-]\s+|\s*(?:\||_|::|｜)\s*")
_LONGEST = 1_000
"""Signs of a window's title that are looked at."""


def headline(about: About) -> tuple[str, str]:
    """(headline, origin), both empty when the page names none: stated, or an <h1> its metadata confirm, or these."""
    shared = about.meta("og:title")
    window = _window(about)
    printed = _printed(about, shared, window)
    stated = _without_site(about.stated("headline"), about)
    if stated:
        return _stated(stated, printed, _without_site(shared, about), window)
    if printed:
        return printed, "page:h1"
    if shared:
        return _without_site(shared, about), "meta:og:title"
    return (_without_site(window, about), "page:title") if window else ("", "")


def _stated(stated: str, printed: str, shared: str, window: str) -> tuple[str, str]:
    """The headline where JSON-LD gives one: of wordings that differ, the one said once was written by hand.

    Content systems fill what an editor leaves out with copies. A stated headline that is also the window's
    title was made for search engines; then the printed one holds.
    """
    said, shown, told = key_of(stated), key_of(printed), key_of(shared)
    if shown and said != shown:
        if shown == told and key_of(window).startswith(said):
            return printed, "page:h1"
    elif told and shown and said != told and not told.startswith(said):
        return shared, "meta:og:title"
    return stated, "json-ld:headline"


def _printed(about: About, shared: str, window: str) -> str:
    """The <h1> that the page's metadata confirm, else the only one unless it holds the site's name; empty for none."""
    lines = [collapse(node.text(separator=" ")) for node in about.tagged("h1")]
    site = about.meta("og:site_name")
    named = (shared, window, *_beginnings(shared), *_beginnings(window))
    for line in lines:
        if line and line != site and line in named:
            return line
    return lines[0] if len(lines) == 1 and not shared and not _names_site(lines[0], site, window) else ""


def _window(about: About) -> str:
    node = about.page.css_first("title")
    return collapse(node.text()) if node is not None else ""


def _beginnings(title: str) -> list[str]:
    return [title[: separator.start()] for separator in _SEPARATOR.finditer(title[:_LONGEST])]


def _names_site(printed: str, site: str, window: str) -> bool:
    """Whether an <h1> holds the site's name: logos are often marked up so."""
    return printed == site or (window != printed and window.endswith(printed))


def _without_site(title: str, about: About) -> str:
    """The title before its last separator, if what follows is the site's name or, where that isn't told, short."""
    separators = list(_SEPARATOR.finditer(title))
    if not separators:
        return title
    head, tail = title[: separators[-1].start()], title[separators[-1].end() :]
    sites = about.site_names
    is_name = tail in sites if sites else len(tail) < len(head) and not any(map(str.isdigit, tail))
    return head if head and is_name else title
