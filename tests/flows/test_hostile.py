"""One night at a site where each address goes wrong in its own way: one row each says how, and the rest is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.flows.conftest import Command, command, rows
from tests.flows.test_ingest import asked
from tests.scrapers.faults.conftest import Answer, Behaviour, Site
from tests.scrapers.faults.conftest import site as site

pytestmark = pytest.mark.slow

TEXT = "<p>The council opened a reading room on Monday, and a second one will follow in the spring of next year.</p>"
FINE = f"<title>A reading room</title><h1>A reading room opens</h1><article>{TEXT * 3}</article>"
SIMPLE = FINE.replace(TEXT, "<p>村里的阅览室星期一开放，第二间将在明年春天开放。</p>" * 3)
TRADITIONAL = FINE.replace(TEXT, "<p>村裡的閱覽室星期一開放，第二間將在明年春天開放。</p>" * 3)
VIETNAMESE = FINE.replace(TEXT, "<p>Phòng đọc của xã đã mở cửa hôm thứ Hai, và phòng thứ hai sẽ mở vào năm tới.</p>")
HOSTILE = FINE.replace("opens</h1>", "'); DROP TABLE pages;--&lt;script&gt; =1+1</h1>")
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

FORM = """
name = "hostile"
title = "Hostile"
publisher = "Nobody"
kind = "other"
country = "VN"
language = "en"
timezone = "Asia/Ho_Chi_Minh"
hosts = ["HOST"]
evidence = "page"
fetch = { delay_s = 0, allow_private = ["HOST"] }
listing = [{ url = "http://HOST/news/", kind = "html", links = "a" }]
article = [{ url = '/a/[a-z0-9]+$' }]
expect = { max_rejected_share = 1, max_fallback_share = 1 }
"""


def faults(site: Site) -> dict[str, tuple[Answer, str, str | None]]:
    """(answer, outcome, reason) by name."""
    ok = site.ok
    chunked = OK + b"Transfer-Encoding: chunked\r\n\r\n"
    never = "Retry-After: Wed, 01 Jan 2098 00:00:00 GMT"
    in_big5 = '<meta http-equiv="Content-Type" content="text/html; charset=big5">'
    return {
        "broken": (ok(status="500 Broken"), "failed", None),
        "forbidden": (ok(status="403 No"), "failed", None),
        "missing": (ok(status="404 Not Found"), "failed", None),
        "short": (closing(OK + b"Content-Length: 900\r\n\r\nhalf"), "failed", "truncated"),
        "reset": (site.reset(OK + b"Content-Length: 900\r\n\r\nhalf"), "failed", "truncated"),
        "chunks": (closing(chunked + b"zz\r\nabc\r\n0\r\n\r\n"), "failed", "truncated"),
        "gzip": (ok(b"\x1f\x8b\x08 no gzip", "Content-Encoding: gzip"), "failed", None),
        "brotli": (ok(b"x", "Content-Encoding: br"), "failed", None),
        "announced": (closing(OK + b"Content-Length: 99999999\r\n\r\n"), "failed", "too_big"),
        "elsewhere": (ok(b"", "Location: https://evil.example.org/", status="302 Found"), "out_of_scope", None),
        "metadata": (ok(b"", "Location: http://169.254.169.254/", status="302 Found"), "out_of_scope", None),
        "pdf": (ok(b"%PDF-1.7 \x00\x01\x02" * 50), "rejected", "not_text"),
        "deep": (ok(b"<div>" * 50_000 + b"x"), "rejected", "too_deep"),
        "empty": (ok(b""), "rejected", "empty"),
        "wall": (ok(b"<title>Just a moment...</title><p>Verifying you are human.</p>"), "rejected", "block_wall"),
        "soft": (ok(b"<title>404</title><h1>Page not found</h1><p>It isn't there.</p>"), "rejected", "soft_404"),
        "untitled": (ok(TEXT.encode() * 3), "rejected", "no_title"),
        "hostile": (ok(HOSTILE.encode()), "new", None),
        "gbk": (ok(f"<meta charset=gb2312>{SIMPLE}".encode("gbk")), "new", None),
        "big5": (ok(f"{in_big5}{TRADITIONAL}".encode("big5")), "new", None),
        "lying": (ok(VIETNAMESE.encode(), "Content-Type: text/html; charset=iso-8859-1"), "new", None),
        "later": (ok(b"", never, status="503 Busy"), "deferred", None),  # the last one: the host is left alone then
    }


def closing(answer: bytes) -> Behaviour:
    """Sends the answer and hangs up."""
    return lambda connection: connection.sendall(answer)


def test_each_address_has_one_row_that_says_how_it_went(
    environment: dict[str, str], broadsheet: Command, site: Site, tmp_path: Path
) -> None:
    told = faults(site)
    links = "".join(f"<a href='/a/{name}'>{name}</a>" for name in told)
    strange = "<a href='http://[::1/'>x</a><a href='javascript:alert(1)'>x</a><a href='/a/broken?utm_source=x#y'>x</a>"
    site.answers |= {f"/a/{name}": answer for name, (answer, _, _) in told.items()}
    site.answers["/news/"] = site.ok((links + strange).encode())
    (tmp_path / "hostile.toml").write_text(FORM.replace("HOST", site.host))
    contact = {"BROADSHEET_CONTACT": "tests@example.org"}
    where = ("--sources", tmp_path, "--home", tmp_path / "home", "--json")
    result = command("run", "hostile", *where, env=environment | contact)
    [row] = rows(result)
    assert row["listed"] == len(told), result.stderr
    query = "SELECT url, outcome, reason, detail FROM pages"
    found = {one["url"].rpartition("/")[2]: one for one in asked(broadsheet, tmp_path / "home", query)}
    assert {name: (one["outcome"], one["reason"]) for name, one in found.items()} == {
        name: (outcome, reason) for name, (_, outcome, reason) in told.items()
    }
    assert all(one["detail"] for one in found.values() if one["outcome"] != "new")
    assert broadsheet("verify", "--home", tmp_path / "home").returncode == 0
    bodies = asked(broadsheet, tmp_path / "home", "SELECT url, body, title FROM articles")
    read = {one["url"].rpartition("/")[2]: one for one in bodies}
    assert "村里的阅览室星期一开放" in read["gbk"]["body"]
    assert "村裡的閱覽室" in read["big5"]["body"]
    assert "Phòng đọc của xã" in read["lying"]["body"]
    assert "DROP TABLE pages" in json.dumps(read["hostile"]["title"])
