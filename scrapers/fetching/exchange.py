"""One request and its response over one connection, bounded in time and bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from urllib.parse import urlsplit

import requests
import urllib3

from scrapers.fetching.body import Body, read_aside, read_content
from scrapers.fetching.connection import Link
from scrapers.fetching.faults import NETWORK_ERRORS, fault_of
from scrapers.records import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What to request, and how much of a 200 to read."""

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    max_bytes: int
    cut: bool = False
    """Whether a longer body is cut there instead of refused."""


def exchange(ask: Ask, *, session: requests.Session, link: Link) -> tuple[Exchange, bytes]:
    """The response to one request, with its decoded content if it is a 200. Raises `Fault`, and nothing else."""
    link.begin()
    requested_at, began = datetime.now(UTC), monotonic()
    request, response = _sent(ask, session=session, link=link)
    body = _read(response, ask=ask, link=link)
    if body.fault or body.truncated or link.surplus:
        _drop(response, session)
    seen = Exchange(
        url=ask.url,
        requested_at=requested_at,
        elapsed_ms=round((monotonic() - began) * 1000),
        address=link.address,
        request_headers=(("Host", urlsplit(ask.url).netloc), *request.headers.items()),
        status=response.status,
        status_line=f"HTTP/{response.version // 10}.{response.version % 10} {response.status} {response.reason}",
        headers=tuple(response.headers.iteritems()),
        body=body.received,
        truncated=body.truncated,
    )
    if body.fault:
        body.fault.exchange = seen
        raise body.fault
    return seen, body.content


def _sent(
    ask: Ask, *, session: requests.Session, link: Link
) -> tuple[requests.PreparedRequest, urllib3.BaseHTTPResponse]:
    try:
        request = session.prepare_request(requests.Request("GET", ask.url, headers=dict(ask.headers)))
        answer = session.send(request, stream=True, allow_redirects=False, timeout=link.limits.connect_s)
    except NETWORK_ERRORS as error:
        session.close()
        raise fault_of(error, link=link) from error
    link.answered_at = monotonic()
    return request, answer.raw


def _read(response: urllib3.BaseHTTPResponse, *, ask: Ask, link: Link) -> Body:
    if response.status == 200:
        return read_content(response, link=link, max_bytes=ask.max_bytes, cut=ask.cut)
    return read_aside(response, link=link)


def _drop(response: urllib3.BaseHTTPResponse, session: requests.Session) -> None:
    """The connection may still carry bytes of this response: nothing more is read from it."""
    response.close()
    session.close()
