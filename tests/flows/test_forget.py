"""What is forgotten is nowhere in the home, doesn't come back, and leaves everything else as it was."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest

from tests.flows.conftest import Command, command, rows
from tests.sites.sites import Sites

pytestmark = pytest.mark.slow

SECRET = "The girl from the third house told the court what had happened to her that winter."
OTHER = "The province opened eleven centres for women who look for work after a long illness."
PADDING = " ".join(f"Sentence number {n} says something of its own about the matter at hand." for n in range(9))


@pytest.fixture(scope="module")
def loaded(broadsheet: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four documents: one that must go, an earlier state of it, a copy of it elsewhere, and another article."""
    folder = tmp_path_factory.mktemp("forget")
    documents = [
        {"url": "https://a.example.org/trial", "title": "A trial", "text": f"{SECRET}\n\n{PADDING}"},
        {"url": "https://a.example.org/trial", "title": "A trial", "text": f"{SECRET} And more.\n\n{PADDING}"},
        {"url": "https://b.example.org/trial", "title": "A trial", "text": f"{SECRET}\n\n{PADDING}"},
        {"url": "https://a.example.org/work", "title": "Work", "text": f"{OTHER}\n\n{PADDING[::-1]}"},
    ]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, documents)))
    assert broadsheet("load", folder / "in.jsonl", "--home", folder / "home").returncode == 0
    return folder


@pytest.fixture
def home(loaded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(loaded / "home", tmp_path / "home")


def places_of(sentence: str, *folders: Path) -> list[str]:
    """Files below that hold the sentence, packed or not, and tables of databases that do."""
    found = []
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        unpacked = gzip.decompress(content) if path.suffix == ".gz" else content
        if sentence.encode() in unpacked or sentence.encode() in content:
            found.append(path.name)
        if path.suffix in (".duckdb", ".parquet"):
            found += [f"{path.name}: {table}" for table in _tables_with(sentence, path)]
    return found


def _tables_with(sentence: str, path: Path) -> list[str]:
    with duckdb.connect() as con:
        if path.suffix == ".parquet":
            tables = [f"'{path}'"]
        else:
            con.execute(f"ATTACH '{path}' AS held (READ_ONLY)")
            names = con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'held'").fetchall()
            tables = [f"held.{name}" for (name,) in names]
        query = "SELECT count(*) FROM {} AS row WHERE contains(CAST(row AS VARCHAR), ?)"
        return [table for table in tables if con.execute(query.format(table), [sentence]).fetchone() != (0,)]


def test_no_file_of_the_home_or_its_exports_has_the_text_any_more(broadsheet, home, tmp_path):
    assert broadsheet("export", tmp_path / "out", "--revisions", "--home", home).returncode == 0
    assert places_of(SECRET, home, tmp_path / "out")
    result = broadsheet(
        "forget", "https://a.example.org/trial", "--reason", "a victim asked", "--copies", "--home", home
    )
    assert result.returncode == 0, result.stderr
    for told in (SECRET, "a.example.org/trial", "b.example.org/trial"):
        assert places_of(told, home, tmp_path / "out") == []
    assert places_of(OTHER, home, tmp_path / "out")
    assert broadsheet("verify", "--full", "--home", home).returncode == 0
    assert rows(broadsheet("sql", "SELECT article_id FROM articles", "--json", "--home", home)) == [
        {"article_id": "unknown:https://a.example.org/work"}
    ]


def test_what_was_forgotten_is_withheld_when_it_comes_again_and_stays_away_after_a_replay(broadsheet, home, loaded):
    broadsheet("forget", "https://a.example.org/trial", "--reason", "asked", "--copies", "--home", home)
    (told,) = rows(broadsheet("load", loaded / "in.jsonl", "--json", "--home", home))
    assert (told["withheld"], told["unchanged"]) == (3, 1)
    assert broadsheet("replay", "--home", home).returncode == 0
    assert places_of(SECRET, home) == []
    assert broadsheet("verify", "--home", home).returncode == 0


def test_without_copies_only_the_one_named_goes(broadsheet, home):
    broadsheet("forget", "unknown:https://a.example.org/trial", "--reason", "asked", "--home", home)
    held = rows(broadsheet("sql", "SELECT url FROM articles ORDER BY url", "--json", "--home", home))
    assert [row["url"] for row in held] == ["https://a.example.org/work", "https://b.example.org/trial"]
    removed = rows(broadsheet("sql", "FROM removals", "--json", "--home", home))
    assert {row["reason"] for row in removed} == {"asked"}
    assert "a.example.org/trial" not in json.dumps([row["url_hash"] for row in removed])


def test_a_second_time_does_nothing_unless_the_first_was_interrupted(broadsheet, home):
    words = ("forget", "https://a.example.org/trial", "--reason", "asked", "--home", home)
    assert "1 article was removed" in broadsheet(*words).stdout
    again = broadsheet(*words)
    assert again.returncode == 0
    assert "was already removed on 20" in again.stdout
    assert "nothing was done" in again.stdout
    (home / "forgetting").touch()
    assert "1 article was removed" in broadsheet(*words).stdout
    assert not (home / "forgetting").exists()
    assert broadsheet("verify", "--home", home).returncode == 0
    for path in (home / "archive").glob("*.gz"):
        subprocess.run(["gunzip", "-t", path], check=True)


def test_who_else_has_the_text_is_named(broadsheet, home, tmp_path):
    digest = {"url": "https://c.example.org/week", "text": f"{PADDING[::-1]}\n\n{SECRET}\n\n{PADDING}"}
    (tmp_path / "digest.jsonl").write_text(json.dumps(digest))
    assert broadsheet("load", tmp_path / "digest.jsonl", "--home", home).returncode == 0
    told = broadsheet("forget", "https://a.example.org/trial", "--reason", "she asked", "--copies", "--home", home)
    assert "unknown:https://c.example.org/week contains unknown:https://" in told.stdout
    assert "broadsheet forget unknown:https://c.example.org/week --reason 'she asked'" in told.stdout


def test_a_sentence_that_three_strangers_shared_stays_nowhere(broadsheet, home, tmp_path):
    said = "Mai Thu Hoa told the court on Friday what her uncle had done to her."
    ways = [f"Report {n} " + " ".join(f"{word}{n}" for word in PADDING.split()) for n in range(4)]
    documents = [{"url": f"https://{n}.example.org/", "text": f"{ways[n]}\n\n{said}"} for n in range(4)]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, documents)))
    assert broadsheet("load", tmp_path / "in.jsonl", "--home", home).returncode == 0
    (home / "sql_history").write_text(
        "SELECT 1;\nFROM articles WHERE body LIKE '%Thu Hoa%';\nFROM search('hoa uncle');\n"
    )
    for n in range(4):
        assert broadsheet("forget", f"https://{n}.example.org/", "--reason", "asked", "--home", home).returncode == 0
    assert broadsheet("replay", "--home", home).returncode == 0
    assert places_of(said, home) == []
    assert (home / "sql_history").read_text() == "SELECT 1;\n"
    assert broadsheet("verify", "--full", "--home", home).returncode == 0


def test_a_reason_is_asked_for_and_a_stranger_is_named(broadsheet, home):
    assert broadsheet("forget", "https://a.example.org/trial", "--home", home).returncode == 2
    assert broadsheet("forget", "https://a.example.org/trial", "--reason", " ", "--home", home).returncode == 2
    result = broadsheet("forget", "https://nowhere.example.org/", "--reason", "asked", "--home", home)
    assert result.returncode == 2
    assert "nowhere.example.org" in result.stderr


def test_a_night_doesnt_ask_again_for_what_was_forgotten(broadsheet, environment, tmp_path):
    where = ("--home", tmp_path / "home", "--sources", tmp_path / "forms")
    contact = environment | {"BROADSHEET_CONTACT": "tests@example.org"}
    with Sites(["binhduong"], n_articles=3) as sites:
        sites.write_forms(tmp_path / "forms")
        assert command("run", *where, env=contact).returncode == 0
        site = sites["binhduong"]
        path = site.design.path(site.stories(1)[0])
        url = site.server.base + path
        told = broadsheet("forget", url, "--reason", "asked", *where)
        assert told.returncode == 0, told.stderr
        sites.take_requests()
        [night] = rows(command("run", "--json", *where, env=contact))
        assert (night["withheld"], night["new"]) == (1, 0)
        assert path not in {one.path for one in sites.take_requests()["binhduong"]}
    query = "SELECT url FROM pages WHERE outcome = 'withheld'"
    [page] = rows(broadsheet("sql", query, "--json", "--home", tmp_path / "home"))
    assert page["url"].startswith("withheld:")
    assert broadsheet("verify", "--home", tmp_path / "home").returncode == 0
