"""Readers open a whole copy at any time; neither they nor the writer wait."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import warehouse.append
from warehouse.errors import StorageFailed
from warehouse.read import open_published, query

ROOT = Path(__file__).parents[2]

OPEN_FOR_WRITING = "import duckdb, sys; duckdb.connect(sys.argv[1])"

# A file may not grow past what the database needs; its copy then fails half-way, as on a full disk.
PUBLISH_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from warehouse.errors import StorageFailed
from warehouse.store import Warehouse
home = Path(sys.argv[1])
with Warehouse.open(home) as warehouse:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    try:
        warehouse.publish()
    except StorageFailed as error:
        print(error, end="")
"""

APPEND_ON_A_FULL_DISK = """
import random, resource, sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, "tests/warehouse")
from conftest import Home, make_article, make_page
from warehouse.errors import StorageFailed
home = Home(Path(sys.argv[1]))
size = (home.path / "ingest.duckdb").stat().st_size + 500_000
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
for n in range(100):
    body = random.Random(n).randbytes(100_000).hex()
    try:
        home.append(make_page(make_article(f"tea:{n}", body=body)))
    except StorageFailed as error:
        print(error, end="")
        break
    print(n, file=sys.stderr)
"""

# Twice the memory that the writer has.
SPILL = "CREATE TEMP TABLE large AS SELECT hash(range) AS number FROM range(16_000_000)"


def _count(home):
    with open_published(home.path) as con:
        return query(con, "SELECT count(*) FROM articles").rows


def _run(program, *arguments):
    return subprocess.run([sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True)


def test_a_copy_has_every_committed_row_though_the_warehouse_stays_open(home, article, page):
    home.append(page(article("tea:1")))
    assert home.warehouse.publish()
    assert _count(home) == [(1,)]
    home.append(page(article("tea:2")))
    assert _count(home) == [(1,)]
    assert home.warehouse.publish()
    assert _count(home) == [(2,)]


def test_a_reader_keeps_what_it_opened_while_the_next_copy_is_put_in_place(home, article, page):
    home.append(page(article("tea:1")))
    home.warehouse.publish()
    with open_published(home.path) as con:
        home.append(page(article("tea:2")))
        home.warehouse.publish()
        assert query(con, "SELECT count(*) FROM articles").rows == [(1,)]
    assert _count(home) == [(2,)]


def test_nothing_is_copied_when_nothing_changed(home, article, page):
    home.append(page(article("tea:1")))
    home.finish()
    home.warehouse.publish()
    first = (home.path / "news.duckdb").stat().st_ino
    assert not home.warehouse.publish()
    home.reopen()
    assert not home.warehouse.publish()
    assert (home.path / "news.duckdb").stat().st_ino == first


@pytest.mark.whole
def test_the_writers_file_stays_locked_for_others_after_publishing(home, article, page):
    home.append(page(article("tea:1")))
    home.warehouse.publish()
    refused = _run(OPEN_FOR_WRITING, str(home.path / "ingest.duckdb"))
    assert f"PID {os.getpid()}" in refused.stderr


@pytest.mark.whole
def test_a_disk_that_is_full_while_publishing_leaves_the_old_copy_whole(home, article, page):
    home.append(page(article("tea:1")))
    home.warehouse.publish()
    home.append(page(article("tea:2")))
    home.warehouse.close()
    told = _run(PUBLISH_ON_A_FULL_DISK, str(home.path)).stdout
    assert told.endswith(".")
    assert "could not be" in told
    assert "\n" not in told
    assert _count(home) == [(1,)]
    assert not (home.path / "news.duckdb.part").exists()


@pytest.mark.whole
def test_a_disk_that_is_full_while_appending_loses_nothing_that_was_told_as_done(home):
    home.warehouse.close()
    ended = _run(APPEND_ON_A_FULL_DISK, str(home.path))
    done = len(ended.stderr.split())
    assert "could not be" in ended.stdout, ended.stderr
    assert StorageFailed.exit_code == 4
    home.reopen()
    ((held,),) = home.sql("SELECT count(*) FROM articles")
    assert held in (done, done + 1), "the batch that failed may be whole; never lost, never half"
    assert home.sql("SELECT count(*) FROM removed_lines") == [(held,)]
    assert len((home.path / "ledger.jsonl").read_text().splitlines()) == held


def test_a_full_temporary_folder_is_told_as_a_full_disk_and_the_batch_is_stored_next_time(
    home, article, page, monkeypatch
):
    home.append(page(article("tea:1")))
    home.sql("SET max_temp_directory_size = '1MB'")  # by itself DuckDB takes what the disk has left
    monkeypatch.setattr(warehouse.append, "read_sql", lambda _: SPILL)
    with pytest.raises(StorageFailed, match=r"^The disk is full: .* nothing is lost\.$"):
        home.append(page(article("tea:2")))
    monkeypatch.undo()
    home.reopen()
    assert home.sql("SELECT count(*) FROM pages") == [(1,)]
    home.append(page(article("tea:2")))
    assert home.sql("SELECT article_id FROM articles ORDER BY ALL") == [("tea:1",), ("tea:2",)]


def test_writer_and_readers_see_moments_in_utc(home):
    home.warehouse.publish()
    with open_published(home.path) as con:
        assert query(con, "SELECT current_setting('TimeZone')").rows == [("UTC",)]
    assert home.sql("SELECT current_setting('TimeZone')") == [("UTC",)]
