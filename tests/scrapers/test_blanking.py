"""A record taken out of the archive is gone, and everything beside it stays where it was."""

from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scrapers.archive import Archive, read_record
from scrapers.blanking import blank, places
from scrapers.errors import ArchiveFailed
from scrapers.loaders import read_documents

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def archived(tmp_path: Path) -> tuple[Path, list[int]]:
    """Three documents in one file, a long one among them; where each begins."""
    lines = [f'{{"url": "https://x.vn/{n}", "text": "Secret {n} {"word " * 9_000 * n}"}}' for n in range(3)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    with Archive(tmp_path, stem="a") as archive:
        offsets = [
            archive.write_document(document, loaded_at=NOW)[1] for document in read_documents([tmp_path / "in.jsonl"])
        ]
    return tmp_path / "a.warc.gz", offsets


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_blanked_record_is_gone_and_the_others_stand_where_they_stood(archived, number):
    path, offsets = archived
    size = path.stat().st_size
    blank(path, {offsets[number]})
    assert path.stat().st_size == size
    assert f"Secret {number}" not in gzip.decompress(path.read_bytes()).decode()
    assert f"x.vn/{number}" not in gzip.decompress(path.read_bytes()).decode()
    for other, offset in enumerate(offsets):
        if other != number:
            assert f"Secret {other}" in read_record(path, offset).content.decode()
    assert [place.kind for place in places(path)].count("resource") == 2


@pytest.mark.whole
def test_other_tools_find_nothing_wrong_with_the_file(archived):
    path, offsets = archived
    blank(path, set(offsets))
    warcio = Path(sys.executable).with_name("warcio")
    assert subprocess.run([warcio, "check", path], capture_output=True, text=True, check=True).stdout == ""
    subprocess.run(["gunzip", "-t", path], check=True)


def test_places_tell_what_each_record_is_of(archived):
    path, offsets = archived
    told = [(place.offset, place.kind, place.target) for place in places(path)][1:]
    assert told == [(offset, "resource", f"https://x.vn/{n}") for n, offset in enumerate(offsets)]


def test_where_no_record_begins_nothing_is_overwritten(archived):
    path, offsets = archived
    before = path.read_bytes()
    with pytest.raises(ArchiveFailed):
        blank(path, {offsets[1] + 1})
    assert path.read_bytes() == before
