"""Dates printed by the text of a page without a form: which line says when the article was published, or changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from scrapers.cleaning.asides import is_running
from scrapers.cleaning.weekdays import strip_weekday, weekday_in
from scrapers.extraction.dated_lines import BELOW, LONGEST_BESIDE, LONGEST_TIMED, Printed, dates_of
from scrapers.extraction.picking import Path, is_title, path_of
from scrapers.extraction.readings import Readings
from scrapers.extraction.tree import Block, Element
from scrapers.extraction.webdays import find_day

_SECONDS = re.compile(r"\d:\d\d:\d\d|[\[(]\s*GMT")
_LONGEST_CONTROL = 12
"""`Print`, `返回`: longer links lead to other articles."""
_ABOVE = 8
_HEAD = 60
_LONGEST_HEADLINE = 400
_INTO_TEXT = 4
_ROW = 3
_PART = 12
"""Within so many blocks a chronicle has its next date."""


class Span(NamedTuple):
    """The places of the headline (None where none is found), of the text's first block and of its last."""

    top: int | None
    start: int
    end: int


class PrintedDays:
    """The dates that lines by the text print, in the order in which they stand."""

    def __init__(self, readings: Readings, *, start: int, end: int, names: tuple[str, ...]) -> None:
        self.readings = readings
        self.blocks = readings.blocks
        self._place = start, end
        self._names = names

    @cached_property
    def span(self) -> Span:
        start, end = self._place
        return Span(_headline(self.blocks, start, self._names), start, end)

    @property
    def published(self) -> Printed | None:
        """The day the article was published: that of the best line; one called an update where no other is printed."""
        by_kind = [[line for line in self._near if line.label != "updated"], self._near, self._above, self._after]
        return next((min(lines, key=self._distance) for lines in by_kind if lines), None)

    @property
    def updated(self) -> Printed | None:
        """The day that a line by the headline or right below the text calls the one of the last change."""
        lines = (line for line in (*self._near, *self._after) if line.label == "updated")
        return next(lines, None)

    def _distance(self, line: Printed) -> float:
        """How unlikely a line is to hold the date: most often it stands right above the text, with a label."""
        place, start = line.place, self.span.start
        away = start - place if place < start else 0.5 * (place - start)
        return away - 6.0 * (line.label == "published") - 0.02 * self.blocks[place].weight

    @cached_property
    def _near(self) -> list[Printed]:
        """Those between headline and text, and among the first lines of the text; without a headline, right above."""
        top, start, end = self.span
        first = top + 1 if top is not None else max(0, start - _HEAD)
        return [
            line
            for line in self._lines(first, min(start + _INTO_TEXT, end + 1, len(self.blocks)))
            if (line.place >= start or top is not None or self._leads_to_text(line)) and not self._heads_part(line)
        ]

    @property
    def _above(self) -> list[Printed]:
        """Those above the headline that are no clock: the page's clock stands there, too."""
        top = self.span.top
        if top is None:
            return []
        return [
            line
            for line in self._lines(max(0, top - _ABOVE), top)
            if line.label == "published" or self._is_joined(line, top)
        ]

    @cached_property
    def _after(self) -> list[Printed]:
        """Those behind the text: labelled ones, and one that closes it."""
        _, start, end = self.span
        first = max(min(start + _INTO_TEXT, end + 1), end - 1)
        return [
            line
            for line in self._lines(first, min(len(self.blocks), end + BELOW))
            if line.label == "published" or (self._closes_text(line.place) and not self._heads_part(line))
        ]

    def _lines(self, first: int, after: int) -> list[Printed]:
        """The dates of some blocks, without those that stand in a row of links, one to each."""
        found = [line for place in range(first, after) for line in dates_of(place, self.readings)]
        days: defaultdict[Path, set[date]] = defaultdict(set)
        for line in found:
            days[path_of(self.blocks[line.place].element)].add(line.on)
        return [
            line
            for line in found
            if len(days[path_of(self.blocks[line.place].element)]) < _ROW or not self._is_by_link(line.place)
        ]

    def _heads_part(self, line: Printed) -> bool:
        """Whether a bare date within the text heads a part of it: a sentence below it, and another such date, or more
        than a summary above it.
        """
        _, start, end = self.span
        if not start < line.place < end or not self._is_heading(line):
            return False
        above = sum(is_running(block.text) for block in self.blocks[start : line.place])
        reach = self._lines(max(start, line.place - _PART), min(end, line.place + _PART) + 1)
        return above > 1 or any(other.on != line.on and self._is_heading(other) for other in reach)

    def _is_heading(self, line: Printed) -> bool:
        """Whether a line is nothing but a day, its weekday beside it or not, with a sentence right below it."""
        whole, below = self.blocks[line.place].text, self.blocks[line.place + 1 : line.place + 2]
        text = strip_weekday(whole).strip(" ,|–-")
        named = find_day(text) if not line.label and line.raw == whole else None
        is_bare = named is not None and not named.is_timed and named.end - named.start == len(text)
        return is_bare and all(is_running(block.text) for block in below)

    def _leads_to_text(self, line: Printed) -> bool:
        """Whether nothing but lines about the article stands between a line and the text, and it is no clock."""
        between = self.blocks[line.place + 1 : self.span.start]
        is_clock = weekday_in(line.raw) is not None and not line.label
        return not is_clock and not any(block.is_mostly_links and block.weight > LONGEST_BESIDE for block in between)

    def _is_clock(self, line: Printed) -> bool:
        """Whether a line above the headline looks as pages print the present day: weekday, seconds, or today."""
        if self.readings.address == line.on:
            return False
        is_now = abs((self.readings.last - line.on).days) <= 1
        return is_now or weekday_in(line.raw) is not None or bool(_SECONDS.search(line.raw))

    def _is_joined(self, line: Printed, top: int) -> bool:
        """Whether a line and the headline below it stand in the article, or in a box of their own without a clock."""
        between = self.blocks[line.place + 1 : top]
        if any(block.linked > _LONGEST_CONTROL or block.weight > LONGEST_TIMED for block in between):
            return False
        box = _common(self.blocks[line.place].element, self.blocks[top].element)
        if box is None or box.tag in ("body", "html"):
            return False
        return box.tag == "article" or (box.end - box.start < len(self.blocks) and not self._is_clock(line))

    def _closes_text(self, place: int) -> bool:
        """Whether a short line is the last of the text or stands right below it in the same box, and by no link."""
        end = self.span.end
        if place > end + 2 or self.blocks[place].weight >= 45 or self._is_by_link(place):
            return False
        box = self.blocks[place].element
        return place <= end or (box.end - box.start == 1 and box.parent is self.blocks[end].element.parent)

    def _is_by_link(self, place: int) -> bool:
        beside = self.blocks[max(0, place - 1) : place + 2]
        return any(block.is_mostly_links and block.weight > _LONGEST_CONTROL for block in beside)


def _headline(blocks: Sequence[Block], start: int, names: tuple[str, ...]) -> int | None:
    """The headline above a text: the first heading that says what the page is called, else the last such line.

    A page that isn't called anything has it in the <h1> nearest to the text.
    """
    reach = range(max(0, start - _HEAD), min(start + 1, len(blocks)))
    if not names:
        return next((place for place in reversed(reach) if blocks[place].element.tag == "h1"), None)
    above = [
        place for place in reach if blocks[place].weight < _LONGEST_HEADLINE and is_title(blocks[place].text, names)
    ]
    headings = [place for place in above if blocks[place].element.kind == "heading"]
    return next(iter(headings), above[-1] if above else None)


def _common(one: Element | None, other: Element | None) -> Element | None:
    """The innermost box that holds both."""
    above = set()
    while one is not None:
        above.add(id(one))
        one = one.parent
    while other is not None and id(other) not in above:
        other = other.parent
    return other
