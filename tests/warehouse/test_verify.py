"""Verify finds each broken promise, and nothing where none is broken."""

from __future__ import annotations

import gzip
import shutil
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.conftest import copy_home, read_only
from warehouse.connection import connect_reader
from warehouse.errors import DamagedWarehouse, HomeLocked, NoWarehouse
from warehouse.verify import _judge, _promises, verify

WAYS_TO_BREAK = {
    "one_row_per_article": "INSERT INTO article_revisions SELECT * REPLACE (4 AS revision) FROM article_revisions"
    " WHERE revision = 2",
    "revisions_unique": "INSERT INTO article_revisions FROM article_revisions WHERE article_id = 'tea:2'",
    "revisions_without_gap": "DELETE FROM article_revisions WHERE article_id = 'tea:1' AND revision = 1",
    "outcomes_add_up": "UPDATE source_runs SET listed = listed + 1",
    "outcomes_have_pages": "UPDATE source_runs SET new = new - 1, unchanged = unchanged + 1",
    "completed_runs_counted": "DELETE FROM source_runs",
    "pages_once_a_run": "UPDATE pages SET url = 'https://tea.vn/1' WHERE article_id IN ('tea:1', 'tea:2')",
    "pages_have_revisions": "UPDATE pages SET revision = 9 WHERE article_id = 'tea:2'",
    "revisions_have_pages": "UPDATE pages SET outcome = 'new' WHERE outcome = 'revised'",
    "duplicates_have_originals": "UPDATE pages SET outcome = 'duplicate' WHERE article_id = 'tea:3'",
    "lines_and_origins_belong": "INSERT INTO field_origins VALUES ('tea:9', 1, 'title', 'line 1')",
    "one_story_per_article": "INSERT INTO story_ledger SELECT * REPLACE (story_id AS article_id, 'tea:3' AS story_id)"
    " FROM story_ledger",
    "equal_texts_one_story": "DELETE FROM story_ledger",
    "search_is_complete": "DELETE FROM search_texts WHERE article_id = 'tea:3'",
    "evidence_has_revisions": "UPDATE sketches SET revision = 7 WHERE article_id = 'tea:3'",
    "dates_not_after_fetch": "UPDATE article_revisions SET published_on = '2031-01-01' WHERE article_id = 'tea:1'",
    "runs_known": "DELETE FROM run_states",
    "hashes": "UPDATE article_revisions SET body = body || 'x' WHERE article_id = 'tea:3'",
    "ledger": "DELETE FROM batches",
    "ledger_rows": "DELETE FROM article_revisions WHERE article_id = 'tea:3'",
    "removed_is_gone": "INSERT INTO removals VALUES ('tea:3', NULL, 'asked', '2026-11-21')",
    "archive": "UPDATE pages SET archive_offset = 40 WHERE article_id = 'tea:1'",
    "pages_archived": "UPDATE pages SET archive_file = NULL WHERE article_id = 'tea:1'",
    "date_from_not_after_fetch": "UPDATE article_revisions SET published_on = '2031-01-01' WHERE article_id = 'tea:1'",
    "published": "DELETE FROM removed_lines WHERE article_id = 'tea:3'",
}


@pytest.fixture(scope="module")
def sound_home(fresh_home, article, page):
    """A home with something of everything."""
    home = fresh_home
    (home.path / "archive").mkdir()
    (home.path / "archive" / "a.warc.gz").write_bytes(b"x" * 50 + gzip.compress(b"WARC/1.1"))
    kept = {"archive_file": "a.warc.gz", "archive_offset": 50}
    first = page(article("tea:1", published_on=date(2024, 3, 1)), fetched_at=datetime(2024, 3, 2, tzinfo=UTC), **kept)
    home.append(first, page(article("tea:2")), page(article("tea:3", "sun", not_before=date(2024, 1, 1))))
    home.append(page(article("tea:4")))
    home.append(page(article("tea:1", "snow")), page(outcome="rejected", reason="empty"))
    home.finish()
    home.append(page(article("tea:1", "snow")), page(article("tea:2")), run="r2")
    home.finish("r2")
    home.warehouse.publish()
    home.warehouse.close()
    return home.path


@pytest.fixture
def sound(copied, sound_home):
    return copied(sound_home)


@pytest.fixture
def sound_copy(sound_home, tmp_path):
    """A copy that nobody opened since, to be damaged."""
    return copy_home(sound_home, tmp_path / "home")


def _failed(home, **how):
    return {check.check for check in verify(home, **how) if not check.ok}


def _judged(home, con, name):
    (told,) = (_judge(promise) for promise in _promises(home, con, full=False) if promise.name == name)
    return told


def _detail(home, name):
    with closing(connect_reader(home / "ingest.duckdb", unsafe=True)) as con:
        return _judged(home, con, name).detail


@pytest.mark.parametrize("full", [False, True])
def test_a_sound_home_keeps_every_promise(sound_home, full):
    checks = verify(sound_home, full=full)
    assert [check for check in checks if not check.ok or check.n] == []
    assert {check.check for check in checks} >= set(WAYS_TO_BREAK)


def test_no_more_hashes_are_told_of_than_there_are(sound_home, monkeypatch):
    assert "hashes of every revision" in _detail(sound_home, "hashes")
    monkeypatch.setattr("warehouse.verify.HASHED_SAMPLE", 2)
    assert "hashes of 2 of 5 revisions" in _detail(sound_home, "hashes")


@pytest.fixture(scope="module")
def broken(sound_home, tmp_path_factory):
    """What verify's check of a promise says once something was done; afterwards the home is as it was."""
    home = Path(shutil.copytree(sound_home, tmp_path_factory.mktemp("broken") / "home"))
    with closing(duckdb.connect(home / "ingest.duckdb")) as con:

        def judge(name, way):
            con.execute(f"BEGIN; {way}")
            told = _judged(home, con, name)
            con.execute("ROLLBACK")
            return told

        yield judge


@pytest.mark.parametrize("check", WAYS_TO_BREAK)
def test_each_broken_promise_is_found(broken, check):
    told = broken(check, WAYS_TO_BREAK[check])
    assert not told.ok
    assert told.n > 0
    assert told.detail


def test_a_changed_column_of_the_copy_is_found_by_a_full_look_only(sound):
    sound.sql("UPDATE article_revisions SET section = 'Sport'")
    sound.warehouse.close()
    assert _failed(sound.path) == set()
    assert _failed(sound.path, full=True) == {"published"}


def test_commits_after_the_last_copy_are_found(sound, article, page):
    sound.append(page(article("tea:4")), run="r2")
    sound.warehouse.close()
    assert "published" in _failed(sound.path)


@pytest.mark.parametrize("name", ["ingest.duckdb", "journal/000001.jsonl.gz", "archive/a.warc.gz"])
def test_a_flipped_bit_is_found(sound_copy, name):
    path = sound_copy / name
    content = bytearray(path.read_bytes())
    content[-6] ^= 4
    path.write_bytes(content)
    failed = _failed(sound_copy)
    assert failed & {"blocks", "journal", "archive"}


def test_each_failure_names_what_mends_it(sound):
    sound.sql("DELETE FROM batches")
    sound.warehouse.close()
    assert all("Mended by: " in check.detail for check in verify(sound.path) if not check.ok)


def test_what_a_run_mends_by_itself_is_told_from_what_only_a_replay_does(sound):
    sound.sql("DELETE FROM article_revisions WHERE article_id = 'tea:3'")
    sound.warehouse.close()
    assert _detail(sound.path, "ledger_rows").endswith("Mended by: broadsheet replay")
    ledger = sound.path / "ledger.jsonl"
    ledger.write_text("".join(ledger.read_text().splitlines(keepends=True)[:-1]))
    assert _detail(sound.path, "ledger").endswith("Mended by: the next broadsheet run, by itself")


@pytest.mark.parametrize(
    "leak",
    [
        "INSERT INTO line_texts VALUES ('tea', 1, 'a', 'What nobody holds any more.')",
        """INSERT INTO templates VALUES ('tea', 'v', '{"lines": {"What she said.": 3}, "templates": []}', 3, now())""",
        """INSERT INTO templates
        VALUES ('tea', 'v', '{"lines": {"12": 3}, "templates": [{"repeated": [["She said.", 3]]}]}', 3, now())""",
    ],
)
def test_words_of_a_removed_article_are_found_where_they_were_learned(broken, leak):
    removed = """INSERT INTO removals VALUES ('tea:77', NULL, 'asked', '2026-11-21');
        INSERT INTO templates VALUES ('milk', 'v', '{"lines": {"12": 3}, "templates": []}', 3, now())"""
    assert broken("removed_is_gone", removed).ok
    assert not broken("removed_is_gone", f"{removed}; {leak}").ok


def test_a_damaged_block_is_found(sound_copy):
    path = sound_copy / "news.duckdb"
    content = path.read_bytes()
    path.write_bytes(content[:12_288] + b"\xff" * (len(content) - 12_288))
    found = {check.check: check.detail for check in verify(sound_copy) if not check.ok}
    assert "damaged" in found["published"]


def test_one_damaged_block_is_told_of_by_one_check(sound_copy):
    path = sound_copy / "ingest.duckdb"
    whole = path.read_bytes()
    for start in range(12_288, len(whole), 262_144):  # some blocks are free, and of some it depends that it opens
        path.write_bytes(whole[:start] + b"\xff" * 1_000 + whole[start + 1_000 :])
        with suppress(DamagedWarehouse):
            found = {check.check: check.detail for check in verify(sound_copy) if not check.ok}
            if "hashes" in found:
                break
    assert "Mended by: the next broadsheet run" in found["blocks"]
    assert "see blocks" in found["hashes"]
    assert not [name for name in found.keys() - {"blocks", "published"} if "a file is damaged" in found[name]]


def test_a_damaged_log_is_named_with_what_mends_it(sound_copy):
    path = sound_copy / "ingest.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE strange AS FROM range(5_000)")
        con.execute("FORCE CHECKPOINT")
        con.execute("INSERT INTO strange FROM range(5_000)")
        log = path.with_name("ingest.duckdb.wal")
        content, database = bytearray(log.read_bytes()), path.read_bytes()
    path.write_bytes(database)
    content[len(content) // 2] ^= 4
    log.write_bytes(content)
    with pytest.raises(DamagedWarehouse, match=r"duckdb\.wal is damaged .* Mended by: the next broadsheet run"):
        verify(sound_copy)


def test_a_home_in_use_is_not_verified(sound):
    with pytest.raises(HomeLocked):
        verify(sound.path)


@pytest.mark.parametrize("is_locked", [True, False])
def test_a_home_that_cannot_be_written_is_verified(sound_copy, is_locked):
    (sound_copy / "lock").chmod(0o444)
    if not is_locked:
        (sound_copy / "lock").unlink()
    with read_only(sound_copy):
        assert all(check.ok for check in verify(sound_copy))


def test_a_home_without_a_warehouse_and_one_that_lost_it_are_told_apart(sound_copy):
    with pytest.raises(NoWarehouse):
        verify(sound_copy / "elsewhere")
    (sound_copy / "ingest.duckdb").unlink()
    with pytest.raises(DamagedWarehouse, match="Mended by: the next broadsheet run, by itself, or broadsheet replay"):
        verify(sound_copy)


def test_no_more_records_are_told_of_than_there_are(sound_home, monkeypatch):
    assert _detail(sound_home, "archive").startswith("Every record")
    monkeypatch.setattr("warehouse.verify_files.READ_SAMPLE", 1)
    assert _detail(sound_home, "archive").startswith("1 of ")
