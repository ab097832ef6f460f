"""The medium's name on a line of its own, between the writers' names and the date: `The Harbour Post, Suva`."""

from __future__ import annotations

from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.names import line_names

_MOST_WORDS = 7
_HEADLINE_WORDS = 3
_SMALL = frozenset(("of", "the", "and", "for", "in", "de"))


def is_medium(mark: Mark, draft: Draft) -> bool:
    """Whether a line is a medium's name: set like one, below the names of the writers and above the date.

    No blank line parts them, and a headline stands above: the names may also stand above a columnist's headline.
    """
    if mark.after_blank or not 1 < mark.place < len(draft.marks) - 1 or len(mark.text.split()) > _MOST_WORDS:
        return False
    headline, names, below = (draft.marks[mark.place + step] for step in (-2, -1, 1))
    if below.tag != "date" or below.after_blank or not line_names(names.text):
        return False
    is_headed = not headline.tag and len(headline.text.split()) >= _HEADLINE_WORDS
    return is_headed and all(word[0].isupper() or word in _SMALL for word in mark.text.split())
