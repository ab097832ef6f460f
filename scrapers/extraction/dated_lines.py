"""Dates on one line by the text of a page without a form: whether they are the article's, and which of its days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from scrapers.cleaning.labels import field_of
from scrapers.cleaning.published import is_event_day, read_date_line
from scrapers.cleaning.spacing import CASELESS_HAN
from scrapers.cleaning.weekdays import weekday_in
from scrapers.extraction.readings import Readings
from scrapers.extraction.tree import size_of
from scrapers.extraction.webdays import Named, find_day

Label = Literal["published", "updated", ""]

_CLOCK = re.compile(
    r"今天是|现在时间|現在時間|今日\s?(?:是|[:：]|\d)|today is|hôm nay|bây giờ|©|copyright|\(c\)|版权|all rights",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?P<updated>(?:last )?(?:updated?|modified)\b|aktualisiert|mis à jour|actualizado|aggiornat[oa]|upraveno"
    r"|cập nhật|sửa đổi|(?:最后|最後)?(?:更新|修改|修订|修訂)(?:时间|時間|日期|于|於)?|최종|수정)"
    r"|(?P<published>\bpublish(?:ed)?\b|posted|veröffentlicht|publiziert|publié|publicado|pubblicato|\bstand:|\bdatum\b"
    r"|\bdate\b|ngày đăng|đăng (?:ngày|lúc)|(?:发布|發布|发表|發表|发稿|發稿)(?:时间|時間|日期|于|於)?"
    rf"|(?<!{CASELESS_HAN})(?:时间|時間|日期)|입력|등록)",
    re.IGNORECASE,
)
_LABEL_REACH = 40
_YEAR = re.compile(r"(?:19|20)\d\d|[一二][〇○零Ｏ一二三四五六七八九]{3}年")
_SHORT_YEAR = re.compile(r"(?<![\d.])[0-3]?\d\.[01]?\d\.(?P<year>\d\d)(?![\d.])")
"""`05.11.24`, as German and others print it; with points the day always comes first."""
_LONGEST = 220
LONGEST_TIMED = 100
LONGEST_BESIDE = 25
BELOW = 26
"""Blocks below a text among which a line may still be about it: buttons, tags and pictures stand between."""


class Printed(NamedTuple):
    """A date on a line by the text."""

    place: int
    raw: str
    on: date
    label: Label


def dates_of(place: int, readings: Readings) -> Iterator[Printed]:
    """The dates that a block's line gives as the article's: one to each label that it prints."""
    block = readings.blocks[place]
    if block.weight > _LONGEST or block.is_mostly_links or block.element.kind == "caption":
        return
    text = block.text
    if not (_YEAR.search(text) or _SHORT_YEAR.search(text)) or _CLOCK.search(text) or "caption" in block.element.hint:
        return
    text = _long_years(text, readings)
    for piece, label in _pieces(text):
        named = find_day(piece) if _YEAR.search(piece) else None
        on = readings.choose(named.days, piece) if named and _is_about(piece, named, label) else None
        if on and readings.is_possible(on) and readings.fits_address(on) and _agrees(piece, on):
            yield Printed(place, piece, on, label)


def _long_years(text: str, readings: Readings) -> str:
    """The text with four digits in its years, where its language sets points into short ones."""
    match = _SHORT_YEAR.search(text)
    if not match or readings.language in ("en", "zh", "ja", "ko"):
        return text
    return f"{text[: match.start('year')]}20{text[match.start('year') :]}"


def _pieces(text: str) -> list[tuple[str, Label]]:
    """A line in pieces, one to each label that it prints, and what that label says."""
    labels = [match for match in _LABEL.finditer(text) if _YEAR.search(text[match.end() : match.end() + _LABEL_REACH])]
    if not labels:
        return [(text, "")]
    starts = [0, *(match.start() for match in labels[1:]), len(text)]
    kinds: list[Label] = ["updated" if match["updated"] else "published" for match in labels]
    pieces = (text[start:end].strip(" |,;·-–") for start, end in pairwise(starts))
    return list(zip(pieces, kinds, strict=True))


def _is_about(piece: str, named: Named, label: Label) -> bool:
    """Whether a line tells when the article appeared: it says so, or holds next to nothing but the date."""
    if label:
        return True
    before, behind = piece[: named.start].rstrip(), piece[named.end :]
    if is_event_day(before) or (
        before.endswith((":", "：")) and field_of(before[:-1].rpartition("|")[2]) != "published"
    ):
        return False
    if (again := find_day(behind) if _YEAR.search(behind) else None) and again.days != named.days:
        return False
    if named.is_timed and len(piece) < LONGEST_TIMED:
        return True
    beside = piece[: named.start] + piece[named.end :]
    if size_of(beside) <= LONGEST_BESIDE:
        return True
    return read_date_line(piece, formats=()) is not None


def _agrees(text: str, on: date) -> bool:
    weekday = weekday_in(text)
    return weekday is None or weekday == on.weekday()
