"""Every loaded document can be had back from the archive, and the archive is what other tools call one."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scrapers.archive import Archive, document_from_record, read_record
from scrapers.documents import Unreadable
from scrapers.errors import ArchiveFailed
from scrapers.loaders import read_documents
from scrapers.records import Document

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def loaded(tmp_path: Path) -> list[Document | Unreadable]:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes("Hội nghị\r\nmở rộng".encode("utf-16"))
    (folder / "b.html").write_text("<h1>Title</h1><p>Text</p>")
    values = {"url": "http://a.gov/ b\r\nX: y", "text": "Văn bản", "title": "标题", "fetched_at": "2024-11-12T08:32:00"}
    (folder / "c.jsonl").write_text(f"{json.dumps(values)}\n{{broken\n")
    (folder / "manifest.toml").write_text('["a.txt"]\ntitle = "Đề\\n- mục"\nfetched_at = 2024-11-12T01:32:00Z')
    return list(read_documents([folder], source="bacninh"))


def archived(folder: Path, documents: list[Document | Unreadable]) -> list[tuple[str, int]]:
    with Archive(folder, stem="2026-11-21T020000Z-bacninh-0a1b2c3d") as archive:
        places = [archive.write_document(document, loaded_at=AT) for document in documents]
        archive.flush()
    return places


def test_each_document_comes_back_as_it_was_loaded(tmp_path: Path, loaded: list[Document | Unreadable]) -> None:
    places = archived(tmp_path / "archive", loaded)
    again = [document_from_record(read_record(tmp_path / "archive" / name, offset)) for name, offset in places]
    assert again == loaded
    assert isinstance(again[3], Unreadable)


@pytest.mark.whole
def test_other_tools_read_it(tmp_path: Path, loaded: list[Document | Unreadable]) -> None:
    [name] = {name for name, _ in archived(tmp_path, loaded)}
    warcio = Path(sys.executable).with_name("warcio")
    subprocess.run([warcio, "check", tmp_path / name], check=True, capture_output=True)
    subprocess.run(["gunzip", "-t", tmp_path / name], check=True)
    listed = subprocess.run([warcio, "index", "-f", "warc-type,warc-target-uri", tmp_path / name], capture_output=True)
    records = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [record["warc-type"] for record in records] == ["warcinfo", *["resource"] * len(loaded)]
    assert records[3]["warc-target-uri"] == "http://a.gov/%20b%0D%0AX:%20y"


def test_a_file_that_exists_is_never_appended_to(tmp_path: Path, loaded: list[Document | Unreadable]) -> None:
    [first] = {name for name, _ in archived(tmp_path, loaded)}
    before = (tmp_path / first).read_bytes()
    [second] = {name for name, _ in archived(tmp_path, loaded)}
    assert first != second
    assert (tmp_path / first).read_bytes() == before


def test_no_document_no_file(tmp_path: Path) -> None:
    assert archived(tmp_path / "archive", []) == []
    assert not (tmp_path / "archive").exists()


def test_what_was_flushed_is_on_disk_while_the_archive_is_open(tmp_path: Path, loaded: list[Document]) -> None:
    with Archive(tmp_path, stem="a") as archive:
        name, offset = archive.write_document(loaded[0], loaded_at=AT)
        archive.flush()
        assert read_record(tmp_path / name, offset).content == loaded[0].content


def test_damage_is_an_error_and_never_half_a_document(tmp_path: Path, loaded: list[Document | Unreadable]) -> None:
    name, offset = archived(tmp_path, loaded)[1]
    content = (tmp_path / name).read_bytes()
    damaged = [content[: offset + 150], content[: offset + 250], content[: offset + 10], content[:offset], b"x" * 999]
    for number, bad in enumerate(damaged):
        (tmp_path / f"{number}.warc.gz").write_bytes(bad)
        with pytest.raises(ArchiveFailed, match="no sound record"):
            read_record(tmp_path / f"{number}.warc.gz", offset)
    with pytest.raises(ArchiveFailed, match=r"gone\.warc\.gz cannot be read"):
        read_record(tmp_path / "gone.warc.gz", offset)


def test_a_full_disk_is_one_clear_sentence(tmp_path: Path, loaded: list[Document | Unreadable]) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, limits[1]))
    try:
        with pytest.raises(ArchiveFailed, match=r"a\.warc\.gz cannot be written; make room and run again\.$"):
            write_and_flush(tmp_path, loaded)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def write_and_flush(folder: Path, documents: list[Document | Unreadable]) -> None:
    with Archive(folder, stem="a") as archive:
        for document in documents:
            archive.write_document(document, loaded_at=AT)
        archive.flush()
