"""What each answer of a site means, which are asked for again, and what is never sent."""

from __future__ import annotations

import gzip
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest


def test_a_complete_200_is_a_page_with_all_that_is_to_be_kept(site, client):
    site.answers["/a"] = site.ok(b"<p>a</p>", 'ETag: "1"', "Last-Modified: Sat, 21 Nov 2026 02:00:00 GMT")
    page = client.fetch(site.url("/a"), source=site.source())
    assert (page.outcome, page.http_status, page.tries, page.final_url) == (None, 200, 1, site.url("/a"))
    assert (page.content, page.content_type, page.etag) == (b"<p>a</p>", "text/html", '"1"')
    (exchange,) = page.exchanges
    assert (exchange.status_line, exchange.body, exchange.truncated) == ("HTTP/1.1 200 OK", b"<p>a</p>", None)
    assert (exchange.address, page.n_bytes) == ("127.0.0.1", 8)
    assert ("Host", site.host) in exchange.request_headers


def test_the_user_agent_tells_who_asks_and_whom_to_write_to(site, client):
    client.fetch(site.url("/a"), source=site.source())
    agents = {headers["user-agent"] for _, _, headers in site.requests}
    assert len(agents) == 1
    assert agents.pop().startswith("Broadsheet/")
    assert client.user_agent.endswith("(+desk@example.org)")


@pytest.mark.parametrize("status", ["500 Oops", "502 Bad", "503 Busy", "429 Slow", "408 Late", "599 Odd"])
def test_transient_statuses_get_three_tries_then_one_failed(site, client, status):
    site.answers["/a"] = site.ok(status=status)
    page = client.fetch(site.url("/a"), source=site.source())
    assert (page.outcome, page.http_status, page.tries, len(site.asked("/a"))) == ("failed", int(status[:3]), 3, 3)
    assert len(page.exchanges) == 1


def test_pauses_between_tries_grow(site, client):
    site.answers["/a"] = site.ok(status="500 Oops")
    client.fetch(site.url("/a"), source=site.source())
    _, first, second, third = site.moments()
    assert second - first >= 0.01
    assert third - second >= 0.02


def test_a_passing_fault_costs_only_a_try(site, client):
    site.answers["/a"] = [site.ok(status="502 Bad"), site.reset(), site.ok(b"fine")]
    page = client.fetch(site.url("/a"), source=site.source())
    assert (page.outcome, page.content, page.tries) == (None, b"fine", 3)


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nCon", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nha"])
def test_a_reset_gets_three_tries_then_one_failed(site, client, first):
    site.answers["/a"] = site.reset(first)
    page = client.fetch(site.url("/a"), source=site.source())
    assert (page.outcome, page.tries, page.content, len(site.asked("/a"))) == ("failed", 3, b"", 3)


def test_a_refused_connection_gets_three_tries_and_a_clear_word(site, client):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    source = site.source(hosts=(f"127.0.0.1:{port}",), allow_private=(f"127.0.0.1:{port}",))
    page = client.fetch(f"http://127.0.0.1:{port}/a", source=source)
    assert (page.outcome, page.tries) == ("failed", 0)
    assert page.detail == f"127.0.0.1:{port} cannot be reached: the connection was refused (3 tries)"


@pytest.mark.parametrize("status", ["400 Bad", "401 Who", "403 No", "404 Not Found", "410 Gone", "418 Tea", "451 Law"])
def test_other_4xx_fail_at_once(site, client, status):
    site.answers["/a"] = site.ok(status=status)
    page = client.fetch(site.url("/a"), source=site.source())
    assert (page.outcome, page.tries, page.content) == ("failed", 1, b"")
    assert page.detail.startswith(f"HTTP {status[:3]}")


@pytest.mark.parametrize("status", ["403 Forbidden", "503 Service Unavailable", "429 Too Many Requests"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_wall_is_told_as_one_whatever_its_status(site, client, status, coding):
    body = b"<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
    body = gzip.compress(body) if coding == "gzip" else body
    site.answers["/a"] = site.ok(body, f"Content-Encoding: {coding}", status=status)
    page = client.fetch(site.url("/a"), source=site.source())
    assert (page.outcome, page.reason, page.content) == ("failed", "block_wall", b"")
    assert page.detail.startswith(f"HTTP {status}: It turns us away: Just a moment")


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_an_article_we_hold_is_gone(site, client, status):
    site.answers["/a"] = site.ok(status=status)
    assert client.fetch(site.url("/a"), source=site.source(), held=True).outcome == "gone"


@pytest.mark.parametrize("status", ["201 Made", "202 Later", "204 None", "206 Part", "299 Odd", "300 Many", "304 Same"])
def test_nothing_but_a_complete_200_is_a_page(site, client, status):
    body = b"" if status[:3] in ("204", "304") else b"<p>half an article</p>"
    site.answers["/a"] = site.ok(body, status=status)
    page = client.fetch(site.url("/a"), source=site.source())
    assert (page.outcome, page.content, len(site.asked("/a"))) == ("failed", b"", 1)


@pytest.mark.parametrize("status", ["101 Switch", "102 Wait", "103 Hints"])
def test_an_interim_answer_is_no_page_and_spoils_no_other(site, client, status):
    site.answers |= {"/a": f"HTTP/1.1 {status}\r\n\r\n".encode() + site.ok(b"stray"), "/b": site.ok(b"b")}
    assert client.fetch(site.url("/a"), source=site.source()).outcome == "failed"
    assert client.fetch(site.url("/b"), source=site.source()).content == b"b"


def test_304_is_an_answer_only_to_the_question(site, client):
    site.answers["/a"] = site.ok(b"", status="304 Not Modified")
    page = client.fetch(site.url("/a"), source=site.source(), etag='"1"', last_modified="yesterday")
    assert (page.outcome, page.http_status) == ("not_modified", 304)
    (headers,) = site.asked("/a")
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"1"', "yesterday")


def test_retry_after_as_a_date_is_waited_for(site, client):
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    site.answers["/a"] = [site.ok(b"", f"Retry-After: {moment}", status="429 Slow"), site.ok(b"fine")]
    page = client.fetch(site.url("/a"), source=site.source())
    *_, first, second = site.moments()
    assert page.content == b"fine"
    assert 0.9 <= second - first < 2.5


@pytest.mark.parametrize("junk", ["soon", "-5", "1.5", "", "Thu, 99 Foo 2026 00:00:00 GMT", "١٢"])
def test_a_senseless_retry_after_is_ignored(site, client, junk):
    site.answers["/a"] = [site.ok(b"", "Retry-After: " + junk, status="503 Busy"), site.ok(b"fine")]
    began = time.monotonic()
    assert client.fetch(site.url("/a"), source=site.source()).content == b"fine"
    assert time.monotonic() - began < 0.5


@pytest.mark.parametrize("asked", ["3600", "9" * 5000])
def test_a_long_retry_after_defers_the_whole_host_and_is_never_slept(site, client, asked):
    site.answers["/a"] = site.ok(b"", "Retry-After: " + asked, status="503 Busy")
    began = time.monotonic()
    first = client.fetch(site.url("/a"), source=site.source())
    second = client.fetch(site.url("/b"), source=site.source())
    assert time.monotonic() - began < 0.5
    assert (first.outcome, first.http_status, second.outcome, second.tries) == ("deferred", 503, "deferred", 0)
    assert second.retry_at == first.retry_at >= datetime.now(UTC) + timedelta(seconds=3590)
    assert site.asked("/b") == []
    assert f"{first.retry_at:%Y-%m-%dT%H:%M}" in first.detail


def test_retry_after_in_seconds_holds_the_whole_host_and_not_the_url_alone(site, client):
    site.answers["/a"] = [site.ok(b"", "Retry-After: 1", status="429 Slow"), site.ok(b"a")]
    site.answers["/b"] = site.ok(b"b")
    with ThreadPoolExecutor(1) as threads:
        asking = threads.submit(client.fetch, site.url("/a"), source=site.source())
        while not site.asked("/a"):
            time.sleep(0.01)
        assert client.fetch(site.url("/b"), source=site.source()).content == b"b"
        assert (asking.result().content, asking.result().tries) == (b"a", 2)
    _, first, *others = site.moments()
    assert all(1.0 <= moment - first < 1.5 for moment in others)


def test_no_credentials_no_proxy_and_no_cookies(site, client, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    site.answers |= {"/a": site.ok(b"a", "Set-Cookie: id=1"), "/b": site.ok(status="401 Who")}
    assert client.fetch(site.url("/a"), source=site.source()).content == b"a"
    assert client.fetch(site.url("/b"), source=site.source()).outcome == "failed"
    assert all("authorization" not in headers and "cookie" not in headers for _, _, headers in site.requests)


def test_connections_are_kept_for_the_next_request(site, client):
    for number in range(3):
        site.answers[f"/{number}"] = site.ok(b"x")
        client.fetch(site.url(f"/{number}"), source=site.source())
    assert site.n_connections == 1


def test_a_connection_that_the_server_closed_meanwhile_costs_nothing(site, client):
    site.answers |= {"/a": lambda connection: connection.sendall(site.ok(b"a")), "/b": site.ok(b"b")}
    assert client.fetch(site.url("/a"), source=site.source()).content == b"a"
    time.sleep(0.05)
    page = client.fetch(site.url("/b"), source=site.source())
    assert (page.content, page.tries) == (b"b", 1)


@pytest.mark.parametrize(
    ("header", "rights"),
    [
        ("X-Robots-Tag: noindex, noarchive", ("noarchive",)),
        ("X-Robots-Tag: otherbot: noarchive", ()),
        ("X-Robots-Tag: unavailable_after: 1 Jan 2030, noarchive", ("noarchive",)),
        ("X-Robots-Tag: Broadsheet: noarchive", ("noarchive",)),
        ("TDM-Reservation: 1", ("tdm-reservation",)),
        ("TDM-Reservation: 0", ()),
    ],
)
def test_rights_in_headers_are_recorded(site, client, header, rights):
    site.answers["/a"] = site.ok(b"a", header)
    assert client.fetch(site.url("/a"), source=site.source()).rights == rights
