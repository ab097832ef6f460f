"""Blocks of a page as lines: apart as a reader sees them, the cells of a row side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scrapers.extraction.tree import Block
from scrapers.records import Line


def lines_of(blocks: Iterable[Block]) -> tuple[Line, ...]:
    """One line a block, numbered by its place in the page; an empty one where a blank line is seen."""
    return tuple(_lines(list(blocks)))


def _lines(blocks: list[Block]) -> Iterator[Line]:
    place = 0
    while place < len(blocks):
        block = blocks[place]
        row = _row(blocks, place)
        if place and block.apart:
            yield Line(number=blocks[place - 1].number, text="", kind=block.element.kind)
        yield Line(number=block.number, text=" | ".join(cell.text for cell in row), kind=block.element.kind)
        place += len(row)


def _row(blocks: list[Block], place: int) -> list[Block]:
    """The block, with the cells that follow it in its row of a table."""
    row = [blocks[place]]
    element = row[0].element
    if element.kind != "table_row" or element.tag not in ("td", "th"):
        return row
    for other in blocks[place + 1 :]:
        if other.element.parent is not element.parent or other.element.kind != "table_row":
            break
        if other.element is row[-1].element:
            break
        row.append(other)
    return row
