"""One session per source and host, so that what one form allows never serves another."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass
from ssl import SSLContext
from typing import Literal
from urllib.parse import urlsplit

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from scrapers.fetching.address import Resolve
from scrapers.fetching.connection import Link, session_over, tls_context
from scrapers.fetching.limits import Limits
from scrapers.source import Source
from scrapers.urls import host_and_port, in_ascii


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What the client takes from its machine: how names are resolved, and the authorities it trusts."""

    resolve: Resolve = socket.getaddrinfo
    ca_file: str = DEFAULT_CA_BUNDLE_PATH


class Sessions:
    """The sessions of one client, made when first needed."""

    def __init__(self, *, user_agent: str, limits: Limits, network: Network) -> None:
        self._user_agent = user_agent
        self._limits = limits
        self._network = network
        self._made: dict[tuple[str, str], tuple[requests.Session, Link]] = {}
        self._contexts: dict[str, SSLContext] = {}
        self._guard = threading.Lock()

    def to(self, url: str, *, source: Source) -> tuple[requests.Session, Link]:
        """The session to this URL's host and port, with the link its connections obey."""
        scheme, place = urlsplit(url).scheme, host_and_port(url)
        key = (source.name, f"{scheme}://{place}")
        with self._guard:
            if key not in self._made:
                self._made[key] = self._make(place, source, is_tls=scheme == "https")
            return self._made[key]

    def close(self) -> None:
        """Close all connections."""
        with self._guard:
            for session, _ in self._made.values():
                session.close()

    def _make(self, place: str, source: Source, *, is_tls: bool) -> tuple[requests.Session, Link]:
        allowed = place in {in_ascii(known) for known in source.fetch.allow_private}
        link = Link(limits=self._limits, resolve=self._network.resolve, allow_private=allowed)
        context = self._context(source.fetch.tls) if is_tls else None
        return session_over(link, context=context, user_agent=self._user_agent), link

    def _context(self, kind: Literal["default", "legacy"]) -> SSLContext:
        """One per kind: reading the authorities takes some 50 ms."""
        if kind not in self._contexts:
            self._contexts[kind] = tls_context(kind, ca_file=self._network.ca_file)
        return self._contexts[kind]
