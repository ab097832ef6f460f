"""Copies of any age, through the commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.flows.conftest import Command, rows
from tests.flows.test_ingest import STORY, asked, jsonl

pytestmark = pytest.mark.slow

WHOLE = STORY.format(place="Asten").split("\n\n")
TEXTS = {
    "whole": WHOLE,
    "wrapped": ["Our reporters were there and spoke to the chair of the union.", *WHOLE, "Nobody was hurt, they said."],
}


@pytest.fixture(scope="module")
def loaded(broadsheet: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an article, and a copy of it between other lines."""
    folder = tmp_path_factory.mktemp("dedup")
    path = jsonl(
        folder / "two.jsonl",
        *(
            {"url": f"https://{name}.example.org/1", "title": name, "text": "\n\n".join(text)}
            for name, text in TEXTS.items()
        ),
    )
    assert broadsheet("load", path, "--home", folder / "home").returncode == 0
    return folder / "home"


def test_a_load_finds_the_copy(broadsheet: Command, loaded: Path) -> None:
    assert asked(broadsheet, loaded, "SELECT kind FROM copies") == [{"kind": "near"}]
    assert broadsheet("verify", "--home", loaded).returncode == 0


def test_explain_shows_the_evidence_and_what_differs(broadsheet: Command, loaded: Path) -> None:
    printed = broadsheet("explain", "https://whole.example.org/1", "--home", loaded).stdout
    assert "unknown:https://wrapped.example.org/1" in printed
    assert "{+Nobody was hurt, they said." in printed
    told = rows_of_explain(broadsheet, loaded)
    assert told["containment"] > 0.8
    assert "body" not in told


def rows_of_explain(broadsheet: Command, home: Path) -> dict[str, float]:
    told = json.loads(broadsheet("explain", "https://whole.example.org/1", "--home", home, "--json").stdout)
    return dict(told["duplicates"][0])


@pytest.mark.parametrize("how", [[], ["--all"]])
def test_dedup_tells_how_many_stories_there_are(broadsheet: Command, loaded: Path, how: list[str]) -> None:
    result = broadsheet("dedup", *how, "--home", loaded)
    assert (result.returncode, result.stdout) == (
        0,
        "2 articles in 1 story; copies: 0 exact, 1 near, 0 contained.\n",
    )
    expected = {"articles": 2, "stories": 1, "exact": 0, "near": 1, "contained": 0}
    assert rows(broadsheet("dedup", *how, "--home", loaded, "--json")) == [expected]


def test_dedup_without_a_warehouse_says_so(broadsheet: Command, tmp_path: Path) -> None:
    result = broadsheet("dedup", "--all", "--home", tmp_path)
    assert result.returncode == 2
    assert "There is no warehouse" in result.stderr
