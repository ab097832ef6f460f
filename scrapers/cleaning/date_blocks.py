"""Dates within the text: those that head its parts, and short lines beside one that stands below a summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.last_words import is_sentence
from scrapers.cleaning.names import line_names
from scrapers.cleaning.prose import ends_sentence, leads_on
from scrapers.cleaning.spacing import HAN
from scrapers.cleaning.weekdays import strip_weekday

_REACH = 6
"""So far below the first paragraph a date is still the article's, and no heading of a chronicle."""
_PART = 12
"""Within so many lines a chronicle has its next date."""
_MOST_WORDS = 5
_LONGEST_HAN = 12


def settle_date_block(draft: Draft, marks: Sequence[Mark]) -> None:
    """Take off the short lines that no blank line parts from a date line near the top of the text."""
    if not draft.n_blank:
        return
    for mark in marks[1:_REACH]:
        if mark.tag != "date" or not mark.is_open or mark.found is None:
            continue
        for beside in _tight(draft, mark):
            if _is_short(beside, draft):
                _settle_beside(beside, draft)


def heads_section(mark: Mark, draft: Draft) -> bool:
    """Whether a date stands so bare that it may head a part of a chronicle: no label, no zone, no name beside it.

    A weekday may stand beside it where another day heads a part, too.
    """
    if mark.tag != "date" or mark.fields:
        return False
    if mark.text == draft.fields.get("published_raw") and not any(map(_is_bare, _other_heads(mark, draft))):
        return False
    found = mark.found
    if found is None or found.raw == mark.text:
        return found is None or not (found.zone or found.offset)
    others = (other.found for other in _other_heads(mark, draft) if _is_day_of_week(other))
    return _is_day_of_week(mark) and any(other is not None and other.on != found.on for other in others)


def _other_heads(mark: Mark, draft: Draft) -> Iterator[Mark]:
    """The dates near it with a sentence right below each."""
    near = draft.marks[max(0, mark.place - _PART) : mark.place + _PART]
    return (other for other in near if other is not mark and other.found and _stands_on_sentence(other, draft))


def _is_bare(mark: Mark) -> bool:
    return mark.tag == "date" and not mark.fields and mark.found is not None and mark.found.raw == mark.text


def heads_text(mark: Mark, draft: Draft) -> bool:
    """Whether such a date has a sentence right below it."""
    return mark.tag == "date" and _stands_on_sentence(mark, draft) and heads_section(mark, draft)


def _is_day_of_week(mark: Mark) -> bool:
    """Whether it is a weekday and a date and no more."""
    return mark.found is not None and not mark.fields and strip_weekday(mark.text).strip(" ,|–-") == mark.found.raw


def _stands_on_sentence(mark: Mark, draft: Draft) -> bool:
    below = draft.marks[mark.place + 1] if mark.place + 1 < len(draft.marks) else None
    if below is None or below.role not in ("open", "body") or below.tag:
        return False
    return below.prose or is_sentence(below.text, draft)


def _tight(draft: Draft, mark: Mark) -> list[Mark]:
    """The line right above and the two right below, as far as no blank line is between; a name above in any case."""
    above, below = draft.marks[: mark.place], draft.marks[mark.place + 1 : mark.place + 3]
    found = [above[-1]] if above and (not mark.after_blank or line_names(above[-1].text)) else []
    for line in below:
        if line.after_blank:
            break
        found.append(line)
    return found


def _is_short(mark: Mark, draft: Draft) -> bool:
    if not mark.is_open or mark.tag or mark.prose or ends_sentence(mark.text, han=draft.han) or leads_on(mark.text):
        return False
    return len(mark.text) <= _LONGEST_HAN if HAN.search(mark.text) else len(mark.text.split()) <= _MOST_WORDS


def _settle_beside(mark: Mark, draft: Draft) -> None:
    names = line_names(mark.text)
    if names:
        draft.lift("byline", " ".join(names) if HAN.search(mark.text) else mark.text, rule="shape:byline", mark=mark)
    draft.remove(mark, "shape:byline" if names else "shape:beside_date")
