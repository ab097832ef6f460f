"""The fetching of one URL while it lasts, and the `Page` it ends as."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Literal, TypedDict
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapers.extraction.refusals import wall
from scrapers.fetching.decompress import BadCoding, TooBig, codings_of, decoded
from scrapers.fetching.limits import ERROR_BYTES, MAX_URL_LENGTH
from scrapers.records import Exchange, Page, Reason
from scrapers.rights import rights_in_headers
from scrapers.robots import AGENT
from scrapers.source import Source
from scrapers.urls import host_of, is_alias

REDIRECTS = (301, 302, 303, 307, 308)
TEMPORARY = (302, 303, 307)
Ending = Literal["not_modified", "failed", "deferred", "disallowed", "gone", "out_of_scope", "repeated"]


class Stop(Exception):
    """The fetching of a URL ends without a page, with this outcome."""

    def __init__(
        self, outcome: Ending, detail: str, *, reason: Reason | None = None, retry_at: datetime | None = None
    ) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail
        self.reason = reason
        self.retry_at = retry_at


class Failure(TypedDict):
    """What a failed page tells."""

    detail: str
    reason: Reason | None


class TooManyRedirects(Stop):
    """A URL led on and on."""


class Unreached(Stop):
    """No connection could be made to a URL's host."""


@dataclass(slots=True, kw_only=True)
class Visit:
    """Where the fetching of one URL stands."""

    source: Source
    asked: str
    url: str
    """Where it has led by now."""
    validators: tuple[tuple[str, str], ...] = ()
    """Request headers that ask for what differs from an answer of `validated`."""
    validated: str = ""
    """The URL that gave them: a validator says nothing of another one (RFC 9110 §8.8)."""
    is_robots: bool = False
    tries: int = 0
    exchanges: list[Exchange] = field(default_factory=list)
    beside: list[Exchange] = field(default_factory=list)
    """Of the robots.txt that had to be asked for first."""
    content: bytes = b""

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """The validators, where it has led to the URL that gave them."""
        return self.validators if self.validators and is_alias(self.url, self.validated) else ()

    def answered(self, *, held: bool) -> Page:
        """The page of a complete answer; 404 and 410 mean `gone` when we hold an article of this URL."""
        status = self.exchanges[-1].status
        if status == 200:
            return self._page(outcome=None)
        if status == 304 and self.conditions:
            return self._page(outcome="not_modified", detail="unchanged since it was last fetched")
        if status in (404, 410) and held:
            return self._page(outcome="gone", detail=status_text(status))
        return self._page(outcome="failed", **failure(self.exchanges[-1]))

    def stopped(self, stop: Stop) -> Page:
        """The page of a fetching that ended before a complete answer."""
        return self._page(outcome=stop.outcome, detail=stop.detail, reason=stop.reason, retry_at=stop.retry_at)

    def _page(
        self,
        *,
        outcome: Ending | None,
        detail: str | None = None,
        reason: Reason | None = None,
        retry_at: datetime | None = None,
    ) -> Page:
        last = self.exchanges[-1] if self.exchanges else None
        return Page(
            source=self.source.name,
            url=self.asked,
            outcome=outcome,
            reason=reason,
            detail=detail,
            final_url=self.url if outcome == "repeated" else last.url if last else None,
            http_status=last.status if last else None,
            fetched_at=last.requested_at if last else datetime.now(UTC),
            elapsed_ms=sum(one.elapsed_ms for one in self.exchanges) if last else None,
            tries=self.tries,
            etag=header_of(last, "etag"),
            last_modified=header_of(last, "last-modified"),
            content=self.content if outcome is None else b"",
            content_type=header_of(last, "content-type"),
            exchanges=tuple(self.exchanges),
            beside=tuple(self.beside),
            rights=rights_in_headers(last.headers, agent=AGENT) if last else (),
            retry_at=retry_at,
        )


def failure(exchange: Exchange) -> Failure:
    """What to tell of a status that brings no page; many walls answer 403 or 503 with a page that says so."""
    told = wall(_error_text(exchange))
    if told is None:
        return {"detail": status_text(exchange.status), "reason": None}
    return {"detail": f"{status_text(exchange.status)}: {told}", "reason": "block_wall"}


def _error_text(exchange: Exchange) -> str:
    """The beginning of an error page, as far as it can be had."""
    pieces: list[bytes] = []
    with suppress(BadCoding, TooBig):
        codings = codings_of(header_of(exchange, "content-encoding") or "")
        pieces.extend([exchange.body] if not codings else [])
        for piece in decoded([exchange.body], codings, max_bytes=ERROR_BYTES) if codings else ():
            pieces.append(piece)
    return b"".join(pieces).decode("utf-8", "replace")


def header_of(exchange: Exchange | None, name: str) -> str | None:
    """The first header of that name (lower case), if there is one."""
    headers = exchange.headers if exchange else ()
    return next((value for key, value in headers if key.lower() == name), None)


def status_text(status: int) -> str:
    """`HTTP 404 Not Found`: in the standard's words, not the server's."""
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"


def redirect_target(exchange: Exchange) -> str | None:
    """Where a response leads on to; None when it doesn't. Raises `Stop` when the address is no address."""
    location = header_of(exchange, "location")
    if exchange.status not in REDIRECTS or not location:
        return None
    try:
        return urldefrag(urljoin(exchange.url, _as_utf8(location)))[0]
    except ValueError:
        raise Stop("failed", f"it redirects to a malformed address ({shown(location)})") from None


def _as_utf8(header: str) -> str:
    """Headers arrive decoded as Latin-1; addresses with Vietnamese letters in them are UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def check_scope(url: str, source: Source) -> None:
    """Raises `Stop` unless `url` is an http(s) address on one of the form's hosts."""
    host = host_of(url)
    if host is None or not _is_plain(url):
        raise Stop("out_of_scope", f"{shown(url)} is not a plain http(s) address")
    if len(url) > MAX_URL_LENGTH:
        raise Stop("out_of_scope", f"its address has more than {MAX_URL_LENGTH:,} characters")
    if host not in {known.lower() for known in source.hosts}:
        raise Stop("out_of_scope", f"{shown(host)} is not among the hosts of {source.name}")


def _is_plain(url: str) -> bool:
    """No user name, back slash, space or control character before the path: parsers disagree where a host ends then."""
    authority = urlsplit(url).netloc
    return authority.isprintable() and not set(authority) & set("@\\ ") and "\\" not in url[:12]


def shown(text: str) -> str:
    """Text from outside, short and without control characters, for a message."""
    return "".join(sign if sign.isprintable() else "�" for sign in text[:200])
