"""From the bytes of one listing page to the links it prints. Pure: no network, nothing remembered."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from html import unescape
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from selectolax.lexbor import LexborHTMLParser

from scrapers.extraction.endless import is_endless
from scrapers.extraction.nesting import MAX_DEPTH, is_too_deep
from scrapers.forms.form import Listing, UrlFrom
from scrapers.loading.decoding import decode
from scrapers.records import Rejection
from scrapers.urls import host_of

MAX_BYTES = 10_000_000
"""Of a listing after decompression."""
MAX_HTML_BYTES = 3_000_000
"""beautifulsoup4 needs about a second for each megabyte of links."""

_NO_ADDRESS = re.compile(r"^\s*(?:#|$|(?:javascript|mailto|tel|data|about|whatsapp|zalo|viber|sms):)", re.IGNORECASE)
_PAGER = re.compile(r"\bcreatePageHTML\(\s*(\d{1,6})\s*,")
"""What TRS WCM and its kin write their pager with: first the pages in all."""
_ESCAPED = re.compile(r"\\(?:u00([0-9a-fA-F]{2})|x([0-9a-fA-F]{2})|(/))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A link as the listing prints it."""

    href: str
    modified: datetime | None = None
    """When the listing says that the article last changed."""
    fields: tuple[tuple[str, str], ...] = ()
    """What else it prints of the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one listing page gave."""

    links: tuple[Printed, ...] = ()
    """With absolute addresses, in the page's order."""
    further: tuple[str, ...] = ()
    """Absolute addresses of the next page, or of an index's sitemaps."""
    total_pages: int | None = None
    malformed: tuple[str, ...] = ()
    """Links that are no addresses."""
    problem: str | None = None
    """What kept the page, or the rest of it, from being read."""


def listing_text(content: bytes) -> str | Rejection:
    """The listing's text, decompressed if it is gzip; a rejection when too big or no text."""
    unpacked = _unpacked(content)
    if isinstance(unpacked, Rejection):
        return unpacked
    decoded = decode(unpacked, markup=True)
    return decoded if isinstance(decoded, Rejection) else decoded[0]


def read_html(text: str, *, base: str, listing: Listing) -> Reading:
    """The links that the form's `links` finds, and the page that its `next` leads to."""
    if len(text) > MAX_HTML_BYTES:
        return Reading(problem=f"The page is longer than {MAX_HTML_BYTES:,} characters.")
    if is_too_deep(text):
        return Reading(problem=f"More than {MAX_DEPTH} elements stand inside one another.")
    if is_endless(text, text.count("<")):
        return Reading(problem="It has attributes, choices or formatting without end.")
    # html.parser alone takes 94 s for 80 KB of "<a "; lexbor makes any tags regular first, in linear time.
    soup = BeautifulSoup(LexborHTMLParser(text).html or "", "html.parser")
    printed = [Printed(href=href) for element in soup.select(listing.links) for href in _hrefs(element)]
    following = soup.select_one(listing.next) if listing.next else None
    further = _hrefs(following)[:1] if following else []
    total = max(map(int, _PAGER.findall(text)), default=None) if listing.page_url else None
    return resolve(printed, base=_declared_base(soup, base), further=further, total_pages=total)


def read_json(text: str, *, base: str, listing: Listing) -> Reading:
    """The links under the form's keys; a JSON that lacks them gives none and a problem."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Reading(problem=f"It is no JSON ({error}).")
    found = _under(answer, listing.items)
    if not isinstance(found, list):
        return Reading(problem=f"There is no list under {listing.items or 'the top'!r}.")
    printed = [_printed(one, listing) for one in found]
    total = str(_under(answer, listing.total_pages)) if listing.total_pages else ""
    return resolve(printed, base=base, total_pages=int(total) if total.isdecimal() else None)


def find_address(text: str, *, base: str, rule: UrlFrom) -> str | None:
    """The listing's address printed in a page, its HTML and script escapes undone; None when it isn't there."""
    match = re.search(rule.pattern, text)
    if match is None:
        return None
    groups = match.groupdict()
    printed = groups.get("url") or next((group for group in match.groups() if group), match.group())
    return _absolute(base, _ESCAPED.sub(_unescaped, unescape(printed)))


def read_moment(printed: str) -> datetime | None:
    """A W3C date as a moment in UTC; a day alone is its end, so that a change on that day is never missed."""
    try:
        moment = datetime.fromisoformat(printed.strip())
        if len(printed.strip()) <= 10:
            moment = datetime.combine(moment.date(), time(23, 59, 59))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def resolve(
    printed: Iterable[Printed],
    *,
    base: str,
    further: Sequence[str] = (),
    total_pages: int | None = None,
    problem: str | None = None,
) -> Reading:
    """A reading with absolute addresses; links that are none are told apart, links within the page left out."""
    links, malformed = [], []
    for link in printed:
        if _NO_ADDRESS.match(link.href):
            continue
        if address := _absolute(base, link.href):
            links.append(Printed(href=address, modified=link.modified, fields=link.fields))
        else:
            malformed.append(link.href[:200])
    return Reading(
        links=tuple(links),
        further=tuple(address for href in further if (address := _absolute(base, href))),
        total_pages=total_pages,
        malformed=tuple(malformed),
        problem=problem,
    )


def _unpacked(content: bytes) -> bytes | Rejection:
    if not content.startswith(b"\x1f\x8b"):
        too_big = len(content) > MAX_BYTES
    else:
        unpacker = zlib.decompressobj(wbits=31)
        try:
            content = unpacker.decompress(content, MAX_BYTES)
        except zlib.error as error:
            return Rejection(reason="truncated", detail=f"Its gzip is damaged ({error}).")
        too_big = bool(unpacker.unconsumed_tail)
    return Rejection(reason="too_big", detail=f"It is over {MAX_BYTES:,} bytes.") if too_big else content


def _hrefs(element: Tag) -> list[str]:
    """Of the link itself, else of the links inside the element."""
    links = [element] if element.has_attr("href") else element.select("a[href]")
    return [str(link["href"]) for link in links]


def _declared_base(soup: BeautifulSoup, base: str) -> str:
    declared = soup.select_one("base[href]")
    return (_absolute(base, str(declared["href"])) if declared else None) or base


def _absolute(base: str, href: str) -> str | None:
    """None for what is no http(s) address; `urljoin` alone raises on `http://[::1/`."""
    try:
        address = urljoin(base, href.strip())
    except ValueError:
        return None
    return address if host_of(address) is not None else None


def _under(value: Any, path: str) -> Any:
    """What stands under keys joined by dots; None when one of them isn't there."""
    for key in filter(None, path.split(".")):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _printed(one: Any, listing: Listing) -> Printed:
    """One article of a JSON list; WordPress names its keys itself."""
    link = _under(one, listing.link or "link")
    modified = _under(one, "modified_gmt") if listing.kind == "wordpress" else None
    values = ((field, _under(one, path)) for field, path in listing.fields.items())
    return Printed(
        href=link if isinstance(link, str) else "",
        modified=read_moment(modified) if isinstance(modified, str) else None,
        fields=tuple((field, str(value)) for field, value in values if value not in (None, "")),
    )


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2)
    return chr(int(code, 16)) if code else "/"
