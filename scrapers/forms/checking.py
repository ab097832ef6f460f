"""A form against its saved pages, field by field: what the record expects, what came, and the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from scrapers.forms.advice import about_formats, next_step
from scrapers.forms.case import Case
from scrapers.forms.printed_dates import is_unread, printed_date
from scrapers.forms.saved_pages import Difference, SavedPage, compare, markup_of, read_saved
from scrapers.records import Article
from scrapers.source import Source, Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One expectation: met, or not and then with the next step."""

    page: str
    """A saved page's name, or an address."""
    field: str
    ok: bool
    expected: object
    found: object
    next_step: str = ""


def check_saved(source: Source, sources: Sources, pages: Sequence[SavedPage]) -> list[Finding]:
    """Every expectation of every saved page."""
    known = Sources([*(one for one in sources.values() if one.name != source.name), source])
    return [finding for page in pages for finding in _check_page(page, pages, source, known)]


def _check_page(page: SavedPage, pages: Sequence[SavedPage], source: Source, sources: Sources) -> Iterator[Finding]:
    made = read_saved(page, sources)
    tree = LexborHTMLParser(markup_of(page.path))
    others = [one for one in pages if one != page]
    case = Case(page=page, source=source, sources=sources, made=made, tree=tree, others=others)
    differing = {one.field: one for one in compare(page, made)}
    if "reason" in differing:
        yield _wrong(case, differing["reason"])
        return
    for field, value in (page.article or {"reason": page.reason}).items():
        if field in differing:
            yield _wrong(case, differing[field])
        else:
            yield Finding(page=page.path.stem, field=field, ok=True, expected=value, found=value)
    yield from _formats(case)


def _formats(case: Case) -> Iterator[Finding]:
    """A date that is right by luck: no format of the form reads it, and the next one may be misread."""
    layout = case.matched if isinstance(case.made, Article) else None
    printed = printed_date(case.tree, layout) if layout else ""
    if layout and is_unread(printed, layout):
        yield Finding(
            page=case.page.path.stem,
            field="date_formats",
            ok=False,
            expected=f"one that reads {printed[:80]!r}",
            found=layout.date_formats or None,
            next_step=about_formats(case, layout, printed),
        )


def _wrong(case: Case, one: Difference) -> Finding:
    return Finding(
        page=case.page.path.stem,
        field=one.field,
        ok=False,
        expected="an article" if one.field == "reason" and one.expected is None else one.expected,
        found=one.found,
        next_step=next_step(case, one),
    )
