"""Lines that stand below a headline and are none themselves: the first sentence, an announcement, a particular."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from scrapers.cleaning.names import line_names
from scrapers.cleaning.newsrooms import SECTIONS
from scrapers.cleaning.openings import read_opening
from scrapers.cleaning.prose import (
    MIN_PROSE,
    MIN_PROSE_HAN,
    ends_sentence,
    is_listed,
    is_quoted,
    is_spoken,
    leads_on,
    n_sentences,
)
from scrapers.cleaning.scenes import tells
from scrapers.cleaning.spacing import HAN

if TYPE_CHECKING:
    from scrapers.cleaning.draft import Draft, Mark

_CLOSERS = "\"“”‘’'»)]）】」』 "
_ENDS = ".。:：,，;；、"
_SECTION = re.compile(rf"(?:{SECTIONS})(?:\s?[-–—&,/|]\s?\w+(?: \w+)?)?$", re.IGNORECASE)
_FIELD = re.compile(r"^(?P<label>[^\W\d_][^:：]{1,28})[:：]\s?(?P<value>\S.*)$")
_LABEL_WORDS = 4
_FIELD_WORDS = 3
_FIELD_HAN = 6
"""Signs of a label, and of its value."""
_NUMBERED_WORDS = 2
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_BELOW = 2
_REACH = 8
_SHORTEST = 10
_SHORTEST_ALONE = 4
_LONGEST = 90
_LONGEST_HAN = 30
_SHORTEST_HAN = 5
_LONGEST_HEAD = 80


def is_first_sentence(mark: Mark, draft: Draft) -> bool:
    """Whether a short line is the text's first sentence: it ends in a full stop or opens with a dateline."""
    is_sentence = mark.text.rstrip(_CLOSERS).endswith((".", "。")) and not mark.text.endswith("..")
    return (is_sentence or opens_with_agency(mark.text, draft)) and has_headline_above(mark, draft)


def is_particular(mark: Mark, draft: Draft) -> bool:
    """Whether a line holds a value, and no news, about what a headline above names: `Venue: Town hall`."""
    field = _FIELD.match(mark.text)
    if field:
        is_short = _is_short(field["label"], _LABEL_WORDS) and _is_short(field["value"], _FIELD_WORDS)
    else:
        is_numbered = bool(_DIGIT.search(mark.text)) and mark.text[-1] != "." and not HAN.search(mark.text)
        is_short = is_numbered and len(_WORD.findall(mark.text)) <= _NUMBERED_WORDS
    return is_short and has_headline_above(mark, draft)


def _is_short(text: str, most_words: int) -> bool:
    """Whether a label or its value has no more than so many words; a Chinese one is short and has no blank."""
    words = text.split()
    return len(words) == 1 and len(text) <= _FIELD_HAN if HAN.search(text) else len(words) <= most_words


def see_first_words(draft: Draft) -> None:
    """See a paragraph in the line below a headline, and below any date, that the text begins with.

    It is a sentence too short to be told by its length, or leads on to what stands below: a list, a song, rows.
    """
    if not draft.prints_headline or "title" in draft.fields:
        return
    head = list(takewhile(lambda mark: not mark.is_text, islice(draft.marks, _LONGEST_HEAD)))
    start = 1 + max((mark.place for mark in head if mark.tag == "date"), default=-1)
    if len(head) < 2 or start == len(head):
        return
    is_below = start > 0 and has_headline_above(head[start], draft)
    for mark in head[start:]:
        if not mark.is_open or mark.tag:
            continue
        if mark.place and (_opens_text(mark, draft) or _announces(mark, draft)):
            mark.prose = True
            return
        if is_below and not line_names(mark.text):
            return
        is_below = is_below or _may_be_headline(mark)


def lone_headline(draft: Draft) -> Mark | None:
    """The first line, where no other may be the title: a word or two above a date or verse (`通知`), or a question."""
    first = next((mark for mark in draft.marks if mark.is_open and not mark.prose), None)
    if draft.marks and _asks(draft.marks[0], draft):
        return draft.marks[0]
    if first is None or first.place or first.tag or len(first.text) < (2 if draft.han else _SHORTEST_ALONE):
        return None
    below = next((mark for mark in draft.marks[1:] if not line_names(mark.text)), None)
    is_headline = below is not None and (below.tag == "date" or below.verse) and not line_names(first.text)
    return first if is_headline and first.text[-1] not in _ENDS and _LETTER.search(first.text) else None


def _asks(mark: Mark, draft: Draft) -> bool:
    """Whether a line as long as a sentence is one question or call, as headlines are, with text below it."""
    text, below = mark.text, draft.marks[1] if len(draft.marks) > 1 else None
    if not draft.prints_headline or not mark.is_text or text[-1] not in "?!？！" or below is None or not below.is_text:
        return False
    is_short = len(text) <= (_LONGEST_HAN if draft.han else _LONGEST)
    return (
        is_short
        and len(below.text) > len(text)
        and not is_quoted(text)
        and not is_spoken(text)
        and n_sentences(text, han=draft.han) <= 1
    )


def has_headline_above(mark: Mark, draft: Draft) -> bool:
    """Whether a line above may be the headline: undecided, of more than one word, no section, no part of a sentence."""
    return any(_may_be_headline(other) for other in draft.marks[: mark.place])


def _may_be_headline(mark: Mark) -> bool:
    text = mark.text
    if not mark.is_open or mark.tag or mark.prose or text[-1] in _ENDS or is_listed(text) or line_names(text):
        return False
    return bool(HAN.search(text)) or (" " in text and not _SECTION.match(text))


def opens_with_agency(text: str, draft: Draft) -> bool:
    """Whether a line opens with the agency in brackets, as texts do and headlines don't: `Can Tho (VNA) - …`."""
    opening = read_opening(text, han=draft.han) if "(" in text else None
    return opening is not None and bool(opening.agency) and "(" in text[: opening.length]


def _opens_text(mark: Mark, draft: Draft) -> bool:
    """Whether it is a first sentence with text below it: no slogan above the headline."""
    least = _SHORTEST_HAN if draft.han else _SHORTEST
    if len(mark.text) < least or not is_first_sentence(mark, draft) or line_names(mark.text.strip(" .")):
        return False
    below = _open_below(mark, draft)
    return not below or below[0].prose or bool(below[0].tag) or is_of_text(below[0].text, draft)


def is_of_text(text: str, draft: Draft) -> bool:
    """Whether a short line is of the text by how it ends or begins: a sentence, a point, speech, what leads on."""
    return ends_sentence(text, han=draft.han) or leads_on(text) or is_listed(text) or is_spoken(text)


def _announces(mark: Mark, draft: Draft) -> bool:
    """Whether a long line leads on to several: a kicker may lead on to the headline, with the text below that."""
    is_long = len(mark.text) >= (MIN_PROSE_HAN if draft.han else MIN_PROSE)
    if not is_long or mark.text[-1] not in ":：" or not has_headline_above(mark, draft):
        return False
    below = _open_below(mark, draft)
    lines = list(takewhile(lambda other: not other.tag and not other.prose, below))
    if not lines:
        return bool(below) and below[0].verse
    return len(lines) >= _FEWEST_BELOW or is_listed(lines[0].text) or leads_on(lines[0].text) or tells(mark.text)


def _open_below(mark: Mark, draft: Draft) -> list[Mark]:
    return [other for other in islice(draft.marks, mark.place + 1, mark.place + _REACH) if other.is_open]
