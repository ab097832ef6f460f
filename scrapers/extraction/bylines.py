"""The byline that a page without a form prints by its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scrapers.cleaning.names import line_names
from scrapers.cleaning.published import read_date_line
from scrapers.extraction.people import labelled_names, opening_of, persons, split_names
from scrapers.extraction.tree import Block

_LABELLED = re.compile(r"^(?:autor(?:in)?|author|auteur|autore|作者|記者|记者|tác giả)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MAY_NAME = re.compile(r"[:：㐀-鿿]|\bby\s", re.IGNORECASE)
"""What names a writer on a date line: in Latin letters two capitals beside a date may be anything."""
_SIGNING = frozenset(("vi", "zh"))
"""Languages whose papers print the writer's name below the text, without a word."""
_LONGEST = 120
_LONGEST_HAN = 240
_LONGEST_NAME = 40
_ABOVE = 8
_INTO_TEXT = 3
_RIGHT_BELOW = 8
_BELOW = 26
_RIM = " 【】[]()（）"


def printed_names(blocks: Sequence[Block], language: str | None, *, start: int, end: int) -> Iterator[list[str]]:
    """The names of each line by the text that says it is a byline, or is signed as its language signs."""
    for place in range(max(0, start - _ABOVE), min(len(blocks), end + _BELOW)):
        block = blocks[place]
        is_above = place < start + _INTO_TEXT
        if block.element.kind in ("heading", "caption") or block.weight >= _LONGEST_HAN:
            continue
        if is_above or place >= end:
            yield _names_of(block, language, is_above=is_above, is_near=is_above or place <= end + _RIGHT_BELOW)
        if end <= place <= end + 1 and _is_signature(blocks, place, end=end) and language in _SIGNING:
            yield list(line_names(block.text.strip(_RIM)))


def _names_of(block: Block, language: str | None, *, is_above: bool, is_near: bool) -> list[str]:
    text = block.text
    opening = opening_of(language) if is_above else _LABELLED
    if block.weight < _LONGEST and opening.match(text) and (names := split_names(text, language)):
        return names
    if not is_near:
        return []
    if names := labelled_names(text):
        return names
    dated = read_date_line(text, formats=()) if _YEAR.search(text) and _MAY_NAME.search(text) else None
    return [name for field, value in dated[1] if field == "byline" for name in persons(value)] if dated else []


def _is_signature(blocks: Sequence[Block], place: int, *, end: int) -> bool:
    """Whether a short line closes the text or stands right below it in the same box."""
    block, last = blocks[place], blocks[end]
    return (
        not block.linked
        and block.weight <= _LONGEST_NAME
        and (place == end or block.element.parent is last.element.parent)
    )
