"""The head of a document: title and its copies, what stands above it, and the lines between it and the text."""

from __future__ import annotations

from itertools import islice

from scrapers.cleaning.below_headline import lone_headline, see_first_words
from scrapers.cleaning.captions import SHORTEST_CAPTION, split_credit
from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.edges import lift_opening
from scrapers.cleaning.headings import is_long, is_statement
from scrapers.cleaning.media import is_medium
from scrapers.cleaning.names import BULLETS, is_nobody, line_names, split_office, stationed_names, without_role
from scrapers.cleaning.prose import ends_sentence, is_listed, is_spoken, leads_on
from scrapers.cleaning.result_rows import see_results
from scrapers.cleaning.scenes import is_scene, tells
from scrapers.cleaning.spacing import HAN
from scrapers.cleaning.title_copies import HEAD, copy_of, is_rewording, strip_site, title_in_alt
from scrapers.cleaning.titles import find_title
from scrapers.cleaning.verse import see_verse

_LONG = 120
_LONG_HAN = 40
_ALT_WITHIN = 6
_SHORTEST_PICTURE_NEWS = 40
_SHORTEST_NOTICE_HAN = 8
_SUBTITLE = ("——", "--", "—")


def settle_head(draft: Draft, *, url: str | None) -> int:
    """Settle every mark before the text's first paragraph; the place of that paragraph is returned."""
    see_results(draft)
    see_verse(draft)
    see_first_words(draft)
    _see_notice(draft)
    top = _settle_title(draft, url)
    start = _start_of_text(draft, top)
    for mark in draft.marks[:start]:
        if not mark.is_open:
            continue
        if mark.place < top:
            _settle_above(mark, draft)
        else:
            _settle_below(mark, draft)
    return start


def _see_notice(draft: Draft) -> None:
    """See a paragraph in a short sentence below another line, where no line is one: `The office is closed today.`"""
    if "title" in draft.fields or any(mark.is_text for mark in draft.marks):
        return
    undecided = (mark for mark in draft.marks if mark.is_open and not mark.tag)
    for mark in islice(undecided, 1, None):
        least = _SHORTEST_NOTICE_HAN if draft.han else SHORTEST_CAPTION
        if len(mark.text) >= least and mark.text[-1] in ".!。！" and not line_names(mark.text):
            mark.prose = not mark.text.endswith("...")


def _settle_title(draft: Draft, url: str | None) -> int:
    """Find the title and take its copies off; the place of the copy that heads the text, -1 without a title."""
    given = draft.fields.get("title")
    mark = None if given else (find_title(draft, url=url) or lone_headline(draft))
    title = given or (strip_site(mark.text, draft) if mark else None)
    if not title:
        return _settle_alt_title(draft)
    if mark:
        draft.lift("title", title, rule="shape:title", mark=mark)
    top = -1
    for other in draft.marks:
        caption = copy_of(other.text, title) if other.is_open and other.tag not in ("stop", "date") else None
        if caption is None:
            continue
        if other.place < HEAD and _heads_text(other, draft, is_first=top < 0):
            top = other.place
        if other is mark and other.text == title:
            other.role = "title"
        else:
            draft.remove(other, "shape:title_repeated")
        draft.add_caption(caption)
    return _settle_other_headline(draft, title, url) if given and top < 0 and draft.prints_headline else top


def _settle_other_headline(draft: Draft, title: str, url: str | None) -> int:
    """Settle the headline a text prints beside a given title that isn't it: other words of it go, another one stays."""
    mark = find_title(draft, url=url)
    if not mark or is_scene(mark.text) or not any(other.is_text for other in draft.marks[mark.place + 1 :]):
        return -1
    if is_rewording(mark.text, title):
        draft.remove(mark, "shape:title_repeated")
    else:
        mark.role, mark.kind = "body", "heading"
    return mark.place


def _settle_alt_title(draft: Draft) -> int:
    """Take the title from a picture's text where no line of its own prints it."""
    for mark in draft.marks[:_ALT_WITHIN]:
        found = title_in_alt(mark.text) if mark.is_open and not mark.prose else None
        if found:
            draft.lift("title", found[0], rule="shape:image_alt", mark=mark)
            draft.remove(mark, "shape:caption")
            draft.add_caption(found[1])
            return mark.place
    return -1


def _heads_text(mark: Mark, draft: Draft, *, is_first: bool) -> bool:
    """Whether a copy of the title heads the text: no text stands above it, or a date right below it."""
    n_paragraphs = sum(other.is_text for other in draft.marks[: mark.place])
    if is_first and not n_paragraphs:
        return True
    below = draft.marks[mark.place + 1 : mark.place + HEAD]
    following = next((other for other in below if other.is_open and other.tag not in ("known", "signs")), None)
    return n_paragraphs <= 2 and following is not None and following.tag == "date"


def _start_of_text(draft: Draft, top: int) -> int:
    """The place of the first paragraph: running text below the title, or a short sentence no date line follows."""
    below = islice(draft.marks, top + 1, None)
    start = next((mark.place for mark in below if mark.is_text), None)
    if start is None:
        start = _longest(draft, top)
    last_date = max((mark.place for mark in draft.marks[:start] if mark.tag == "date"), default=-1)
    for mark in draft.marks[max(top, last_date) + 1 : start]:
        if mark.is_open and not mark.tag and _opens_text(mark, draft):
            return mark.place
    return start


def _longest(draft: Draft, top: int) -> int:
    """The place of the longest undecided line: the text, where none has a full stop; the end, where all are short."""
    least = _LONG_HAN if draft.han else _LONG
    below = draft.marks[top + 1 :]
    _see_paragraphs(below, draft)
    long = [mark for mark in below if mark.is_open and not mark.tag and len(mark.text) >= least]
    first = next((mark for mark in below if mark.is_text), None)
    if first:
        return first.place
    if not long:
        return _only_caption(draft, top)
    mark = max(long, key=lambda mark: len(mark.text))
    mark.prose = True
    return mark.place


def _see_paragraphs(marks: list[Mark], draft: Draft) -> None:
    """Where no line ends in a stop, stops tell nothing: see paragraphs in lines longer than headlines."""
    for mark in marks:
        if mark.is_open and not mark.tag and not draft.has_marked_captions:
            mark.prose = is_long(mark.text) and is_statement(mark.text, draft)


def _only_caption(draft: Draft, top: int) -> int:
    """The place of the caption of a piece of news that is a picture and no more: its text, less the photo credit."""
    captions = [mark for mark in draft.marks[top + 1 :] if mark.is_open and mark.tag == "caption"]
    mark = max(captions, key=lambda mark: len(mark.text), default=None)
    text, credit = split_credit(mark.text) if mark else ("", "")
    if not mark or len(text) < _SHORTEST_PICTURE_NEWS:
        return len(draft.marks)
    draft.add_caption(mark.text)
    draft.cut(mark, mark.text[len(text) :].strip(), "shape:photo_credit")
    draft.lift("credit", credit, rule="shape:photo_credit", mark=mark)
    draft.flag("only_caption")
    mark.text, mark.tag, mark.prose = text, "", True
    return mark.place


def _opens_text(mark: Mark, draft: Draft) -> bool:
    if mark.text.startswith(_SUBTITLE) and draft.han:
        return False
    if mark.kind in ("list_item", "quote", "table_row") or leads_on(mark.text):
        return True
    if is_listed(mark.text):
        return not line_names(mark.text)  # `▪ NAME`
    if is_spoken(mark.text):
        return True
    if is_long(mark.text) and tells(mark.text) and is_statement(mark.text, draft):
        return True
    return ends_sentence(mark.text, han=draft.han) and not line_names(mark.text)


def _settle_above(mark: Mark, draft: Draft) -> None:
    if mark.tag == "date":
        draft.remove(mark, "shape:date_above_title")
    elif mark.tag == "crumbs":
        draft.take_fields(mark, "shape:crumbs")
    elif mark.rule:
        draft.remove(mark, mark.rule)
    else:
        draft.remove(mark, "shape:kicker" if leads_on(mark.text) else "shape:above_title")


def _writer(mark: Mark, draft: Draft) -> str:
    """Who wrote it, where a line says that and nothing else; "" for all others."""
    text = mark.text.lstrip(BULLETS)
    if HAN.search(text):
        return " ".join(line_names(text))
    text = without_role(text)
    who, office = split_office(text)
    if line_names(text) or (office and line_names(who)):
        return who
    return text if stationed_names(text) and _stands_on_date(mark, draft) else ""


def _stands_on_date(mark: Mark, draft: Draft) -> bool:
    below = draft.marks[mark.place + 1] if mark.place + 1 < len(draft.marks) else None
    return below is not None and below.tag == "date" and not below.after_blank


def _settle_below(mark: Mark, draft: Draft) -> None:
    writer = "" if mark.tag else _writer(mark, draft)
    if mark.tag in ("crumbs", "label", "date"):
        draft.take_fields(mark, f"shape:{mark.tag}")
    elif mark.tag and mark.tag != "caption":
        draft.remove(mark, mark.rule)
    elif mark.text.startswith(_SUBTITLE):
        draft.remove(mark, "shape:subtitle")
    elif writer:
        draft.lift("byline", "" if is_nobody(writer) else writer, rule="shape:byline", mark=mark)
        draft.remove(mark, "shape:byline")
    elif not mark.tag and is_medium(mark, draft):
        draft.lift("credit", mark.text, rule="shape:medium", mark=mark)
        draft.remove(mark, "shape:medium")
    elif HAN.search(mark.text) and not mark.tag:
        lift_opening(mark, draft)
        draft.remove(mark, "shape:below_title")
    elif not mark.tag and len(mark.text) < SHORTEST_CAPTION:
        draft.remove(mark, "shape:below_title")
    else:
        draft.caption(mark, "shape:caption")
