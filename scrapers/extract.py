"""The article on a page that no form describes: usable alone, on any page of news.

`main_text` gives its paragraphs, `read_page` these and what the page says about them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from scrapers.extraction.about import About
from scrapers.extraction.authors import read_authors
from scrapers.extraction.bounds import beyond_bounds
from scrapers.extraction.choosing import names_of, read_article
from scrapers.extraction.headline import headline
from scrapers.extraction.jsonld import STATEMENTS, read_things
from scrapers.extraction.printed_days import PrintedDays
from scrapers.extraction.readings import Readings
from scrapers.extraction.summary import read_lead, read_page_section
from scrapers.extraction.teasers import are_teasers
from scrapers.extraction.tree import Block
from scrapers.extraction.webdates import Dated, read_published, read_updated
from scrapers.language import detect
from scrapers.loading.misread import reread

if TYPE_CHECKING:
    from scrapers.template import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article as the generic extractor reads it."""

    is_learned: bool
    """Whether a template read it."""
    are_teasers: bool
    """Whether the text leads to articles and is none: that of a front page or a section's page."""
    blocks: tuple[Block, ...]
    """Its paragraphs, headings, lists and quotes; empty where only `stated` holds the text."""
    stated: str
    """The text as the page's metadata give it, where its blocks hold less than half of it; else empty."""
    captions: tuple[Block, ...]
    """What stands under its pictures, once each."""
    left_out: tuple[tuple[Block, str], ...]
    """Other blocks of the article's box, with the reason."""
    title: str
    title_origin: str
    published: Dated | None
    updated: Dated | None
    authors: tuple[str, ...]
    authors_origin: str
    lead: str
    section: str
    section_origin: str
    tags: tuple[str, ...]
    language: str | None
    """As the page declares it."""

    @property
    def body(self) -> str:
        return self.stated or _joined(self.blocks)


def main_text(html: str, url: str) -> str:
    """The article's paragraphs as plain text, separated by blank lines, without the headline.

    `html` is the decoded page, `url` its address or "". Empty for a page without text, and for one that is refused:
    elements 500 deep, 50,000 tags, attributes without end and the like. Nothing is raised for markup, however broken.
    """
    html = _decoded(html)
    if beyond_bounds(html):
        return ""
    page = LexborHTMLParser(html)
    if page.body is None:
        return ""
    things = read_things(page.css(STATEMENTS)) if '"articleBody"' in html else []
    tree, picked, told = read_article(page, names_of(page), things)
    return told or _joined([tree.blocks[place] for place in picked.places])


def read_page(html: str, url: str) -> dict[str, object]:
    """What a page says of its article, by name; empty for a page that `main_text` refuses.

    `title`, `lead`, `section`, `language` (ISO 639): texts; `date` (published) and `updated`: days as YYYY-MM-DD.
    None for what the page doesn't say. `body` as `main_text` gives it, "" for none; `authors` and `captions`: lists
    of texts. `html` is the decoded page, `url` its address or "": a day printed far from one in the address is none.
    A day is the one that is printed; a moment with its offset falls on the day of Viet Nam or China for texts in their
    languages, else on the day it gives. A day after today is none.
    Nothing is raised for markup, however broken; `TypeError` for what is no text.
    """
    html = _decoded(html)
    if beyond_bounds(html):
        return {}
    found = extract(LexborHTMLParser(html), url)
    return {
        "title": found.title or None,
        "date": found.published.on.isoformat() if found.published else None,
        "updated": found.updated.on.isoformat() if found.updated else None,
        "authors": list(found.authors),
        "body": found.body,
        "lead": found.lead or None,
        "captions": [block.text for block in found.captions],
        "language": detect(found.body, declared=found.language),
        "section": found.section or None,
    }


def _decoded(html: str) -> str:
    """The page in its own letters; raises `TypeError` for bytes and all else that is no text."""
    if isinstance(html, str):
        return reread(html) or html
    raise TypeError(f"html is the decoded page, a str; this is {type(html).__name__}.")


def extract(
    page: LexborHTMLParser, url: str, *, last: date | None = None, templates: Sequence[Template] = ()
) -> Extracted:
    """The article of a page, by the first of its source's templates that fits.

    A date after `last`, the day it was fetched, else after today, is none.
    """
    about, names = About(page, url), names_of(page)
    learned = next(filter(None, (template.pick(page) for template in templates)), None)
    if learned:
        tree, picked, stated = *learned, ""
    else:
        tree, picked, stated = read_article(page, names, about.things)
    places = picked.places or (0,)
    blocks = tuple(tree.blocks[place] for place in picked.places)
    readings = Readings(about, tree.blocks, stated or _joined(blocks), last=last or datetime.now(UTC).date())
    printed = PrintedDays(readings, start=places[0], end=places[-1], names=names)
    above = tree.blocks[: places[0] + 1]
    title, title_origin = headline(about, above[:-1] if picked.places else above)
    section, section_origin = read_page_section(about, above, title)
    authors, authors_origin = read_authors(readings, start=places[0], end=places[-1])
    return Extracted(
        is_learned=learned is not None,
        are_teasers=not learned and not stated and are_teasers(about, tree, picked, names),
        blocks=blocks,
        stated=stated,
        captions=tuple(tree.blocks[place] for place in picked.captions),
        left_out=tuple((tree.blocks[place], reason) for place, reason in sorted(picked.left_out)),
        title=title,
        title_origin=title_origin,
        published=read_published(readings, printed),
        updated=read_updated(readings, printed),
        authors=authors,
        authors_origin=authors_origin,
        lead=read_lead(about, blocks, readings.text),
        section=section,
        section_origin=section_origin,
        tags=about.tags,
        language=about.language,
    )


def _joined(blocks: Sequence[Block]) -> str:
    return "\n\n".join(block.text for block in blocks)
