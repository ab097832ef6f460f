"""Teasers, which lead to articles: a front page holds nothing else, and a short article may stand among them."""

from __future__ import annotations

from collections.abc import Sequence

from scrapers.cleaning.asides import is_label
from scrapers.extraction.about import About
from scrapers.extraction.picking import Picked, is_title
from scrapers.extraction.tree import Block, Tree

_NEARLY_ALL = 0.8
_TITLE = 18
"""Bytes of a linked line from which on it may be an article's title; a menu's words are shorter."""
_DATE = 24
"""Bytes beside the link in its line."""
_MOST_LABELS = 4
"""Dates and names between title and teaser."""
_FEW = 3
_MANY_LINKS = 12
_LITTLE = 600
"""Bytes of text below which a page of nothing but links may have it from anywhere."""
_STATED = ("article:published_time", "article:author", "datepublished")


def are_teasers(about: About, tree: Tree, picked: Picked, names: tuple[str, ...]) -> bool:
    """Whether nearly all of the picked text stands right below titles that are links to other pages.

    Three of them it takes; fewer are enough for a short text on a page of links that prints no headline. A page that
    says that it is an article is one.
    """
    if not picked.places or _is_stated(about):
        return False
    teasers = _teasers(tree.blocks)
    teasers = {place: title for place, title in teasers.items() if not is_title(tree.blocks[title].text, names)}
    text = [place for place in picked.places if tree.blocks[place].element.kind != "heading"]
    total = sum(tree.blocks[place].weight for place in text)
    if sum(tree.blocks[place].weight for place in text if place in teasers) < _NEARLY_ALL * total or not total:
        return _stands_below_links(tree.blocks, picked.places, total, names)
    n_picked = len({teasers[place] for place in text if place in teasers})
    return n_picked >= _FEW or (total < _LITTLE and _is_page_of_links(tree.blocks, text[0], names))


def _is_stated(about: About) -> bool:
    kind = about.meta("og:type").casefold()
    return (
        kind in ("article", "news", "newsarticle") or bool(about.meta(*_STATED)) or bool(about.article.get("headline"))
    )


def _teasers(blocks: Sequence[Block]) -> dict[int, int]:
    """The lines below linked titles, each with the title's place: all below a heading, of others the first."""
    found: dict[int, int] = {}
    title: int | None = None
    n_labels = 0
    for place, block in enumerate(blocks):
        if _is_linked(block):
            title, n_labels = place, 0
        elif title is None:
            continue
        elif block.element.kind == "heading" or n_labels > _MOST_LABELS:
            title = None
        elif is_label(block):
            n_labels += 1
        else:
            found[place], n_labels = title, 0
            title = title if blocks[title].element.kind == "heading" else None
    return found


def _is_linked(block: Block) -> bool:
    """Whether the line may be a title that leads to another page."""
    is_linked = block.linked >= _TITLE and block.weight - block.linked <= max(_DATE, 0.2 * block.weight)
    return is_linked and not _is_among_cells(block)


def _is_among_cells(block: Block) -> bool:
    """Whether it is a cell beside others of its row: what a table lists belongs to a text."""
    row = block.element.parent
    return block.element.kind == "table_row" and row is not None and row.end - row.start > 1


def _is_page_of_links(blocks: Sequence[Block], first: int, names: tuple[str, ...]) -> bool:
    """Whether titles that are links fill a page on which no headline stands above the text."""
    if any(block.element.tag == "h1" or _is_own_title(block, names) for block in blocks[:first]):
        return False
    return sum(map(_is_linked, blocks)) >= _MANY_LINKS


def _is_own_title(block: Block, names: tuple[str, ...]) -> bool:
    return 2 * block.linked < block.weight and is_title(block.text, names)


def _stands_below_links(blocks: Sequence[Block], places: Sequence[int], total: int, names: tuple[str, ...]) -> bool:
    """Whether a short text ends a page of links, with no line above it that may be its headline: a footer's notice."""
    first, last = places[0], places[-1]
    if total >= _LITTLE or last < len(blocks) - _FEW or not _is_page_of_links(blocks, first, names):
        return False
    above = blocks[max(0, first - _FEW) : first]
    return all(block.linked or block.weight < _TITLE for block in above)
