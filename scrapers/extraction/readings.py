"""Which day a date of a page is, where day and month may be either: told by the text's language, by other dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta, tzinfo
from functools import cached_property

from scrapers.cleaning.day_order import DAY_FIRST
from scrapers.cleaning.weekdays import weekday_in
from scrapers.dates import EARLIEST, day_of, zone_of
from scrapers.extraction.about import About
from scrapers.extraction.tree import Block
from scrapers.extraction.webdays import Order, find_day, in_order, read_moment
from scrapers.language import detect
from scrapers.urls import ending_of

_MONTH_FIRST = ("en-us", "en_us")
_DAY_FIRST = (
    "vi", "zh", "fr", "de", "es", "it", "pt", "nl", "ru", "pl", "cs", "tr", "id", "en-gb", "en_gb", "en-au", "en-in",
    "en-ie", "en-nz",
)  # fmt: skip
_NUMERIC = re.compile(r"(?<![\d/-])(?P<first>[0-3]?\d)(?P<sign>[-/])(?P<second>[0-3]?\d)(?P=sign)(?:19|20)\d\d(?!\d)")
_LONGEST = 120
_MONTHS = 12
_IN_URL = re.compile(
    r"/(?P<y>(?:19|20)\d\d)(?P<s>[-/]?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])(?=[-/._]|$)"
)
_MAY_HAVE_ZONE = (None, "en", "vi", "zh")
"""What pages in a language of one country declare: English is often left as the system's default."""
_NEAR = timedelta(days=3)
_ZONES = timedelta(days=1)


class Readings:
    """How the dates of one page are to be read; what it takes is looked for when it is asked for."""

    def __init__(self, about: About, blocks: Sequence[Block], text: str, *, last: date) -> None:
        self.about = about
        self.blocks = blocks
        self.text = text
        """The article's body: which language it is in tells more than what the page declares."""
        self.last = last
        """The day the page was fetched, or today: nothing on it was published later."""

    def day_of(self, raw: str) -> date | None:
        """The day that a statement names; None for one that may be two, or cannot be an article's."""
        on = read_moment(raw, self.zone)
        if on is None and (named := find_day(raw.strip())):
            on = self.choose(named.days, raw)
        return on if on and self.is_possible(on) else None

    def choose(self, days: tuple[date, ...], printed: str) -> date | None:
        """Of a date's readings the one that is meant; None where nothing tells."""
        if len(days) == 1:
            return days[0]
        weekday = weekday_in(printed)
        by_weekday = [day for day in days if day.weekday() == weekday]
        by_address = [day for day in days if self.address and abs(day - self.address) <= _NEAR]
        for fits in (by_weekday, by_address):
            if len(fits) == 1:
                return fits[0]
        return in_order(days, self.order)

    def is_possible(self, on: date) -> bool:
        """Not before 1990, not after the page was fetched (a day for the zones)."""
        return on.year >= EARLIEST and on <= self.last + _ZONES

    def fits_address(self, on: date) -> bool:
        """Whether the address holds no day, or one close to this."""
        return self.address is None or abs(on - self.address) <= _NEAR

    @cached_property
    def address(self) -> date | None:
        """The full day the address holds: never the article's by itself, but a printed day must not contradict it."""
        match = _IN_URL.search(self.about.url)
        return day_of(match["y"], match["m"], match["d"]) if match else None

    @cached_property
    def language(self) -> str | None:
        """The language of the text, whatever the page declares."""
        return detect(self.text, declared=self.about.language)

    @cached_property
    def zone(self) -> tzinfo | None:
        """The zone of the one country whose language it is."""
        if self.about.language not in _MAY_HAVE_ZONE:
            return None
        return zone_of(timezone_name=None, language=self.language)

    @cached_property
    def order(self) -> Order | None:
        """What comes first in the page's numeric dates."""
        declared, locale = self.about.declared_language, self.about.meta("og:locale").lower()
        if self.language in _DAY_FIRST:
            return "dm"
        if declared.startswith(_MONTH_FIRST) or (locale.startswith(_MONTH_FIRST) and declared in ("", "en")):
            return "md"
        if (declared or locale).startswith(_DAY_FIRST) or ending_of(self.about.url) in DAY_FIRST:
            return "dm"
        return self._order_of_others

    @property
    def _order_of_others(self) -> Order | None:
        """As the page's other dates are printed, where one of their numbers can be no month, and all agree."""
        orders: set[Order] = set()
        for block in self.blocks:
            for match in _NUMERIC.finditer(block.text) if block.weight < _LONGEST else ():
                first, second = int(match["first"]), int(match["second"])
                if max(first, second) > _MONTHS >= min(first, second):
                    orders.add("dm" if first > second else "md")
        return orders.pop() if len(orders) == 1 else None
