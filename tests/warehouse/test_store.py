"""One process writes at a time, crashed runs are called so, and a damaged file is never replaced by an empty one."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scrapers.records import Batch
from tests.warehouse.conftest import read_only
from warehouse.errors import DamagedWarehouse, HomeLocked, NewerHome, StorageFailed
from warehouse.lock import reserve
from warehouse.store import SourceRun, Warehouse

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]

HOLD = """
import sys
from pathlib import Path
from warehouse.store import Warehouse
warehouse = Warehouse.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def _holder(home):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "open\n"
    return process


@pytest.mark.whole
def test_a_second_run_is_refused_with_the_pid_of_the_first_and_let_in_after_its_death(tmp_path):
    holder = _holder(tmp_path)
    with pytest.raises(HomeLocked, match=f"PID {holder.pid}") as refused:
        Warehouse.open(tmp_path)
    assert refused.value.exit_code == 3
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    Warehouse.open(tmp_path).close()


def test_a_failed_opening_leaves_the_home_unlocked(tmp_path):
    (tmp_path / "ingest.duckdb").write_bytes(b"no database")
    with pytest.raises(DamagedWarehouse) as first:
        Warehouse.open(tmp_path)
    with pytest.raises(DamagedWarehouse):
        Warehouse.open(tmp_path)
    assert first.value.__traceback__, "kept, so that the lock isn't freed by chance with the frames that held it"


def test_a_run_whose_process_died_is_crashed_at_the_next_opening(home):
    home.warehouse.start_run("r1", "flow-1", kind="load", version="0.1.0", started_at=NOW)
    home.warehouse.start_run("r2", None, kind="run", version="0.1.0", started_at=NOW)
    home.warehouse.finish_run("r2", state="failed", finished_at=NOW + timedelta(minutes=1))
    assert home.sql("SELECT run_id, state, finished_at FROM runs ORDER BY run_id") == [
        ("r1", "running", None),
        ("r2", "failed", NOW + timedelta(minutes=1)),
    ]
    home.reopen()
    assert home.sql("SELECT run_id, flow_run_id, kind, version, started_at, state FROM runs ORDER BY run_id") == [
        ("r1", "flow-1", "load", "0.1.0", NOW, "crashed"),
        ("r2", None, "run", "0.1.0", NOW, "failed"),
    ]
    home.reopen()
    assert home.sql("SELECT count(*) FROM run_states") == [(4,)]


@pytest.fixture(scope="module")
def half_published(fresh_home, article, page):
    """A home of two articles, the first of them published."""
    fresh_home.append(page(article("tea:1")))
    fresh_home.warehouse.publish()
    fresh_home.append(page(article("tea:2")))
    fresh_home.warehouse.close()
    return fresh_home.path


@pytest.mark.parametrize(
    ("damage", "is_published"),
    [
        *((damage, True) for damage in ("cut", "overwritten", "empty", "header", "flipped", "missing")),
        *((damage, False) for damage in ("flipped", "missing")),
    ],
)
def test_a_damaged_database_is_put_aside_and_what_it_held_is_known(
    half_published, tmp_path, make_home, caplog, damage, is_published
):
    home_path = Path(shutil.copytree(half_published, tmp_path / "home"))
    if not is_published:
        (home_path / "news.duckdb").unlink()
    path = home_path / "ingest.duckdb"
    content = path.read_bytes()
    bad = {
        "cut": content[:5000],
        "overwritten": content[:12_288] + b"\xff" * (len(content) - 12_288),
        "empty": b"",
        "header": b"\x00" * 4096 + content[4096:],
        "flipped": content[:300_000] + bytes([content[300_000] ^ 1]) + content[300_001:],
        "missing": b"",
    }[damage]
    path.write_bytes(bad)
    if damage == "missing":
        path.unlink()
    with caplog.at_level(logging.WARNING, logger="warehouse"):
        home = make_home(home_path)
    (sentence,) = [record.getMessage() for record in caplog.records]
    assert ("restored from news.duckdb" if is_published else "made again from the archive") in sentence
    assert damage == "missing" or path.with_name("ingest.duckdb.damaged").read_bytes() == bad
    assert home.sql("SELECT article_id FROM article_revisions") == ([("tea:1",)] if is_published else [])
    lost = [page.page.article_id for batch in home.warehouse.lost.batches() for page in batch.pages]
    assert lost == (["tea:2"] if is_published else ["tea:1", "tea:2"])
    home.warehouse.close()


def flip(path, place=300_000):
    """One bit, without telling anybody who has the file open."""
    with path.open("r+b") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 1]))


def test_a_database_that_was_closed_in_order_is_opened_without_reading_it_whole(home, monkeypatch):
    home.warehouse.publish()
    home.reopen()
    home.warehouse.close()
    monkeypatch.setattr("warehouse.restore.damage", lambda path: pytest.fail(f"{path} was read"))
    home.warehouse = Warehouse.open(home.path)


@pytest.mark.parametrize("name", ["ingest.duckdb", "news.duckdb"])
def test_a_file_that_was_touched_since_is_looked_at(home, article, page, caplog, name):
    home.append(page(article("tea:1")))
    home.warehouse.publish()
    home.reopen()
    home.warehouse.close()
    path = home.path / name
    before = path.stat()
    flip(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with caplog.at_level(logging.WARNING, logger="warehouse"):
        home.warehouse = Warehouse.open(home.path)
    assert [record for record in caplog.records if name in record.getMessage()]


def test_a_process_that_dies_leaves_nothing_that_would_spare_the_look(home):
    home.reopen()
    assert not (home.path / "closed.json").exists()
    home.warehouse.close()
    assert (home.path / "closed.json").exists()


def test_a_database_that_is_damaged_while_it_is_open_is_not_published_and_made_good_next_time(
    home, article, page, caplog
):
    home.append(page(article("tea:1")))
    home.warehouse.publish()
    published = (home.path / "news.duckdb").read_bytes()
    home.append(page(article("tea:2")))
    flip(home.path / "ingest.duckdb")
    with pytest.raises(DamagedWarehouse, match="the next run makes it good"):
        home.warehouse.publish()
    assert (home.path / "news.duckdb").read_bytes() == published
    with caplog.at_level(logging.WARNING, logger="warehouse"):
        home.reopen()
    assert "restored from news.duckdb" in caplog.text


def test_batches_that_not_even_the_journal_has_are_told_once(home, article, page):
    home.append(page(article("tea:1")))
    home.warehouse.close()
    shutil.rmtree(home.path / "journal")
    (home.path / "ingest.duckdb").unlink()
    with pytest.raises(DamagedWarehouse, match="lost by the database and the journal alike") as error:
        Warehouse.open(home.path)
    assert error.value.exit_code == 4
    home.warehouse = Warehouse.open(home.path)
    assert home.warehouse.lost is None


def test_a_newer_home_is_left_as_it_is(home):
    home.sql("INSERT INTO schema_version VALUES ('9999_rockets.sql', now())")
    home.warehouse.close()
    before = (home.path / "ingest.duckdb").read_bytes()
    with pytest.raises(NewerHome, match="9999_rockets"):
        Warehouse.open(home.path)
    assert (home.path / "ingest.duckdb").read_bytes() == before


def test_a_home_that_cannot_be_made_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed, match="file"):
        Warehouse.open(tmp_path / "file" / "home")


def test_source_runs_are_counted_from_pages_once(home, article, page):
    pages = [page(article("tea:1")), page(article("tea:1")), page(outcome="rejected", reason="empty")]
    home.append(*pages, page(outcome="gone"))
    run = SourceRun(
        run_id="r1", source="tea", listed=9, known=5, started_at=NOW, finished_at=NOW, breaches=("It's quiet.",)
    )
    home.warehouse.record_source_run(run)
    home.warehouse.record_source_run(run)
    assert home.sql(
        "SELECT listed, known, new, repeated, rejected, gone, duplicate, failed, breaches, started_at FROM source_runs"
    ) == [(9, 5, 1, 1, 1, 1, 0, 0, ["It's quiet."], NOW)]


def test_threads_may_append_side_by_side(home, article, page):
    sources = ["tea", "coffee", "milk"]

    def append(source):
        for n in range(4):
            pages = [page(article(f"{source}:{n}", f"{source} {n}"), source=source)]
            home.warehouse.append(Batch(run_id="r1", source=source, number=n + 1, pages=tuple(pages)))
            home.warehouse.held([f"{source}:{n}"])

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(append, sources))
    assert home.sql("SELECT source, count(*) FROM articles GROUP BY source ORDER BY source") == [
        (source, 4) for source in sorted(sources)
    ]


def test_a_source_without_pages_is_counted_too(home):
    home.append()
    home.finish()
    assert home.sql("SELECT listed, new, withheld FROM source_runs") == [(0, 0, 0)]


def test_files_open_in_the_oldest_duckdb_we_support(home):
    ((tags,),) = home.sql("SELECT tags FROM duckdb_databases() WHERE database_name = 'ingest'")
    assert "v1.5.0" in str(tags)


@pytest.mark.whole
def test_a_lock_that_was_reserved_keeps_others_out_and_lets_its_own_process_in(tmp_path):
    reserve(tmp_path)
    code = f"from pathlib import Path; from warehouse.lock import HomeLock; HomeLock.take(Path({str(tmp_path)!r}))"
    refused = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert f"PID {os.getpid()}" in refused.stderr
    Warehouse.open(tmp_path).close()
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_a_folder_that_cannot_be_written_is_one_sentence_before_and_in_the_midst_of_a_run(home):
    home.start("r1")
    home.warehouse.publish()  # the next commit has to open a log anew
    with read_only(home.path), pytest.raises(StorageFailed, match=r"Cannot open file .*Permission denied"):
        home.start("r2")
    home.warehouse.close()
    with read_only(home.path), pytest.raises(StorageFailed, match=r"could not be written .Permission denied"):
        Warehouse.open(home.path)
