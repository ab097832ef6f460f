"""Lines that repeat on a source's documents and that no table of furniture knows: taken off at the rims of the text."""

from __future__ import annotations

from scrapers.cleaning.draft import Draft, Mark
from scrapers.learned import Learned

_MOST = 0.5
"""On so many documents a line is the site's, wherever it stands; on fewer it may be a heading of a series."""
_MANY = 0.1
"""A sentence at the end may be a series', too; one that closes every tenth text is no author's."""
_FEWEST_SENTENCES = 5


def mark_repeated(draft: Draft, learned: Learned) -> None:
    """Tag repeated lines as furniture: those below the text, and where most documents have them those above and in it.

    Sentences within the text stay, and so does a text that consists of repeated lines.
    """
    found = [mark for mark in draft.marks if mark.is_open and not mark.tag and learned.count(mark.text)]
    if not found:
        return
    dropped = {mark.place for mark in found if mark.prose and _is_stock_sentence(mark, learned)}
    own = [mark.place for mark in draft.marks if mark.is_text and mark.place not in dropped]
    if not own:
        return
    for mark in found:
        if mark.place > own[-1]:
            _mark_below(mark, learned, is_stock=mark.place in dropped)
        elif learned.share(mark.text) >= _MOST and (not mark.prose or mark.place < own[0]):
            mark.tag, mark.rule, mark.prose = "known", learned.rule(mark.text), False


def _is_stock_sentence(mark: Mark, learned: Learned) -> bool:
    return learned.count(mark.text) >= _FEWEST_SENTENCES and learned.share(mark.text) >= _MANY


def _mark_below(mark: Mark, learned: Learned, *, is_stock: bool) -> None:
    """What stands below the site's own line is the site's, too: teasers below their heading."""
    if mark.prose and not is_stock:
        return
    mark.tag = "stop" if learned.share(mark.text) >= _MOST else "known"
    mark.rule, mark.prose = learned.rule(mark.text), False
