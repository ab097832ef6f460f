"""Cleaning: the article's own lines out of all lines of a document, metadata lifted, every other line accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from scrapers.bodies import settle_body
from scrapers.codas import read_coda, read_inserted, read_signature
from scrapers.dates import PrintedDate, zone_of
from scrapers.draft import Draft, Mark, read_draft
from scrapers.events import read_not_before
from scrapers.form_rules import apply_form
from scrapers.heads import settle_head
from scrapers.issued import read_published, read_updated
from scrapers.names import han_names, latin_names
from scrapers.openings import read_opening
from scrapers.recognise import recognise
from scrapers.records import Line, RemovedLine
from scrapers.source import Source
from scrapers.tails import end_of_text, last_paragraph, settle_tail
from scrapers.titles import key_of
from scrapers.urls import host_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What is left of a document's lines, and where everything else went."""

    body: str
    """Paragraphs separated by one blank line; "" if nothing is left."""
    title: str | None
    lead: str | None
    published: PrintedDate | None
    updated_at: datetime | None
    not_before: date | None
    """The day of the event the text opens with, where no date is printed: it was not published before."""
    byline: str | None
    authors: tuple[str, ...]
    editor: str | None
    translator: str | None
    agency: str | None
    dateline_place: str | None
    credit: str | None
    issue: str | None
    section: str | None
    tags: tuple[str, ...]
    captions: tuple[str, ...]
    flags: tuple[str, ...]
    removed: tuple[RemovedLine, ...]
    """Every line, or piece of one, that is neither in the body nor the title."""
    origins: tuple[tuple[str, str], ...]
    """(field, origin)."""


def clean(
    lines: Sequence[Line],
    *,
    form: Source | None = None,
    language: str | None = None,
    given: Mapping[str, str] | None = None,
    fetched_at: datetime | None = None,
) -> Cleaned:
    """The article in these lines; `given` (title, published_raw, url, …) wins over what the lines say."""
    known = dict(given or {})
    url = known.pop("url", None)
    draft = read_draft(lines, known, form.language if form else language)
    if form:
        apply_form(draft, form)
    draft.unmarked_captions = _unmarked_captions(draft, form, language, url)
    recognise(draft)
    start = settle_head(draft, url=url)
    end = end_of_text(draft, start)
    last = last_paragraph(draft, start, end)
    settle_body(draft, draft.marks[start:last])
    settle_tail(draft, draft.marks[last:end], after_stop=False)
    settle_tail(draft, draft.marks[end:], after_stop=True)
    _settle_lead(draft)
    _lift_ends(draft)
    zone = zone_of(timezone_name=form.timezone if form else None, language=language)
    published = read_published(draft, zone=zone, url=url, fetched_at=fetched_at)
    not_before = None if published and published.on else read_not_before(draft, fetched_at)
    return _finish(draft, published, read_updated(draft, zone=zone), not_before)


def _unmarked_captions(
    draft: Draft, form: Source | None, language: str | None, url: str | None
) -> Literal["usual", "some", "rare"]:
    """Most papers and portals of Viet Nam print captions without any mark, Chinese sites in English some."""
    host = (host_of(url) or "") if url else ""
    country = form.country if form else host.rpartition(".")[2].upper()
    if country == "VN" or (not form and (language == "vi" or any("Viet" in mark.text for mark in draft.marks[:8]))):
        return "usual"
    return "some" if country == "CN" else "rare"


def _body(draft: Draft) -> list[Mark]:
    return [mark for mark in draft.marks if mark.role == "body"]


def _settle_lead(draft: Draft) -> None:
    """The summary above the text: a copy of the given lead, or what stands before the dateline."""
    body = _body(draft)
    given = draft.fields.get("lead")
    for mark in body:
        if given and key_of(mark.text) == key_of(given):
            draft.remove(mark, "shape:lead_repeated")
    n_lead = 0 if given else _n_lead(body, draft)
    if n_lead:
        draft.lift("lead", "\n\n".join(mark.text for mark in body[:n_lead]), rule="shape:lead", mark=body[0])
        for mark in body[:n_lead]:
            draft.remove(mark, "shape:lead")


def _n_lead(body: list[Mark], draft: Draft) -> int:
    """How many paragraphs stand before the dateline (at most two), or are repeated by the one below them."""
    for place, mark in enumerate(body[:3]):
        opening = read_opening(mark.text, han=draft.han)
        if opening and (opening.agency or opening.place):
            return place
    if len(body) >= 3 and key_of(body[0].text)[:60] == key_of(body[1].text)[:60]:
        return 1
    return 0


def _lift_ends(draft: Draft) -> None:
    """Lift what the first paragraph opens with and the last one closes with."""
    body = _body(draft)
    if not body:
        return
    _lift_opening(body[0], draft)
    for mark in body:
        _cut_inserted(mark, draft)
    _lift_closing(body[-1], draft)


def _lift_opening(mark: Mark, draft: Draft) -> None:
    opening = read_opening(mark.text, han=draft.han)
    if not opening:
        return
    for name, value in (("dateline_place", opening.place), ("agency", opening.agency), ("byline", opening.byline)):
        draft.lift(name, value or "", rule="shape:opening", mark=mark)
    draft.cut(mark, mark.text[: opening.length].strip(), "shape:opening")
    mark.text = mark.text[opening.length :].strip()


def _cut_inserted(mark: Mark, draft: Draft) -> None:
    """A copying host puts its own address behind a paragraph's last stop."""
    mark.text, piece = read_inserted(mark.text)
    draft.cut(mark, piece, "shape:inserted")


def _lift_closing(mark: Mark, draft: Draft) -> None:
    text, coda, agency = read_coda(mark.text, han=draft.han)
    draft.cut(mark, coda, "shape:coda")
    draft.lift("agency", agency or "", rule="shape:coda", mark=mark)
    if draft.han:
        text, piece, who = read_signature(text)
        draft.cut(mark, piece, "shape:signature")
        draft.lift("byline", who, rule="shape:signature", mark=mark)
        text, late, _ = read_coda(text, han=True) if piece else (text, "", None)
        draft.cut(mark, late, "shape:coda")
    if text:
        mark.text = text
    else:
        mark.role = "gone"


def _finish(
    draft: Draft, published: PrintedDate | None, updated_at: datetime | None, not_before: date | None
) -> Cleaned:
    fields = draft.fields
    return Cleaned(
        body="\n\n".join(mark.text for mark in _body(draft)),
        title=fields.get("title"),
        lead=fields.get("lead"),
        published=published,
        updated_at=updated_at,
        not_before=not_before,
        byline=fields.get("byline"),
        authors=_authors(fields.get("byline")),
        editor=fields.get("editor"),
        translator=fields.get("translator"),
        agency=fields.get("agency"),
        dateline_place=fields.get("dateline_place"),
        credit=fields.get("credit"),
        issue=fields.get("issue"),
        section=fields.get("section"),
        tags=(),
        captions=tuple(draft.captions),
        flags=tuple(draft.flags),
        removed=tuple(sorted(draft.removed, key=lambda removed: removed.line)),
        origins=tuple(draft.origins.items()),
    )


def _authors(byline: str | None) -> tuple[str, ...]:
    return (latin_names(byline) or han_names(byline)) if byline else ()
