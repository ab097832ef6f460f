"""What can go wrong with one request, each in words an operator understands; every error of the network ends here."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from typing import Literal

import requests
import urllib3

from scrapers.fetching.address import AddressRefused
from scrapers.fetching.connection import Link
from scrapers.records import Exchange, Reason

Truncated = Literal["length", "time", "disconnect"]

NETWORK_ERRORS = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    AddressRefused,
    OSError,
    ValueError,  # what http.client and urllib3 raise for odd header lines and host names, UnicodeError among them
)

_UNCONNECTED = (
    (ConnectionRefusedError, "the connection was refused"),
    (urllib3.exceptions.NewConnectionError, "no connection could be made"),
    (urllib3.exceptions.ConnectTimeoutError, "connecting took too long"),  # the one before is a kind of it
)


class Fault(Exception):
    """A request that brought no complete answer: what happened, and whether another try may help."""

    def __init__(
        self,
        detail: str,
        *,
        is_transient: bool = False,
        reason: Reason | None = None,
        truncated: Truncated | None = None,
        exchange: Exchange | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.is_transient = is_transient
        self.reason = reason
        self.truncated = truncated
        self.exchange = exchange
        self.pause_s: float | None = None


class Refused(Fault):
    """An address that is never connected to, whatever is asked of it."""


class Unconnected(Fault):
    """A host that no connection could be made to."""


def fault_of(error: Exception, *, link: Link) -> Fault:
    """The fault behind an error of requests, urllib3, http.client, ssl or the socket."""
    if link.is_overdue:
        detail = f"no complete answer within {link.limits.request_s:g} s"
        return Fault(detail, reason="truncated" if link.sent_at else None, truncated="time")
    causes = tuple(_causes(error))
    return _refused(causes) or _tls(causes) or _unconnected(causes) or _broken(causes, link=link) or _odd(causes)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it was made from, wherever its library keeps them."""
    waiting, seen = [error], set[int]()
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        related = (cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args)
        waiting += [one for one in related if isinstance(one, BaseException)]


def _refused(causes: tuple[BaseException, ...]) -> Fault | None:
    found = (cause for cause in causes if isinstance(cause, AddressRefused))
    return next((Refused(f"{cause}: it was not connected to") for cause in found), None)


def _tls(causes: tuple[BaseException, ...]) -> Fault | None:
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Fault(f"its TLS certificate is not valid: {cause.verify_message}")
    for cause in causes:
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
            return Fault(f'TLS failed ({cause.reason}); where a site knows only older ciphers, tls = "legacy" helps')
    return None


def _unconnected(causes: tuple[BaseException, ...]) -> Fault | None:
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return Unconnected(f"its name cannot be resolved: {cause.strerror}", is_transient=True)
    for kind, detail in _UNCONNECTED:
        if any(isinstance(cause, kind) for cause in causes):
            return Unconnected(detail, is_transient=True)
    return None


def _broken(causes: tuple[BaseException, ...], *, link: Link) -> Fault | None:
    for cause in causes:
        if isinstance(cause, TimeoutError):
            return Fault(f"silent for {link.limits.silence_s:g} s", reason="truncated", truncated="time")
        if isinstance(cause, urllib3.exceptions.InvalidChunkLength) and cause.length:
            return Fault("a chunk of the body is broken", reason="truncated", truncated="disconnect")
        if isinstance(cause, http.client.IncompleteRead):
            return Fault("the body ends early", is_transient=True, reason="truncated", truncated="disconnect")
    if any(isinstance(cause, (ConnectionError, ssl.SSLError)) for cause in causes):
        return Fault("the connection was broken off", is_transient=True, reason="truncated", truncated="disconnect")
    return None


def _odd(causes: tuple[BaseException, ...]) -> Fault:
    kinds = [type(cause).__name__ for cause in causes if isinstance(cause, http.client.HTTPException)]
    return Fault(f"the answer is not HTTP as it should be ({(kinds or [type(causes[0]).__name__])[0]})")
