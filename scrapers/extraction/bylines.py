"""The byline that a page without a form prints by its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scrapers.cleaning.names import han_names, has_surname, line_names
from scrapers.cleaning.published import read_date_line
from scrapers.extraction.dated_lines import BELOW
from scrapers.extraction.people import is_name, labelled_names, opening_of, persons, split_names
from scrapers.extraction.tree import Block

_LABELLED = re.compile(r"^(?:autor(?:in)?|author|auteur|autore|作者|記者|记者|tác giả)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MAY_NAME = re.compile(r"[:：㐀-鿿]|\b(?i:by)\s")
"""What names a writer on a date line: in Latin letters two capitals beside a date may be anything."""
_SIGNING = frozenset(("vi", "zh"))
"""Languages whose papers print the writer's name below the text, without a word."""
_LONGEST = 120
_LONGEST_HAN = 240
_LONGEST_NAME = 40
_ABOVE = 8
_INTO_TEXT = 3
_RIGHT_BELOW = 8
_REPORTER_WORDS = ("记者", "記者")
_REPORTED = r"\s*(?:发自[㐀-鿿]{2,8}|發自[㐀-鿿]{2,8}|\s[㐀-鿿]{2,8}(?:报道|報道|报导|報導|电|電))?"
_REPORTERS = re.compile(
    rf"(?:[㐀-鿿]{{2,10}}\s)?(?:[㐀-鿿]{{1,5}}(?:[报報网網社刊台]|在线))?(?:记者|記者)[\s:：/|]*([㐀-鿿·、\s]{{2,30}}?){_REPORTED}"
)
_CREDIT_AT_END = re.compile(
    rf"[(（](?:[㐀-鿿]{{1,5}}[报報网網社刊台])?(?:记者|記者)[\s:：/|]*([㐀-鿿·、\s]{{2,30}}?){_REPORTED}[)）]$"
)
_RIM = " 【】[]()（）"


def printed_names(blocks: Sequence[Block], language: str | None, *, start: int, end: int) -> Iterator[list[str]]:
    """The names of each line by the text that says it is a byline, or is signed as its language signs."""
    for place in range(max(0, start - _ABOVE), min(len(blocks), end + BELOW)):
        block = blocks[place]
        is_above = place < start + _INTO_TEXT
        if (is_above or end - 1 <= place <= end + 1) and block.element.kind not in ("heading", "caption"):
            yield _reporters_of(block.text)
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


def _reporters_of(text: str) -> list[str]:
    """The persons of a line that tells in Chinese who reports, or of a credit in brackets that ends a paragraph."""
    if not any(map(text.__contains__, _REPORTER_WORDS)):
        return []
    told = _REPORTERS.fullmatch(text.strip(_RIM + "□■●")) or _CREDIT_AT_END.search(text[-_LONGEST_NAME:])
    names = han_names(told[1].strip()) if told else ()
    is_apart = told is not None and not told.string[told.start(1) - 1 : told.start(1)].isalpha()
    return [name for name in names if is_name(name)] if names and (is_apart or has_surname(names[0])) else []


def _is_signature(blocks: Sequence[Block], place: int, *, end: int) -> bool:
    """Whether a short line closes the text or stands right below it in the same box."""
    block, last = blocks[place], blocks[end]
    return (
        not block.linked
        and block.weight <= _LONGEST_NAME
        and (place == end or block.element.parent is last.element.parent)
    )
