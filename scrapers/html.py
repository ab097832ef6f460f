"""From a page of HTML to lines and printed fields, by a form's layout or, where none fits, by the generic extractor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from operator import attrgetter

from selectolax.lexbor import LexborHTMLParser

from scrapers.dates import find_date
from scrapers.extract import Extracted, extract
from scrapers.extraction.about import declared_language, language_code
from scrapers.extraction.bounds import MAX_TAGS, beyond_bounds
from scrapers.extraction.nesting import MAX_DEPTH
from scrapers.extraction.printed import lines_of
from scrapers.extraction.reasons import OWN
from scrapers.extraction.tree import Block, read_tree
from scrapers.forms.form import Layout
from scrapers.layouts import FIELDS, all_printed, first_printed, fitting_layout
from scrapers.records import Line, Rejection, RemovedLine
from scrapers.source import Source
from scrapers.template import Template

_ELEMENT = re.compile(r"</?[a-zA-Z]")
LEARNED = "learned"
_BLANK = Line(number=0, text="")
_REFUSED = {
    "too_deep": f"More than {MAX_DEPTH} elements stand inside one another.",
    "too_big": f"It has more than {MAX_TAGS:,} tags, or attributes, choices or formatting without end.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlRead:
    """What a page says, before any cleaning."""

    lines: tuple[Line, ...]
    fields: tuple[tuple[str, str, str], ...]
    """(field, value as printed, origin): what the layout's selectors or the page's metadata give."""
    tags: tuple[str, ...]
    layout: str | None
    """`learned` when a learned template read it, None when the generic extractor did."""
    language: str | None
    """As the page declares it."""
    flags: tuple[str, ...]
    removed: tuple[RemovedLine, ...] = ()
    """What else stands in the article's box; a layout says itself what is the article."""


def read_lines(
    markup: str,
    source: Source | None,
    templates: Sequence[Template] = (),
    *,
    url: str = "",
    fetched_at: datetime | None = None,
) -> HtmlRead | Rejection:
    """The page by the first of the form's layouts that fits it, else by the first learned design that does.

    Where neither fits, the generic extractor reads it. Flag `fallback`: no layout fitted or, without any, no template.
    """
    if reason := beyond_bounds(markup):
        return Rejection(reason=reason, detail=_REFUSED[reason])
    if not _ELEMENT.search(markup):
        return Rejection(reason="not_html", detail="There is no HTML element in it.")
    page = LexborHTMLParser(markup)
    language = language_code(declared_language(page))
    layout = fitting_layout(page, source)
    if layout:
        return _by_layout(page, layout, language)
    found = extract(page, url, last=fetched_at.date() if fetched_at else None, templates=templates)
    if found.are_teasers:
        return Rejection(
            reason="no_body", detail="It leads to other pages and has no text of its own, as front pages do."
        )
    read = _by_extractor(found, language, is_mirror=bool(source and source.mirrors_of))
    has_layouts = bool(source and source.layout)
    return read if found.is_learned and not has_layouts else replace(read, flags=("fallback",))


def _by_layout(page: LexborHTMLParser, layout: Layout, language: str | None) -> HtmlRead:
    for selector in layout.remove:
        for node in page.css(selector):
            node.decompose()
    found = [(name, first_printed(page, getattr(layout, key)), f"layout:{layout.name}") for key, name in FIELDS.items()]
    captions = [Line(number=0, text=text, kind="caption") for text in all_printed(page, layout.captions)]
    for node in page.css(layout.captions) if layout.captions else ():
        node.decompose()
    body = page.css_first(layout.body)
    lines = lines_of(read_tree(body).blocks) if body is not None else ()
    return HtmlRead(
        lines=(*chain.from_iterable((line, _BLANK) for line in captions), *lines),
        fields=tuple((name, value, origin) for name, value, origin in found if value),
        tags=tuple(all_printed(page, layout.tags)),
        layout=layout.name,
        language=language,
        flags=(),
    )


def _by_extractor(found: Extracted, language: str | None, *, is_mirror: bool) -> HtmlRead:
    about = [block for block, reason in found.left_out if reason in OWN and not _dates_another(block, found)]
    captions, told = {block.text for block in found.captions}, {block.number for block in about}
    for block in found.captions:
        block.element.kind = "caption"  # a table's cell or a <p> may hold one
    blocks = sorted((*found.blocks, *found.captions, *about), key=attrgetter("number"))
    return HtmlRead(
        lines=lines_of(blocks) if not found.stated else _stated_lines(found.stated),
        fields=tuple((name, value, origin) for name, value, origin in _fields(found, is_mirror=is_mirror) if value),
        tags=found.tags,
        layout=LEARNED if found.is_learned else None,
        language=language,
        flags=(),
        removed=tuple(
            RemovedLine(line=block.number, text=block.text, rule=_rule(reason))
            for block, reason in found.left_out
            if block.number not in told and block.text not in captions
        ),
    )


def _dates_another(block: Block, found: Extracted) -> bool:
    """Whether a line below the text holds a date that the extractor has refused: that of a teaser beside it."""
    is_below = bool(found.blocks) and block.number > found.blocks[-1].number
    return is_below and found.published is None and find_date(block.text) is not None


def _rule(reason: str) -> str:
    return reason if reason.startswith("learned:") else f"shape:{reason}"


def _fields(found: Extracted, *, is_mirror: bool) -> Iterator[tuple[str, str, str]]:
    """(field, value, origin); what a mirror gives as author and date is who copied it and when."""
    yield "title", found.title, found.title_origin
    yield "section", found.section, found.section_origin
    if is_mirror:
        return
    yield "byline", ", ".join(found.authors), found.authors_origin
    if found.published:
        yield "published_raw", found.published.raw, found.published.origin
        yield "published_on", found.published.on.isoformat(), found.published.origin
    if found.updated:
        yield "updated_raw", found.updated.raw, found.updated.origin


def _stated_lines(text: str) -> tuple[Line, ...]:
    return tuple(Line(number=number, text=line) for number, line in enumerate(text.split("\n"), 1))
