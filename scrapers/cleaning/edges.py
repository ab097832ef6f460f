"""The edges of the text: the lead above it, what its first paragraph opens with and its last one closes with."""

from __future__ import annotations

from collections.abc import Sequence

from scrapers.cleaning.codas import read_closing_agency, read_coda, read_inserted, read_signature
from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.opening import Opening
from scrapers.cleaning.openings import place_opening, read_opening, site_opening
from scrapers.cleaning.title_keys import key_of

_LEADS = 2
_ROUND_UP = 4
"""Where one of so many paragraphs opens with a place and a colon, too, the places head the parts of a round-up."""
_SAME_START = 60
_SAID = 0.8
"""A summary may be worded a little otherwise than what it sums up."""
_FEWEST_WORDS = 8
"""Chinese sets no blanks between words."""


def settle_edges(draft: Draft) -> None:
    """Take the lead off and lift what the text opens and closes with."""
    _settle_lead(draft)
    body = draft.paragraphs()
    if not body:
        return
    lift_opening(body[0], draft)
    place = place_opening(body[0].text)
    if place and not any(place_opening(mark.text) for mark in body[1:_ROUND_UP]):
        _take_opening(body[0], draft, place)
    for mark in body:
        mark.text, piece = read_inserted(mark.text)
        draft.cut(mark, piece, "shape:inserted")
    _lift_closing(body[-1], draft)


def _settle_lead(draft: Draft) -> None:
    """The summary above the text: a copy of the given lead, or what stands before the dateline."""
    body = draft.paragraphs()
    given = draft.fields.get("lead")
    if given:
        for mark in body:
            if mark.text[:5] == given[:5] and key_of(mark.text) == key_of(given):
                draft.remove(mark, "shape:lead_repeated")
        return
    leads = body[: _n_leads(body, han=draft.han)]
    if leads:
        lift_opening(leads[0], draft)
        draft.lift("lead", "\n\n".join(mark.text for mark in leads), rule="shape:lead", mark=leads[0])
    for mark in leads:
        draft.remove(mark, "shape:lead")


def _n_leads(body: Sequence[Mark], *, han: bool) -> int:
    """How many paragraphs stand before the dateline (at most two), or are repeated by the one below them."""
    if body and body[0].verse:
        return 0
    if len(body) > _LEADS and _start_of(body[0]) == _start_of(body[1]) and _is_said_below(body):
        return 1
    for n_above, mark in enumerate(body[: _LEADS + 1]):
        opening = read_opening(mark.text, han=han)
        if opening and (opening.agency or opening.place):
            return n_above
    return 0


def _is_said_below(body: Sequence[Mark]) -> bool:
    """Whether nearly all words of the first paragraph stand in the text below it: what doesn't would be lost to it."""
    words = body[0].text.casefold().split()
    below = " ".join(mark.text for mark in body[1:]).casefold()
    if len(words) < _FEWEST_WORDS:
        return key_of(body[0].text).rstrip(".…") in key_of(below)
    found = set(below.split())
    return sum(word in found for word in words) >= _SAID * len(words)


def _start_of(mark: Mark) -> str:
    return key_of(mark.text[: 2 * _SAME_START])[:_SAME_START]


def lift_opening(mark: Mark, draft: Draft) -> None:
    """Lift the place, agency and reporters a line opens with, and take them off it."""
    _take_opening(mark, draft, read_opening(mark.text, han=draft.han) or site_opening(mark.text, draft.url))


def _take_opening(mark: Mark, draft: Draft, opening: Opening | None) -> None:
    if not opening:
        return
    for name, value in (("dateline_place", opening.place), ("agency", opening.agency), ("byline", opening.byline)):
        draft.lift(name, value or "", rule="shape:opening", mark=mark)
    if opening.day and not draft.dateline_day:
        draft.dateline_day, draft.dateline_origin = opening.day, f"shape:opening line {mark.number}"
    draft.cut(mark, mark.text[: opening.length].strip(), "shape:opening")
    mark.text = mark.text[opening.length :].strip()


def _lift_closing(mark: Mark, draft: Draft) -> None:
    _cut_coda(mark, draft)
    if not draft.han:
        return
    text, piece, who = read_signature(mark.text)
    draft.cut(mark, piece, "shape:signature")
    draft.lift("byline", who, rule="shape:signature", mark=mark)
    mark.text = text
    if not text:
        mark.role = "gone"
    elif piece:
        _cut_coda(mark, draft)


def _cut_coda(mark: Mark, draft: Draft) -> None:
    mark.text, coda, agency = read_coda(mark.text, han=draft.han)
    if not coda:
        mark.text, agency = read_closing_agency(mark.text)
        coda = f"({agency})" if agency else ""
    draft.cut(mark, coda, "shape:coda")
    draft.lift("agency", agency or "", rule="shape:coda", mark=mark)
