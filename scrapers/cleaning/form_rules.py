"""The form's own line rules: `stop`, `drop` and `lift` of `[clean]`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from scrapers.cleaning.draft import Draft, Mark
from scrapers.source import Source

_MAX = 2_000
"""Longer lines are paragraphs: no form's pattern is tried on more of them."""


def apply_form(draft: Draft, form: Source) -> None:
    """Take off and lift what the form's patterns name."""
    stops, drops, lifts = map(_compiled, (form.clean.stop, form.clean.drop, form.clean.lift))
    for place, mark in enumerate(draft.marks):
        text = mark.text[:_MAX]
        stop = next((pattern for pattern in stops if pattern.search(text)), None)
        if stop:
            for later in draft.marks[place:]:
                draft.remove(later, f"form:stop {stop.pattern}")
            return
        drop = next((pattern for pattern in drops if pattern.search(text)), None)
        if drop:
            draft.remove(mark, f"form:drop {drop.pattern}")
        else:
            _lift(draft, mark, lifts)


def _lift(draft: Draft, mark: Mark, patterns: Sequence[re.Pattern[str]]) -> None:
    for pattern in patterns:
        match = pattern.search(mark.text[:_MAX])
        if match:
            rule = f"form:lift {pattern.pattern}"
            for name, value in match.groupdict().items():
                steps = (value or "").replace(" / ", " > ") if name == "section" else value or ""
                draft.lift(name, steps, rule=rule, mark=mark)
            draft.remove(mark, rule)
            return


@lru_cache(maxsize=512)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The patterns of a form, compiled once."""
    return tuple(map(re.compile, patterns))
