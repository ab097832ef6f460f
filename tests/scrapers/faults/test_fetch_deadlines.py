"""Sites that never finish: each ends with the total deadline of its request, and the next request is served."""

from __future__ import annotations

import time

import pytest

from scrapers.fetch import Client
from scrapers.fetching.limits import Limits
from scrapers.fetching.sessions import Network

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture
def limits() -> Limits:
    return Limits(connect_s=0.2, silence_s=0.25, request_s=0.4, source_s=30, pause_s=0.02)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (b"", b""),
        (b"HTT", b""),
        (b"", b"H"),
        (OK, b"X: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (OK + b"Content-Length: 1000\r\n\r\nhalf", b""),
        (OK + b"Content-Length: 1000\r\n\r\nhalf", b"a"),
        (OK + b"\r\n", b"a"),
        (CHUNKED, b"1\r\na\r\n"),
        (CHUNKED + b"5\r\nabcde\r\n0\r\n", b"Trailer: x\r\n"),
    ],
    ids=["silent", "half a line", "a letter at a time", "endless headers", "endless 100s", "hangs in the body",
         "dripping body", "without an end", "endless chunks", "endless trailers"],
)  # fmt: skip
def test_no_answer_takes_longer_than_the_deadline(site, client, first, again):
    site.answers |= {"/a": site.drip(first, again), "/next": site.ok(b"the next page")}
    began = time.monotonic()
    page = client.fetch(site.url("/a"), source=site.source())
    assert time.monotonic() - began < 1
    assert (page.outcome, page.content, page.tries) == ("failed", b"", 1)
    assert "silent for" in page.detail or "within 0.4 s" in page.detail or "not HTTP" in page.detail
    assert client.fetch(site.url("/next"), source=site.source()).content == b"the next page"


def test_a_silent_robots_txt_forbids_all(site, client):
    site.answers["/robots.txt"] = site.drip(b"")
    page = client.fetch(site.url("/a"), source=site.source())
    assert page.outcome == "disallowed"
    assert page.detail == f"{site.url('/robots.txt')} cannot be had (silent for 0.25 s)"


def test_a_silent_tls_handshake_ends_with_the_deadline(site, client):
    site.answers["/a"] = b""
    began = time.monotonic()
    assert client.fetch(f"https://{site.host}/a", source=site.source()).outcome == "disallowed"
    assert time.monotonic() - began < 1


def test_a_name_server_that_never_answers_is_not_waited_for(site, limits):
    network = Network(resolve=lambda *_, **__: time.sleep(3))
    began = time.monotonic()
    with Client(contact="desk@example.org", limits=limits, network=network) as client:
        page = client.fetch("http://news.example/a", source=site.source(hosts=("news.example",)))
    assert "(3 tries)" in page.detail
    assert time.monotonic() - began < 1.5
