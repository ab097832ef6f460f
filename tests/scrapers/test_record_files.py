"""Parquet and WARC: each row or record is one document, and a broken file costs only what is broken."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow.parquet import write_table
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.archive import Archive
from scrapers.documents import Unreadable
from scrapers.loaders import read_documents
from scrapers.records import Document

NOON = datetime(2025, 3, 8, 12, 0, tzinfo=UTC)
PAGE = "<html><head><title>Hạnh phúc</title></head><body><p>Tin.</p></body></html>"


def load(path: Path, source: str | None = None) -> list[Document | Unreadable]:
    return list(read_documents([path], source=source))


def parquet(path: Path, **columns: list[object]) -> Path:
    write_table(pa.table(columns), path)
    return path


def warc(path: Path, *responses: tuple[str, str, str, bytes], gzip: bool = True) -> Path:
    """As another tool would have written it: (URL, status line, content type, body)."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzip)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "another"}))
        for url, status, content_type, body in responses:
            head = StatusAndHeaders(status, [("Content-Type", content_type)], protocol="HTTP/1.1")
            dated = {"WARC-Date": "2025-03-08T12:00:00Z"}
            record = writer.create_warc_record(
                url, "response", payload=BytesIO(body), http_headers=head, warc_headers_dict=dated
            )
            writer.write_record(record)
    return path


def test_rows_of_parquet_are_documents(tmp_path):
    path = parquet(
        tmp_path / "news.parquet",
        url=["https://vnanet.vn/a", None],
        text=["Hà Nội có mưa.", "北京有雨。"],
        fetched_at=[NOON, None],
        extra=[1, 2],
    )
    first, second = load(path)
    assert (first.location, first.url, first.text, first.fetched_at) == (
        f"{path.as_uri()}#1", "https://vnanet.vn/a", "Hà Nội có mưa.", NOON,
    )  # fmt: skip
    assert (second.location, second.text, second.fetched_at) == (f"{path.as_uri()}#2", "北京有雨。", None)


def test_a_row_of_parquet_is_the_document_that_a_line_of_json_would_be(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"url": "https://x.vn/1", "title": "T", "text": "Body."}')
    rows = parquet(tmp_path / "a.parquet", url=["https://x.vn/1"], title=["T"], text=["Body."])
    (of_row,), (of_line,) = load(rows), load(tmp_path / "a.jsonl")
    assert of_row.digest == of_line.digest


@pytest.mark.parametrize(
    ("content", "reason", "told"),
    [
        (b"PAR1 is not enough", "truncated", "The file is cut"),
        (b"", "empty", "nothing in it"),
        (b"text PAR1", "bad_columns", "no Parquet"),
        (b"PAR1 anything PAR1", "bad_columns", "Nothing can be read behind row 0"),
    ],
)
def test_what_is_no_parquet_is_one_rejected_document(tmp_path, content, reason, told):
    (tmp_path / "a.parquet").write_bytes(content)
    (tmp_path / "b.txt").write_text("Still loaded.")
    broken, sound = load(tmp_path)
    assert broken.rejection.reason == reason
    assert told in broken.rejection.detail
    assert broken.rejection.detail.endswith(".")
    assert not broken.rejection.detail.endswith("..")
    assert sound.text == "Still loaded."


def test_parquet_without_a_text_and_with_a_wrong_type_says_so(tmp_path):
    (lacking,) = load(parquet(tmp_path / "a.parquet", body=["x"]))
    assert lacking.rejection.reason == "bad_columns"
    (wrong,) = load(parquet(tmp_path / "b.parquet", text=[7]))
    assert wrong.rejection.reason == "bad_columns"
    (empty,) = load(parquet(tmp_path / "c.parquet", text=pa.array([], pa.string())))
    assert empty.rejection.reason == "empty"


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "A.WARC.GZ"])
def test_pages_of_another_tools_warc_are_documents_with_their_moment(tmp_path, name):
    path = warc(
        tmp_path / name,
        ("https://x.vn/1", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
        ("https://x.vn/logo.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://x.vn/2", "404 Not Found", "text/html", b"<p>no</p>"),
        ("https://x.vn/3", "200 OK", "text/plain", "Tin khác.".encode()),
        gzip=name.lower().endswith("gz"),
    )
    page, text = load(path)
    assert (page.url, page.fetched_at, page.markup, page.text) == ("https://x.vn/1", NOON, "html", PAGE)
    assert page.location == f"{path.as_uri()}#2"
    assert (text.location, text.text) == (f"{path.as_uri()}#5", "Tin khác.")


def test_a_page_is_decoded_as_its_server_says(tmp_path):
    body = "<html><body><p>全国妇联</p></body></html>".encode("gbk")
    (page,) = load(warc(tmp_path / "a.warc.gz", ("https://x.cn/1", "200 OK", "text/html; charset=gbk", body)))
    assert "全国妇联" in page.text


@pytest.mark.parametrize("cut", [20, 60, 100, 200, 300])
def test_a_cut_warc_gives_what_stands_before_the_cut(tmp_path, cut):
    pages = [(f"https://x.vn/{n}", "200 OK", "text/html", PAGE.encode()) for n in range(3)]
    path = warc(tmp_path / "a.warc.gz", *pages)
    path.write_bytes(path.read_bytes()[:-cut])
    first, second, broken = load(path)
    assert [first.url, second.url] == ["https://x.vn/0", "https://x.vn/1"]
    assert (broken.rejection.reason, broken.location) == ("truncated", f"{path.as_uri()}#4")


@pytest.mark.parametrize("gzip", [True, False])
def test_a_warc_cut_anywhere_loses_the_cut_record_alone(tmp_path, gzip):
    one = ("https://vnanet.vn/a", "200 OK", "text/html", PAGE.encode())
    whole = warc(tmp_path / "whole.warc", one, one, gzip=gzip).read_bytes()
    half = len(warc(tmp_path / "half.warc", one, gzip=gzip).read_bytes()) + 30  # sizes differ by their ids
    for end in range(half, len(whole) - 30):
        (tmp_path / "cut.warc").write_bytes(whole[:end])
        kept, lost = load(tmp_path / "cut.warc")
        assert isinstance(kept, Document)
        assert isinstance(lost, Unreadable)
        assert lost.rejection.reason == "truncated"


def test_a_warc_with_an_overwritten_header_stops_no_load(tmp_path):
    path = warc(tmp_path / "a.warc", ("https://vnanet.vn/a", "200 OK", "text/html", PAGE.encode()), gzip=False)
    path.write_bytes(path.read_bytes().replace(b"WARC-Target-URI: https", b"WARC-Wrong-Name: https"))
    (rejected,) = load(path)
    assert rejected.rejection.reason == "truncated"


def test_what_is_no_warc_is_one_rejected_document(tmp_path):
    (tmp_path / "a.warc").write_text("hello")
    (broken,) = load(tmp_path / "a.warc")
    assert broken.rejection.reason == "truncated"


@pytest.mark.parametrize("name", ["news.warc", "news.warc.gz"])
def test_a_warc_without_a_page_is_one_rejected_document(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    [nothing] = load(tmp_path / name)
    assert (nothing.rejection.reason, nothing.location) == ("empty", (tmp_path / name).as_uri())
    [no_page] = load(warc(tmp_path / name, ("http://a.vn/x.png", "200 OK", "image/png", b"PNG"), gzip="gz" in name))
    assert no_page.rejection.reason == "empty"
    assert no_page.rejection.detail == "None of its records is a page or a text: 1 response, 1 warcinfo."


def test_our_own_archive_gives_back_the_documents_it_was_made_of(tmp_path):
    line = tmp_path / "in.jsonl"
    line.write_text('{"url": "https://x.vn/1", "title": "T", "text": "Body.", "fetched_at": "2025-03-08T12:00:00Z"}\n')
    (document,) = load(line)
    with Archive(tmp_path / "archive", stem="a") as archive:
        archive.write_document(document, loaded_at=datetime(2026, 1, 1, tzinfo=UTC))
    (again,) = load(tmp_path / "archive" / "a.warc.gz")
    assert (again.digest, again.url, again.title, again.fetched_at) == (document.digest, document.url, "T", NOON)
