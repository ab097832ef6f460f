"""A page's blocks in the order of reading, each with what became of it and why: for a person who asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from scrapers.extraction.bounds import beyond_bounds
from scrapers.extraction.fates import OUTSIDE, Fate, place_of
from scrapers.extraction.reasons import OWN, in_words
from scrapers.extraction.tree import read_tree
from scrapers.forms.pointing import squeezed
from scrapers.layouts import FIELDS, fitting_layout, selector_of
from scrapers.records import RemovedLine

if TYPE_CHECKING:
    from scrapers.forms.form import Layout
    from scrapers.source import Source
    from scrapers.template import Template

_TEXT = "text"
_TO_JUDGE = frozenset(f"left out: {in_words(reason)}" for reason in OWN)
_LEFT = ("left out", "caption")
_NEAR = 3
"""Blocks shown on either side of the article."""
_FENCE = 0xF0000
"""Signs that no page prints stand around what a layout's selectors name, so that the walk over the page meets them."""


def outline(
    markup: str, form: Source | None, templates: Sequence[Template], *, further: Sequence[str] = ()
) -> list[Fate]:
    """The blocks of the article's box and their neighbours, of all its pages, as the same rules read them."""
    page = LexborHTMLParser(markup)
    if page.body is None:
        return []
    layout = fitting_layout(page, form)
    if layout:
        whole = () if any(map(beyond_bounds, further)) else further
        return list(_of_pages([page, *map(LexborHTMLParser, whole)], layout))
    from scrapers.extraction.chosen_blocks import chosen_blocks  # it loads all that finds articles, a layout needs none

    return _near(list(chosen_blocks(page, templates)))


def after_cleaning(
    fates: Iterable[Fate], removed: Iterable[RemovedLine], *, title: str | None, body: str
) -> list[Fate]:
    """The same blocks, with what cleaning made of them: removed from the text, or taken into it, or the title."""
    by_line: dict[int, list[RemovedLine]] = {}
    for line in removed:
        by_line.setdefault(line.line, []).append(line)
    kept = {squeezed(cell) for paragraph in body.split("\n\n") for cell in (paragraph, *paragraph.split(" | "))}
    headline = squeezed(title or "")
    return [_cleaned(_told(one, kept, headline), by_line.get(one.line or 0, ())) for one in fates]


def _told(one: Fate, kept: set[str], headline: str) -> Fate:
    """What the extractor left to the cleaner to judge: a line about the article, or one of its own."""
    if one.fate in _TO_JUDGE and squeezed(one.text) in kept:
        return one._replace(fate=f"{_TEXT}: cleaning kept it")
    is_headline = headline and one.fate.startswith(OUTSIDE) and squeezed(one.text) == headline
    return one._replace(fate=f"left out: {in_words('title')}") if is_headline else one


def _cleaned(one: Fate, removed: Sequence[RemovedLine]) -> Fate:
    left = squeezed(one.text)
    rules = [line.rule for line in removed if squeezed(line.text) in left]
    if not rules or not one.fate.startswith(_TEXT):
        return one
    for line in removed:
        left = left.replace(squeezed(line.text), "", 1)
    told = ", ".join(dict.fromkeys(rules))
    return one._replace(fate=f"{one.fate}; a piece was removed: {told}" if left else f"removed: {told}")


def _of_pages(pages: Sequence[LexborHTMLParser], layout: Layout) -> Iterator[Fate]:
    """Page by page; lines are counted through, as in the one text that is made of all."""
    n_lines = 0
    for number, page in enumerate(pages, 1):
        fates = _near(list(_by_layout(page, layout)))
        for one in fates:
            place = f"page {number}: {one.place}" if number > 1 else one.place
            yield one._replace(place=place, line=one.line and n_lines + one.line)
        n_lines += max((one.line or 0 for one in fates), default=0)


def _by_layout(page: LexborHTMLParser, layout: Layout) -> Iterator[Fate]:
    """Fences what the selectors name, then reads the page whole: what is removed can be seen only before it is."""
    named = list(_named(layout))
    for number, (selector, _) in enumerate(named):
        for node in page.css(selector_of(selector)):
            node.insert_before(chr(_FENCE + 2 * number))
            node.insert_after(chr(_FENCE + 2 * number + 1))
    inside: Counter[int] = Counter()
    n_lines = 0
    for block in read_tree(page.body).blocks if page.body is not None else ():
        over = _meet_fences(block.text, inside)
        if text := _without_fences(block.text):
            fate = named[min(over)][1] if over else f"outside of body = {layout.body}"
            is_line = len(named) - 1 in over and not fate.startswith(_LEFT)
            n_lines += is_line
            yield Fate(n_lines if is_line else None, place_of(block.element), fate, text)


def _named(layout: Layout) -> Iterator[tuple[str, str]]:
    """(selector, what it means), what weighs more first."""
    for selector in layout.remove:
        yield selector, f"left out: remove = {selector}"
    if layout.captions:
        yield layout.captions, f"caption: captions = {layout.captions}"
    for key in FIELDS:
        if selector := getattr(layout, key):
            yield selector, f"field: {key} = {selector}"
    yield layout.body, f"text: body = {layout.body}"


def _meet_fences(text: str, inside: Counter[int]) -> set[int]:
    """What a line stands in, be it in part; `inside` is kept from line to line."""
    met: set[int] = set()
    for sign in text:
        if sign >= chr(_FENCE):
            number, is_end = divmod(ord(sign) - _FENCE, 2)
            inside[number] += -1 if is_end else 1
        elif not sign.isspace():
            met.update(number for number, n in inside.items() if n)
    return met


def _without_fences(text: str) -> str:
    return "".join(sign for sign in text if sign < chr(_FENCE)).strip()


def _near(fates: list[Fate]) -> list[Fate]:
    """Without what is far from the article: menus and footers hold hundreds of blocks."""
    inside = [place for place, one in enumerate(fates) if not one.fate.startswith(OUTSIDE)]
    if not inside:
        return fates[: 2 * _NEAR]
    close = {place + step for place in inside for step in range(-_NEAR, _NEAR + 1)}
    return [one for place, one in enumerate(fates) if place in close]
