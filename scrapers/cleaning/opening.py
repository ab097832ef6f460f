"""What stands before the first words of a text: a dateline, an agency's code, reporters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What stands before the first words of the text, and how many signs of it there are."""

    length: int
    place: str | None = None
    agency: str | None = None
    byline: str | None = None
    day: str | None = None
    """As printed, mostly without its year: `March 8`, `ngày 8/3/2024`."""
