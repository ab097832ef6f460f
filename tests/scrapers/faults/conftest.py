"""A site on a loopback socket that answers each path exactly as told, however wrong that is."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from scrapers.fetch import Client
from scrapers.fetching.limits import Limits
from scrapers.source import Fetch, Source

Behaviour = Callable[[socket.socket], None]
Answer = bytes | Behaviour

HERE = Path(__file__).parent


class Site:
    """Answers by path; a list of answers is used up one by one, its last one for good."""

    def __init__(self, wrap: Callable[[socket.socket], socket.socket] | None = None) -> None:
        self._wrap = wrap
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        self.answers: dict[str, Answer | list[Answer]] = {}
        self.requests: list[tuple[float, str, dict[str, str]]] = []
        self.n_connections = 0
        self.n_under_way = 0
        self.most_at_once = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"

    def source(self, *, hosts: tuple[str, ...] = (), allow: bool = True, **fetch: object) -> Source:
        """A form for this site; `allow` says whether its private address may be connected to."""
        values = {"delay_s": 0, "allow_private": (self.host,) if allow else (), **fetch}
        return Source(
            name="site", title="A site", publisher="Nobody", kind="other", country="VN", language="vi",
            timezone="Asia/Ho_Chi_Minh", evidence="code", hosts=(self.host, *hosts), fetch=Fetch.model_validate(values),
        )  # fmt: skip

    def asked(self, path: str) -> list[dict[str, str]]:
        """The headers of each request for a path."""
        return [headers for _, asked, headers in self.requests if asked == path]

    def moments(self) -> list[float]:
        """When each request arrived."""
        return [moment for moment, _, _ in self.requests]

    @staticmethod
    def ok(body: bytes = b"<p>Xin ch\xc3\xa0o</p>", *headers: str, status: str = "200 OK") -> bytes:
        """A well-formed response."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Content-Type: text/html", *headers, "", ""]
        return "\r\n".join(lines).encode() + body

    @staticmethod
    def drip(first: bytes, again: bytes = b"", *, every_s: float = 0.05) -> Behaviour:
        """Sends the first bytes, then some more at intervals until the other side has gone."""

        def behave(connection: socket.socket) -> None:
            connection.sendall(first)
            while True:
                time.sleep(every_s)
                if again:
                    connection.sendall(again)
                elif not _is_open(connection):
                    return

        return behave

    @staticmethod
    def reset(first: bytes = b"") -> Behaviour:
        """Sends the first bytes, then breaks the connection off."""

        def behave(connection: socket.socket) -> None:
            connection.sendall(first)
            time.sleep(0.02)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        return behave

    @staticmethod
    def slow(answer: bytes, *, after_s: float) -> Behaviour:
        """A good answer after a while."""

        def behave(connection: socket.socket) -> None:
            time.sleep(after_s)
            connection.sendall(answer)

        return behave

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.n_connections += 1
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            wrapped = self._wrap(connection) if self._wrap else connection
            with wrapped:
                while self._answer_one(wrapped):
                    pass

    def _answer_one(self, connection: socket.socket) -> bool:
        head = b""
        while b"\r\n\r\n" not in head:
            received = connection.recv(4096)
            if not received:
                return False
            head += received
        answer = self._answer_to(head.decode("latin-1"))
        self.n_under_way += 1
        self.most_at_once = max(self.most_at_once, self.n_under_way)
        try:
            if isinstance(answer, bytes):
                connection.sendall(answer)
            else:
                answer(connection)
        finally:
            self.n_under_way -= 1
        return isinstance(answer, bytes)

    def _answer_to(self, head: str) -> Answer:
        request, *lines = head.split("\r\n")
        path = request.split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        self.requests.append((time.monotonic(), path, headers))
        answer = self.answers.get(path, self.ok(status="404 Not Found"))
        if isinstance(answer, list):
            return answer.pop(0) if len(answer) > 1 else answer[0]
        return answer


def _is_open(connection: socket.socket) -> bool:
    connection.settimeout(0.001)
    try:
        return connection.recv(1) != b""
    except TimeoutError:
        return True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder talk to servers, and many wait."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("whole")


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def other_site() -> Iterator[Site]:
    """A place where no request may ever arrive."""
    site = Site()
    yield site
    assert site.n_connections == 0
    site.close()


@pytest.fixture
def limits() -> Limits:
    return Limits(connect_s=2, silence_s=3, request_s=5, source_s=30, run_s=60, pause_s=0.02, body_bytes=100_000)


@pytest.fixture
def client(limits: Limits) -> Iterator[Client]:
    with Client(contact="desk@example.org", limits=limits) as client:
        yield client


@pytest.fixture
def new_site() -> type[Site]:
    """To make sites of a special kind."""
    return Site
