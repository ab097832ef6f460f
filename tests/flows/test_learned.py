"""What one night learns of a source cleans the next, and a design that is learned is missed when it goes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tests.flows.conftest import Command, command, rows
from tests.sites.server import Resource
from tests.sites.sites import Sites

pytestmark = pytest.mark.slow

FORM = """
name = "courier"
title = "Courier"
publisher = "Lorbin federation"
kind = "party_org"
country = "GB"
language = "en"
timezone = "Europe/London"
hosts = ["courier.example.org"]
evidence = "inferred"
[[article]]
url = '/(?P<id>\\d+)\\.html$'
id = "{id}"
"""
FOOTER = "The Lorbin Courier is put together by volunteers of the provincial federation."


def page(number: int, box: str = "story") -> str:
    text = "".join(
        f"<p>On day {number} the union of district {part * number} opened a course for {number + part} households.</p>"
        for part in (3, 7)
    )
    return (
        f"<html lang=en><title>Course {number} | Courier</title><ul><li><a href=/>Home</a></ul>"
        f"<div class=frame><h1>Course {number}</h1><div class={box}>{text}<p>{FOOTER}</p></div></div>"
    )


def save(folder: Path, numbers: range, **design: str) -> Path:
    path = folder / f"{numbers.start}.jsonl"
    records = ({"url": f"https://courier.example.org/{n}.html", "html": page(n, **design)} for n in numbers)
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def nights(broadsheet: Command, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Three loads: a new source, the same design, another design; the breaches of each."""
    folder = tmp_path_factory.mktemp("learned")
    (folder / "forms").mkdir()
    (folder / "forms" / "courier.toml").write_text(FORM, encoding="utf-8")
    files = [save(folder, range(1, 13)), save(folder, range(20, 23)), save(folder, range(30, 33), box="body-of-2027")]
    breaches = []
    for path in files:
        result = broadsheet("load", path, "--home", folder / "home", "--sources", folder / "forms", "--json")
        breaches.append(" ".join(rows(result)[0]["breaches"]))
    return folder, breaches


@pytest.fixture(scope="module")
def later(nights: tuple[Path, list[str]], broadsheet: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A night on which two articles of the first one came again: one beside another counter, one corrected."""
    folder = shutil.copytree(nights[0], tmp_path_factory.mktemp("later") / "copy")
    elsewhere = page(2).replace("<ul>", "<ul><li>Read 4,711 times")
    corrected = page(3).replace("opened a course", "closed a course")
    records = [
        {"url": f"https://courier.example.org/{n}.html", "html": html} for n, html in ((2, elsewhere), (3, corrected))
    ]
    path = folder / "again.jsonl"
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    broadsheet("load", path, "--home", folder / "home", "--sources", folder / "forms")
    return folder


def ask(home: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(home / "home" / "news.duckdb", read_only=True) as con:
        return con.execute(query).fetchall()


def test_a_second_night_is_clean(nights: tuple[Path, list[str]]) -> None:
    home, _ = nights
    found = ask(
        home, f"SELECT layout, count(*), count_if(contains(body, '{FOOTER}')) FROM articles GROUP BY 1 ORDER BY 2"
    )
    assert found == [("learned", 3, 0), (None, 15, 12)]
    assert ask(home, "SELECT DISTINCT rule FROM removed_lines WHERE rule LIKE 'learned%'") == [("learned:12/12",)]
    assert ask(home, "SELECT text, n_documents FROM boilerplate") == [(FOOTER, 18)]


def test_the_version_that_was_used_is_named(nights: tuple[Path, list[str]]) -> None:
    home, _ = nights
    ((version,),) = ask(home, "SELECT version FROM templates ORDER BY rowid LIMIT 1")
    used = ask(home, "SELECT DISTINCT string_split(extractor, '+')[3] FROM article_revisions ORDER BY 1 NULLS FIRST")
    assert used == [(None,), (version,)]


def test_a_new_source_has_no_design_to_miss_and_a_known_one_does(nights: tuple[Path, list[str]]) -> None:
    _, breaches = nights
    assert breaches[:2] == ["", ""]
    assert breaches[2] == "3 of 3 were read without a layout that fits, at most 20% are expected."


def test_explain_shows_the_blocks_of_the_page(nights: tuple[Path, list[str]], broadsheet: Command) -> None:
    home, _ = nights
    common = ("--home", home / "home", "--sources", home / "forms")
    told = json.loads(broadsheet("explain", "courier:20", *common, "--json").stdout)
    assert {block["fate"] for block in told["blocks"] if block["text"] == FOOTER} == {
        "left out: stands on 12 of 12 pages of this source"
    }
    assert "learned box div.story" in broadsheet("explain", "courier:20", *common).stdout


def test_what_was_learned_makes_no_revision_of_a_page_that_changed_elsewhere(later: Path) -> None:
    last_run = "run_id = (SELECT max(run_id) FROM pages)"
    assert ask(later, f"SELECT article_id, outcome FROM pages WHERE {last_run} ORDER BY url") == [
        ("courier:2", "unchanged"),
        ("courier:3", "revised"),
    ]


def test_a_line_learned_since_is_no_change_of_the_publisher(later: Path, broadsheet: Command) -> None:
    assert ask(later, "SELECT article_id, n_ruled_lines FROM revision_pairs") == [("courier:3", 1)]
    ((share,),) = ask(later, "SELECT share_changed FROM changed_articles")
    assert share == round(4 / 56, 3)  # one word of 14 in each of two paragraphs
    told = broadsheet("history", "courier:3", "--home", later / "home").stdout
    assert "[-opened-]{+closed+}" in told
    assert FOOTER not in told
    assert "Left out: 1 line standing on both pages, which rules took off one of the two texts." in told


def test_a_page_fetched_again_is_no_revision_for_what_was_learned_meanwhile(
    broadsheet: Command, environment: dict[str, str], tmp_path: Path
) -> None:
    home, forms = tmp_path / "home", tmp_path / "forms"
    words = ("run", "--home", home, "--sources", forms, "--json")
    contact = environment | {"BROADSHEET_CONTACT": "tests@example.org"}
    with Sites(["binhduong"], n_articles=12) as sites:
        sites.write_forms(forms)
        served = sites["binhduong"].server
        served.resources = _with(served.resources, "</p></div></div>", f"</p><p>{FOOTER}</p></div></div>")
        [first] = rows(command(*words, env=contact))
        served.resources = _with(served.resources, "Skip Ribbon Commands", "Skip Ribbon Commands 4,711")
        [second] = rows(command(*words, env=contact))
    held = f"SELECT count_if(contains(body, '{FOOTER}')) AS n, count(*) FILTER (revision > 1) AS revised FROM articles"
    assert rows(broadsheet("sql", held, "--home", home, "--format", "json")) == [{"n": first["new"], "revised": 0}]
    assert (second["revised"], second["unchanged"]) == (0, first["new"])
    learned = "SELECT count(*) > 0 AS is_learned FROM templates WHERE source = 'binhduong'"
    assert rows(broadsheet("sql", learned, "--home", home, "--format", "json")) == [{"is_learned": True}]


def _with(resources: Mapping[str, Resource], old: str, new: str) -> dict[str, Resource]:
    return {
        path: replace(one, content=one.content.replace(old.encode(), new.encode())) for path, one in resources.items()
    }
