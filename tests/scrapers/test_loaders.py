"""Files, folders and JSON Lines become documents; one bad document costs only itself."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scrapers.documents import Unreadable
from scrapers.errors import PathError
from scrapers.loaders import read_documents
from scrapers.loading.decoding import MAX_BYTES
from scrapers.loading.finding import size_of
from scrapers.records import Document


def load(*paths: Path, source: str | None = None) -> list[Document | Unreadable]:
    return list(read_documents(paths, source=source))


def outcome(loaded: Document | Unreadable) -> str:
    return loaded.rejection.reason if isinstance(loaded, Unreadable) else loaded.text


def jsonl(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "c/d.HTM", ".hidden.txt", ".git/x.txt", "notes.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [(document.location, outcome(document)) for document in load(tmp_path)] == [
        ((tmp_path / name).as_uri(), name) for name in ("a.html", "b.txt", "c/d.HTM")
    ]


def test_what_a_folder_holds_beside_documents_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "scan.pdf").write_text("%PDF")
    with caplog.at_level("INFO", logger="scrapers"):
        load(tmp_path)
    assert "1 .pdf" in caplog.text


def test_hidden_files_and_linked_folders_are_counted_in_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("news/a.txt", "news/.b.txt", "news/.git/c.txt", "elsewhere/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    (tmp_path / "news" / "more").symlink_to(tmp_path / "elsewhere")
    with caplog.at_level("INFO", logger="scrapers"):
        assert len(load(tmp_path / "news")) == 1
    assert "2 hidden, 1 linked folder." in caplog.text


def test_what_only_looks_like_a_file_is_rejected_and_waited_for_by_nobody(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "c.jsonl")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "d.html"))
        loaded = load(tmp_path)
    assert [outcome(document) for document in loaded] == ["text", "empty", "not_text", "not_text"]
    assert [one.rejection.detail for one in loaded if isinstance(one, Unreadable)] == [
        f"{tmp_path}/b.txt is a link to nothing: {tmp_path}/gone.txt isn't there.",
        f"{tmp_path}/c.jsonl is no regular file.",
        f"{tmp_path}/d.html is no regular file.",
    ]


def test_a_text_keeps_its_bytes_and_its_digest(tmp_path: Path) -> None:
    content = "Hội nghị\r\nmở rộng".encode()
    (tmp_path / "a.txt").write_bytes(content)
    [document] = load(tmp_path / "a.txt", source="bacninh")
    assert isinstance(document, Document)
    assert (document.content, document.text, document.source) == (content, "Hội nghị\nmở rộng", "bacninh")
    assert document.digest == hashlib.sha256("Hội nghị\nmở rộng".encode()).hexdigest()


def test_a_record_of_json_lines(tmp_path: Path) -> None:
    values = {"url": "http://a.gov/1", "text": "Text.", "title": " Title ", "fetched_at": "2024-11-12T08:32:00+07:00"}
    path = jsonl(tmp_path / "a.jsonl", values, {**values, "title": "Other", "html": "<p>Page</p>"})
    first, second = load(path)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.location, first.content) == (f"{path.as_uri()}#1", json.dumps(values).encode())
    assert (first.url, first.text, first.title) == ("http://a.gov/1", "Text.", "Title")
    assert first.fetched_at == datetime(2024, 11, 12, 1, 32, tzinfo=UTC)
    assert (second.markup, second.text) == ("html", "<p>Page</p>")
    assert first.digest != hashlib.sha256(b"Text.").hexdigest()  # the given title is part of the state


def test_broken_json_on_line_three_of_five_costs_one_record(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", {"text": "1"}, {"text": "2"}, '{"text": "3', {"text": "4"}, {"text": "5"})
    assert [outcome(document) for document in load(path)] == ["1", "2", "bad_json", "4", "5"]
    assert load(path)[2].location == f"{path.as_uri()}#3"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"url": "http://a.gov/1"}, "bad_columns"),
        ({"text": None}, "bad_columns"),
        ({"text": 7}, "bad_columns"),
        ({"text": "x", "url": ["http://a.gov"]}, "bad_columns"),
        ({"text": "x", "title": {}}, "bad_columns"),
        ({"text": "x", "fetched_at": "yesterday"}, "bad_columns"),
        ({"text": "x", "fetched_at": 1731400000}, "bad_columns"),
        ([1, 2], "bad_columns"),
        ("nul", "bad_json"),
        ("[" * 100_000, "bad_json"),
        ("9" * 10_000, "bad_json"),
        ({"text": " \n"}, "empty"),
        ({"text": "a\x00b"}, "not_text"),
    ],
)
def test_a_record_that_is_wrong_says_how(tmp_path: Path, line: object, reason: str) -> None:
    path = jsonl(tmp_path / "a.jsonl", line, {"text": "good"})
    assert [outcome(document) for document in load(path)] == [reason, "good"]


@pytest.mark.parametrize("indent", [0, 2])
@pytest.mark.parametrize("value", [[{"text": "1"}, {"text": "2"}, {"text": "3"}], {"text": "1", "url": "http://a.gov"}])
def test_one_json_value_over_many_lines_is_one_rejected_document(tmp_path: Path, value: object, indent: int) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(value, indent=indent), encoding="utf-8")
    [rejected] = load(tmp_path / "a.jsonl")
    assert isinstance(rejected, Unreadable)
    assert rejected.rejection.reason == "bad_json"
    assert rejected.rejection.detail.endswith("one object per line is expected.")


def test_lines_taken_out_of_a_list_are_told_what_is_wrong(tmp_path: Path) -> None:
    loaded = load(jsonl(tmp_path / "a.jsonl", '{"text": "1"},', {"text": "2"}, '[{"text": "3"}]'))
    assert [outcome(document) for document in loaded] == ["bad_json", "2", "bad_columns"]
    assert [one.rejection.detail for one in loaded if isinstance(one, Unreadable)] == [
        "It is no JSON: behind the object stands what belongs to a list; one object per line is expected.",
        "Expected a JSON object, found a list; each of its objects belongs on a line of its own.",
    ]


def test_a_time_without_zone_is_flagged(tmp_path: Path) -> None:
    [document] = load(jsonl(tmp_path / "a.jsonl", {"text": "x", "fetched_at": "2024-11-12T08:32:00"}))
    assert isinstance(document, Document)
    assert document.flags == ("fetched_at_zone_assumed",)


def test_half_a_character_in_json_is_flagged(tmp_path: Path) -> None:
    [document] = load(jsonl(tmp_path / "a.jsonl", '{"text": "a \\ud800 b"}'))
    assert isinstance(document, Document)
    assert document.flags == ("bad_encoding",)


@pytest.mark.parametrize("key", ["url", "source"])
@pytest.mark.parametrize("sign", ["\\ud800", "\\u0000"])
def test_an_address_that_is_none_is_told_and_stops_nothing(tmp_path: Path, key: str, sign: str) -> None:
    lines = f'{{"text": "a b", "{key}": "x{sign}y"}}', '{"text": "c d"}'
    bad, good = load(jsonl(tmp_path / "a.jsonl", *lines))
    assert isinstance(bad, Unreadable)
    assert bad.rejection.reason == "bad_columns"
    assert isinstance(good, Document)


def test_json_that_is_not_utf8_costs_one_record(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "one"}\n' + '{"text": "会议"}\n'.encode("gbk") + b'{"text": "three"}')
    assert [outcome(document) for document in load(path)] == ["one", "bad_encoding", "three"]


def test_empty_files_and_files_of_nuls(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.html").write_bytes(b"\x00" * 100)
    (tmp_path / "c.jsonl").write_bytes(b"\n \n")
    (tmp_path / "d.txt").write_bytes(b"good")
    assert [outcome(document) for document in load(tmp_path)] == ["empty", "not_text", "empty", "good"]


def test_a_line_of_50_mb_is_passed_over_without_holding_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "one"}\n{"text": "' + b"x" * 50_000_000 + b'"}\n{"text": "three"}\n')
    tracemalloc.start()
    outcomes = [outcome(document) for document in load(path)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert outcomes == ["one", "too_big", "three"]
    assert peak < 4 * MAX_BYTES


def test_a_file_over_the_cap(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * (MAX_BYTES + 1))
    (tmp_path / "b.txt").write_bytes(b"good")
    assert [outcome(document) for document in load(tmp_path)] == ["too_big", "good"]


def test_json_lines_are_streamed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = json.dumps({"text": "word " * 400}).encode() + b"\n"
    path.write_bytes(line * 4_000)
    tracemalloc.start()
    assert sum(1 for _ in read_documents([path])) == 4_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_paths_are_judged_before_anything_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.docx").write_text("text")
    for wrong in ("missing.txt", "empty", "a.docx"):
        with pytest.raises(PathError, match=wrong) as raised:
            read_documents([tmp_path / "a.txt", tmp_path / wrong])
        assert str(raised.value).endswith(".")
        assert "\n" not in str(raised.value)


def test_what_is_no_file_says_what_it_is(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    told = {"pipe.txt": "no regular file", "self.txt": "back to itself", "dangling.txt": "link to nothing: .*gone.txt"}
    for name, words in told.items():
        with pytest.raises(PathError, match=words):
            load(tmp_path / name)


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Permissions bind root only when it steps down."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_path(tmp_path: Path) -> Path:
    """A folder every user may enter: pytest's own are closed to others."""
    for folder in (tmp_path, *tmp_path.parents):
        if Path(tempfile.gettempdir()) in folder.parents:
            folder.chmod(0o755)
    return tmp_path


def test_an_unreadable_folder_is_one_clear_sentence(open_path: Path) -> None:
    (open_path / "closed").mkdir(mode=0o000)
    with ordinary_user(), pytest.raises(PathError, match="closed cannot be read: permission denied"):
        load(open_path / "closed")


def test_a_folder_within_that_cannot_be_listed_or_entered_costs_only_itself(open_path: Path) -> None:
    for name in ("closed", "listed"):
        (open_path / "news" / name).mkdir(parents=True)
        (open_path / "news" / name / "b.txt").write_text("text")
    (open_path / "news" / "a.txt").write_text("good")
    (open_path / "news" / "closed").chmod(0o000)
    (open_path / "news" / "listed").chmod(0o444)
    with ordinary_user():
        loaded = load(open_path / "news")
        assert size_of([open_path / "news"]) is not None
    assert [outcome(document) for document in loaded] == ["good", "not_text", "not_text"]
    assert [one.rejection.detail for one in loaded if isinstance(one, Unreadable)] == [
        f"The folder {open_path}/news/closed cannot be read: permission denied.",
        f"{open_path}/news/listed/b.txt cannot be read: permission denied.",
    ]


def test_an_unreadable_file_of_a_folder_costs_only_itself(open_path: Path) -> None:
    (open_path / "a.txt").write_text("text")
    (open_path / "a.txt").chmod(0)
    (open_path / "b.txt").write_text("good")
    with ordinary_user():
        assert [outcome(document) for document in load(open_path)] == ["not_text", "good"]
        with pytest.raises(PathError, match="permission denied"):
            load(open_path / "a.txt")


def test_a_manifest_tells_what_the_bytes_do_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "b.txt").write_text("text")
    (tmp_path / "manifest.toml").write_text('["a.txt"]\nurl = "http://a.gov/1"\nfetched_at = 2024-11-12T01:32:00Z\n')
    first, second = load(tmp_path)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.url, first.fetched_at) == ("http://a.gov/1", datetime(2024, 11, 12, 1, 32, tzinfo=UTC))
    assert second.url is None
    assert load(tmp_path / "a.txt") == [first]


@pytest.mark.parametrize(
    ("manifest", "named"),
    [
        ('["a.txt"]\nadress = "x"', "adress"),
        ('["a.txt"]\nurl = 3', "url"),
        ('["gone.txt"]\nurl = "x"', "gone.txt"),
        ('["a.txt"]\nfetched_at = "x"', "fetched_at"),
        ("[", "TOML"),
        ('"a.txt" = "http://a.gov"', "a.txt"),
    ],
)
def test_a_wrong_manifest_names_its_mistake(tmp_path: Path, manifest: str, named: str) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "manifest.toml").write_text(manifest)
    with pytest.raises(PathError, match=named):
        load(tmp_path)
