"""The blocks of a page that no layout reads, each with what the extractor made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser

from scrapers.extraction.choosing import names_of, read_article
from scrapers.extraction.fates import OUTSIDE, Fate, place_of
from scrapers.extraction.jsonld import STATEMENTS, read_things
from scrapers.extraction.picking import Picked
from scrapers.extraction.reasons import in_words
from scrapers.extraction.tree import Tree
from scrapers.template import Template


def chosen_blocks(page: LexborHTMLParser, templates: Sequence[Template]) -> Iterator[Fate]:
    """All of them, by the first learned design that fits, else by the generic extractor."""
    found = next(((one, hit) for one in templates if (hit := one.pick(page))), None)
    if found:
        template, (tree, picked) = found
        return _with_fates(tree, picked, text=f"text, in the learned box {template.body}")
    tree, picked, stated = read_article(page, names_of(page), read_things(page.css(STATEMENTS)))
    told = "text" if not stated else "not read: the text is the one that the page's metadata state"
    return _with_fates(tree, picked, text=told)


def _with_fates(tree: Tree, picked: Picked, *, text: str) -> Iterator[Fate]:
    why = dict(picked.left_out)
    chosen, captions = set(picked.places), set(picked.captions)
    for place, block in enumerate(tree.blocks):
        if place in chosen:
            fate = text
        elif place in captions:
            fate = "caption"
        else:
            fate = f"left out: {in_words(why[place])}" if place in why else f"{OUTSIDE} of the article's box"
        line = None if fate.startswith(OUTSIDE) else block.number
        yield Fate(line, place_of(block.element), fate, block.text)
