"""Bodies that are slow, endless, bombs, cut or longer than they say: one `failed` each, in bounded time and memory."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib

import pytest

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ARTICLE = b"<p>" + b"a whole article " * 50 + b"</p>"


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)  # tests are named by their bytes, which must not tell the time


def bomb(n_bytes: int) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(squeeze.compress(bytes(1_000_000)) for _ in range(n_bytes // 1_000_000)) + squeeze.flush()


@pytest.fixture
def fetched(site, client):
    def fetch(answer):
        site.answers["/a"] = answer
        began = time.monotonic()
        page = client.fetch(site.url("/a"), source=site.source())
        assert time.monotonic() - began < 2
        site.answers["/next"] = site.ok(b"the next page")
        assert client.fetch(site.url("/next"), source=site.source()).content == b"the next page"
        return page

    return fetch


def test_an_endless_fast_body_is_cut_off(site, fetched):
    page = fetched(site.drip(OK + b"\r\n", b"x" * 50_000, every_s=0))
    assert (page.outcome, page.reason, page.exchanges[0].truncated) == ("failed", "too_big", "length")


def test_a_declared_length_over_the_cap_is_refused_before_reading(site, fetched):
    page = fetched(site.drip(OK + b"Content-Length: 100001\r\n\r\n"))
    assert (page.outcome, page.reason, page.detail) == ("failed", "too_big", "more than 100,000 bytes")
    assert page.elapsed_ms < 1000


def test_a_body_of_exactly_the_cap_is_read(site, fetched):
    assert len(fetched(site.ok(b"x" * 100_000)).content) == 100_000


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_is_noticed_before_it_bursts(site, fetched, layers):
    body = bomb(50_000_000) if layers == 1 else gzip.compress(bomb(50_000_000))
    tracemalloc.start()
    page = fetched(site.ok(body, "Content-Encoding: " + ", ".join(["gzip"] * layers)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (page.outcome, page.reason) == ("failed", "too_big")
    assert most < 3_000_000


def test_a_bomb_inside_a_redirect_is_never_inflated(site, fetched):
    site.answers["/b"] = site.ok(b"b")
    headers = ("Location: /b", "Content-Encoding: gzip")
    page = fetched(site.ok(bomb(100_000_000), *headers, status="302 Found"))
    assert page.content == b"b"
    assert page.exchanges[0].truncated == "length"
    assert len(page.exchanges[0].body) <= 64 * 1024


@pytest.mark.parametrize(
    ("codings", "body"),
    [
        ("gzip", _packed(ARTICLE)),
        ("x-gzip", _packed(ARTICLE[:99]) + _packed(ARTICLE[99:]) + b"\0\0"),
        ("deflate", zlib.compress(ARTICLE)),
        ("deflate", zlib.compress(ARTICLE)[2:-4]),
        ("gzip, deflate", zlib.compress(_packed(ARTICLE))),
        ("identity", ARTICLE),
    ],
)
def test_content_codings_are_undone_and_kept_for_the_archive(site, fetched, codings, body):
    page = fetched(site.ok(body, "Content-Encoding: " + codings))
    assert (page.content, page.exchanges[0].body) == (ARTICLE, body)


@pytest.mark.parametrize("codings", ["gzip, gzip, gzip", "br", "zstd", "gzip, br", "snake-oil"])
def test_codings_we_did_not_ask_for_are_refused(site, fetched, codings):
    page = fetched(site.ok(ARTICLE, "Content-Encoding: " + codings))
    assert (page.outcome, page.content) == ("failed", b"")
    assert "content coding" in page.detail


@pytest.mark.parametrize(
    "body", [_packed(ARTICLE)[:-9], _packed(ARTICLE)[:-1], ARTICLE, _packed(ARTICLE) + b"more",
             _packed(ARTICLE)[:30] + b"????" + _packed(ARTICLE)[34:]],
    ids=["cut", "one byte short", "no gzip at all", "with a tail", "damaged"],
)  # fmt: skip
def test_bad_gzip_is_never_half_an_article(site, fetched, body):
    page = fetched(site.ok(body, "Content-Encoding: gzip"))
    assert (page.outcome, page.content) == ("failed", b"")
    assert "compressed body" in page.detail


def closing(answer: bytes):
    def behave(connection):
        connection.sendall(answer)

    return behave


@pytest.mark.parametrize(
    "answer",
    [
        OK + b"Content-Length: 500\r\n\r\nshort",
        OK + b"Content-Length: 500\r\n\r\n",
        CHUNKED + b"5\r\nabcde\r\n",
        CHUNKED + b"50\r\nabcde",
        CHUNKED + b"zz\r\nabcde\r\n0\r\n\r\n",
        CHUNKED + b"-5\r\nabcde\r\n0\r\n\r\n",
        OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nabcdefg",
        OK + b"Content-Length: -5\r\n\r\nabcde",
        OK + b"Content-Length: five\r\n\r\nabcde",
        OK + b"Content-Length: 5, 7\r\n\r\nabcdefg",
        OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n",
        OK + b"Content-Length: 5\r\n",
        b"220 smtp.example.org ESMTP\r\n",
        b"<html>no status line</html>\r\n\r\n",
        b"HTTP/1.1 twohundred OK\r\n\r\nabcde",
        OK + b"X: y\r\n" * 200 + b"\r\nabcde",
        OK + b"X: " + b"y" * 70_000 + b"\r\n\r\nabcde",
    ],
)
def test_a_misframed_answer_is_failed(site, fetched, answer):
    page = fetched(closing(answer))
    assert (page.outcome, page.content) == ("failed", b"")
    assert page.detail


@pytest.mark.parametrize(
    "surplus",
    [b"and the second half of it", b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"],
    ids=["rest", "forged"],
)
@pytest.mark.parametrize("first", [OK + b"Content-Length: 5\r\n\r\nabcde", CHUNKED + b"5\r\nabcde\r\n0\r\n\r\n"])
def test_more_bytes_than_announced_fail_and_never_answer_the_next_request(fetched, first, surplus):
    page = fetched(first + surplus)
    assert (page.outcome, page.content) == ("failed", b"")
    assert page.detail == "more bytes came than were announced"


def test_a_line_end_behind_the_body_is_harmless(fetched):
    assert fetched(OK + b"Content-Length: 5\r\n\r\nabcde\r\n").content == b"abcde"


def test_a_late_second_response_never_answers_the_next_request(site, client):
    def behave(connection):
        connection.sendall(OK + b"Content-Length: 5\r\n\r\nabcde")
        time.sleep(0.05)
        connection.sendall(OK + b"Content-Length: 6\r\n\r\nforged")
        time.sleep(0.3)

    site.answers |= {"/a": behave, "/next": site.ok(b"the next page")}
    source = site.source(delay_s=0.15)
    assert client.fetch(site.url("/a"), source=source).content == b"abcde"
    assert client.fetch(site.url("/next"), source=source).content == b"the next page"


def test_an_empty_200_is_complete(fetched, site):
    assert fetched(site.ok(b"", "Content-Encoding: gzip")).outcome is None
