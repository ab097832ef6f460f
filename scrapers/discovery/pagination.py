"""Pagination: which addresses a listing of a form means, by day, by month and by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from scrapers.forms.form import Listing

MAX_DAYS = 400
"""Listings by day of one backfill; more than a year is asked for in parts."""
WORDPRESS_PAGE = 100
"""Articles a page: the most that WordPress gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The pages of one listing on one day."""

    listing: Listing
    day: date
    since: date | None = None
    start: str = ""
    """The listing's address where a page printed it (`url_from`)."""

    def address(self, page: int) -> str | None:
        """Of the N-th page, from 1; None when the form doesn't number them."""
        if self.listing.kind == "wordpress":
            return self._wordpress(page)
        if page > 1 and self.listing.page_url:
            return fill(self.listing.page_url, day=self.day, page=page - 2 + self.listing.page_from)
        numbered = "{page" in "".join((self.listing.url, *self.listing.params.values()))
        if page > 1 and not numbered:
            return None
        address = self.start or fill(self.listing.url, day=self.day, page=page)
        params = {name: fill(value, day=self.day, page=page) for name, value in self.listing.params.items()}
        return _with_query(address, params)

    def _wordpress(self, page: int) -> str:
        """Only what discovery needs is asked for; the articles' own pages are fetched like any other."""
        params = {"per_page": str(WORDPRESS_PAGE), "page": str(page), "_fields": "link,modified_gmt"}
        if self.since:
            params["after"] = f"{self.since}T00:00:00"
        return _with_query(f"{self.listing.url.rstrip('/')}/wp-json/wp/v2/posts", params)


def fill(template: str, *, day: date, page: int) -> str:
    """The template with {year}, {month}, {day} and {page} filled in."""
    return template.format(year=day.year, month=day.month, day=day.day, page=page)


def days(listing: Listing, *, today: date, since: date | None) -> list[date]:
    """A day for each address the listing has: one, or one per day or month back from today, the latest first."""
    if "{day" in listing.address:
        first = since or today - timedelta(days=1)
        n_days = min((today - first).days + 1, MAX_DAYS)
        return [today - timedelta(days=back) for back in range(n_days)]
    if "{month" in listing.address:
        n_months = _months_between(since, today) if since else listing.months
        return [_months_back(today, back) for back in range(n_months)]
    return [today]


def _months_between(first: date, last: date) -> int:
    return max((last.year - first.year) * 12 + last.month - first.month + 1, 1)


def _months_back(today: date, months: int) -> date:
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(years, month + 1, 1)


def _with_query(address: str, params: dict[str, str]) -> str:
    if not params:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(params)}"
