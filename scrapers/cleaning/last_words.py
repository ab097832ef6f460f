"""Short lines below the text: its last words and paragraphs that lost their stop, told from signatures and teasers."""

from __future__ import annotations

from collections.abc import Sequence

from scrapers.cleaning.codas import read_closing_agency, read_signature
from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.headings import is_plain_text, is_statement
from scrapers.cleaning.names import is_nobody, line_names, split_office
from scrapers.cleaning.prose import closes_quote, ends_sentence, is_listed, leads_on
from scrapers.cleaning.scenes import shows_people, tells
from scrapers.cleaning.spacing import HAN
from scrapers.cleaning.stored_text import is_cut

_SHORTEST_TRAILING = 45
"""So long, a line below the text that trails off with dots is no teaser."""
_SHORTEST_HAN = 10
_MORE_THAN_A_HEADLINE = 18
"""Words, or syllables of Vietnamese."""
_HEADING = 8
_HEADING_HAN = 8


def is_last_words(mark: Mark, draft: Draft, *, is_last: bool) -> bool:
    """Whether it is a short sentence or point below the text, a paragraph without its stop, or where a copy is cut."""
    text = mark.text
    if line_names(text) or _is_signed(text) or _announces_nothing(mark, draft):
        return False
    if is_sentence(text, draft) or is_listed(text) or leads_on(text):
        return True
    if is_last and is_cut(draft):
        return True
    if text.endswith(("...", "…")):
        return len(text) >= _SHORTEST_TRAILING and _is_alone(mark, draft) and not shows_people(text)
    return _is_statement(mark, draft)


def see_paragraph(mark: Mark, draft: Draft, between: Sequence[Mark]) -> bool:
    """See a paragraph in a line that lost its stop, at most a heading above it; whether it is that, or a sentence."""
    others = [other.text for other in between if other.is_open and not other.tag]
    is_near = len(others) <= 1 and all(_may_be_heading(text) for text in others)
    mark.prose = is_near and _is_statement(mark, draft)
    return mark.prose or is_sentence(mark.text, draft)


def _announces_nothing(mark: Mark, draft: Draft) -> bool:
    """Whether a few words with a colon (`Attachments:`) have nothing below them that they announce."""
    return mark.text[-1] in ":：" and _may_be_heading(mark.text) and _is_alone(mark, draft) and not is_cut(draft)


def _is_statement(mark: Mark, draft: Draft) -> bool:
    """Whether a line without a stop is a paragraph; where others stand below it, it may be the first of the teasers."""
    text = mark.text
    if not _is_alone(mark, draft):
        return len(text.split()) >= _MORE_THAN_A_HEADLINE and tells(text) and is_statement(text, draft)
    if draft.han:
        return len(text) >= _SHORTEST_HAN and tells(text) and not shows_people(text)
    if is_statement(text, draft) and (tells(text) or _is_last(mark, draft)):
        return True
    return draft.has_marked_captions and is_plain_text(text)


def _is_last(mark: Mark, draft: Draft) -> bool:
    """Whether nothing but names and labels stands below: what stands above furniture may be furniture."""
    below = draft.marks[mark.place + 1 : mark.place + 2]
    return all(other.tag in ("label", "date") or _may_sign(other.text) for other in below)


def _is_alone(mark: Mark, draft: Draft) -> bool:
    """Whether no other line without a mark of its own follows, as teasers follow one another."""
    below = draft.marks[mark.place + 1] if mark.place + 1 < len(draft.marks) else None
    return below is None or not below.is_open or bool(below.tag) or _may_sign(below.text)


def _may_sign(text: str) -> bool:
    who, _ = split_office(text)
    return bool(line_names(who)) or is_nobody(who)


def _may_be_heading(text: str) -> bool:
    return len(text) <= _HEADING_HAN if HAN.search(text) else len(text.split()) <= _HEADING


def is_sentence(text: str, draft: Draft) -> bool:
    """Whether a short line is a sentence, and neither a teaser cut with dots nor somebody's signature."""
    if text.endswith(("...", "…")) or _is_signed(text):
        return False
    text, agency = read_closing_agency(text)
    if agency and (shows_people(text) or not tells(text)):  # a picture's agency
        return False
    return closes_quote(text) or (ends_sentence(text, han=draft.han) and not line_names(text.strip(" .")))


def _is_signed(text: str) -> bool:
    return bool(HAN.search(text) and read_signature(text)[1])
