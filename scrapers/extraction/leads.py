"""Which block above a text is its lead."""

from __future__ import annotations

from scrapers.cleaning.asides import is_sentence
from scrapers.extraction.hints import FURNITURE, LEAD
from scrapers.extraction.scoring import Scores


def is_lead(scores: Scores, place: int) -> bool:
    """Whether a block above the text is a lead: called so, or a sentence in a place that isn't furniture."""
    block = scores.tree.blocks[place]
    if block.is_mostly_links or block.weight <= 50:
        return False
    if calls_itself_lead(scores, place):
        return True
    return block.weight >= 80 and not scores.is_out(place) and is_sentence(block.text)


def calls_itself_lead(scores: Scores, place: int) -> bool:
    """Whether a sentence stands in what is named as leads are."""
    block = scores.tree.blocks[place]
    hints = scores.hints.get(block.element, 0)
    return bool(hints & LEAD and not hints & FURNITURE) and block.weight > 50 and not block.is_mostly_links
