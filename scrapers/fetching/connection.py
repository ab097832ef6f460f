"""Connections that obey a total deadline, go only to checked addresses, and notice bytes nobody announced.

`requests` counts its timeouts between two bytes, connects to whatever a name resolves to, and drops what follows a
body without a word; its adapter is given sockets of our own here.
"""

from __future__ import annotations

import io
import socket
import ssl
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from time import monotonic
from typing import Any, Literal

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.poolmanager import PoolManager

from scrapers.fetching.address import Resolve, addresses_of
from scrapers.fetching.decompress import ACCEPTED
from scrapers.fetching.limits import Limits

_HEADERS = {"Accept": "text/html,application/xhtml+xml,application/xml,*/*;q=0.8", "Accept-Encoding": ACCEPTED}
_NO_COOKIES = DefaultCookiePolicy(allowed_domains=[])
"""A cookie would tie a page to those fetched before it; a night must not depend on its order."""


class Link:
    """What the sockets of one session obey while one request lasts, and what they report of it."""

    def __init__(self, *, limits: Limits, resolve: Resolve, allow_private: bool) -> None:
        self.limits = limits
        self.resolve = resolve
        self.allow_private = allow_private
        self.address: str | None = None
        self.deadline = 0.0
        self.sent_at: float | None = None
        self.answered_at: float | None = None
        self.surplus = False

    def begin(self) -> None:
        """A request starts: its deadline is set, the last one's reports are forgotten."""
        self.deadline = monotonic() + self.limits.request_s
        self.sent_at = self.answered_at = None
        self.surplus = False

    @property
    def is_overdue(self) -> bool:
        """Whether the request's total time is used up."""
        return monotonic() >= self.deadline

    def patience(self, at_most_s: float) -> float:
        """How long one wait may be. Raises `TimeoutError` when the request's total time is used up."""
        left_s = self.deadline - monotonic()
        if left_s <= 0:
            raise TimeoutError("the request's total time is used up")
        return min(at_most_s, left_s)


class _Reader(io.BufferedReader):
    """Reads a response, and on closing looks whether anything stands behind its end."""

    link: Link
    sock: _Timed

    def close(self) -> None:
        if not self.closed and self._waiting().strip(b"\r\n"):
            self.link.surplus = True
        super().close()

    def _waiting(self) -> bytes:
        """Bytes that have arrived already and belong to no response; never waits for any."""
        self.sock.polling = True
        try:
            self.sock.settimeout(0)
            try:
                return self.peek(1)
            finally:
                self.sock.settimeout(self.link.limits.silence_s)
        except (OSError, ValueError):  # a TLS socket without data, or one that is broken or closed
            return b""
        finally:
            self.sock.polling = False


class _Timed(socket.socket):
    """A socket each of whose reads ends with the request's deadline."""

    link: Link
    polling = False

    def recv_into(self, *args: Any) -> int:
        if not self.polling:
            self.settimeout(self.link.patience(self.link.limits.silence_s))
        return super().recv_into(*args)

    def makefile(self, *args: Any, **options: Any) -> Any:
        reader = _Reader(super().makefile("rb", buffering=0))
        reader.link, reader.sock = self.link, self
        return reader


class _TimedTLS(_Timed, ssl.SSLSocket):
    pass


class _Connection(HTTPConnection):
    """Goes to a checked address; the name stays for `Host`, SNI and the certificate."""

    def __init__(self, *args: Any, link: Link, **options: Any) -> None:
        super().__init__(*args, **options)
        self.link = link

    def _new_conn(self) -> socket.socket:
        """As urllib3's own: it relies on these errors to tell connecting from sending."""
        try:
            return connected(self.host, self.port, link=self.link)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, str(error)) from error
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error

    def request(self, *args: Any, **options: Any) -> None:
        super().request(*args, **options)
        self.link.sent_at = monotonic()


class _TLSConnection(_Connection, HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        self.sock.link = self.link  # type: ignore[union-attr]


def connected(host: str, port: int, *, link: Link) -> socket.socket:
    """A socket connected to the first public address that answers. Raises `AddressRefused` or `OSError`."""
    within_s = link.patience(link.limits.connect_s)
    found = addresses_of(host, port, allow_private=link.allow_private, resolve=link.resolve, within_s=within_s)
    for family, kind, protocol, _, address in found[:-1]:
        try:
            return _connect(_Timed(family, kind, protocol), address, link=link)
        except OSError:  # the next address may answer
            continue
    family, kind, protocol, _, address = found[-1]
    return _connect(_Timed(family, kind, protocol), address, link=link)


def _connect(sock: _Timed, address: tuple[Any, ...], *, link: Link) -> socket.socket:
    try:
        sock.link = link
        sock.settimeout(link.patience(link.limits.connect_s))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect(address)
    except OSError:
        sock.close()
        raise
    link.address = str(address[0])
    return sock


class _Pools(PoolManager):
    def __init__(self, *args: Any, link: Link, **options: Any) -> None:
        super().__init__(*args, **options)
        self.link = link

    def _new_pool(self, scheme: str, *args: Any, **options: Any) -> Any:
        pool = super()._new_pool(scheme, *args, **options)
        pool.ConnectionCls = partial(_TLSConnection if scheme == "https" else _Connection, link=self.link)  # type: ignore[assignment]
        return pool


class _Adapter(HTTPAdapter):
    def __init__(self, *, link: Link, context: ssl.SSLContext | None) -> None:
        self.link = link
        self.context = context
        super().__init__()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        self.poolmanager = _Pools(connections, maxsize=maxsize, ssl_context=self.context, link=self.link)

    def cert_verify(self, *args: Any, **options: Any) -> None:
        """Nothing: the context holds the authorities, which requests would read from disk for each connection."""


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: requests inflates a redirect's whole body before it follows (3 GB from a 10 MB answer)."""
        return None


def session_over(link: Link, *, context: ssl.SSLContext | None, user_agent: str) -> requests.Session:
    """A session for one place whose connections obey `link`: no proxies, no .netrc, no cookies kept."""
    session = _Session()
    session.trust_env = False
    session.cookies.set_policy(_NO_COOKIES)
    session.headers = {"User-Agent": user_agent, **_HEADERS}
    session.adapters.clear()
    session.mount("https://" if context else "http://", _Adapter(link=link, context=context))
    return session


def tls_context(kind: Literal["default", "legacy"], *, ca_file: str) -> ssl.SSLContext:
    """What a TLS connection demands; certificate and host name are always checked, `legacy` admits older ciphers."""
    context = ssl.create_default_context(cafile=ca_file)
    context.sslsocket_class = _TimedTLS
    if kind == "legacy":
        context.set_ciphers("DEFAULT@SECLEVEL=1")
    return context
