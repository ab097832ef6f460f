"""What each line is by itself, before its place is known: furniture, a date line, labels, a caption, running text."""

from __future__ import annotations

import re

from scrapers.boilerplate import Furniture, furniture, is_notice, notice_words
from scrapers.cleaning.captions import has_credit, is_stock
from scrapers.cleaning.codas import read_coda
from scrapers.cleaning.counters import is_counter
from scrapers.cleaning.datelines import read_day_line
from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.labels import field_of, may_have_labels, read_labels
from scrapers.cleaning.names import is_nobody
from scrapers.cleaning.newsrooms import AGENCIES
from scrapers.cleaning.picture_lines import join_pictures
from scrapers.cleaning.prose import is_prose
from scrapers.cleaning.published import read_date_line
from scrapers.cleaning.stations import read_station
from scrapers.dates import find_date
from scrapers.extraction.crumbs import may_have_crumbs, read_section
from scrapers.months import MONTH, YEAR, is_month

_SIGNS = re.compile(
    r"^[\W_]*$|^\d{1,4}(?:[.,]\d{1,3})?\s?[KkMm]?$|^\d{1,2} (?:19|20)\d\d$|^[°oº]C$|^[Xx×✕]$|^(?:\d分\s*){2,}$"
    r"|^[^\s/]{0,60}(?:\s\d{1,4})?\.(?:jpe?g|png|gif|bmp|webp|pdf|docx?|xlsx?|pptx?|mp[34]|html?)$"
    r"|^(?:https?://|www\.)\S+$|^[\w.+-]+@[\w-]+\.[\w.]+$|^\[?(?:email\s?protected|…|\.\.\.|!\[\]\(\))\]?[\s|]*$"
    r"|^\(?\d+(?:[.,]\d+)?\)? (?:views?|comments?|shares?|likes?|votes?|lượt xem|bình luận|bình chọn|lượt thích)$"
    r"|^(?:[A-Za-z]\s?[+-]?\s*){2,4}$|^(?:#[^\s#]{1,40}\s?)+(?:\d{1,4}[个個])?$",
    re.IGNORECASE,
)
_LONGEST_NOBODY = 40
_BETTING = re.compile(
    r"nhà cái|cá cược|cá độ|xổ số|casino|baccarat|jackpot|ufabet|soi cầu"
    r"|\b[a-z]{1,8}(?:88|888|789|365|86|68|77|79|99)\b|\b(?:\d{2,3}bet|[a-z]{0,4}bet\d{2,3})\b",
    re.IGNORECASE,
)
"""Links that copying hosts put between paragraphs."""
_NUMERIC_DATE = re.compile(r"^[\d\s|:,-]*\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d[\d\s|:,-]*$")
_WRITTEN_DATE = re.compile(
    rf"(?:\b[0-3]?\d(?:st|nd|rd|th)? (?:{MONTH})\.?,? {YEAR}|\b(?:{MONTH})\.? [0-3]?\d,? {YEAR}"
    rf"|\b[0-3]?\d tháng [01]?\d,? (?:năm )?{YEAR}|\b[0-3]?\d([/.-])[01]?\d\1{YEAR}|{YEAR}年[01]?\d月[0-3]?\d日)$",
    re.IGNORECASE,
)
_TABLE_RIM = re.compile(r"^(?:\|\s*)+(?=\S)|(?:\s*\|)+$")
_MAY_CLOSE = re.compile(r"(?:/\.|[-–—] ?[A-Z/]{3,8}\.?|[)）]|[◆■●]|\bEnditem\.?)$")
_LONGEST_SHORT = 240
_LONGEST_TEASER = 120
_LONGEST_BETTING = 60
_CODA = 14
_LONGEST_ROW = 60
_LONGEST_IMPOSSIBLE = 60
_WIDE_GAP = re.compile(r"\s{2,}")


def recognise(draft: Draft) -> None:
    """Tag every open mark with what it is by its own looks."""
    draft.notice_words = notice_words([mark.text for mark in draft.marks])
    for mark in draft.marks:
        if mark.is_open:
            _cut_rim(mark, draft)
            if mark.kind == "caption":
                mark.tag = "caption"
            elif len(mark.text) > _LONGEST_SHORT:
                _recognise_long(mark, draft)
            else:
                _recognise_short(mark, draft)
    draft.has_marked_captions = any(mark.tag == "caption" for mark in draft.marks)
    join_pictures(draft)


def _cut_rim(mark: Mark, draft: Draft) -> None:
    """Bars are left over from tables."""
    if mark.text[-1] != "|" and mark.text[0] != "|":
        return
    bare = _TABLE_RIM.sub("", _TABLE_RIM.sub("", mark.text)).strip()
    if bare and bare != mark.text:
        draft.cut(mark, mark.text.replace(bare, " ", 1).strip(), "shape:table_rim")
        mark.text = bare


def _recognise_long(mark: Mark, draft: Draft) -> None:
    if has_credit(mark.text, han=draft.han):
        mark.tag = "caption"
    elif is_notice(mark.text, draft.notice_words):
        mark.tag, mark.rule = "notice", "known:notice"
    mark.prose = mark.tag != "caption" and is_prose(mark.text, han=draft.han)


def _recognise_short(mark: Mark, draft: Draft) -> None:
    if _is_furniture(mark) or _is_dated(mark, draft) or _has_fields(mark, draft):
        return
    if draft.han and _is_menu(mark.text):
        mark.tag, mark.rule = "signs", "shape:menu"
        return
    if is_stock(mark.text) or has_credit(mark.text, han=draft.han):
        mark.tag = "caption"
        return
    if is_notice(mark.text, draft.notice_words):
        mark.tag, mark.rule = "notice", "known:notice"
    mark.prose = _is_paragraph(mark.text, han=draft.han)


def _is_furniture(mark: Mark) -> bool:
    """Whether it is a stock line or mere signs."""
    known = furniture(mark.text) or _row_of_furniture(mark)
    if known:
        mark.tag, mark.rule = known
    elif (mark.text[-1] != "。" and _SIGNS.match(mark.text) and mark.text not in AGENCIES) or mark.text.endswith("-->"):
        mark.tag, mark.rule = "signs", "shape:signs"
    elif is_counter(mark.text):
        mark.tag, mark.rule = "signs", "shape:counted"
    elif _is_betting(mark.text):
        mark.tag, mark.rule = "signs", "shape:betting"
    return bool(mark.tag)


def _row_of_furniture(mark: Mark) -> tuple[Furniture, str] | None:
    """What a row of stock words parted by bars or wide gaps is: `Print | Font size:`."""
    if "|" in mark.text:
        pieces = [piece.strip() for piece in mark.text.split("|")]
    else:
        is_row = len(mark.text) <= _LONGEST_ROW and "  " in mark.lines[0].text
        pieces = _WIDE_GAP.split(mark.spaced) if is_row else []
    found = [furniture(piece) for piece in pieces if piece]
    return found[0] if len(found) > 1 and all(found) else None


def _is_betting(text: str) -> bool:
    """Whether a line is a link to a betting site: no sentence, and begun in lower case or of few words."""
    is_link = len(text) <= _LONGEST_BETTING and text[-1].isalnum() and (text[0].islower() or text.count(" ") <= 2)
    return is_link and text.upper() != text.lower() and bool(_BETTING.search(text))  # digits and Han alone name none


def _is_dated(mark: Mark, draft: Draft) -> bool:
    """Whether it is a date line; a day that no calendar has is noted."""
    dated = read_date_line(mark.text, formats=draft.date_formats)
    if dated:
        mark.tag, mark.found, mark.fields = "date", dated[0], dated[1]
    elif _NUMERIC_DATE.match(mark.text) or _is_impossible(mark.text):
        mark.tag, mark.rule = "signs", "shape:impossible_date"
        draft.flag("impossible_date")
    elif is_month(mark.text):
        mark.tag = "date"
    else:
        _read_day_line(mark)
    return bool(mark.tag)


def _is_impossible(text: str) -> bool:
    """Whether a line in which no date was read is one, with its label at most: `Published on 31 February 2018`."""
    if len(text) > _LONGEST_IMPOSSIBLE or not (text[-1] in "日" or text[-4:].isdigit()):
        return False
    match = _WRITTEN_DATE.search(text)
    label = text[: match.start()].strip(" :：,") if match else ""
    return match is not None and (not label or field_of(label) == "published")


def _read_day_line(mark: Mark) -> None:
    """Tag a line that holds a day without its year and nothing else but the agency."""
    fields = read_day_line(mark.text)
    if fields is not None:
        mark.tag, mark.fields = "date", fields


def _has_fields(mark: Mark, draft: Draft) -> bool:
    """Whether it is a crumb trail or made of labels; a label may hold the date."""
    section = read_section(mark.text) if may_have_crumbs(mark.text) else None
    if section is not None:
        mark.tag, mark.fields = "crumbs", [("section", section)]
        return True
    labels = read_labels(mark.text, spaced=mark.spaced) if may_have_labels(mark.text) else None
    labels = read_station(mark.text) if labels is None else labels
    if labels is None:
        return _names_nobody(mark)
    printed = dict(labels).get("published")
    mark.found = find_date(printed, formats=draft.date_formats) if printed else None
    mark.tag = "date" if mark.found else "label"
    mark.fields = [(name, value) for name, value in labels if name != "published"]
    return True


def _names_nobody(mark: Mark) -> bool:
    """Whether it is a byline that names no person: `Our correspondent`."""
    if len(mark.text) <= _LONGEST_NOBODY and is_nobody(mark.text):
        mark.tag = "label"
    return bool(mark.tag)


def _is_menu(text: str) -> bool:
    """Whether a Chinese line is a row of links or headlines: many words parted by blanks, no sentence."""
    return text.count(" ") >= 5 and "。" not in text and not text[-1].isdigit()


def _is_paragraph(text: str, *, han: bool) -> bool:
    """Whether a short line is running text: a sentence and no teaser cut with dots, or the last words of an agency."""
    is_teaser = len(text) < _LONGEST_TEASER and text.endswith(("...", "…"))
    closes = bool(_MAY_CLOSE.search(text[-_CODA:])) and bool(read_coda(text, han=han)[1])
    return closes or (is_prose(text, han=han) and not is_teaser)
