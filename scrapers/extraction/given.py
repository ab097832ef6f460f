"""Fields that a layout's selectors give, read as the cleaner reads a line: `By X`, `Editor: Y`, crumbs, `(BNP) – …`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scrapers.cleaning.labels import pair, read_labels
from scrapers.cleaning.openings import read_opening
from scrapers.cleaning.spacing import tidy
from scrapers.extraction.crumbs import read_section

Given = tuple[str, str, str]
"""(field, value, origin)."""


def read_given(given: Mapping[str, str], *, han: bool) -> Iterator[Given]:
    """Each given field without what is printed around its value, and the fields that stand in another's place."""
    for name, printed in given.items():
        value = tidy(printed)
        if name in ("byline", "editor", "translator", "credit"):
            yield from _people(name, value)
        elif name == "section":
            yield name, read_section(value) or value, "given"
        elif name == "lead":
            yield from _lead(value, han=han)
        else:
            yield name, value, "given"


def _people(name: str, value: str) -> Iterator[Given]:
    """A name with or without its label; nothing for nobody (`Editor: admin`)."""
    labelled = read_labels(value, spaced=value) if value else None
    for field, said in pair(name, value) if labelled is None else labelled:
        yield field, said, "given" if field == name else f"given {name}"


def _lead(value: str, *, han: bool) -> Iterator[Given]:
    opening = read_opening(value, han=han)
    if opening is None:
        yield "lead", value, "given"
        return
    found = {"dateline_place": opening.place, "agency": opening.agency, "byline": opening.byline}
    yield from ((field, said, "given lead") for field, said in found.items() if said)
    yield "lead", value[opening.length :].lstrip(), "given"
