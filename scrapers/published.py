"""Date lines: a printed date alone, or with its labels, the byline, the source and the views beside it."""

from __future__ import annotations

import re

from scrapers.boilerplate import furniture
from scrapers.dates import Found, find_date, strip_weekday
from scrapers.labels import Fields, field_of, person, read_labels
from scrapers.names import han_names, has_surname, latin_names, split_office
from scrapers.spacing import HAN

YEAR = re.compile(r"(?:19|20)\d\d")
LABELS_OF_UPDATES = ("update", "cập nhật", "更新", "修改", "modified")

_EDGES = " \t|,;·•-–—/\\[]()（）{}"
_NOISE = re.compile(
    r"\(?\b(?:GMT|UTC)\s?[+-]\s?\d{1,2}\)?|\bA\s+A\b|\[\s*\]|\(\s*\)|^(?:lúc|at|on|vào|vào lúc)\b|\b(?:ngày|Ngày|on|vào|lúc|at)$|\bAM\b|\bPM\b"
)
_VIEWS = re.compile(r"^(?:[^\d:]{3,25}[: ]\s?)?\d[\d.,]*[KkMm]?(?:\s?[^\W\d]{2,9}){0,3}$")
_SUBMITTED = re.compile(r"^\w+ by (?P<who>.{2,60}?)(?: on)?$")
_PAPER = re.compile(r"^《\s*(?P<paper>[^》]{2,20}?)\s*》$")
_PLACE_ON = re.compile(r"(?:^|,\s?)(?:ngày|on)$", re.IGNORECASE)
_URL = re.compile(r"(?:https?://\S+|www\.\S+)")
_PAGE = re.compile(r"^第\s?[\dA-Z]{1,3}\s?版|^[A-Z]?\d{1,2}\s?版")


def read_date_line(text: str) -> tuple[Found, Fields] | None:
    """The date of a line that is about the article (not of a sentence), with the other fields on it."""
    if len(text) > 180 or not YEAR.search(text):
        return None
    plain = strip_weekday(text)
    found = find_date(plain)
    if not found:
        return None
    left, right = _strip(plain[: found.start]), _strip(plain[found.end :])
    parted = bool(left) and plain[plain.find(left) + len(left) :].lstrip()[:1] in tuple("-|,–—/·")
    fields: Fields = []
    for rest, is_left in ((left, True), (right, False)):
        got = _beside(rest, is_left=is_left, parted=parted)
        if got is None:
            return None
        fields += got
    return found, sorted(fields, key=lambda pair: pair[0] == "aside")


def _strip(rest: str) -> str:
    rest = _URL.sub(" ", rest).strip(_EDGES)
    before = None
    while before != rest:
        before = rest
        rest = _NOISE.sub("", rest).strip(_EDGES)
    return rest


def _beside(rest: str, *, is_left: bool, parted: bool) -> Fields | None:
    """What stands on one side of the date; None when it makes the line a sentence or a title."""
    if not rest or _VIEWS.match(rest) or furniture(rest) or _PAGE.match(rest):
        return []
    if rest[-1] in ":：":
        return _dangling(rest) if is_left else []
    submitted = _SUBMITTED.match(rest)
    if submitted:
        return person(submitted["who"], name="byline")
    paper = _PAPER.match(rest)
    if paper:
        return [("credit", paper["paper"])]
    if ":" in rest or "：" in rest:
        return read_labels(rest, spaced=rest)
    if is_left and field_of(rest) is not None:
        return [("label", rest)]
    return _unlabelled(rest, parted=parted or not is_left)


def _dangling(rest: str) -> Fields | None:
    """`Xuất bản:` or `作者:甲 来源:乙 发布时间:` before a date: the last label is the date's own."""
    head, _, label = rest.rstrip(":：").rpartition("  ")
    bare = re.split(r"[\s|]+", rest.rstrip(":： "))
    if len(rest) <= 30 and ":" not in rest[:-1] and "：" not in rest[:-1]:
        return [("label", rest.rstrip(":："))]
    last = bare[-1]
    pairs = read_labels(rest[: -len(last) - 1].strip(_EDGES), spaced=rest[: -len(last) - 1].strip(_EDGES))
    return None if pairs is None else [*pairs, ("label", last)]


def _unlabelled(rest: str, *, parted: bool) -> Fields | None:
    if HAN.search(rest):
        first = re.split(r"\s{2,}", rest)[0]
        names = han_names(first)
        if names and has_surname(names[0]):
            return [("byline", " ".join(names))]
        return [("aside", first)] if len(first) <= 24 and not re.search("[，。,!?！？]", first) else None
    who, office = split_office(rest)
    if latin_names(who):
        return person(rest, name="byline")
    words = rest.split()
    if parted and len(words) <= 5 and len(rest) <= 40 and rest[0].isupper() and rest[-1].isalnum():
        return person(rest, name="byline")
    return None
