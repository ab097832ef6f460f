"""The text itself: which lines between the first and the last paragraph are the article's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from scrapers.cleaning.date_blocks import heads_section, settle_date_block
from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.headings import is_heading, listed, prints_unmarked_captions, restore_paragraphs
from scrapers.cleaning.openings import read_opening
from scrapers.cleaning.prose import LONG, closes_quote, ends_sentence, is_listed, is_quoted, leads_on, n_sentences
from scrapers.cleaning.scenes import names_official, shows_doing, shows_people, tells
from scrapers.cleaning.title_keys import key_of

_LISTED_FIELD = re.compile(r"^\s*[•*+-]?\s*[^\W\d_][\w /&]{1,28}[:：]\s?\S")
_CONTACT = re.compile(
    r"(?:for (?:more|further|details)"
    r"|(?:address|tel(?:ephone)?|phone|hotline|fax|e-?mail|địa chỉ|điện thoại|đt|đường dây nóng"
    r"|(?:联系|聯系|咨询|諮詢|报名)?(?:地址|电话|電話|热线|熱線)|传真|邮箱|电子邮箱)\.?\s?[:：]\s?\S)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_SIGNS = re.compile(r"[^\w\s'’.-]")
_LONGEST_PICTURE_LINE = 120
_LONG_KNOWN = 60
_PICTURE_TEXTS = ("shape:title_repeated", "shape:image_alt")


def settle_body(draft: Draft, marks: Sequence[Mark]) -> None:
    """Settle the marks from the first to the last paragraph of running text."""
    _settle_doubles(draft, marks)
    settle_date_block(draft, marks)
    restore_paragraphs(marks, draft)
    rows = listed(marks)
    if prints_unmarked_captions(marks):
        draft.unmarked_captions = "usual"
    first = next((mark for mark in marks if mark.is_text), None)
    draft.opens_with_code = not draft.han and first is not None and _opens_with_code(first)
    following = _next_open(marks)
    previous: Mark | None = None
    for mark in marks:
        if not mark.is_open:
            continue
        if mark.place in rows or _is_body(mark, previous, following[mark.place], draft):
            mark.role = "body"
            previous = mark
        else:
            _take_off(mark, draft)


def _next_open(marks: Sequence[Mark]) -> dict[int, Mark | None]:
    """By place: the next mark that is still undecided."""
    following: dict[int, Mark | None] = {}
    after: Mark | None = None
    for mark in reversed(marks):
        following[mark.place] = after
        after = mark if mark.is_open else after
    return following


def _take_off(mark: Mark, draft: Draft) -> None:
    if mark.tag in ("label", "date", "crumbs"):
        draft.take_fields(mark, f"shape:{mark.tag}")
    elif mark.tag in ("", "caption"):
        draft.caption(mark, "shape:caption")
    else:
        draft.remove(mark, mark.rule)


def _is_body(mark: Mark, previous: Mark | None, following: Mark | None, draft: Draft) -> bool:
    text, han = mark.text, draft.han
    if mark.tag:
        is_contact = mark.tag == "known" and _is_contact(mark, following)
        return previous is not None and (is_contact or _is_body_all_the_same(mark, draft))
    if mark.kind in ("heading", "list_item", "quote", "table_row"):
        return True
    if mark.prose:
        return not _is_picture_line(mark, previous, draft)
    if (
        ends_sentence(text, han=han)
        or leads_on(text)
        or is_listed(text)
        or is_quoted(text)
        or len(text) > LONG
        or closes_quote(text)
    ):
        return True
    return _continues(mark, previous, draft) or (
        not _stands_below_picture(mark, draft) and is_heading(mark, following, draft)
    )


def _is_body_all_the_same(mark: Mark, draft: Draft) -> bool:
    """Whether a line that looks like furniture or fields is the text's own: it stands between its paragraphs."""
    if mark.tag == "notice":
        return n_sentences(mark.text, han=draft.han) > 1
    if mark.tag in ("date", "label") and _is_in_list_of_fields(mark, draft):
        return True
    if mark.tag == "label" and mark.fields and mark.fields[0][0] == "dateline_place":  # a round-up's heading
        return True
    if mark.tag == "date":
        return heads_section(mark, draft)
    return mark.rule == "shape:menu" or (
        mark.tag == "known" and len(mark.text) >= _LONG_KNOWN and mark.text[-1] in ".。"
    )


def _is_in_list_of_fields(mark: Mark, draft: Draft) -> bool:
    """Whether lines such as `Venue: …` stand beside `Date: …`: the particulars of an event."""
    beside = [*draft.marks[max(0, mark.place - 1) : mark.place], *draft.marks[mark.place + 1 : mark.place + 2]]
    return any(not other.tag and not other.prose and _LISTED_FIELD.match(other.text) for other in beside)


def _continues(mark: Mark, previous: Mark | None, draft: Draft) -> bool:
    """Whether it belongs to a list that the paragraph above announces or begins."""
    if previous is None:
        return False
    is_point = not previous.prose and (is_listed(previous.text) or not ends_sentence(previous.text, han=draft.han))
    return leads_on(previous.text) or _is_like_row(mark, previous) or (is_point and not mark.after_blank)


def _is_like_row(mark: Mark, above: Mark) -> bool:
    """Whether two short lines are rows of one list: each holds a number, and they are cut alike."""
    if above.prose or above.tag or not (_DIGIT.search(mark.text) and _DIGIT.search(above.text)):
        return False
    return _SIGNS.findall(mark.text) == _SIGNS.findall(above.text)


def _is_contact(mark: Mark, following: Mark | None) -> bool:
    """Whether a telephone number or an address stands inside the text, which goes on below: `联系电话：12338`."""
    if not _CONTACT.match(mark.text):
        return False
    return following is not None and (following.is_text or bool(_CONTACT.match(following.text)))


def _is_picture_line(mark: Mark, previous: Mark | None, draft: Draft) -> bool:
    """Whether a sentence describes a picture, where the text opens with a code alone, as `(BNP) – …`: portals do so.

    It ends with a stop; but captions speak in the present (`… speaks at the meeting.`), the text in the past.
    Vietnamese has no tenses: nothing is taken off there.
    """
    text = mark.text
    if previous is None or len(text) > _LONGEST_PICTURE_LINE or not draft.opens_with_code or draft.language == "vi":
        return False
    shows = shows_doing(text) or (_opens_with_code(previous) and (shows_people(text) or names_official(text)))
    return shows and not tells(text) and not is_quoted(text) and n_sentences(text, han=False) == 1


def _opens_with_code(mark: Mark) -> bool:
    opening = read_opening(mark.text, han=False)
    return bool(opening and opening.agency and not opening.place)


def _stands_below_picture(mark: Mark, draft: Draft) -> bool:
    """Whether the line follows a picture's text without a blank line between."""
    above = draft.marks[mark.place - 1] if mark.place and not mark.after_blank else None
    return above is not None and above.rule in _PICTURE_TEXTS


def _settle_doubles(draft: Draft, marks: Sequence[Mark]) -> None:
    """A short paragraph printed twice in a row is a caption (its alt text and itself)."""
    for above, below in pairwise(marks):
        is_text = above.is_open and below.is_open and not (above.tag or below.tag or above.verse)
        if not is_text or not _are_alike(above.text, below.text):
            continue
        if len(below.text) <= LONG:
            draft.caption(above, "shape:caption_doubled")
            draft.remove(below, "shape:caption_doubled")
        else:
            draft.remove(above, "shape:paragraph_doubled")


def _are_alike(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 3 or one[:5] != other[:5]:
        return False
    a, b = key_of(one), key_of(other)
    return a == b or (len(a) == len(b) > 20 and sum(map(str.__ne__, a, b)) <= 2)
