"""The end of the text: where boxes, teasers and footers begin, and who signed the article."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from scrapers.cleaning.captions import SHORTEST_CAPTION
from scrapers.cleaning.codas import read_agency_line, read_coda, read_signature
from scrapers.cleaning.date_blocks import heads_text
from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.last_words import is_last_words, see_paragraph
from scrapers.cleaning.names import is_nobody, latin_names, line_names, split_office, surnamed, without_role
from scrapers.cleaning.newsrooms import AGENCIES, SIGNATURES
from scrapers.cleaning.openings import read_opening
from scrapers.cleaning.prose import leads_on
from scrapers.cleaning.spacing import HAN
from scrapers.cleaning.writers import introduces_writer, tells_of_writer, writers_of

_LOOK_AHEAD = 200
_GOES_ON = 220
_GOES_ON_HAN = 80
_TOO_FAR = 4
_FURNITURE = ("form:drop", "form:stop", "known:", "learned:")
_PICTURES = ("shape:title", "shape:caption", "shape:signs")


def end_of_text(draft: Draft, start: int) -> int:
    """The place where the article ends: after a coda, or at the heading of the first box below the text."""
    n_paragraphs = 0
    writers = writers_of(draft)
    for mark in islice(draft.marks, start, None):
        if writers and n_paragraphs and tells_of_writer(mark, draft, writers):
            return mark.place
        if mark.is_text:
            n_paragraphs += 1
            if read_coda(mark.text, han=draft.han)[1]:
                return mark.place + 1
        elif n_paragraphs and _closes(mark, draft, n_paragraphs):
            return mark.place
        elif mark.is_open and n_paragraphs and mark.tag in ("stop", "box"):
            # "Comments" also stands beside the byline of a story that has hardly begun.
            least = 2 if mark.tag == "box" else 3 if n_paragraphs == 1 else 0
            if not least or not _goes_on(draft, mark.place + 1, least=least):
                return mark.place
            _take_box(draft, mark.place)
    return len(draft.marks)


def _closes(mark: Mark, draft: Draft, n_paragraphs: int) -> bool:
    """Whether a line closes the text: the agency's name alone, or below some paragraphs the editor's."""
    if not mark.is_open:
        return False
    if mark.tag in ("", "label") and read_agency_line(mark.text):
        return True
    if introduces_writer(mark, draft):
        return True
    is_editor = n_paragraphs > 1 and mark.tag == "label" and any(name == "editor" for name, _ in mark.fields)
    return is_editor and not _goes_on(draft, mark.place + 1, least=2)


def last_paragraph(draft: Draft, start: int, end: int) -> int:
    """The place after the last paragraph before the end; short sentences count, with pictures between them."""
    last, n_between = start, 0
    is_announced = False
    for mark in islice(draft.marks, start, end):
        if not mark.is_open:
            n_between = n_between if mark.rule.startswith(_PICTURES) else _TOO_FAR
        elif not mark.tag and (mark.prose or mark.kind in ("list_item", "quote") or _is_row(mark)):
            last, n_between = mark.place + 1, 0
        elif heads_text(mark, draft):
            continue
        elif mark.tag not in ("", "caption", "signs") or line_names(mark.text):
            n_between = _TOO_FAR
        elif n_between < _TOO_FAR:
            is_announced = not mark.tag and (is_announced or leads_on(mark.text))
            n_between += not mark.tag and not is_announced
            if not mark.tag and see_paragraph(mark, draft, draft.marks[last : mark.place]):
                last = mark.place + 1
    return last


def _is_row(mark: Mark) -> bool:
    """Whether a line is a table's row of several cells; one cell may frame anything."""
    return mark.kind == "table_row" and " | " in mark.text


def settle_tail(draft: Draft, marks: Sequence[Mark], *, after_stop: bool) -> None:
    """Settle what stands below the last paragraph: short last words, signatures, credits, furniture."""
    body = draft.body()
    leads = bool(body) and body[-1].text[-1] in ":："
    adjacent = not after_stop
    signs = not marks or marks[0].tag not in ("stop", "box")
    for mark in marks:
        if not mark.is_open:
            adjacent = adjacent and mark.rule.startswith(_PICTURES)
        elif adjacent and not mark.tag and (leads or is_last_words(mark, draft, is_last=mark is marks[-1])):
            mark.role = "body"
        else:
            adjacent = adjacent and mark.tag == "caption"
            _settle_one(mark, draft, below=after_stop, signs=signs)
        signs = signs and mark.text[0] != "#"  # what stands below a tag is a tag
        # What stands below furniture is a teaser, and no picture of the article's.
        after_stop = after_stop or mark.rule.startswith(_FURNITURE)


def _settle_one(mark: Mark, draft: Draft, *, below: bool, signs: bool) -> None:
    bare = mark.text.strip("() ")
    if mark.tag == "label" and mark.text in AGENCIES and _opens_with_agency(draft):
        draft.remove(mark, "shape:agency")
    elif mark.tag in ("label", "date"):
        draft.take_fields(mark, f"shape:{mark.tag}")
    elif mark.tag == "caption":
        draft.caption(mark, "shape:caption")
    elif mark.tag:
        draft.remove(mark, mark.rule or f"shape:{mark.tag}")
    elif bare in SIGNATURES or read_agency_line(mark.text):
        agency = read_agency_line(mark.text) or bare.removeprefix("END/").split("/")[0]
        draft.lift("agency", agency, rule="shape:agency", mark=mark)
        draft.remove(mark, "shape:agency")
    elif signs and _sign(mark, draft):
        draft.remove(mark, "shape:byline")
    elif not below and len(mark.text) >= SHORTEST_CAPTION and not HAN.search(mark.text):
        draft.caption(mark, "shape:caption")
    else:
        draft.remove(mark, "shape:after_text")


def _opens_with_agency(draft: Draft) -> bool:
    """Whether the text opens with its agency, which says more than initials below it: `VOV.VN - …`."""
    opening = next((read_opening(mark.text, han=draft.han) for mark in draft.body()), None)
    return opening is not None and opening.agency is not None


def _sign(mark: Mark, draft: Draft) -> bool:
    """Whether the line is a signature; the first one becomes the byline, an office behind it the credit."""
    text = mark.text.strip(" .")
    if HAN.search(text):
        return _sign_in_han(mark, draft)
    who, office = split_office(without_role(text))
    if not latin_names(who) or mark.text.endswith("..."):
        return False
    if who in AGENCIES:  # `AFP/xx`: behind it stand the initials of its desk
        draft.lift("agency", who, rule="shape:agency", mark=mark)
        return True
    if not is_nobody(who):
        draft.lift("byline", who, rule="shape:byline", mark=mark)
    draft.lift("credit", office or "", rule="shape:byline", mark=mark)
    return True


def _sign_in_han(mark: Mark, draft: Draft) -> bool:
    text, piece, who = read_signature(mark.text)
    if piece and not text:
        draft.lift("byline", who, rule="shape:byline", mark=mark)
        return True
    names = surnamed(mark.text)
    draft.lift("byline", " ".join(names), rule="shape:byline", mark=mark)
    return bool(names)


def _goes_on(draft: Draft, place: int, *, least: int) -> bool:
    """Whether the article goes on below a box: so many full paragraphs follow one another further down."""
    run = length = 0
    for mark in islice(draft.marks, place, place + _LOOK_AHEAD):
        if not mark.is_open:
            continue
        if mark.tag in ("stop", "box", "notice"):
            return False
        run, length = (run + 1, length + len(mark.text)) if mark.is_text else (0, 0)
        if run >= least and length >= (_GOES_ON_HAN if draft.han else _GOES_ON):
            return True
    return False


def _take_box(draft: Draft, place: int) -> None:
    """Take off the heading of a box and its rows, down to the next paragraph."""
    for mark in islice(draft.marks, place, None):
        if mark.is_text:
            return
        if mark.is_open:
            draft.remove(mark, mark.rule or "shape:box")
