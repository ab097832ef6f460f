"""Short lines between two paragraphs: a heading and a list belong to the text, an unmarked caption doesn't."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.scenes import is_situated, is_told, shows_act, shows_doing, shows_people, tells
from scrapers.cleaning.spacing import HAN

_WORDS = 7
_WORDS_BESIDE_MARKED = 16
_WORDS_BESIDE_UNMARKED = 9
_LONGEST = 100
_FEWEST_WORDS = 4
_VERSE = 3
_VERSE_LINE = 60
_LIST = 4
_LIST_LINE = 80
_LISTING_DOCUMENT = 6

_TOLD_LENGTH = 90
_STATEMENT = 12
"""So many words are no heading: a caption, or a paragraph whose full stop was lost."""
_STATEMENT_HAN = 18
_FEWEST_STATED = 8


def is_heading(mark: Mark, following: Mark | None, draft: Draft) -> bool:
    """Whether a short line inside the text is a heading or a row of it, and no caption.

    Vietnamese sites print most captions without a mark: a line that names somebody, a place or an event is one there.
    """
    text = mark.text
    if len(text) >= _TOLD_LENGTH and is_told(text):
        return True
    if shows_people(text):
        return False
    if draft.unmarked_captions == "rare" or HAN.search(text):
        return True
    if shows_act(text):
        return False
    if following is None or not following.prose or len(text) >= _LONGEST:
        return False
    n_words = len(text.split())
    if draft.has_marked_captions:
        return n_words <= _WORDS_BESIDE_MARKED
    if draft.unmarked_captions == "usual":
        return n_words <= _WORDS_BESIDE_UNMARKED and not is_situated(text)
    return n_words <= _WORDS


def is_statement(text: str, draft: Draft) -> bool:
    """Whether a line is a paragraph whose full stop was lost: a dozen words, or a verb that tells, and no caption."""
    if not _opens_sentence(text) or text[-1] in ":：?？":
        return False
    if HAN.search(text):
        return len(text) >= _STATEMENT_HAN and tells(text) and not shows_people(text)
    n_words = len(text.split())
    if n_words < _FEWEST_STATED or shows_doing(text):
        return False
    if tells(text):
        return True
    is_caption = draft.has_marked_captions or is_situated(text) or shows_people(text)
    return n_words >= _STATEMENT and not is_caption


def is_long(text: str) -> bool:
    """Whether a line has more words than a headline."""
    return len(text) >= _STATEMENT_HAN + 12 if HAN.search(text) else len(text.split()) >= _STATEMENT


def is_plain_text(text: str) -> bool:
    """Whether a line shows and names nobody and is set in small letters: no caption and no headline."""
    words = text.split()
    if HAN.search(text) or len(words) < _FEWEST_STATED or shows_people(text) or is_situated(text):
        return False
    return _opens_sentence(text) and sum(map(str.islower, words)) * 2 > len(words)


def restore_paragraphs(marks: Sequence[Mark], draft: Draft) -> None:
    """See paragraphs in lines that lost their full stop, and in a name that opens the sentence of the line below it."""
    undecided = [mark for mark in marks if mark.is_open]
    for mark, below in zip_longest(undecided, undecided[1:]):
        if mark.tag or mark.prose:
            continue
        goes_on = below is not None and below.is_text and below.text[0].islower() and mark.text[-1].isalnum()
        mark.prose = goes_on or is_statement(mark.text, draft)


def _opens_sentence(text: str) -> bool:
    return not (text[0].islower() or text[0] in "(（")


def prints_unmarked_captions(marks: Sequence[Mark]) -> bool:
    """Whether several lines between the paragraphs show people: then others like them are captions, too."""
    return sum(_is_caption_like(mark) for mark in marks) > 1


def listed(marks: Sequence[Mark]) -> set[int]:
    """The places of short lines that can't all be captions: verse, rows of a list, a document made of such lines."""
    short = [mark for mark in marks if _is_short(mark)]
    if len(short) >= max(_LISTING_DOCUMENT, sum(mark.prose and mark.is_open for mark in marks)):
        return {mark.place for mark in short if not _is_caption_like(mark)}
    return {
        *_runs(marks, least=_VERSE, longest=_VERSE_LINE, tight=True),
        *_runs(marks, least=_LIST, longest=_LIST_LINE),
    }


def _runs(marks: Sequence[Mark], *, least: int, longest: int, tight: bool = False) -> set[int]:
    """Runs of at least so many short lines; `tight`: without a blank line between them."""
    found: set[int] = set()
    run: list[int] = []
    for mark in marks:
        fits = _is_short(mark) and len(mark.text) <= longest and not _is_caption_like(mark)
        if not fits or (tight and mark.after_blank):
            run = []
        if fits:
            run.append(mark.place)
        if len(run) >= least:
            found.update(run)
    return found


def _is_short(mark: Mark) -> bool:
    return mark.is_open and not mark.tag and not mark.prose and len(mark.text) <= _LONGEST


def _is_caption_like(mark: Mark) -> bool:
    if not mark.is_open or mark.tag or mark.prose or mark.kind == "heading":
        return False
    return len(mark.text.split()) >= _FEWEST_WORDS and mark.text[-1].isalnum() and shows_people(mark.text)
