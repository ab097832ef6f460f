"""Verse: short lines built alike that were broken where the verse ends, and not where a line was full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from scrapers.cleaning.names import line_names
from scrapers.cleaning.prose import is_listed
from scrapers.cleaning.spacing import HAN
from scrapers.months import YEAR

if TYPE_CHECKING:
    from scrapers.cleaning.draft import Draft, Mark

_YEAR = re.compile(YEAR)
_REACH = 12
_STANZA = 3
_COUPLET = 2
_FEWEST = 4
_PLAIN = 0.75
"""Of the lines: addresses, programmes and opening hours have a number or a colon in each."""
_LENGTHS = range(10, 61)
_SHORTEST = 0.4
"""Of the longest line: what markup broke into pieces is less even."""
_UNFILLED = 1 / 3
_WORDS = range(3, 11)
_USUAL_WORDS = 5
"""On the average: those of a menu are fewer."""
_SIGNS = range(4, 17)
_MEASURES = (5, 7)
"""Signs in a line of classical verse."""
_EVEN = 2
_UNEVEN = 4
_PAUSES = ",;，、；"
_STOPS = ".!?…。！？" + _PAUSES


def is_in_stanza(texts: Sequence[str], place: int) -> bool:
    """Whether a line goes on a stanza: its block is of short lines, and the next word would have fitted on some."""
    block = _block(texts, place)
    longest = max(map(len, block))
    if len(block) < _STANZA or not all(len(line) in _LENGTHS for line in block):
        return False
    if min(map(len, block)) < _SHORTEST * longest:
        return False
    unfilled = sum(len(above) + 1 + len(below.split(" ", 1)[0]) <= longest for above, below in pairwise(block))
    return unfilled >= _UNFILLED * (len(block) - 1)


def see_verse(draft: Draft) -> None:
    """See paragraphs in the lines of stanzas above the first one, all through a text that has none.

    Where nothing else is text they are a poem; above a text, where blank lines set them apart, they have to be told
    from menus and the words around a headline: by the stops in them, or by lines of one measure.
    """
    if not draft.prints_headline:
        return
    first = next((mark.place for mark in draft.marks if mark.is_text), None)
    if first is None:
        stanzas = list(_stanzas(draft.marks, draft, least=_COUPLET))
        lines = [mark for stanza in stanzas for mark in stanza]
        found = lines if _is_verse(lines, strict=False) else []
    else:
        may_be = first >= _FEWEST and draft.n_blank > 0
        stanzas = list(_stanzas(draft.marks[:first], draft, least=_FEWEST)) if may_be else []
        found = [mark for stanza in stanzas if _is_verse(stanza, strict=True) for mark in stanza]
    for mark in found:
        mark.prose = mark.verse = True


def _block(texts: Sequence[str], place: int) -> list[str]:
    """The lines around a place, from blank line or year to the next, as far as it tells something."""
    start, end = place, place + 1
    while start > 0 and _may_be_of_block(texts[start - 1]) and place - start < _REACH:
        start -= 1
    while end < len(texts) and _may_be_of_block(texts[end]) and end - place < _REACH:
        end += 1
    return list(texts[start:end])


def _may_be_of_block(text: str) -> bool:
    return bool(text) and not _YEAR.search(text)


def _stanzas(marks: Sequence[Mark], draft: Draft, *, least: int) -> Iterator[list[Mark]]:
    """The runs of at least so many lines that may be verse, without a blank line between them."""
    run: list[Mark] = []
    for mark in marks:
        fits = mark.is_open and not mark.tag and _may_be_verse(mark.text) and (mark.place > 0 or draft.n_blank > 0)
        if run and (mark.after_blank or not fits):
            if len(run) >= least:
                yield run
            run = []
        if fits:
            run.append(mark)
    if len(run) >= least:
        yield run


def _is_verse(lines: Sequence[Mark], *, strict: bool) -> bool:
    texts = [mark.text for mark in lines]
    if len(texts) < _FEWEST or sum(map(_is_plain, texts)) < _PLAIN * len(texts):
        return False
    return _is_punctuated(texts) or _is_measured(texts, strict=strict)


def _may_be_verse(text: str) -> bool:
    if is_listed(text) or line_names(text):
        return False
    return len(text) in _SIGNS if HAN.search(text) else len(text.split()) in _WORDS and len(text) in _LENGTHS


def _is_plain(text: str) -> bool:
    return not any(map(str.isdigit, text)) and ":" not in text and "：" not in text


def _is_punctuated(texts: Sequence[str]) -> bool:
    """Whether sentences run through the lines: they pause at the ends of some, and most others end in a stop."""
    pauses = sum(text[-1] in _PAUSES for text in texts)
    return pauses > 0 and 2 * sum(text[-1] in _STOPS for text in texts) >= len(texts)


def _is_measured(texts: Sequence[str], *, strict: bool) -> bool:
    """Whether the lines are of about one length; `strict`: of a usual measure."""
    if HAN.search(texts[0]):
        lengths = list(map(len, texts))
        return len(set(lengths)) == 1 and lengths[0] in _MEASURES if strict else _spread(lengths) <= _UNEVEN
    lengths = [len(text.split()) for text in texts]
    return sum(lengths) >= _USUAL_WORDS * len(lengths) and _spread(lengths) <= (_EVEN if strict else _UNEVEN)


def _spread(lengths: Sequence[int]) -> int:
    return max(lengths) - min(lengths)
