"""The corpus as files: complete, current, and nothing in them that should have stayed at home."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pyarrow.parquet import read_table

from tests.warehouse.conftest import copy_home
from warehouse.errors import StorageFailed
from warehouse.export import export, exported_folders
from warehouse.export_choice import Choice

MONDAY, TUESDAY = (datetime(2026, 3, day, 1, 30, tzinfo=UTC) for day in (2, 3))
EVERYTHING = Choice(gone=True, revisions=True)


@pytest.fixture(scope="module")
def filled_home(fresh_home, article, page):
    """Two sources: a dated, an undated, a changed and a gone article."""
    home = fresh_home
    home.append(
        page(article("tea:1", "rain", published_on=date(2024, 3, 5)), fetched_at=MONDAY),
        page(article("tea:2", "snow"), fetched_at=MONDAY),
        page(article("tea:3", "hail"), fetched_at=MONDAY),
    )
    home.append(page(article("rice:1", "wind"), source="rice", fetched_at=MONDAY), source="rice")
    home.append(page(article("tea:2", "ice", rights=("noarchive",)), fetched_at=TUESDAY), run="r2")
    home.append(page(article_id="tea:3", outcome="gone", fetched_at=TUESDAY), run="r3")
    home.warehouse.publish()
    home.warehouse.close()
    return home.path


@pytest.fixture
def closed(filled_home, tmp_path):
    """A copy that nobody writes to."""
    return copy_home(filled_home, tmp_path / "home")


@pytest.fixture
def filled(copied, filled_home):
    """A copy to be added to."""
    return copied(filled_home)


def ids(path: Path) -> list[str]:
    """The articles of all Parquet files below."""
    return sorted(name for file in path.rglob("*.parquet") for name in read_table(file)["article_id"].to_pylist())


def test_each_article_is_in_the_file_of_its_source_and_month(closed, tmp_path):
    export(closed, tmp_path / "out", Choice())
    files = {str(file.relative_to(tmp_path / "out")) for file in (tmp_path / "out").rglob("*.parquet")}
    assert files == {
        "articles/source=tea/month=2024-03/articles.parquet",
        "articles/source=tea/month=undated/articles.parquet",
        "articles/source=rice/month=undated/articles.parquet",
    }
    assert ids(tmp_path / "out") == ["rice:1", "tea:1", "tea:2"]


def test_what_is_gone_or_superseded_or_reserved_is_there_only_when_asked_for(closed, tmp_path):
    export(closed, tmp_path / "all", EVERYTHING)
    assert ids(tmp_path / "all" / "articles") == ["rice:1", "tea:1", "tea:2", "tea:3"]
    assert ids(tmp_path / "all" / "revisions") == ["rice:1", "tea:1", "tea:2", "tea:2", "tea:3"]
    export(closed, tmp_path / "few", Choice(respect_rights=True))
    assert ids(tmp_path / "few") == ["rice:1", "tea:1"]
    assert "noarchive" in (tmp_path / "few" / "README.md").read_text()


def test_only_files_whose_rows_changed_are_written_again(filled, article, page, tmp_path):
    out = tmp_path / "out"
    assert all(file.written for file in export(filled.path, out, Choice()))
    assert not any(file.written for file in export(filled.path, out, Choice()))
    filled.append(page(article("rice:2", "fog"), source="rice"), run="r9", source="rice")
    filled.warehouse.publish()
    written = {file.file for file in export(filled.path, out, Choice()) if file.written}
    assert written == {"articles/source=rice/month=undated/articles.parquet", "articles.csv", "articles.jsonl"}
    assert ids(out) == ["rice:1", "rice:2", "tea:1", "tea:2"]


def test_an_export_that_changes_nothing_touches_nothing(closed, tmp_path):
    export(closed, tmp_path / "out", Choice())
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    export(closed, tmp_path / "out", Choice())
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == before


def test_a_file_without_rows_any_more_is_deleted_and_strangers_are_left_alone(filled, page, tmp_path, caplog):
    out = tmp_path / "out"
    export(filled.path, out, Choice())
    (out / "notes.txt").write_text("mine")
    filled.append(page(article_id="rice:1", outcome="gone", fetched_at=TUESDAY, source="rice"), run="r9", source="rice")
    filled.warehouse.publish()
    export(filled.path, out, Choice())
    assert ids(out) == ["tea:1", "tea:2"]
    assert not (out / "articles/source=rice/month=undated/articles.parquet").exists()
    assert (out / "notes.txt").read_text() == "mine"
    assert "no such file: articles/source=rice/month=undated/articles.parquet (1 in all)" in caplog.text


def test_two_exports_are_the_same_bytes(closed, tmp_path):
    for name in ("one", "two"):
        export(closed, tmp_path / name, EVERYTHING)
    one = {file.relative_to(tmp_path / "one"): file.read_bytes() for file in (tmp_path / "one").rglob("*.*")}
    two = {file.relative_to(tmp_path / "two"): file.read_bytes() for file in (tmp_path / "two").rglob("*.*")}
    assert one == two


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(home, article, page, tmp_path):
    home.append(page(article("tea:1", title='=HYPERLINK("http://evil","x")', tags=("+1", "b"), credit="-2")))
    home.warehouse.publish()
    export(home.path, tmp_path, Choice(formats=("csv", "jsonl")))
    with (tmp_path / "articles.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["title"], row["credit"]) == ('\'=HYPERLINK("http://evil","x")', "'-2")
    assert json.loads(row["tags"]) == ["+1", "b"]
    told = json.loads((tmp_path / "articles.jsonl").read_text(encoding="utf-8"))
    assert (told["title"], told["tags"]) == ('=HYPERLINK("http://evil","x")', ["+1", "b"])


def test_moments_are_iso_8601_in_utc(closed, tmp_path):
    export(closed, tmp_path, Choice(formats=("jsonl",)))
    rows = [json.loads(line) for line in (tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["fetched_at"] for row in rows} == {"2026-03-02T01:30:00Z", "2026-03-03T01:30:00Z"}
    assert {row["published_on"] for row in rows} == {"2024-03-05", None}


def test_the_home_knows_where_it_was_exported_to(closed, tmp_path):
    export(closed, tmp_path / "out", EVERYTHING)
    export(closed, tmp_path / "out", EVERYTHING)
    assert exported_folders(closed) == {tmp_path / "out": EVERYTHING}


def test_a_manifest_somebody_broke_is_named(closed, tmp_path):
    (tmp_path / "export.json").write_text("{")
    with pytest.raises(StorageFailed, match=r"export\.json"):
        export(closed, tmp_path, Choice())
