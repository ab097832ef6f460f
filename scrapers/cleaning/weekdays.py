"""Weekdays as dates print them, in three languages: they must agree with the date beside them."""

from __future__ import annotations

import re

from scrapers.months import MONTH

_EN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_VI = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_ZH = "一二三四五六日"
_WEEKDAY = re.compile(
    rf"\b(?:(?P<en>mon|tues|wednes|thurs|fri|satur|sun)day\b"
    rf"|(?P<short>mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b(?=[.,]|$|\s(?:{MONTH})\b|\s\d{{1,2}} (?:{MONTH})\b))\.?"
    r"|\b(?P<vi>thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])\b|chủ nhật\b)"
    r"|(?<!\w)(?P<letters>T[2-7]|CN)(?=[,.]?\s\d{1,2}[/-]\d)"
    r"|(?P<unknown>(?<!\w)Thứ [^\W\d_]{2,5}(?=\s?[,|–-]))"
    r"|(?:星期|礼拜|周|週)(?P<zh>[一二三四五六日天])",
    re.IGNORECASE,
)
_SIGNS = (
    *(name[:3] for name in _EN),
    "thứ",
    "chủ",
    *(f"t{day}" for day in range(2, 8)),
    "cn",
    "星期",
    "礼拜",
    "周",
    "週",
)
"""Cheap to look for: a weekday has one of them."""


def weekday_in(text: str) -> int | None:
    """The weekday named in the text, Monday = 0; None when none is, or none that we know."""
    match = _WEEKDAY.search(text) if _may_name(text) else None
    if not match or match["unknown"]:
        return None
    english = match["en"] or match["short"]
    if english:
        return _EN.index(english[:3].lower())
    if match["zh"]:
        return _ZH.index(match["zh"].replace("天", "日"))
    if match["letters"]:
        return int(match["letters"][1]) - 2 if match["letters"][1].isdigit() else _VI.index("chủ nhật")
    name = match["vi"].lower()
    return int(name[-1]) - 2 if name[-1].isdigit() else _VI.index(name)


def strip_weekday(text: str) -> str:
    """The text without the weekday it names."""
    return _WEEKDAY.sub("", text) if _may_name(text) else text


def _may_name(text: str) -> bool:
    return any(map(text.lower().__contains__, _SIGNS))
