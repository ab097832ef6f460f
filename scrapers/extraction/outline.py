"""A page's blocks in the order of reading, each with what became of it and why: for a person who asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from scrapers.extract import choose, names_of
from scrapers.extraction.jsonld import STATEMENTS, read_things, stated_body
from scrapers.extraction.picking import OWN, Picked
from scrapers.extraction.tree import Element, Tree, read_tree
from scrapers.forms.form import Layout
from scrapers.forms.pointing import key_of
from scrapers.html import FIELDS, fitting_layout, selector_of
from scrapers.records import RemovedLine
from scrapers.source import Source
from scrapers.template import Template

_WHY = {
    "links": "mostly links",
    "cards": "one of a row of teasers",
    "hidden": "hidden from readers",
    "above headline": "stands above the headline",
    "above title": "stands above the headline",
    "above": "stands between headline and text",
    "title": "the headline",
    "repeated": "said a second time",
    "aside": "tells about the article, or leads away from it",
    "known": "a stock line",
    "box": "a stock line that opens a box",
    "rim": "a byline, date or label at the rim of the text",
    "orphan": "a heading whose text was left out",
    "another": "belongs to the article below",
    "picture": "stands with a picture",
    "suspect": "named like furniture, and no running text",
    "learned:path": "stands where this source never has text",
}
_TEXT = "text"
_OUTSIDE = "outside"
_TO_JUDGE = frozenset(f"left out: {_WHY[reason]}" for reason in OWN)
_LEFT = ("left out", "caption")
_NEAR = 3
"""Blocks shown on either side of the article."""
_STEPS = 3
_LONGEST_STEP = 30
_FENCE = 0xF0000
"""Signs that no page prints stand around what a layout's selectors name, so that the walk over the page meets them."""


class Fate(NamedTuple):
    """A block of the page and what became of it."""

    line: int | None
    """Its number among the article's lines, as removed lines have it; null outside of the article's box."""
    place: str
    """The elements it stands in, the innermost last."""
    fate: str
    text: str


def outline(markup: str, form: Source | None, templates: Sequence[Template]) -> list[Fate]:
    """The blocks of the article's box and their neighbours, as the same rules read them."""
    page = LexborHTMLParser(markup)
    if page.body is None:
        return []
    layout = fitting_layout(page, form)
    if layout:
        return _near(list(_by_layout(page, layout)))
    found = next(((one, hit) for one in templates if (hit := one.pick(page))), None)
    if found:
        template, (tree, picked) = found
        return list(_by_extractor(tree, picked, text=f"text, in the learned box {template.body}"))
    tree = read_tree(page.body)
    picked, stated = choose(tree, names_of(page), stated_body(read_things(page.css(STATEMENTS))))
    told = "text" if not stated else "not read: the text is the one that the page's metadata state"
    return _near(list(_by_extractor(tree, picked, text=told)))


def after_cleaning(
    fates: Iterable[Fate], removed: Iterable[RemovedLine], *, title: str | None, body: str
) -> list[Fate]:
    """The same blocks, with what cleaning made of them: removed from the text, or taken into it, or the title."""
    by_line: dict[int, list[RemovedLine]] = {}
    for line in removed:
        by_line.setdefault(line.line, []).append(line)
    kept = {key_of(cell) for paragraph in body.split("\n\n") for cell in (paragraph, *paragraph.split(" | "))}
    headline = key_of(title or "")
    return [_cleaned(_told(one, kept, headline), by_line.get(one.line or 0, ())) for one in fates]


def _told(one: Fate, kept: set[str], headline: str) -> Fate:
    """What the extractor left to the cleaner to judge: a line about the article, or one of its own."""
    if one.fate in _TO_JUDGE and key_of(one.text) in kept:
        return one._replace(fate=f"{_TEXT}: cleaning kept it")
    is_headline = headline and one.fate.startswith(_OUTSIDE) and key_of(one.text) == headline
    return one._replace(fate=f"left out: {_WHY['title']}") if is_headline else one


def _cleaned(one: Fate, removed: Sequence[RemovedLine]) -> Fate:
    left = key_of(one.text)
    rules = [line.rule for line in removed if key_of(line.text) in left]
    if not rules or not one.fate.startswith(_TEXT):
        return one
    for line in removed:
        left = left.replace(key_of(line.text), "", 1)
    told = ", ".join(dict.fromkeys(rules))
    return one._replace(fate=f"{one.fate}; a piece was removed: {told}" if left else f"removed: {told}")


def _by_extractor(tree: Tree, picked: Picked, *, text: str) -> Iterator[Fate]:
    why = dict(picked.left_out)
    chosen, captions = set(picked.places), set(picked.captions)
    for place, block in enumerate(tree.blocks):
        if place in chosen:
            fate = text
        elif place in captions:
            fate = "caption"
        else:
            fate = f"left out: {_reason(why[place])}" if place in why else "outside of the article's box"
        line = None if fate.startswith(_OUTSIDE) else block.number
        yield Fate(line, _place_of(block.element), fate, block.text)


def _reason(reason: str) -> str:
    kind, _, rest = reason.partition(":")
    if kind == "hint":
        return f"calls itself “{rest}”"
    if kind == "tag":
        return f"stands in <{rest}>"
    if kind == "learned" and rest != "path":
        n, _, of = rest.partition("/")
        return f"stands on {n} of {of} pages of this source"
    return _WHY.get(reason, reason)


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
            yield Fate(n_lines if is_line else None, _place_of(block.element), fate, text)


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


def _place_of(element: Element | None) -> str:
    steps: list[str] = []
    while element is not None and len(steps) < _STEPS and element.tag not in ("html", "body"):
        steps.append(".".join((element.tag, *element.hint.split()[:2]))[:_LONGEST_STEP])
        element = element.parent
    return " > ".join(reversed(steps))


def _near(fates: list[Fate]) -> list[Fate]:
    """Without what is far from the article: menus and footers hold hundreds of blocks."""
    inside = [place for place, one in enumerate(fates) if not one.fate.startswith(_OUTSIDE)]
    if not inside:
        return fates[: 2 * _NEAR]
    close = {place + step for place in inside for step in range(-_NEAR, _NEAR + 1)}
    return [one for place, one in enumerate(fates) if place in close]
