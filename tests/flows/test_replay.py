"""The warehouse made again from the archive: the same bytes twice, other rules at once, nothing lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

import flows.ingest
import flows.replay
from flows.ingest import append_documents, ingest
from flows.replay import differences_in, rebuild
from flows.settings import read_settings
from scrapers.loaders import read_documents
from scrapers.source import load_sources
from tests.flows.test_ingest import FORM, jsonl, story
from tests.flows.village import asked
from warehouse.verify import verify
from warehouse.verify_files import CONTRACT

pytestmark = pytest.mark.slow

URL = "https://readers.example.org/{}"
PAGES = "FROM pages ORDER BY ALL"
ARTICLES = "SELECT article_id, revision, title FROM article_revisions ORDER BY ALL"


@pytest.fixture(autouse=True)
def without_prefect(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (flows.ingest, flows.replay):
        monkeypatch.setattr(module, "step", lambda _, do: do())
    monkeypatch.setattr(flows.ingest, "tell", lambda _: None)


def load(home: Path, path: Path) -> None:
    settings = read_settings(home=home)
    documents = read_documents([path])
    ingest(lambda run: append_documents(documents, run), settings=settings, sources=forms(home), kind="load")


def forms(home: Path) -> Any:
    return load_sources(*read_settings(home=home).forms)


def exported(home: Path, folder: Path) -> dict[str, bytes]:
    """The contract's tables as sorted Parquet; the replays themselves are left out."""
    folder.mkdir()
    with duckdb.connect(str(home / "news.duckdb"), read_only=True) as con:
        for table in CONTRACT:
            where = "WHERE kind <> 'replay'" if table == "run_states" else ""
            con.execute(f"COPY (FROM {table} {where} ORDER BY ALL) TO '{folder / table}.parquet'")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def broken_promises(home: Path) -> list[str]:
    return [f"{check.check}: {check.detail}" for check in verify(home, full=True) if not check.ok]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two loads: an article that changes, one that comes twice, one that can't be read, and two that stay."""
    home = tmp_path / "home"
    (home / "forms").mkdir(parents=True)
    (home / "forms" / "readers.toml").write_text(FORM)
    first = [story(place, url=URL.format(place)) for place in ("Asten", "Borel", "Cadiz")]
    load(home, jsonl(tmp_path / "1.jsonl", *first, '{"broken'))
    second = [story("Asten", url=URL.format("Asten")), story("Deurne", url=URL.format("Borel")), first[2], first[2]]
    second[0]["text"] += "\n\nNumber of readers until today is 23, thank you."
    load(home, jsonl(tmp_path / "2.jsonl", *second, story("Essen")))
    return home


def test_without_any_database_a_replay_makes_everything_once_and_a_second_one_the_same(
    home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rebuild(home, forms(home), frozenset())
    before = exported(home, tmp_path / "before")
    for name in ("ingest.duckdb", "news.duckdb"):
        (home / name).unlink()
    report = rebuild(home, forms(home), frozenset())
    assert report.notices == []
    assert not [record for record in caplog.records if "Being made again" in record.message]
    assert exported(home, tmp_path / "after") == before
    rebuild(home, forms(home), frozenset())
    assert exported(home, tmp_path / "twice") == before
    assert broken_promises(home) == []


def test_two_replays_give_the_same_bytes(home: Path, tmp_path: Path) -> None:
    loaded, pages = asked(home, ARTICLES), asked(home, PAGES)
    exports = []
    for number in ("1", "2"):
        rebuild(home, forms(home), frozenset())
        exports.append(exported(home, tmp_path / number))
    assert (asked(home, ARTICLES), asked(home, PAGES)) == (loaded, pages)
    assert exports[0] == exports[1]
    assert broken_promises(home) == []
    assert not (home / "before-replay").exists()


def test_other_rules_change_articles_and_make_no_revision(home: Path) -> None:
    assert asked(home, "SELECT max(revision) FROM articles WHERE url LIKE '%Asten'") == [(2,)]
    (home / "forms" / "readers.toml").write_text(FORM + "[clean]\ndrop = ['^Number of readers', '^A second room']\n")
    found = differences_in(home, forms(home), frozenset(["readers"])).differences
    assert {(one.article_id.rpartition("/")[2], one.field) for one in found} >= {
        ("Asten", "revision"),
        ("Cadiz", "body"),
    }
    assert asked(home, "SELECT count(*) FROM articles WHERE body LIKE '%A second room%'") == [(4,)], (
        "nothing is changed"
    )
    rebuild(home, forms(home), frozenset())
    assert asked(home, "SELECT max(revision) FROM articles WHERE url LIKE '%Asten'") == [(1,)]
    assert asked(home, "SELECT source FROM articles WHERE body LIKE '%A second room%'") == [("unknown",)]
    assert broken_promises(home) == []


def test_one_source_is_read_again_and_the_others_stay_as_they_were(home: Path, tmp_path: Path) -> None:
    before = exported(home, tmp_path / "before")
    rebuild(home, forms(home), frozenset(["unknown"]))
    assert exported(home, tmp_path / "same") == before
    (home / "forms" / "readers.toml").write_text(FORM + "[clean]\ndrop = ['^A second room']\n")
    rebuild(home, forms(home), frozenset(["unknown"]))
    assert asked(home, "SELECT count(*) FROM articles WHERE body LIKE '%A second room%'") == [(4,)]
    assert broken_promises(home) == []


def test_what_the_archive_lost_stays_as_the_database_has_it(home: Path) -> None:
    before = asked(home, ARTICLES)
    (gone, *_) = sorted((home / "archive").glob("*readers*"))
    gone.unlink()
    report = rebuild(home, forms(home), frozenset())
    assert asked(home, ARTICLES) == before
    assert "The content of 5 pages is gone from the archive" in report.notices[0]


def test_an_interrupted_replay_goes_on_where_it_was(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real = asked(home, ARTICLES), flows.replay.Remaking.remake

    def torn(self: Any, batches: Any) -> Any:
        yield next(real(self, batches))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(flows.replay.Remaking, "remake", torn)
        with pytest.raises(KeyboardInterrupt):
            rebuild(home, forms(home), frozenset())
    lines = (home / "replay" / "ledger.jsonl").read_text().splitlines()
    assert len(lines) >= 1
    rebuild(home, forms(home), frozenset())
    assert asked(home, ARTICLES) == before
    kept = [json.loads(line) for line in (home / "ledger.jsonl").read_text().splitlines()]
    assert len({(one["run_id"], one["source"], one["batch"]) for one in kept}) == len(kept), "a batch was made twice"


@pytest.mark.parametrize(
    "gone", [("ingest.duckdb",), ("ingest.duckdb", "news.duckdb"), ("ingest.duckdb", "ledger.jsonl")]
)
def test_lost_files_are_made_again_by_the_next_run(home: Path, tmp_path: Path, gone: tuple[str, ...]) -> None:
    kept = exported(home, tmp_path / "kept")
    for name in gone:
        (home / name).unlink()
    load(home, jsonl(tmp_path / "none.jsonl", story("Essen")))
    assert asked(home, ARTICLES) == asked_of(kept, tmp_path)
    assert broken_promises(home) == []


def asked_of(export: dict[str, bytes], folder: Path) -> list[tuple[Any, ...]]:
    path = folder / "asked.parquet"
    path.write_bytes(export["article_revisions.parquet"])
    return duckdb.sql(ARTICLES.replace("article_revisions", f"'{path}'")).fetchall()


def test_a_copy_of_the_home_is_replayed_elsewhere(home: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(home, tmp_path / "moved")
    rebuild(moved, forms(moved), frozenset())
    assert asked(moved, ARTICLES) == asked(home, ARTICLES)
