"""Months as dates print them: in digits, in English, in Vietnamese."""

from __future__ import annotations

import re

MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
"""The alternatives of a pattern, lower case."""
_IN_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_VIETNAMESE = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
VIETNAMESE_MONTH = "mười (?:một|hai)|" + "|".join((*_IN_VIETNAMESE[:10], "giêng"))
"""What follows `tháng`, as the alternatives of a pattern."""
YEAR = r"(?:19|20)\d\d"

_MONTH_ONLY = re.compile(
    rf"^(?:{YEAR}(?:-|/|\s?年\s?)[01]?\d月?|(?:{MONTH}),? {YEAR}|tháng [01]?\d(?:/|,? năm ){YEAR})$", re.IGNORECASE
)
_LONGEST = 24


def is_month(text: str) -> bool:
    """Whether the text is a year and a month and nothing else."""
    return len(text) <= _LONGEST and bool(_MONTH_ONLY.match(text))


def month_number(text: str) -> int | None:
    """1 to 12 for a month in digits or in letters of English or Vietnamese; None for anything else."""
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    if text.lower() in _IN_VIETNAMESE:
        return _IN_VIETNAMESE.index(text.lower()) + 1
    if text.lower() == "giêng":
        return 1
    start = text[:3].lower()
    return _IN_ENGLISH.index(start) + 1 if start in _IN_ENGLISH else None
