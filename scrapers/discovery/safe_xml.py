"""XML from strangers: no entities of its own, nothing loaded, bounded depth; broken XML gives what came before.

Feeds and sitemaps are flat lists, so a record (`item`, `entry`, `url`) is given as its direct children.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from xml.parsers import expat

MAX_DEPTH = 100
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,32};)")


class Refused(Exception):
    """The document declares entities or nests too deep; it is not read on."""


@dataclass(frozen=True, slots=True)
class Child:
    """A direct child of a record."""

    name: str
    attributes: dict[str, str]
    text: str


@dataclass(slots=True)
class XmlRecords:
    """What was read: each record's name and children, and what kept the rest from being read."""

    records: list[tuple[str, list[Child]]] = field(default_factory=list)
    problem: str | None = None


def read_records(text: str, names: Collection[str]) -> XmlRecords:
    """The records of these element names, in document order; a mistake in the XML ends the list and is told."""
    reader = _Reader(names)
    try:
        reader.read(_BARE_AMPERSAND.sub("&amp;", text))
    except expat.ExpatError as error:
        reader.found.problem = f"The XML is broken in line {error.lineno} ({expat.ErrorString(error.code)})."
    except Refused as error:
        return XmlRecords(problem=str(error))
    return reader.found


class _Reader:
    def __init__(self, names: Collection[str]) -> None:
        self.found = XmlRecords()
        self._names = names
        self._depth = 0
        self._record_depth = 0
        self._children: list[Child] = []
        self._attributes: dict[str, str] = {}
        self._text: list[str] = []

    def read(self, text: str) -> None:
        parser = expat.ParserCreate()
        parser.UseForeignDTD(True)  # makes an undefined &nbsp; a skipped entity instead of an error; nothing is loaded
        parser.EntityDeclHandler = self._refuse_entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text_found
        parser.Parse(text, True)

    def _refuse_entity(self, name: str, *_: object) -> None:
        raise Refused(f"It declares an entity ({name[:40]!r}), which no feed or sitemap needs.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Refused(f"It nests deeper than {MAX_DEPTH} elements.")
        if not self._record_depth and name in self._names:
            self._record_depth, self._children = self._depth, []
        elif self._record_depth and self._depth == self._record_depth + 1:
            self._attributes, self._text = attributes, []

    def _text_found(self, text: str) -> None:
        if self._record_depth and self._depth == self._record_depth + 1:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if self._record_depth and self._depth == self._record_depth + 1:
            self._children.append(Child(name, self._attributes, "".join(self._text).strip()))
        elif self._depth == self._record_depth:
            self.found.records.append((name, self._children))
            self._record_depth = 0
        self._depth -= 1
