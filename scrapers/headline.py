"""The headline of a page that no layout reads: its own words about itself, without the site's name."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

_SEPARATOR = re.compile(r"\s+[|–—»·-]\s+|\s*(?:\||_|::)\s*")


def headline(page: LexborHTMLParser) -> tuple[str, str]:
    """(headline, origin), both empty when the page names none: an <h1> that its metadata confirm, else these."""
    declared = _content(page, "meta[property='og:title']")
    window = _text(page, "title")
    site = _content(page, "meta[property='og:site_name']")
    for printed in (_collapsed(node.text(separator=" ")) for node in page.css("h1")):
        if printed and printed != site and printed in (declared, window, *_beginnings(declared), *_beginnings(window)):
            return printed, "page:h1"
    if declared:
        return _without(site, declared), "meta:og:title"
    only = page.css("h1")
    if (
        len(only) == 1
        and (printed := _collapsed(only[0].text(separator=" ")))
        and not _names_site(printed, site, window)
    ):
        return printed, "page:h1"
    return (_without(site, window), "page:title") if window else ("", "")


def _beginnings(title: str) -> list[str]:
    return [title[: separator.start()] for separator in _SEPARATOR.finditer(title)]


def _names_site(printed: str, site: str, window: str) -> bool:
    """Whether an <h1> holds the site's name: logos are often marked up so."""
    return printed == site or (window != printed and window.endswith(printed))


def _without(site: str, title: str) -> str:
    """The title before its last separator, if what follows is the site's name or, where that isn't told, short."""
    separators = list(_SEPARATOR.finditer(title))
    if not separators:
        return title
    head, tail = title[: separators[-1].start()], title[separators[-1].end() :]
    is_name = tail == site if site else len(tail) < len(head) and not any(map(str.isdigit, tail))
    return head if head and is_name else title


def _content(page: LexborHTMLParser, selector: str) -> str:
    node = page.css_first(selector)
    return _collapsed(node.attributes.get("content") or "") if node is not None else ""


def _text(page: LexborHTMLParser, selector: str) -> str:
    node = page.css_first(selector)
    return _collapsed(node.text()) if node is not None else ""


def _collapsed(text: str) -> str:
    return " ".join(text.split())
