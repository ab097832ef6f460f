"""A real HTTP server for one site: listings and pages by path, validators, 304, and a log of what was asked."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.sites.days import DAY_ONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What stands under one path."""

    content: bytes
    content_type: str = "text/html; charset=utf-8"
    version: int = 1
    """The day it last changed: `Last-Modified` follows it, `ETag` the content."""
    status: int = 200

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:16]}"'

    @property
    def last_modified(self) -> str:
        return format_datetime(DAY_ONE.replace(day=DAY_ONE.day + self.version - 1), usegmt=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as the server saw it."""

    at: float
    """Seconds of the server's monotonic clock."""
    path: str
    status: int
    n_at_once: int
    """Requests to this server that were open when it came, itself included."""


class SiteServer:
    """Serves `resources` on a free port until closed; they may be exchanged at any time."""

    def __init__(self, *, latency_s: float = 0.0) -> None:
        self.resources: Mapping[str, Resource] = {}
        self.requests: list[Request] = []
        self.latency_s = latency_s
        self.n_open = 0
        self.lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._http.server_address[1]}"

    @property
    def base(self) -> str:
        return f"http://{self.host}"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def _handler_of(site: SiteServer) -> type[BaseHTTPRequestHandler]:
    return type("SiteHandler", (_Handler,), {"site": site})


class _Handler(BaseHTTPRequestHandler):
    site: SiteServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        began = time.monotonic()
        with self.site.lock:
            self.site.n_open += 1
            n_at_once = self.site.n_open
        time.sleep(self.site.latency_s)
        status, resource = self._found()
        # Before the answer: the client may ask again, or the test look, as soon as it has the last byte.
        with self.site.lock:
            self.site.n_open -= 1
            self.site.requests.append(Request(at=began, path=self.path, status=status, n_at_once=n_at_once))
        self._send(status, resource)

    def _found(self) -> tuple[HTTPStatus, Resource]:
        resource = self.site.resources.get(self.path)
        if resource is None:
            return HTTPStatus.NOT_FOUND, Resource(content=b"<h1>Not found</h1>")
        return (HTTPStatus.NOT_MODIFIED if self._is_current(resource) else HTTPStatus(resource.status)), resource

    def _is_current(self, resource: Resource) -> bool:
        """As RFC 9110 orders it: the entity tag decides, the date only where no tag was sent."""
        tag, since = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        if tag is not None:
            return tag == resource.etag
        if since is None:
            return False
        return parsedate_to_datetime(resource.last_modified) <= parsedate_to_datetime(since)

    def _send(self, status: HTTPStatus, resource: Resource) -> None:
        self.send_response(status)
        if status != HTTPStatus.NOT_FOUND:
            self.send_header("ETag", resource.etag)
            self.send_header("Last-Modified", resource.last_modified)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", resource.content_type)
            self.send_header("Content-Length", str(len(resource.content)))
        self.end_headers()
        if status != HTTPStatus.NOT_MODIFIED:
            self.wfile.write(resource.content)

    def log_message(self, format: str, *args: Any) -> None:
        """The log is `SiteServer.requests`."""
