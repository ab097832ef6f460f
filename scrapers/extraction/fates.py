"""A block of a page with what became of it."""

from __future__ import annotations

from typing import NamedTuple

from scrapers.extraction.tree import Element

OUTSIDE = "outside"
"""How the fate begins of what stands nowhere near the article."""
_STEPS = 3
_LONGEST_STEP = 30


class Fate(NamedTuple):
    """A block of the page and what became of it."""

    line: int | None
    """Its number among the article's lines, as removed lines have it; null outside of the article's box."""
    place: str
    """The elements it stands in, the innermost last."""
    fate: str
    text: str


def place_of(element: Element | None) -> str:
    """The innermost elements that it stands in."""
    steps: list[str] = []
    while element is not None and len(steps) < _STEPS and element.tag not in ("html", "body"):
        steps.append(".".join((element.tag, *element.hint.split()[:2]))[:_LONGEST_STEP])
        element = element.parent
    return " > ".join(reversed(steps))
