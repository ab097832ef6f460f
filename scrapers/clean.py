"""Cleaning: the article's own lines out of all lines of a document, metadata lifted, every other line accounted for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from scrapers.cleaning.bodies import settle_body
from scrapers.cleaning.day_order import DAY_FIRST
from scrapers.cleaning.draft import Draft, read_draft
from scrapers.cleaning.edges import settle_edges
from scrapers.cleaning.events import read_not_before
from scrapers.cleaning.form_rules import apply_form
from scrapers.cleaning.heads import settle_head
from scrapers.cleaning.issued import read_published, read_updated
from scrapers.cleaning.leftover import settle_leftover
from scrapers.cleaning.names import han_names, latin_names
from scrapers.cleaning.recognise import recognise
from scrapers.cleaning.repeats import mark_repeated
from scrapers.cleaning.split_fields import join_split_fields
from scrapers.cleaning.stored_text import read_store_date
from scrapers.cleaning.tails import end_of_text, last_paragraph, settle_tail
from scrapers.date_formats import day_first_in
from scrapers.dates import PrintedDate, zone_of
from scrapers.learned import NOTHING, Learned
from scrapers.records import Line, RemovedLine
from scrapers.source import Source
from scrapers.urls import ending_of


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
    learned: Learned = NOTHING,
) -> Cleaned:
    """The article in these lines; `given` (title, published_raw and how it is read, url, …) wins over what they say."""
    told = dict(given or {})
    url, markup, on = told.pop("url", None), told.pop("markup", None), told.pop("published_on", None)
    draft = read_draft(lines, told, language)
    draft.told_on = date.fromisoformat(on) if on else None
    draft.prints_headline, draft.url = markup == "text", url or ""
    _learn_about_site(draft, form, url)
    if form:
        apply_form(draft, form)
    read_store_date(draft)
    recognise(draft)
    join_split_fields(draft)
    mark_repeated(draft, learned)
    _settle(draft, url)
    zone = zone_of(timezone_name=form.timezone if form else None, language=language)
    published = read_published(draft, zone=zone, url=url, fetched_at=fetched_at)
    updated_at = read_updated(draft, zone=zone)
    not_before = None if published and published.on else read_not_before(draft, fetched_at)
    return _cleaned(draft, published, updated_at, not_before)


def _settle(draft: Draft, url: str | None) -> None:
    """Decide about every mark: the head, the text, its last words, what stands below; then about the text's edges."""
    start = settle_head(draft, url=url)
    end = end_of_text(draft, start)
    last = last_paragraph(draft, start, end)
    settle_body(draft, draft.marks[start:last])
    settle_tail(draft, draft.marks[last:end], after_stop=False)
    settle_tail(draft, draft.marks[end:], after_stop=True)
    settle_edges(draft)
    settle_leftover(draft)


def _learn_about_site(draft: Draft, form: Source | None, url: str | None) -> None:
    """What is usual on sites of its kind, by form, address and language."""
    country = _country(form, url)
    draft.unmarked_captions = _unmarked_captions(draft, form, country)
    draft.date_formats = form.date_formats if form else ()
    told = day_first_in(draft.date_formats) if form else None
    draft.day_first = draft.language in ("vi", "zh") or country in DAY_FIRST if told is None else told


def _country(form: Source | None, url: str | None) -> str:
    """The form's country, else what the host's name ends in."""
    return form.country if form else ending_of(url) if url else ""


def _unmarked_captions(draft: Draft, form: Source | None, country: str) -> Literal["usual", "some", "rare"]:
    """Most papers and portals of Viet Nam print captions without any mark, Chinese sites in English some."""
    if country == "VN" or (not form and _is_vietnamese(draft)):
        return "usual"
    return "some" if country == "CN" else "rare"


def _is_vietnamese(draft: Draft) -> bool:
    return draft.language == "vi" or any("Viet" in mark.text for mark in draft.marks[:8])


def _cleaned(
    draft: Draft, published: PrintedDate | None, updated_at: datetime | None, not_before: date | None
) -> Cleaned:
    fields = draft.fields
    byline = fields.get("byline")
    return Cleaned(
        body="\n\n".join(mark.text for mark in draft.body()),
        title=fields.get("title"),
        lead=fields.get("lead"),
        published=published,
        updated_at=updated_at,
        not_before=not_before,
        byline=byline,
        authors=(latin_names(byline) or han_names(byline)) if byline else (),
        editor=fields.get("editor"),
        translator=fields.get("translator"),
        agency=fields.get("agency"),
        dateline_place=fields.get("dateline_place"),
        credit=fields.get("credit"),
        issue=fields.get("issue"),
        section=fields.get("section"),
        tags=tuple(tag for tag in re.split(r"\s*[,;、，|]\s*", fields.get("tags", "")) if tag),
        captions=tuple(draft.captions),
        flags=(*draft.flags, *(published.flags if published else ())),
        removed=tuple(sorted(draft.removed, key=lambda removed: removed.line)),
        origins=tuple(draft.origins.items()),
    )
