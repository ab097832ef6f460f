"""What a page is not to be read for, told before anything reads it: some would take minutes or gigabytes."""

from __future__ import annotations

from typing import Literal

from scrapers.extraction.endless import is_endless
from scrapers.extraction.nesting import nests

MAX_TAGS = 50_000
"""The longest labelled article has a third of that, with its menus."""
_BEGINNING = 1_000_000
"""Signs of a page with more tags that are looked at for its depth: it is refused in any case."""


def beyond_bounds(markup: str) -> Literal["too_deep", "too_big"] | None:
    """Why a page is not to be read; the tags are counted once for all reasons."""
    n_tags = markup.count("<")
    if nests(markup if n_tags <= MAX_TAGS else markup[:_BEGINNING], n_tags):
        return "too_deep"
    return "too_big" if n_tags > MAX_TAGS or is_endless(markup, n_tags) else None
