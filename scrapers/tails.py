"""The end of the text: where boxes, teasers and footers begin, and who signed the article."""

from __future__ import annotations

from scrapers.codas import read_coda, read_signature
from scrapers.draft import Draft, Mark
from scrapers.heads import lift_fields
from scrapers.names import han_names, has_surname, is_byline, is_nobody, latin_names, split_office
from scrapers.newsrooms import SIGNATURES
from scrapers.prose import ends_sentence, is_listed, leads_on
from scrapers.spacing import HAN

_GOES_ON_LENGTH = 220
_GOES_ON_HAN = 80
_CAPTION = 20
_TOO_FAR = 4
_PICTURES = ("shape:title", "shape:caption", "shape:signs")


def end_of_text(draft: Draft, start: int) -> int:
    """The place where the article ends: after a coda, or at the heading of the first box below the text."""
    n_prose = 0
    for place in range(start, len(draft.marks)):
        mark = draft.marks[place]
        if not mark.is_open:
            continue
        if mark.tag in ("stop", "box") and n_prose:
            if (mark.tag == "stop" and n_prose > 1) or not _goes_on(draft, place + 1, by=3 if mark.tag == "stop" else 2):
                return place
            _take_box(draft, place)
        elif mark.prose and not mark.tag:
            n_prose += 1
            if read_coda(mark.text, han=draft.han)[1]:
                return place + 1
    return len(draft.marks)


def last_paragraph(draft: Draft, start: int, end: int) -> int:
    """The place after the last paragraph of running text before the end."""
    last, n_between = start, 0
    for place in range(start, end):
        mark = draft.marks[place]
        if not mark.is_open:
            n_between = n_between if mark.rule.startswith(_PICTURES) else _TOO_FAR
            continue
        if not mark.tag and (mark.prose or mark.kind in ("list_item", "quote")):
            last, n_between = place + 1, 0
        elif mark.tag not in ("", "caption", "signs") or is_byline(mark.text):
            n_between = _TOO_FAR
        elif n_between < _TOO_FAR:
            n_between += not mark.tag
            last = place + 1 if not mark.tag and _is_sentence(mark, draft) else last
    return last


def _is_sentence(mark: Mark, draft: Draft) -> bool:
    if mark.text.endswith(("...", "…")):
        return False
    signed = HAN.search(mark.text) and read_signature(mark.text)[1]
    return ends_sentence(mark.text, han=draft.han) and not signed and not is_byline(mark.text.strip(" ."))


def settle_tail(draft: Draft, marks: list[Mark], *, after_stop: bool) -> None:
    """Settle what stands below the last paragraph: short last words, signatures, credits, furniture."""
    adjacent = not after_stop
    last = next((mark for mark in reversed(draft.marks) if mark.role == "body"), None)
    leads = adjacent and last is not None and last.text[-1] in ":："
    for mark in marks:
        if not mark.is_open:
            adjacent = adjacent and mark.rule.startswith(_PICTURES)
            continue
        if adjacent and (leads or _is_last_words(mark, draft, marks)) and not mark.tag:
            mark.role = "body"
            continue
        adjacent = adjacent and mark.tag == "caption"
        _settle_one(mark, draft, after_stop=after_stop)


def _settle_one(mark: Mark, draft: Draft, *, after_stop: bool) -> None:
    text = mark.text
    if mark.tag == "label":
        lift_fields(mark, draft, "shape:label")
    elif mark.tag == "date":
        lift_fields(mark, draft, "shape:date_line")
    elif mark.tag == "caption":
        draft.caption(mark, "shape:caption")
    elif mark.tag:
        draft.remove(mark, mark.rule or f"shape:{mark.tag}")
    elif text.strip("() ") in SIGNATURES:
        draft.lift("agency", text.strip("() ").removeprefix("END/").split("/")[0], rule="shape:agency", mark=mark)
        draft.remove(mark, "shape:agency")
    elif _sign(mark, draft):
        draft.remove(mark, "shape:byline")
    elif not after_stop and len(text) >= _CAPTION and not HAN.search(text):
        draft.caption(mark, "shape:caption")
    else:
        draft.remove(mark, "shape:after_text")


def _sign(mark: Mark, draft: Draft) -> bool:
    """Whether the line is a signature; the first one becomes the byline."""
    text = mark.text.strip(" .")
    signed = read_signature(mark.text) if HAN.search(text) else (text, "", "")
    if signed[1] and not signed[0]:
        draft.lift("byline", signed[2], rule="shape:byline", mark=mark)
        return True
    who, office = split_office(text)
    names = han_names(text) if HAN.search(text) else latin_names(who)
    if not names or (HAN.search(text) and not has_surname(names[0])):
        return False
    if not is_nobody(who):
        draft.lift("byline", " ".join(names) if HAN.search(text) else who, rule="shape:byline", mark=mark)
    if office:
        draft.lift("credit", office, rule="shape:byline", mark=mark)
    return True


def _is_last_words(mark: Mark, draft: Draft, marks: list[Mark]) -> bool:
    """A short sentence or a point right below the text; the last line of a text that was cut in a word."""
    if mark.tag:
        return False
    text = mark.text
    if is_byline(text) or (HAN.search(text) and read_signature(text)[1]):
        return False
    if _is_sentence(mark, draft):
        return True
    if is_listed(text) or leads_on(text):
        return True
    return mark is marks[-1] and _is_cut(draft)


def _is_cut(draft: Draft) -> bool:
    """Whether the text ends where a store of pages cuts its copies: at 2,000 bytes, or 1,914 with a date put first."""
    n_bytes = sum(len(line.text.encode("utf-8", "surrogatepass")) + 1 for mark in draft.marks for line in mark.lines)
    return 1_880 <= n_bytes + draft.n_blank <= 2_040


def _goes_on(draft: Draft, place: int, *, by: int) -> bool:
    """Whether the article goes on below a box: so many full paragraphs follow one another further down."""
    run = length = 0
    for mark in draft.marks[place:]:
        if not mark.is_open:
            continue
        if mark.tag in ("stop", "box", "notice"):
            return False
        is_text = mark.prose and not mark.tag
        run, length = (run + 1, length + len(mark.text)) if is_text else (0, 0)
        if run >= by and length >= (_GOES_ON_HAN if draft.han else _GOES_ON_LENGTH):
            return True
    return False


def _take_box(draft: Draft, place: int) -> None:
    for mark in draft.marks[place:]:
        if mark.prose and not mark.tag:
            return
        if mark.is_open:
            draft.remove(mark, mark.rule or "shape:box")
