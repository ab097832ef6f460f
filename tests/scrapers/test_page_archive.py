"""Every page fetched can be had back from the archive as it came, and the archive is what other tools call one."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from scrapers.archive import Archive
from scrapers.documents import Unreadable
from scrapers.errors import ArchiveFailed
from scrapers.page_archive import read_archived, write_page
from scrapers.page_records import Earlier
from scrapers.pages import document_of
from scrapers.records import Document, Exchange, Page
from scrapers.source import Source

AT = datetime(2026, 11, 21, 2, 0, 0, 123456, tzinfo=UTC)
URL = "https://news.example.org/tin-tức/1.htm"
SOURCE = Source(
    name="news", title="News", publisher="Nobody", kind="other", country="VN", language="vi",
    timezone="Asia/Ho_Chi_Minh", evidence="code", hosts=("news.example.org",),
    layout=({"name": "one", "when": "#body", "body": "#body", "continues": ".pages a"},),
)  # fmt: skip
ONE_PAGE = SOURCE.model_copy(update={"layout": ()})
MARKUP = '<h1>Tin</h1><div id="body"><p>Trang {n}</p></div><div class="pages"><a href="2.htm">2</a></div>'


def exchange(url: str = URL, *, content: bytes = b"", status: int = 200, **headers: str) -> Exchange:
    coded = gzip.compress(content) if headers.get("content_encoding") == "gzip" else content
    told = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return Exchange(
        url=url, requested_at=AT, elapsed_ms=7, address="192.0.2.1",
        request_headers=(("Host", "news.example.org"), ("User-Agent", "Broadsheet/0 (+me@example.org)")),
        status=status, status_line=f"HTTP/1.1 {status} Được rồi".encode().decode("latin-1"),
        headers=(*told.items(), ("Content-Length", str(len(coded)))), body=coded,
    )  # fmt: skip


def page(*exchanges: Exchange, content: bytes = b"", asked: str = "") -> Page:
    last = exchanges[-1]
    return Page(
        source="news", url=asked or exchanges[0].url, outcome=None, final_url=last.url, http_status=last.status,
        fetched_at=AT, tries=1, content=content, content_type=dict(last.headers).get("Content-Type"),
        exchanges=exchanges, rights=("noarchive",) if "X-Robots-Tag" in dict(last.headers) else (),
    )  # fmt: skip


def first(n: int = 1, *, url: str = URL, **headers: str) -> Page:
    content = MARKUP.format(n=n).encode()
    return page(exchange(url, content=content, **headers), content=content)


def archived(folder: Path, *pages: Page) -> list[tuple[str, int] | None]:
    with Archive(folder, stem="a") as archive:
        return [write_page(archive, one, earlier=Earlier(url=URL, fetched_at=AT)) for one in pages]


def read(folder: Path, place: tuple[str, int] | None) -> Document | Unreadable:
    assert place is not None
    return read_archived(folder / place[0], place[1], source=SOURCE)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content_encoding": "gzip"},
        {"transfer_encoding": "chunked"},
        {"content_type": "text/html; charset=gbk", "x_robots_tag": "noarchive", "set_cookie": "á=b\r\n  folded"},
    ],
)
def test_a_page_comes_back_as_it_was_read(tmp_path: Path, headers: dict[str, str]) -> None:
    content = "<h1>越南</h1><p>妇女联合会</p>".encode("gbk" if "content_type" in headers else "utf-8")
    came = page(exchange(content=content, **headers), content=content)
    [place] = archived(tmp_path, came)
    again = read(tmp_path, place)
    assert again == document_of(came)
    assert isinstance(again, Document)
    assert (again.fetched_at, again.rights, "越南" in again.text) == (AT, came.rights, True)


def test_a_redirected_page_is_known_by_both_addresses(tmp_path: Path) -> None:
    content = MARKUP.format(n=1).encode()
    hop = exchange("https://news.example.org/old", status=301, location=URL)
    [place] = archived(tmp_path, page(hop, exchange(content=content), content=content))
    with pytest.raises(ArchiveFailed, match="only a part"):
        read(tmp_path, place)  # its further page isn't there
    assert place is not None
    again = read_archived(tmp_path / place[0], place[1], source=ONE_PAGE)
    assert isinstance(again, Document)
    assert (again.location, again.url) == ("https://news.example.org/old", URL)


def test_further_pages_are_joined_from_the_archive(tmp_path: Path) -> None:
    second = URL.replace("1.htm", "2.htm")
    robots = exchange("https://news.example.org/robots.txt", content=b"User-agent: *")
    [place, _, _] = archived(tmp_path, replace(first(), beside=(robots,)), first(2, url=second), first(3, url="x"))
    again = read(tmp_path, place)
    assert isinstance(again, Document)
    assert ("Trang 1" in again.text, "Trang 2" in again.text, "Trang 3" in again.text) == (True, True, False)
    assert again.digest != document_of(first()).digest  # type: ignore[union-attr]


@pytest.mark.whole
def test_a_304_is_a_revisit_and_a_cut_answer_is_marked(tmp_path: Path) -> None:
    cut = replace(exchange(content=b"half"), truncated="length")
    places = archived(tmp_path, page(exchange(status=304)), replace(page(cut), outcome="failed"))
    [name] = {place[0] for place in places if place}
    listed = index(tmp_path / name, "warc-type,warc-truncated,warc-profile,warc-refers-to-date,http:status")
    assert [record["warc-type"] for record in listed] == ["warcinfo", "revisit", "request", "response", "request"]
    assert listed[1]["warc-profile"].endswith("/server-not-modified")
    assert listed[1]["warc-refers-to-date"] == "2026-11-21T02:00:00.123456Z"
    assert (listed[3]["warc-truncated"], listed[3]["http:status"]) == ("length", "200")
    for place in places:
        with pytest.raises(ArchiveFailed, match="no sound record"):
            read(tmp_path, place)


def test_nothing_answered_nothing_archived(tmp_path: Path) -> None:
    silent = Page(source="news", url=URL, outcome="failed", fetched_at=AT, tries=3)
    assert archived(tmp_path / "archive", silent) == [None]
    assert not (tmp_path / "archive").exists()


def index(path: Path, fields: str) -> list[dict[str, str]]:
    warcio = Path(sys.executable).with_name("warcio")
    listed = subprocess.run([warcio, "index", "-f", fields, path], capture_output=True, check=True)
    return [json.loads(line) for line in listed.stdout.splitlines()]


def everything(folder: Path) -> Path:
    chunked = first(1, transfer_encoding="chunked", content_encoding="gzip")
    pages = [first(), chunked, page(exchange(status=304)), replace(page(exchange(status=404)), outcome="failed")]
    places = archived(folder, *pages)
    [name] = {place[0] for place in places if place}
    return folder / name


@pytest.mark.whole
def test_warcio_and_gunzip_find_nothing_wrong(tmp_path: Path) -> None:
    path = everything(tmp_path)
    warcio = Path(sys.executable).with_name("warcio")
    checked = subprocess.run([warcio, "check", "-v", path], check=True, capture_output=True, text=True)
    assert "no digest" not in checked.stdout.replace("no digest to check", "", 1)  # the warcinfo has none
    subprocess.run(["gunzip", "-t", path], check=True)


def test_another_reader_reads_it(tmp_path: Path) -> None:
    fastwarc = pytest.importorskip("fastwarc", reason="fastwarc, another reader of WARC, isn't installed")
    path = everything(tmp_path)
    with path.open("rb") as file:
        assert all(record.verify_block_digest() for record in list_after_warcinfo(fastwarc, file))
    with path.open("rb") as file:
        read = [
            (record.headers["WARC-Type"], record.http_headers.status_code, record.reader.read())
            for record in list_after_warcinfo(fastwarc, file, parse_http=True)
            if record.headers["WARC-Type"] != "request"
        ]
    content = MARKUP.format(n=1).encode()
    assert [(kind, status) for kind, status, _ in read] == [
        ("response", 200), ("response", 200), ("revisit", 304), ("response", 404),
    ]  # fmt: skip
    assert [text for _, _, text in read] == [content, gzip.compress(content), b"", b""]


def list_after_warcinfo(fastwarc: Any, file: BinaryIO, *, parse_http: bool = False) -> Iterator[Any]:
    records = fastwarc.ArchiveIterator(file, parse_http=parse_http)
    assert next(records).headers["WARC-Type"] == "warcinfo"
    return records


def test_damage_is_an_error_and_never_half_a_page(tmp_path: Path) -> None:
    [place] = archived(tmp_path, page(exchange(content=b"<p>" + b"x" * 5_000), content=b""))
    assert place is not None
    name, offset = place
    content = (tmp_path / name).read_bytes()
    flipped = bytearray(content)
    flipped[offset + 300] ^= 0xFF
    for number, bad in enumerate([content[: offset + 300], content[: offset + 20], content[:offset], bytes(flipped)]):
        (tmp_path / f"{number}.warc.gz").write_bytes(bad)
        with pytest.raises(ArchiveFailed, match="no sound record"):
            read_archived(tmp_path / f"{number}.warc.gz", offset, source=SOURCE)


def test_what_was_handed_over_is_there_while_the_archive_is_open(tmp_path: Path) -> None:
    with Archive(tmp_path, stem="a") as archive:
        place = write_page(archive, first())
        archive.hand_over()
        assert place is not None
        assert isinstance(read_archived(tmp_path / place[0], place[1], source=ONE_PAGE), Document)
