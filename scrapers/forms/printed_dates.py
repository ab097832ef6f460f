"""Whether a form's date_formats read what its pages print as their date, and the format to write where they don't."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from selectolax.lexbor import LexborHTMLParser

from scrapers.date_formats import day_first_in
from scrapers.dates import find_date, reads
from scrapers.forms.form import Layout
from scrapers.forms.recognised_formats import formats_of
from scrapers.layouts import first_printed

LONGEST_LINE = 120
"""Characters; a longer element that holds a date is a text."""


def printed_date(tree: LexborHTMLParser, layout: Layout) -> str:
    """What the layout's `published` names on the page; "" for nothing."""
    return first_printed(tree, layout.published)


def is_unread(printed: str, layout: Layout) -> bool:
    """Whether a date is printed that a format of the form is needed for and none reads."""
    if not printed or reads(printed, layout.date_formats):
        return False
    found = find_date(printed)
    return bool(layout.date_formats) or found is None or _needs_order(found.raw)


def _needs_order(raw: str) -> bool:
    """Whether day and month are told by their order alone: `18/11/2026`, and no `2026-11-18` or `18 November`."""
    return any(day_first_in((code,)) is not None for code in formats_of([raw]))


def format_for(printed: str, others: Sequence[str], *, day: date | None) -> str | None:
    """The format that reads this date as the day expected, and the other pages' dates as well if one can."""
    text = date_in(printed)
    found = [*formats_of([text, *map(date_in, others)]), *formats_of([text])]
    return next((code for code in found if day in (None, _day(text, code))), None)


def date_in(printed: str) -> str:
    """The date without the words beside it, as a format may read it, too."""
    found = find_date(printed)
    return found.raw if found else printed


def _day(text: str, code: str) -> date:
    return datetime.strptime(text, code).date()  # noqa: DTZ007 -- a day has no zone
