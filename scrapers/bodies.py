"""The text itself: which lines between the first and the last paragraph are the article's."""

from __future__ import annotations

import re
from itertools import pairwise

from scrapers.draft import Draft, Mark
from scrapers.headings import is_heading, listed
from scrapers.heads import lift_fields
from scrapers.openings import read_opening
from scrapers.prose import LONG, ends_sentence, is_listed, is_quoted, leads_on, n_sentences
from scrapers.titles import key_of

_PICTURE_LINE = 120
_LONG_KNOWN = 60
_TOLD = re.compile(
    r"\b(?:was|were|is|are|has|have|had|said|will|would|also|not|must|should|can|could|may|paid|took|gave|made|came|went|began|held|saw|told|got|left|won|met|cost|costs|đã|sẽ|đang|là|được|cho biết|cần|phải)\b|\w{3,}ed (?:the|a|that|to)\b"
)


def settle_body(draft: Draft, marks: list[Mark]) -> None:
    """Settle the marks from the first to the last paragraph of running text."""
    _settle_doubles(draft, marks)
    rows = listed(marks)
    previous: Mark | None = None
    for place, mark in enumerate(marks):
        if not mark.is_open:
            continue
        following = next((other for other in marks[place + 1 :] if other.is_open), None)
        if id(mark) in rows or _is_body(mark, previous, following, draft):
            mark.role = "body"
            previous = mark
        else:
            _take_off(mark, draft)


def _take_off(mark: Mark, draft: Draft) -> None:
    if mark.tag in ("label", "date", "crumbs"):
        lift_fields(mark, draft, f"shape:{mark.tag}")
    elif mark.tag in ("", "caption"):
        draft.caption(mark, "shape:caption")
    else:
        draft.remove(mark, mark.rule or f"shape:{mark.tag}")


def _is_body(mark: Mark, previous: Mark | None, following: Mark | None, draft: Draft) -> bool:
    text, han = mark.text, draft.han
    if mark.tag:
        return previous is not None and _is_body_all_the_same(mark, draft)
    if mark.kind in ("heading", "list_item", "quote", "table_row"):
        return True
    if mark.prose:
        return not _is_agency_caption(mark, previous, draft)
    if ends_sentence(text, han=han) or leads_on(text) or is_listed(text) or is_quoted(text):
        return True
    if previous is not None and (leads_on(previous.text) or (_is_open_point(previous, han) and not mark.after_blank)):
        return True
    return len(text) > LONG or is_heading(mark, following, draft)


def _is_body_all_the_same(mark: Mark, draft: Draft) -> bool:
    """Whether a line that looks like furniture or fields is the text's own: it stands between its paragraphs."""
    if mark.tag == "notice":
        return n_sentences(mark.text, han=draft.han) > 1
    if mark.tag == "date":
        return not mark.fields and mark.found is not None and mark.found.raw == mark.text
    return mark.rule == "shape:menu" or (mark.tag == "known" and len(mark.text) >= _LONG_KNOWN and mark.text[-1] in ".。")


def _is_open_point(mark: Mark, han: bool) -> bool:
    """Whether a paragraph is a point of a list that has no full stop."""
    return not mark.prose and (is_listed(mark.text) or not ends_sentence(mark.text, han=han))


def _is_agency_caption(mark: Mark, previous: Mark | None, draft: Draft) -> bool:
    """Whether a short line below a lead such as `(BNP) – …` describes a picture: portals put one there, with a stop.

    Captions speak in the present (`… speaks at the meeting.`), the text in the past.
    """
    if previous is None or len(mark.text) > _PICTURE_LINE or draft.han or not _is_right_below(mark, previous, draft) or _TOLD.search(mark.text):
        return False
    opening = read_opening(previous.text, han=False)
    return bool(opening and opening.agency and not opening.place) and n_sentences(mark.text, han=False) == 1


def _is_right_below(mark: Mark, other: Mark, draft: Draft) -> bool:
    return draft.marks[draft.marks.index(mark) - 1] is other


def _settle_doubles(draft: Draft, marks: list[Mark]) -> None:
    """A short paragraph printed twice in a row is a caption (its alt text and itself)."""
    for above, below in pairwise(marks):
        if not (above.is_open and below.is_open) or above.tag or below.tag or not _are_alike(above.text, below.text):
            continue
        if len(below.text) <= LONG:
            draft.caption(above, "shape:caption_doubled")
            draft.caption(below, "shape:caption_doubled")
        else:
            draft.remove(below, "shape:paragraph_doubled")


def _are_alike(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 3 or one[:5] != other[:5]:
        return False
    a, b = key_of(one), key_of(other)
    return a == b or (len(a) == len(b) > 20 and sum(map(str.__ne__, a, b)) <= 2)
