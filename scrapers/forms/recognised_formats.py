"""Which strptime formats read a page's printed dates: what a form's `date_formats` is proposed from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import product

_DAYS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%B %d, %Y", "%b %d, %Y",
    "%d %B %Y", "%d %b %Y", "%B %d,%Y", "%Y年%m月%d日", "%d tháng %m, %Y", "%d tháng %m năm %Y",
)  # fmt: skip
_TIMES = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%Hh%M")
_BETWEEN = (" ", " | ", " - ", ", ", " – ", "T")
_WEEKDAYS = ("", "%A, ", "%A ", "%a, ")
_ZONES = ("", " (GMT +7)", " (GMT+7)", " GMT+7", " (GMT+8)")


def formats_of(printed: Sequence[str]) -> list[str]:
    """The formats that read all of these dates whole; day before month where the days don't tell."""
    texts = [" ".join(text.split()) for text in printed]
    if not texts:
        return []
    return [
        code
        for code, pieces, n_numbers in _shapes()
        if all(_fits(pieces, n_numbers, text) and _reads(code, text) for text in texts)
    ]


@cache
def _shapes() -> tuple[tuple[str, tuple[str, ...], int], ...]:
    """Each format with the texts between its codes and its count of numbers: Python compiles a format for each try."""
    return tuple((code, _pieces(code), len(re.findall(r"%[dmYHMSI]|\d+", code))) for code in _formats())


def _pieces(code: str) -> tuple[str, ...]:
    return tuple(part.casefold() for part in re.split(r"%\w", code) if part)


def _fits(pieces: Sequence[str], n_numbers: int, text: str) -> bool:
    """Whether the text may be of this shape: so many numbers, and these pieces in this order."""
    if len(re.findall(r"\d+", text)) != n_numbers:
        return False
    at, folded = 0, text.casefold()
    for piece in pieces:
        at = folded.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _formats() -> Iterator[str]:
    for weekday, day in product(_WEEKDAYS, _DAYS):
        yield weekday + day
        for between, time, zone in product(_BETWEEN, _TIMES, _ZONES):
            yield f"{weekday}{day}{between}{time}{zone}"
    yield from (f"{time}{between}{day}" for between, time, day in product(_BETWEEN, _TIMES, _DAYS))


def _reads(code: str, text: str) -> bool:
    try:
        datetime.strptime(text, code)  # noqa: DTZ007 -- only whether it fits
    except ValueError:
        return False
    return True
