"""The lead of an article: what stands between its headline and the box that holds its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from scrapers.extraction.leads import is_lead
from scrapers.extraction.picking import Picked
from scrapers.extraction.scoring import score
from scrapers.extraction.tree import Block, Tree, read_tree

_MOST_STEPS = 4
_MOST_BESIDE = 8
_LONGEST = 2_000
"""Bytes of all blocks above a box; where it is more, something else stands there."""


def with_leads(leads: Sequence[Block], tree: Tree, picked: Picked) -> tuple[Tree, Picked]:
    """The box and what was picked of it, with the leads in front; one that the box says again isn't read twice."""
    said = {tree.blocks[place].text for place in picked.places}
    leads = [lead for lead in leads if lead.text not in said]
    if not leads:
        return tree, picked
    n, whole = len(leads), Tree()
    whole.blocks = [*leads, *tree.blocks]
    for number, block in enumerate(whole.blocks, 1):
        block.number = number
    return whole, Picked(
        places=(*range(n), *(place + n for place in picked.places)),
        left_out=tuple((place + n, reason) for place, reason in picked.left_out),
        captions=tuple(place + n for place in picked.captions),
    )


def leads_above(box: LexborNode) -> list[Block]:
    """The leads between the headline and a box; none where no <h1> stands near above it."""
    if box.css_first("h1") is not None:
        return []
    found: list[Block] = []
    for node in _up_to_headline(box):
        scores = score(read_tree(node), None)
        blocks = scores.tree.blocks
        below = next((place + 1 for place, block in enumerate(blocks) if block.element.tag == "h1"), 0)
        found = [*(blocks[place] for place in range(below, len(blocks)) if is_lead(scores, place)), *found]
        if below:
            return found if sum(block.weight for block in found) < _LONGEST else []
    return []


def _up_to_headline(box: LexborNode) -> Iterator[LexborNode]:
    """What stands before a box and before what holds it, the nearest first."""
    holder: LexborNode | None = box
    for _ in range(_MOST_STEPS):
        if holder is None or holder.tag in ("body", "html"):
            return
        beside = holder.prev
        for _ in range(_MOST_BESIDE):
            if beside is None:
                break
            if beside.is_element_node:
                yield beside
            beside = beside.prev
        holder = holder.parent
