"""What each line is by itself, before its place is known: furniture, a date line, labels, a caption, running text."""

from __future__ import annotations

import re

from scrapers.boilerplate import furniture, is_notice
from scrapers.captions import has_credit, is_stock
from scrapers.codas import read_coda
from scrapers.crumbs import read_section
from scrapers.dates import find_date, is_month
from scrapers.draft import Draft, Mark
from scrapers.labels import may_have_labels, read_labels
from scrapers.newsrooms import SECTIONS
from scrapers.prose import is_prose
from scrapers.published import read_date_line

_SIGNS = re.compile(
    r"^[\W_]*$|^\d{1,4}(?:[.,]\d{1,3})?\s?[KkMm]?$|^\d{1,2} (?:19|20)\d\d$|^[^\s/]{0,60}(?:\s\d{1,4})?\.(?:jpe?g|png|gif|bmp|webp|pdf|docx?|xlsx?|pptx?|mp[34]|html?)$"
    r"|^(?:https?://|www\.)\S+$|^\[?(?:email\s?protected|…|\.\.\.|!\[\]\(\))\]?[\s|]*$|^[°oº]C$|^[Xx×✕]$|^(?:\d分\s*){2,}$|^[\w.+-]+@[\w-]+\.[\w.]+$"
    r"|-->\s*$|^\d+(?:[.,]\d+)? (?:views?|comments?|shares?|likes?|lượt xem|bình luận)$|^(?:[A-Za-z]\s?[+-]?\s*){2,4}$",
    re.IGNORECASE,
)
_NO_DAY = re.compile(r"^[\d\s|:,-]*\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d[\d\s|:,-]*$")
_TABLE_RIM = re.compile(r"^(?:\|\s*)+(?=\S)|(?:\s*\|)+$")
_STORE_DATE = re.compile(r"^date (?P<raw>(?:19|20)\d\d-\d\d(?:-\d\d)?)(?:\s|$)")
_GLUED = re.compile(
    rf"^(?:(?P<section>{SECTIONS}) )?(?P<title>[^.!?]{{20,200}}?) (?=(?:Ngày|Sáng|Chiều|Tối|Trưa|Vừa qua|Trong (?:\d|hai|ba)|Hôm nay|Mới đây)\b|\([A-ZĐ]{{2,8}}\)|[^\W\d_a-z][\w. ]{{1,20}} \((?:VNA|TTXVN))"
)
_MAY_CLOSE = re.compile(r"(?:/\.|[-–—] ?[A-Z/]{3,8}\.?|[)）]|[◆■●]|\bEnditem\.?)$")
_TEASER = re.compile(r"(?:\.\.\.|…)$")
_LONGEST_SHORT = 240


def recognise(draft: Draft) -> None:
    """Tag every open mark with what it is by its own looks."""
    _read_store_date(draft)
    for mark in draft.marks:
        if mark.is_open:
            _recognise(mark, draft)


def _read_store_date(draft: Draft) -> None:
    """A collector of pages wrote `date 2023-04-05` before the first line, from the page's metadata."""
    first = next(iter(draft.open_marks()), None)
    match = _STORE_DATE.match(first.text) if first else None
    if not first or not match:
        return
    if not is_month(match["raw"]):
        draft.lift("published_raw", match["raw"], rule="shape:store_date", mark=first)
    draft.flag("store_date")
    rest = first.text[match.end() :].strip()
    if rest:
        draft.cut(first, match.group(), "shape:store_date")
        first.text = rest
        _part_glued(first, draft)
    else:
        draft.remove(first, "shape:store_date")


def _part_glued(mark: Mark, draft: Draft) -> None:
    """The same collector ran section, title and first paragraph together: `Xã hội <title> Ngày 28/10, …`."""
    match = _GLUED.match(mark.text)
    if not match or "title" in draft.fields or not is_prose(mark.text[match.end() :], han=False):
        return
    section, title, rest = match["section"], match["title"].strip(), mark.text[match.end() :]
    draft.lift("section", section or "", rule="shape:glued", mark=mark)
    draft.lift("title", title, rule="shape:glued", mark=mark)
    draft.cut(mark, mark.text[: match.start("title")].strip(), "shape:glued")
    mark.text = rest


def _recognise(mark: Mark, draft: Draft) -> None:
    if mark.text[-1] == "|" or mark.text[0] == "|":
        _cut_rim(mark, draft)
    text = mark.text
    if mark.kind == "caption":
        mark.tag = "caption"
    elif len(text) > _LONGEST_SHORT:
        mark.prose = is_prose(text, han=draft.han)
        if has_credit(text, han=draft.han):
            mark.tag, mark.prose = "caption", False
        elif is_notice(text):
            mark.tag, mark.rule = "notice", "known:notice"
    else:
        _recognise_short(mark, draft)


def _cut_rim(mark: Mark, draft: Draft) -> None:
    bare = _TABLE_RIM.sub("", _TABLE_RIM.sub("", mark.text)).strip()
    if bare and bare != mark.text:
        draft.cut(mark, mark.text[len(bare) :] if mark.text.startswith(bare) else "|", "shape:table_rim")
        mark.text = bare


def _recognise_short(mark: Mark, draft: Draft) -> None:
    text = mark.text
    if _NO_DAY.match(text) and find_date(text) is None:
        mark.tag, mark.rule = "signs", "shape:impossible_date"
        draft.flag("impossible_date")
        return
    if _SIGNS.match(text):
        mark.tag, mark.rule = "signs", "shape:signs"
        return
    known = furniture(text)
    if known:
        mark.tag, mark.rule = known
        return
    if _read_fields(mark):
        return
    if draft.han and _is_menu(text):
        mark.tag, mark.rule = "signs", "shape:menu"
        return
    if is_stock(text) or has_credit(text, han=draft.han):
        mark.tag = "caption"
        return
    if is_notice(text):
        mark.tag, mark.rule = "notice", "known:notice"
    is_teaser = len(text) < 120 and bool(_TEASER.search(text))
    mark.prose = (is_prose(text, han=draft.han) and not is_teaser) or bool(
        _MAY_CLOSE.search(text) and read_coda(text, han=draft.han)[1]
    )


def _read_fields(mark: Mark) -> bool:
    """Whether the line is made of fields: a date line, a crumb trail, labels."""
    text = mark.text
    dated = read_date_line(text)
    if dated:
        mark.tag, mark.found, mark.fields = "date", dated[0], dated[1]
        return True
    if ">" in text or "版" in text or "»" in text or "›" in text or "→" in text:
        section = read_section(text)
        if section is not None:
            mark.tag, mark.fields = "crumbs", [("section", section)] if section else []
            return True
    labels = read_labels(text, spaced=mark.spaced) if may_have_labels(text) else None
    if labels is None:
        return False
    mark.tag, mark.fields = "label", labels
    published = next((value for name, value in labels if name == "published"), None)
    if published:
        mark.found = find_date(published)
        mark.tag = "date" if mark.found else "label"
        mark.fields = [(name, value) for name, value in labels if name != "published"]
    return True


def _is_menu(text: str) -> bool:
    """Whether a Chinese line is a row of links or headlines: many words parted by blanks, no sentence."""
    return text.count(" ") >= 5 and "。" not in text and not text[-1].isdigit()
