"""The rim of a text: bylines, dates and labels at both ends are about the article, its own lists and tables are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from scrapers.cleaning.asides import (
    SENTENCE,
    is_about_writers,
    is_address,
    is_byline,
    is_closed,
    is_date,
    is_sentence,
)
from scrapers.cleaning.names import line_names
from scrapers.extraction.scoring import Scores
from scrapers.extraction.tree import Block, Element

_LISTS = frozenset(("ul", "ol", "dl", "table"))
_IN_LISTS = frozenset(("li", "dt", "dd", "tr", "tbody", "thead", "tfoot", "td", "th"))
_LIST_KINDS = frozenset(("list_item", "table_row"))
_WORDY = 90
"""Bytes a block, from which on a text isn't one of short lines."""
_SHORT = 45
_LABEL = 70
_NOTE = 200
_HEAD = 5
_SIGNED = 2


class Rim:
    """Both ends of what was kept of a page."""

    def __init__(self, scores: Scores, kept: list[int], is_main: Callable[[Block], bool]) -> None:
        self.scores = scores
        self.blocks = scores.tree.blocks
        self.kept = kept
        self.is_main = is_main

    @cached_property
    def homes(self) -> set[Element]:
        """The boxes that hold paragraphs."""
        return _homes([self.blocks[place] for place in self.kept if self.scores.worths[place] > 0])

    def trim(self) -> list[int]:
        """Take bylines, dates and labels off both ends and give them; a text of short lines keeps them."""
        kept = self.kept
        is_wordy = sum(self.blocks[place].weight for place in kept) > _WORDY * len(kept)
        first = 0
        while first < len(kept) and self._is_rim(first, least=_SHORT if is_wordy else 0):
            first += 1
        gone = kept[:first]
        del kept[:first]
        between = self._below_lead()
        gone += between
        del kept[1 : 1 + len(between)]
        if len(kept) > _SIGNED and self._is_signed(self.blocks[kept[-1]]):
            gone.append(kept.pop())
        while kept and not self._ends_in_address() and self._is_rim(-1, least=0):
            gone.append(kept.pop())
        return gone

    def _is_signed(self, block: Block) -> bool:
        """Whether the line is nothing but a person's name, as papers sign what they print."""
        is_short = block.weight < _SHORT and not is_closed(block.text)
        return is_short and not self._is_listed(block) and len(line_names(block.text)) > 0

    def _below_lead(self) -> list[int]:
        """Bylines and dates that stand right below the first paragraph, where that is the lead."""
        found: list[int] = []
        for place in self.kept[1 : 1 + _HEAD]:
            block = self.blocks[place]
            if self.is_main(block) or not _is_about(block):
                break
            found.append(place)
        return found

    def _ends_in_address(self) -> bool:
        """Whether a paragraph that is nothing but an address closes the text: where to read on."""
        last = self.blocks[self.kept[-1]]
        return is_address(last.text) and last.element.tag == "p"

    def _is_rim(self, nth: int, *, least: int) -> bool:
        """Whether a block is no text but about it; of paragraphs like the others only those below `least` bytes."""
        place = self.kept[nth]
        block = self.blocks[place]
        following = self.kept[nth + 1 : nth + 2] if nth >= 0 else self.kept[1:2]
        if block.element.kind == "heading" and place + 1 in following and self._is_headed(place + 1):
            return False
        if self._is_listed(block):
            return block.element.tag == "li" and is_byline(block)
        if place in self.scores.lines:
            return is_byline(block)
        if self.scores.worths[place] <= 0 and block.element.kind != "table_row":
            return True
        ends = is_sentence(block.text)
        if block.element.tag in ("p", "li") and self.is_main(block):
            is_head_date = nth >= 0 and not ends and is_date(block.text)
            return is_byline(block) or is_head_date or (block.weight < least and not ends)
        return (block.weight < _LABEL and not ends) or is_byline(block)

    def _is_headed(self, place: int) -> bool:
        return self.scores.worths[place] > SENTENCE or self._is_listed(self.blocks[place])

    def _is_listed(self, block: Block) -> bool:
        """Whether the block stands in a list or table that stands among the paragraphs."""
        if block.element.kind not in _LIST_KINDS:
            return False
        frame = _frame(block.element)
        return frame is not None and frame in self.homes


def _is_about(block: Block) -> bool:
    return is_byline(block) or is_date(block.text) or (block.weight < _NOTE and is_about_writers(block.text))


def _homes(blocks: Sequence[Block]) -> set[Element]:
    """The boxes that hold paragraphs: their own, where line breaks set them apart."""
    return {home for block in blocks if block.element.kind not in _LIST_KINDS and (home := _home(block.element))}


def _home(element: Element) -> Element | None:
    return element if element.tag != "p" and element.end - element.start > 1 else element.parent


def _frame(element: Element) -> Element | None:
    """What the outermost list or table around an element stands in."""
    found: Element | None = None
    step: Element | None = element
    while step is not None and (step.tag in _IN_LISTS or step.tag in _LISTS or step.kind in _LIST_KINDS):
        found = step if step.tag in _LISTS else found
        step = step.parent
    return found.parent if found is not None else None
