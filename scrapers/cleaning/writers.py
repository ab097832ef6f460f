"""Where a last line says who the writer is: `Ana Reyes`, `Ana Reyes covers health for the paper.`"""

from __future__ import annotations

import re
from itertools import islice

from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.names import BULLETS, latin_names, line_names

_ABOUT = re.compile(
    r" (?:(?:also )?(?:covers|writes|reports|edits|contributes|works)"
    r"|is (?:an?|the|our|based|currently)|has (?:covered|written|reported|worked))\b"
)


def introduces_writer(mark: Mark, draft: Draft) -> bool:
    """Whether a name stands alone above a line that says who that is: `Ana Reyes is the paper's correspondent.`"""
    below = draft.marks[mark.place + 1] if mark.place + 1 < len(draft.marks) else None
    return below is not None and below.text.startswith(f"{mark.text} is ") and bool(line_names(mark.text))


def tells_of_writer(mark: Mark, draft: Draft, writers: tuple[str, ...]) -> bool:
    """Whether a line below all paragraphs says what one of the writers does."""
    text = mark.text.lstrip(f"{BULLETS}*·-–")
    name = next(filter(text.startswith, writers), None)
    if name is None or not mark.is_open or not _ABOUT.match(text, len(name)):
        return False
    return not any(other.is_text for other in islice(draft.marks, mark.place + 1, None))


def writers_of(draft: Draft) -> tuple[str, ...]:
    """The persons that the byline above the text names."""
    byline = draft.fields.get("byline")
    return latin_names(byline) if byline else ()
