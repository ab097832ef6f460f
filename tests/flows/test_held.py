"""One article that comes to us in two ways, from a file and from its site: it is held once, and not revised by it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import Command, Result, command, rows
from tests.flows.test_ingest import asked
from tests.sites.days import Story
from tests.sites.sites import Site, Sites

pytestmark = pytest.mark.slow

NAME = "binhduong"


@pytest.fixture
def run(environment: dict[str, str]) -> Command:
    def run(*words: object, **options: Any) -> Result:
        contact = {"BROADSHEET_CONTACT": "tests@example.org"}
        return command(*words, "--json", env=environment | contact, **options)

    return run


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Sites([NAME], n_articles=8) as sites:
        sites.write_forms(tmp_path / "forms")
        yield sites[NAME]


def saved_texts(site: Site, stories: list[Story], path: Path) -> Path:
    """Somebody's copies of the articles, as text with their addresses."""
    told = [{"url": site.server.base + site.design.path(s), "text": f"{s.title}\n\n{s.body}"} for s in stories]
    path.write_text("".join(json.dumps(one) + "\n" for one in told), encoding="utf-8")
    return path


def test_an_article_loaded_from_a_file_and_then_listed_is_held_and_not_revised(
    run: Command, site: Site, tmp_path: Path
) -> None:
    where = ("--home", tmp_path / "home", "--sources", tmp_path / "forms")
    n_loaded = len(site.stories(1)[:5])
    path = saved_texts(site, site.stories(1)[:5], tmp_path / "texts.jsonl")
    assert run("load", path, *where).returncode == 0
    [first] = rows(run("run", NAME, *where))
    assert (first["unchanged"], first["revised"]) == (n_loaded, 0)
    assert first["new"] + first["rejected"] + first["unchanged"] == first["listed"]
    [second] = rows(run("run", NAME, *where))
    assert (second["not_modified"], second["new"]) == (second["listed"], 0)


def test_an_article_fetched_and_then_loaded_is_not_revised(
    run: Command, broadsheet: Command, site: Site, tmp_path: Path
) -> None:
    where = ("--home", tmp_path / "home", "--sources", tmp_path / "forms")
    assert run("run", NAME, *where).returncode == 0
    path = saved_texts(site, site.stories(1)[:5], tmp_path / "texts.jsonl")
    [loaded] = rows(run("load", path, *where))
    assert (loaded["unchanged"], loaded["listed"]) == (5, 5)
    assert asked(broadsheet, tmp_path / "home", "SELECT max(revision) AS n FROM article_revisions") == [{"n": 1}]
    assert broadsheet("verify", "--home", tmp_path / "home").returncode == 0


def test_a_true_correction_of_a_loaded_article_is_a_revision(run: Command, site: Site, tmp_path: Path) -> None:
    where = ("--home", tmp_path / "home", "--sources", tmp_path / "forms")
    assert run("load", saved_texts(site, site.stories(1), tmp_path / "texts.jsonl"), *where).returncode == 0
    site.turn(2)
    [row] = rows(run("run", NAME, *where))
    assert (row["revised"], row["unchanged"]) == (1, len(site.stories(1)) - 2)
