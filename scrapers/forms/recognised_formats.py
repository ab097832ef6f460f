"""Which strptime formats read a page's printed dates: what a form's `date_formats` is proposed from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
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
    return [code for code in _formats() if texts and all(_reads(code, text) for text in texts)]


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
