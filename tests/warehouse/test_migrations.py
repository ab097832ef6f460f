"""A home of the first shape opens after every later migration, and holds what it held."""

from __future__ import annotations

import gzip
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.errors import NewerHome, OlderHome
from warehouse.export import export
from warehouse.export_choice import Choice
from warehouse.journal import JournalIndex
from warehouse.read import open_of_today, open_published
from warehouse.schema import unknown_migrations
from warehouse.shape import refuse_published_newer, told_newer
from warehouse.store import Warehouse
from warehouse.verify import verify

HOMES = Path(__file__).parent / "homes"


def write_old_home(path: Path) -> Path:
    """As the program of 21 November 2026 wrote it, with the migrations 0001 and 0002: three articles in two runs."""
    (path / "archive").mkdir()
    (path / "archive" / "a.warc.gz").write_bytes(gzip.compress(b"WARC/1.1\r\n"))
    (path / "ingest.duckdb").write_bytes(gzip.decompress((HOMES / "first.duckdb.gz").read_bytes()))
    shutil.copy(HOMES / "first.ledger.jsonl", path / "ledger.jsonl")
    return path


@pytest.fixture
def old_home(tmp_path: Path) -> Path:
    return write_old_home(tmp_path)


@pytest.fixture(scope="module")
def renewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The old home, opened by this program."""
    with Warehouse.open(write_old_home(tmp_path_factory.mktemp("old"))) as warehouse:
        yield warehouse


def test_a_home_of_the_first_shape_opens_and_keeps_every_promise(old_home, make_home, article, page, caplog):
    with caplog.at_level(logging.INFO, logger="warehouse"):
        home = make_home(old_home)
    assert "ingest.duckdb.before-0003" in caplog.text
    assert home.sql("SELECT article_id, revision FROM articles ORDER BY ALL") == [
        ("tea:1", 2),
        ("tea:2", 1),
        ("tea:3", 1),
    ]
    assert home.append(page(article("tea:4", "rain")), run="r3") == {"duplicate": 1}
    home.finish("r3")
    home.warehouse.publish()
    home.warehouse.close()
    assert [check for check in verify(old_home, full=True) if not check.ok] == []


def test_what_it_was_stands_beside_it(renewed):
    kept = renewed.home / "ingest.duckdb.before-0003"
    assert len(kept.read_bytes()) == len(gzip.decompress((HOMES / "first.duckdb.gz").read_bytes()))
    with duckdb.connect(str(kept), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM article_revisions").fetchall() == [(4,)]


def test_its_journal_is_written_from_its_tables(renewed):
    told = JournalIndex(renewed.home).places  # as a reader of the files finds it, who writes nothing
    assert list(told) == [("r1", "tea", 1), ("r1", "tea", 2), ("r2", "tea", 1)]


def test_before_its_first_run_its_readers_are_told_that_one_is_due(old_home, tmp_path):
    shutil.copy(old_home / "ingest.duckdb", old_home / "news.duckdb")
    for ask in (open_of_today, verify):
        with pytest.raises(OlderHome, match=r"made by an earlier version .* `broadsheet load` brings it up to date"):
            ask(old_home)
    assert export(old_home, tmp_path / "exported", Choice(formats=("csv",)))


def test_a_home_of_a_later_version_is_refused_by_all_who_read_it(home, make_home, article, page, tmp_path):
    home.append(page(article("tea:1", "rain")))
    home.finish("r1")
    home.warehouse.publish()
    home.warehouse.close()
    for name in ("ingest.duckdb", "news.duckdb"):
        with duckdb.connect(str(tmp_path / "home" / name)) as con:
            con.execute("INSERT INTO schema_version VALUES ('0900_later.sql', now())")
    asked = (open_of_today, verify, refuse_published_newer, make_home)
    for ask in (*asked, lambda place: export(place, tmp_path / "exported", Choice(formats=("csv",)))):
        with pytest.raises(NewerHome, match="by a later version"):
            ask(tmp_path / "home")
    with open_published(tmp_path / "home") as con:
        assert "0900_later" in (told_newer(con, tmp_path) or "")


def test_views_of_another_version_are_no_migration():
    assert unknown_migrations(frozenset(["0001_tables.sql", "views 0123456789abcdef"])) == []
    assert unknown_migrations(frozenset(["0001_tables.sql", "0900_later.sql"])) == ["0900_later.sql"]


@pytest.mark.parametrize(
    "by_hand",
    ["DROP VIEW daily_counts", "CREATE OR REPLACE VIEW stories AS SELECT article_id FROM articles LIMIT 1", ""],
)
def test_views_that_were_altered_by_hand_are_made_anew_with_the_next_opening(home, caplog, by_hand):
    views = "SELECT view_name, comment, column_count FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
    before = home.sql(views)
    home.sql(by_hand or "SELECT 1")
    with caplog.at_level(logging.INFO, logger="warehouse"):
        home.reopen()
    assert home.sql(views) == before
    assert bool(caplog.records) == bool(by_hand)
