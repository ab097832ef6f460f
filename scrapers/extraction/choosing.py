"""Which blocks of a page that no form describes are its article."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from scrapers.cleaning.asides import SENTENCE
from scrapers.cleaning.title_keys import key_of
from scrapers.extraction.jsonld import Thing, stated_body
from scrapers.extraction.page_state import hidden_article
from scrapers.extraction.picking import Picked, find_headline, pick
from scrapers.extraction.scoring import score
from scrapers.extraction.short_lines import short_lines
from scrapers.extraction.tree import Tree, read_tree

_NEAR = 12
"""Blocks below a headline: between it and its text stand date, author and buttons."""
_SHORT = 1_000
"""Bytes of text up to which a notice or a note about the author may outweigh an article."""
_LITTLE = 250
"""Bytes of text below which another reading is tried."""


def names_of(page: LexborHTMLParser) -> tuple[str, ...]:
    """What the page calls itself, as keys: its window's title and the one it gives to others."""
    window = page.css_first("title")
    shared = page.css_first('meta[property="og:title"]')
    names = (
        window.text() if window is not None else "",
        shared.attributes.get("content") if shared is not None else "",
    )
    return tuple(key for key in map(key_of, (name or "" for name in names)) if len(key) > 5)


def read_article(page: LexborHTMLParser, names: tuple[str, ...], things: list[Thing]) -> tuple[Tree, Picked, str]:
    """The page's blocks, which of them are its article, and the text where only metadata hold that; else empty.

    An article that the page's scripts alone show joins its `things`: it says more of itself than its text.
    """
    tree = read_tree(page.body) if page.body is not None else Tree()
    if hidden := hidden_article(page, tree, names):
        things.append(hidden)
    return tree, *choose(tree, names, stated_body(things))


def choose(tree: Tree, names: tuple[str, ...], stated: str) -> tuple[Picked, str]:
    """The article's blocks, or the text that metadata state where that is much more and no looser reading finds it."""
    if not tree.blocks:
        return Picked.nothing(), _paragraphs(stated)
    picked = _pick(tree, names)
    stated_size = len(stated.encode("utf-8", "surrogatepass"))
    if _weight(tree, picked) >= 0.5 * stated_size:
        return picked, ""
    relaxed = pick(score(tree, None, by_hints=False), names)
    if 0.7 * stated_size < _weight(tree, relaxed) < 1.5 * stated_size:
        return relaxed, ""
    return Picked.nothing(), _paragraphs(stated)


def _pick(tree: Tree, names: tuple[str, ...]) -> Picked:
    """By what elements call themselves, unless that leaves next to nothing; short lines count where little else is."""
    at = find_headline(tree.blocks, names)
    scores = score(tree, at)
    picked = pick(scores, names)
    if _weight(tree, picked) < min(_LITTLE, 0.3 * (scores.total - scores.teased)):
        picked = pick(score(tree, at, by_hints=False), names)
    if _weight(tree, picked) < _SHORT:
        picked = _below_headline(tree, at, names, picked)
    return picked if _weight(tree, picked) >= 2 * _LITTLE else _or_short_lines(tree, at, names, picked)


def _or_short_lines(tree: Tree, headline: int | None, names: tuple[str, ...], picked: Picked) -> Picked:
    """A text of short lines, where the page holds more of one than was picked of others."""
    lines = short_lines(tree.blocks)
    if not lines:
        return picked
    of_lines = pick(score(tree, headline, lines=lines), names)
    told = [tree.blocks[place] for place in of_lines.places if place in lines]
    if 2 * sum(block.weight for block in told) <= _weight(tree, picked):
        return picked
    for block in told:
        block.element.kind = "quote"  # a cleaner would take a line without a full stop for a caption
    return of_lines


def _below_headline(tree: Tree, headline: int | None, names: tuple[str, ...], picked: Picked) -> Picked:
    """The text right below the headline, where what was picked stands elsewhere: a notice longer than the article."""
    if headline is None or not picked.places or 0 < picked.places[0] - headline <= _NEAR:
        return picked
    scores = score(tree, headline)
    scores.mark(picked.places[0], picked.places[-1] + 1, "far")
    nearer = pick(scores, names)
    is_near = bool(nearer.places) and 0 < nearer.places[0] - headline <= _NEAR
    return nearer if is_near and _weight(tree, nearer) >= SENTENCE else picked


def _weight(tree: Tree, picked: Picked) -> int:
    return sum(tree.blocks[place].weight for place in picked.places)


def _paragraphs(text: str) -> str:
    return "\n\n".join(line for line in map(str.strip, text.split("\n")) if line)
