"""The form's own line rules: `stop`, `drop` and `lift` of `[clean]`."""

from __future__ import annotations

import re
from functools import lru_cache

from scrapers.draft import Draft, Mark
from scrapers.source import Source

_MAX = 2_000
"""Longer lines are paragraphs: no form's pattern is tried on more of them."""


def apply_form(draft: Draft, form: Source) -> None:
    """Take off and lift what the form's patterns name."""
    clean = form.clean
    for place, mark in enumerate(draft.marks):
        text = mark.text[:_MAX]
        stop = next((pattern for pattern in clean.stop if compiled(pattern).search(text)), None)
        if stop:
            for later in draft.marks[place:]:
                draft.remove(later, f"form:stop {stop}")
            return
        drop = next((pattern for pattern in clean.drop if compiled(pattern).search(text)), None)
        if drop:
            draft.remove(mark, f"form:drop {drop}")
        else:
            _lift(draft, mark, form)


def _lift(draft: Draft, mark: Mark, form: Source) -> None:
    for pattern in form.clean.lift:
        match = compiled(pattern).search(mark.text[:_MAX])
        if match:
            rule = f"form:lift {pattern}"
            for name, value in match.groupdict().items():
                steps = (value or "").replace(" / ", " > ") if name == "section" else value or ""
                draft.lift(name, steps, rule=rule, mark=mark)
            draft.remove(mark, rule)
            return


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern of a form, compiled once."""
    return re.compile(pattern)
