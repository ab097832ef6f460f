"""Where a last line says who the writer is: `Ana Reyes`, `Ana Reyes covers health for the paper.`"""

from __future__ import annotations

import re
from itertools import islice

from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.names import latin_names, line_names

_ABOUT = re.compile(
    r" (?:(?:also )?(?:covers|writes|reports|edits|contributes|works)"
    r"|is (?:an?|the|our|based|currently)|has (?:covered|written|reported|worked))\b"
)


def introduces_writer(mark: Mark, draft: Draft, writers: tuple[str, ...]) -> bool:
    """Whether a line below the text names a writer to say who that is, or is the name above such a line."""
    below = draft.marks[mark.place + 1] if mark.place + 1 < len(draft.marks) else None
    if below is not None and below.text.startswith(f"{mark.text} is ") and line_names(mark.text):
        return True
    name = next(filter(mark.text.startswith, writers), "")
    if not name or not _ABOUT.match(mark.text, len(name)):
        return False
    return not any(other.is_text for other in islice(draft.marks, mark.place + 1, None))


def writers_of(draft: Draft) -> tuple[str, ...]:
    """The persons that the byline above the text names."""
    byline = draft.fields.get("byline")
    return latin_names(byline) if byline else ()
