"""Which blocks of a page that no form describes are its article."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from scrapers.cleaning.title_keys import key_of
from scrapers.extraction.picking import Picked, find_headline, pick
from scrapers.extraction.scoring import score
from scrapers.extraction.short_lines import short_lines
from scrapers.extraction.tree import Tree

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
    if _weight(tree, picked) >= 2 * _LITTLE or not (lines := short_lines(tree.blocks)):
        return picked
    of_lines = pick(score(tree, at, lines=lines), names)
    told = [tree.blocks[place] for place in of_lines.places if place in lines]
    if 2 * sum(block.weight for block in told) <= _weight(tree, picked):
        return picked
    for block in told:
        block.element.kind = "quote"  # a cleaner would take a line without a full stop for a caption
    return of_lines


def _weight(tree: Tree, picked: Picked) -> int:
    return sum(tree.blocks[place].weight for place in picked.places)


def _paragraphs(text: str) -> str:
    return "\n\n".join(line for line in map(str.strip, text.split("\n")) if line)
