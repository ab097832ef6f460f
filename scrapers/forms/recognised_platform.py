"""Which known platform pages are built on: a form that names it needs neither its selectors nor its patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from scrapers.forms.files import PLATFORMS
from scrapers.forms.form import ArticleUrl, Layout
from scrapers.layouts import first_printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform and what of it reads the pages that were seen."""

    name: str
    layout: Layout
    has_article: bool
    """Whether its patterns know the addresses, too."""


def recognised_platform(pages: Sequence[LexborHTMLParser], urls: Sequence[str], *, dated: bool) -> Platform | None:
    """The first platform with a layout that reads headline and text, and a date where one is `dated`, on each page."""
    return next(_fitting(pages, urls, dated=dated), None)


def _fitting(pages: Sequence[LexborHTMLParser], urls: Sequence[str], *, dated: bool) -> Iterator[Platform]:
    for path in sorted(PLATFORMS.glob("*.toml")):
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        articles = [ArticleUrl.model_validate(one) for one in values.get("article", ())]
        known = all(any(re.search(one.url, url) for one in articles) for url in urls)
        for layout in map(Layout.model_validate, values.get("layout", ())):
            if all(_reads(layout, page, dated=dated) for page in pages):
                yield Platform(name=path.stem, layout=layout, has_article=known)


def _reads(layout: Layout, page: LexborHTMLParser, *, dated: bool) -> bool:
    needed = (layout.title, layout.body, *((layout.published,) if dated else ()))
    return page.css_first(layout.when) is not None and all(first_printed(page, selector) for selector in needed)
