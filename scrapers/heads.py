"""The head of a document: title and its copies, what stands above it, and the lines between it and the text."""

from __future__ import annotations

from scrapers.draft import Draft, Mark
from scrapers.names import han_names, is_byline, latin_names
from scrapers.prose import ends_sentence, is_listed, leads_on
from scrapers.spacing import HAN
from scrapers.titles import copy_of, find_title, strip_site, title_in_alt

_FURTHEST = 80
_LONG = 120
_LONG_HAN = 40


def settle_head(draft: Draft, *, url: str | None) -> int:
    """Settle every mark before the text's first paragraph; the place of that paragraph is returned."""
    top = _settle_title(draft, url)
    start = _body_start(draft, top)
    for place, mark in enumerate(draft.marks[:start]):
        if not mark.is_open:
            continue
        if mark.tag == "date" and place > top:
            lift_fields(mark, draft, "shape:date_line")
        elif mark.tag == "date":
            draft.remove(mark, "shape:date_above_title")
        elif place < top:
            _settle_above(mark, draft)
        else:
            _settle_below(mark, draft)
    return start


def lift_fields(mark: Mark, draft: Draft, rule: str) -> None:
    """Keep what a label, crumb or date line says, and take the line off."""
    for name, value in mark.fields:
        if name and name != "label":
            draft.lift("credit" if name == "aside" else name, value, rule=rule, mark=mark)
    draft.remove(mark, rule)


def _settle_title(draft: Draft, url: str | None) -> int:
    """Find the title and take its copies off; the place of the copy that heads the text, -1 without a title."""
    given = draft.fields.get("title")
    mark = None if given else find_title(draft, url=url)
    title = given or (strip_site(mark.text, draft) if mark else None)
    if not title:
        return _settle_alt_title(draft)
    if mark:
        draft.lift("title", title, rule="shape:title", mark=mark)
    top = -1
    for place, other in enumerate(draft.marks):
        if not other.is_open or other.tag in ("stop", "date"):
            continue
        rest = copy_of(other.text, title)
        if rest is None:
            continue
        if place < _FURTHEST and _heads_text(place, draft, is_first=top < 0):
            top = place
        _take_copy(other, draft, rest, is_title=other is mark)
    return top


def _take_copy(mark: Mark, draft: Draft, rest: str, *, is_title: bool) -> None:
    if is_title and mark.text == draft.fields["title"]:
        mark.role = "title"
    else:
        draft.remove(mark, "shape:title_repeated")
    if rest and rest not in draft.captions:
        draft.captions.append(rest)


def _settle_alt_title(draft: Draft) -> int:
    for place, mark in enumerate(draft.marks[:6]):
        found = title_in_alt(mark.text) if mark.is_open and not mark.prose else None
        if found:
            draft.lift("title", found[0], rule="shape:image_alt", mark=mark)
            draft.remove(mark, "shape:caption")
            draft.captions += [found[1]] if found[1] else []
            return place
    return -1


def _heads_text(place: int, draft: Draft, *, is_first: bool) -> bool:
    """Whether a copy of the title heads the text: no text stands above it, or a date right below it."""
    n_prose = sum(mark.prose and mark.is_open and not mark.tag for mark in draft.marks[:place])
    if is_first and not n_prose:
        return True
    if n_prose > 2:
        return False
    following = next(
        (mark for mark in draft.marks[place + 1 :] if mark.is_open and mark.tag not in ("known", "signs")), None
    )
    return following is not None and following.tag == "date"


def _body_start(draft: Draft, top: int) -> int:
    """The place of the first paragraph: running text below the title, or a short sentence no date line follows."""
    places = [place for place, mark in enumerate(draft.marks) if place > top and _is_text(mark)]
    start = places[0] if places else _longest(draft, top)
    for place in range(max(top, 0), start):
        mark = draft.marks[place]
        if place > top and mark.is_open and not mark.tag and _opens_text(mark, draft, start):
            return place
    return start


def _longest(draft: Draft, top: int) -> int:
    """The place of the longest undecided line: the text, where none has a full stop; the end, where all are short."""
    least = _LONG_HAN if draft.han else _LONG
    long = [
        place
        for place, mark in enumerate(draft.marks)
        if place > top and mark.is_open and not mark.tag and len(mark.text) >= least
    ]
    if not long:
        return len(draft.marks)
    place = max(long, key=lambda place: len(draft.marks[place].text))
    draft.marks[place].prose = True
    return place


def _is_text(mark: Mark) -> bool:
    return mark.is_open and mark.prose and not mark.tag


def _opens_text(mark: Mark, draft: Draft, start: int) -> bool:
    if any(other.tag == "date" for other in draft.marks[draft.marks.index(mark) : start]):
        return False
    if mark.kind in ("list_item", "quote", "table_row"):
        return True
    return (
        is_listed(mark.text)
        or leads_on(mark.text)
        or (ends_sentence(mark.text, han=draft.han) and not latin_names(mark.text))
    )


def _settle_above(mark: Mark, draft: Draft) -> None:
    if mark.tag == "crumbs":
        lift_fields(mark, draft, "shape:crumbs")
    elif mark.rule:
        draft.remove(mark, mark.rule)
    else:
        draft.remove(mark, "shape:kicker" if leads_on(mark.text) else "shape:above_title")


def _settle_below(mark: Mark, draft: Draft) -> None:
    text = mark.text
    if mark.tag in ("crumbs", "label"):
        lift_fields(mark, draft, f"shape:{mark.tag}")
    elif mark.tag == "caption":
        draft.caption(mark, "shape:caption")
    elif mark.tag:
        draft.remove(mark, mark.rule or "shape:head")
    elif text.startswith(("——", "--", "—")):
        draft.remove(mark, "shape:subtitle")
    elif is_byline(text):
        draft.lift("byline", " ".join(han_names(text)) or text, rule="shape:byline", mark=mark)
        draft.remove(mark, "shape:byline")
    elif HAN.search(text):
        draft.remove(mark, "shape:below_title")
    else:
        draft.caption(mark, "shape:caption")
