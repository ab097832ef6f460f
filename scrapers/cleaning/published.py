"""Date lines: a printed date alone, or with its labels, the byline, the source and the views beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from scrapers.boilerplate import furniture
from scrapers.cleaning.han_days import in_digits
from scrapers.cleaning.labels import Fields, field_of, person, read_labels
from scrapers.cleaning.names import is_nobody, latin_names, split_office, surnamed
from scrapers.cleaning.spacing import HAN
from scrapers.cleaning.weekdays import strip_weekday, weekday_in
from scrapers.dates import Found, find_date

_YEAR = re.compile(r"(?:19|20)\d\d")
_EDGES = " \t|,;·•●-–—/\\[]()（）{}'’"
_SEPARATORS = tuple("-|,–—/·●•")
_NOISE = re.compile(
    r"\(?\b(?:GMT|UTC)\s?[+-]\s?\d{1,2}(?::\d\d)?\)?|\bA\s+A\b|\[\s*\]|\(\s*\)|^(?:lúc|at|on|vào|vào lúc)\b"
    r"|^[\d/: -]{3,16}\s?(?:更新|修訂|修订)"
    r"|\b(?:ngày|Ngày|on|vào|lúc|at)$|\bAM\b|\bPM\b"
)
_ZONE = re.compile(r"^\s*(?:[A-Z]{2,4}T|UTC|WIB)\b(?!\s?[+-]\s?\d)")
_REPORTER = re.compile(r"(?:记者|記者)\s?(?P<by>[㐀-鿿]{2,4})(?=[/／、])")
"""`聯合報 / 記者陳宏睿/台中即時報導`"""
_UPDATE = re.compile(
    r"(?:last )?(?:updated?|modified)(?: on| at)?\s?:?\s|(?:cập nhật|sửa đổi)(?: lần cuối)?(?: ngày| lúc)?\s?:?\s"
    r"|(?:更新|修改)(?:时间|日期|時間)?[:：]?",
    re.IGNORECASE,
)
_VIEWS = re.compile(r"^(?:[^\d:|•●]{3,25}[: ]\s?)?\d[\d.,]*[KkMm]?(?:\s?[^\W\d]{2,9}){0,3}$")
_SUBMITTED = re.compile(r"^\w+ by (?P<who>.{2,60}?)(?: on)?$")
_PAPER = re.compile(r"^《\s*(?P<paper>[^》]{2,20}?)\s*》$")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_PAGE = re.compile(r"^第\s?[\dA-Z]{1,3}\s?版|^[A-Z]?\d{1,2}\s?版")
_GLUED_BY = re.compile(r"^By(?=[A-Z][a-z])")
_BAR = re.compile(r"\||\s[•●]\s")
_BY = re.compile(r"(?:^|\s)by\s", re.IGNORECASE)
_SHORT_LABEL = re.compile("^[㐀-鿿]{2,4}[:：]\\s?[^\\s，。,]{1,12}$")
"""`发稿地:内罗毕`: behind a date a label we needn't know."""
_WORD = re.compile(r"[^\s|]+")
_SAID = re.compile("[，。,!?！？]")
_OF_EVENT = re.compile(
    r"(?:^|(?<!thứ)(?<!số)[\s(,|])\d{1,2}\s?(?:[-–—~]|to|đến|至)$"
    r"|\b(?:when|event|deadline|due|starts?|ends?|begins?|opens?|opening|closes?|closing|valid|expires?|expiry|born|died"
    r"|thời hạn|hạn (?:chót|nộp|cuối)|khai mạc|diễn ra|có hiệu lực)(?: (?:date|on|day|until|from))?\s?:?$"
    r"|(?:上市|会议|會議|活动|活動|报名|報名|截止|开会|開會|演出|举办|舉辦|生效|施行|出生)(?:时间|時間|日期)?[:：]?$",
    re.IGNORECASE,
)
_LONGEST = 180
_SENTENCE = 80
_SENTENCE_HAN = 40
_LONGEST_ASIDE = 24
_LONGEST_OFFICE = 40
_LONGEST_LABEL = 30
_LABEL_WORDS = 3
_SHORTEST_PLACE = 5
_SHORTEST_UPDATE = 12


def read_date_line(text: str, *, formats: Sequence[str]) -> tuple[Found, Fields] | None:
    """The date of a line that is about the article (not of a sentence), with the other fields on it.

    Field `label` is the date's own label, `aside` a name without one beside it.
    """
    printed, text = text, in_digits(text)
    if (
        len(text) > _LONGEST
        or (len(text) > _SENTENCE and text[-1] == ".")
        or _is_sentence_in_han(text)
        or not _YEAR.search(text)
    ):
        return None
    plain = strip_weekday(text)
    found = find_date(plain, formats=formats)
    if not found:
        return None
    if is_event_day(plain[: found.start]):
        return None
    found = found if text == printed else replace(found, raw=printed)
    behind, updated = _part_update(_ZONE.sub("", plain[found.end :]))
    left, right = _strip(plain[: found.start]), _strip(behind)
    parted = bool(left) and plain[plain.find(left) + len(left) :].lstrip().startswith(_SEPARATORS)
    beside = [_beside(left, is_left=True, parted=parted), _beside(right, is_left=False, parted=True)]
    if None in beside:
        return None
    fields = [value for values in (*beside, updated) for value in values or ()]
    weekday = weekday_in(text) if plain != text else None
    agrees = weekday is None or weekday == found.on.weekday()
    found = replace(found, agrees=agrees, raw=_as_printed(found.raw, text))
    return found, sorted(fields, key=lambda pair: pair[0] == "aside")


def is_event_day(before: str) -> bool:
    """Whether what stands before a date makes it the day of something else: `When:`, `Hạn nộp:`, a span's start."""
    return bool(_OF_EVENT.search(before.rstrip()))


def _as_printed(raw: str, text: str) -> str:
    """The date as the line prints it: with the weekday, where that stands between the time and the day."""
    if raw in text:
        return raw
    words = raw.split()
    start, end = text.find(words[0]), text.rfind(words[-1])
    return text[start : end + len(words[-1])] if 0 <= start < end else raw


def _part_update(rest: str) -> tuple[str, Fields]:
    """What follows the date, without the last update that some sites print behind it, which is a field of its own."""
    match = _UPDATE.search(rest) if len(rest) > _SHORTEST_UPDATE else None
    again = find_date(rest[match.end() :]) if match else None
    if not match or not again:
        return rest, []
    return rest[: match.start()] + rest[match.end() + again.end :], [("updated_raw", again.raw)]


def _is_sentence_in_han(text: str) -> bool:
    return text[-1] == "。" and len(text) > _SENTENCE_HAN


def _strip(rest: str) -> str:
    rest = _URL.sub(" ", rest).strip(_EDGES)
    before = None
    while before != rest:
        before = rest
        rest = _NOISE.sub("", rest).strip(_EDGES)
    return rest


def _beside(rest: str, *, is_left: bool, parted: bool) -> Fields | None:
    """What stands on one side of the date; None when it makes the line a sentence or a title."""
    if not rest:
        return []
    is_row = rest[-1] not in ":：" and _BAR.search(rest) is not None
    if is_row and (found := _segments(rest, is_left=is_left)) is not None:
        return found
    if "(@" in rest or _VIEWS.match(rest) or furniture(rest) or _PAGE.match(rest):
        return []
    rest = _GLUED_BY.sub("By ", rest)
    if not is_left and _SHORT_LABEL.match(rest):
        return read_labels(rest, spaced=rest) or []
    if rest[-1] in ":：":
        return _dangling(rest) if is_left else _before_empty(rest)
    if is_row:
        return None
    if rest[:3].lower() == "by " and is_nobody(rest[3:]):
        return []
    submitted = _SUBMITTED.match(rest)
    if submitted:
        return person(submitted["who"], name="byline")
    paper = _PAPER.match(rest)
    if paper:
        return [("credit", paper["paper"])]
    if ":" in rest or "：" in rest or _BY.search(rest):
        return read_labels(rest, spaced=rest)
    if is_left and field_of(rest) is not None:
        return [("label", rest)]
    if not is_left and len(rest) >= _SHORTEST_PLACE and rest.isascii() and rest.isalpha() and rest.isupper():
        return []  # `… IST - KOCHI`
    return _unlabelled_han(rest) if HAN.search(rest) else _unlabelled(rest, parted=parted)


def _dangling(rest: str) -> Fields | None:
    """`Xuất bản:` or `作者:甲 来源:乙 发布时间:` before a date: the last label is the date's own."""
    bare = rest.rstrip(":： ")
    others, label = _part_label(bare)
    others = others.strip(_EDGES)
    if others == bare or (others and not label):
        return [("label", bare)] if len(bare) < _LONGEST_LABEL and ":" not in bare else None
    pairs = _beside(others, is_left=True, parted=True) if others else []
    return None if pairs is None else [*pairs, ("label", label)]


def _before_empty(rest: str) -> Fields | None:
    """What stands between a date and a last label without a value: `来源:乙  点击:`."""
    others, _ = _part_label(rest.rstrip(":： "))
    others = others.strip(_EDGES)
    return _beside(others, is_left=False, parted=True) if others else []


def _part_label(text: str) -> tuple[str, str]:
    """(what stands before it, the label): the longest one known that the text ends in, else its last word."""
    words = [match.start() for match in _WORD.finditer(text)]
    starts = [start for start in words[-_LABEL_WORDS:] if field_of(text[start:]) == "published"]
    start = starts[0] if starts else words[-1] if len(words) > 1 and re.search("[:：|]", text) else 0
    return text[:start], text[start:]


def _segments(rest: str, *, is_left: bool) -> Fields | None:
    """What stands between bars, one after the other: `By X | Paper | Updated:`."""
    fields: Fields = []
    for piece in filter(None, (piece.strip(_EDGES) for piece in _BAR.split(rest))):
        found = _beside(piece, is_left=is_left, parted=True)
        if found is None:
            return None
        is_second = any(name == "byline" for name, _ in fields)
        fields += [("aside" if is_second and name == "byline" else name, value) for name, value in found]
    return fields


def _unlabelled_han(rest: str) -> Fields | None:
    first = re.split(r"\s{2,}", rest)[0]
    reporter = _REPORTER.search(rest)
    if reporter:
        return [("byline", reporter["by"])]
    names = surnamed(first)
    if names:
        return [("byline", " ".join(names))]
    return [("aside", first)] if len(first) <= _LONGEST_ASIDE and not _SAID.search(first) else None


def _unlabelled(rest: str, *, parted: bool) -> Fields | None:
    """Names, or a short office (`Ban Thời sự -`) that a sign parts from the date."""
    is_office = parted and len(rest) <= _LONGEST_OFFICE and rest[0].isupper() and rest[-1].isalnum()
    if is_office and rest.isalpha() and not rest.isupper():
        return [("section", rest)]
    if latin_names(split_office(rest)[0]) or (is_office and len(rest.split()) <= 5):
        return person(rest, name="byline")
    return None
