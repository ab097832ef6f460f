"""Texts of short lines, such as poems: line after line without a full stop, set apart by line breaks or boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from scrapers.cleaning.asides import is_date
from scrapers.extraction.tree import Block, Element

_FEWEST = 4
_LETTERS = 0.75
"""Of the lines: addresses and opening hours have a number or a colon in each."""


def short_lines(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of lines that stand in a row of at least four, built alike, without links, labels or numbers."""
    found: set[int] = set()
    for run in _runs(blocks):
        n_plain = sum(_is_plain(blocks[place].text) for place in run)
        if len(run) >= _FEWEST and n_plain >= _LETTERS * len(run):
            found.update(run)
    return frozenset(found)


def _runs(blocks: Sequence[Block]) -> Iterator[list[int]]:
    for key, places in groupby(range(len(blocks)), key=lambda place: _frame(blocks[place])):
        if key is not None:
            yield list(places)


def _frame(block: Block) -> tuple[Element | None, str, str] | None:
    """What lines of one text share; None for what is no line of one."""
    element = block.element
    if block.n_links or element.kind not in ("paragraph", "quote", "table_row") or is_date(block.text):
        return None
    if element.tag == "p":
        return element.parent, "", ""
    return (element, "", "") if element.end - element.start > 1 else (element.parent, element.tag, element.hint)


def _is_plain(text: str) -> bool:
    return not any(map(str.isdigit, text)) and ":" not in text and "：" not in text
