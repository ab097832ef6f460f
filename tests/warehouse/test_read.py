"""Readers get rows or one clear sentence, and reach nothing but the published file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.errors import DamagedWarehouse, NotHeld, NoWarehouse, QueryFailed
from warehouse.explain import explain
from warehouse.lock import HomeLock
from warehouse.read import ask, open_published, query, source_health

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def published_home(fresh_home, article, page):
    home = fresh_home
    home.append(
        page(article("tea:1", url="https://tea.vn/1"), archive_file="a.warc.gz", archive_offset=7),
        page(article("tea:2", "snow", title="Tea"), url="file:///tea.jsonl#1"),
        page(article("tea:3", "sun"), url="file:///tea.jsonl#2"),
        page(outcome="rejected", reason="no_body", detail="Only a menu.", url="file:///menu.html"),
    )
    home.append(page(article("tea:1", "snow", url="https://tea.vn/1")), run="r2")
    home.finish("r2")
    home.warehouse.publish()
    home.warehouse.close()
    return home.path


@pytest.fixture
def published(published_home):
    with open_published(published_home) as con:
        yield con


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE article_revisions",
        "INSERT INTO boilerplate SELECT * FROM boilerplate",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "FROM glob('/*')",
        "COPY pages TO 'pages.csv'",
        "ATTACH 'other.duckdb'",
        "INSTALL fts",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SELEC",
        "SELECT * FROM nothing",
        "SELECT 'a'::INTEGER",
        "",
    ],
)
def test_what_readers_may_not_do_or_did_not_mean_is_one_sentence(published, statement):
    with pytest.raises(QueryFailed) as refused:
        query(published, statement)
    assert refused.value.exit_code == 2
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_a_query_gives_columns_and_rows(published):
    answer = query(published, "SELECT article_id, tags FROM articles ORDER BY ALL LIMIT 1")
    assert answer == (["article_id", "tags"], [("tea:1", [])])
    assert answer.records == [{"article_id": "tea:1", "tags": []}]


def test_of_two_queries_none_is_dropped_silently(published):
    with pytest.raises(QueryFailed, match="2 queries: give them one at a time"):
        ask(published, "SELECT 1; SELECT 2")
    assert ask(published, "CREATE TEMP TABLE a AS SELECT 1 AS n; -- one\nFROM a;").rows == [(1,)]


def test_a_home_without_a_warehouse_says_what_makes_one(tmp_path):
    with pytest.raises(NoWarehouse, match="broadsheet run seeds") as error:
        open_published(tmp_path)
    assert error.value.exit_code == 2


def test_a_first_run_that_is_still_going_is_told_from_one_that_was_cut_short(tmp_path):
    (tmp_path / "ingest.duckdb").touch()
    lock = HomeLock.take(tmp_path)
    with pytest.raises(NoWarehouse, match=rf"still going \(PID {os.getpid()}\)"):
        open_published(tmp_path)
    lock.release()
    with pytest.raises(NoWarehouse, match="the next run publishes"):
        open_published(tmp_path)


@pytest.mark.parametrize("keep", [0, 5000, 20_000])
def test_a_damaged_copy_is_named(published_home, tmp_path, keep):
    path = tmp_path / "news.duckdb"
    content = (published_home / "news.duckdb").read_bytes()
    path.write_bytes(content[:keep] + b"\xff" * (len(content) - keep) if keep > 5000 else content[:keep])
    with pytest.raises(DamagedWarehouse, match=r"news\.duckdb is damaged"), open_published(tmp_path) as con:
        query(con, "FROM articles")


@pytest.mark.parametrize("name", ["tea:1", "https://tea.vn/1"])
def test_an_article_is_explained_by_id_and_url(published, name):
    told = explain(published, name)
    assert told["article"]["revision"] == 2
    assert told["fields"][0] == {"field": "title", "value": "A title", "origin": "line 1"}
    assert told["removed_lines"] == [{"line": 3, "text": "Share", "rule": "known:share"}]
    assert [row["revision"] for row in told["revisions"]] == [1, 2]
    assert told["revisions"][0]["archive_file"] == "a.warc.gz"
    assert [(row["article_id"], row["kind"], row["matched_id"]) for row in told["duplicates"]] == [
        ("tea:2", "exact", None)
    ]


@pytest.mark.parametrize("name", ["/tea.jsonl#2", "file:///tea.jsonl#2"])
def test_a_document_is_explained_by_its_path(published, name):
    told = explain(published, name)
    assert told["article"]["article_id"] == "tea:3"
    assert told["duplicates"] == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("tea:9", "There is no article with the id, URL or path tea:9."),
        ("/menu.html", "/menu.html is no article (rejected: no_body: Only a menu)."),
        ("/tea.jsonl", "/tea.jsonl leads to 2 articles: name one, as in /tea.jsonl#1."),
    ],
)
def test_what_is_no_single_article_is_said_in_a_sentence(published, name, sentence):
    with pytest.raises(NotHeld) as error:
        explain(published, name)
    assert str(error.value) == sentence


def test_health_is_rows_by_column(published):
    (health,) = source_health(published)
    assert (health["source"], health["n_articles"], health["revised"]) == ("tea", 3, 1)
    assert (health["listed"], health["breaches"]) == (1, [])


@pytest.mark.whole
def test_reading_loads_neither_prefect_nor_pyarrow():
    program = (
        "import sys, warehouse.explain, warehouse.verify;"
        "print([name for name in ('prefect', 'pyarrow', 'pandas', 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
