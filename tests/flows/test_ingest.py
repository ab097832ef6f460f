"""Documents to warehouse through the flows, on real homes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import Command, Result, rows

STORY = (
    "Women of {place} opened a new reading room on Monday, the local union said in a statement to the press.\n\n"
    "The room has four hundred books and is open to everybody on six days of the week until late in the evening.\n\n"
    "A second room will follow next year, and a third is planned for the villages on the other bank of the river."
)


def jsonl(path: Path, *objects: dict[str, Any] | str) -> Path:
    texts = [text if isinstance(text, str) else json.dumps(text, ensure_ascii=False) for text in objects]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def story(place: str, *, url: str | None = None) -> dict[str, Any]:
    given = {"title": f"{place} opens a reading room", "text": STORY.format(place=place)}
    return given | ({"url": url} if url else {})


def totals(result: Result) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in rows(result):
        counts.update({name: n for name, n in row.items() if isinstance(n, int)})
    return {name: n for name, n in counts.items() if n}


def asked(broadsheet: Command, home: Path, query: str) -> list[dict[str, Any]]:
    return rows(broadsheet("sql", query, "--home", home, "--json"))


def test_seeds_are_new_once_and_unchanged_afterwards(broadsheet: Command, seeded: Path) -> None:
    archived = sorted(seeded.glob("archive/*"))
    again = broadsheet("run", "seeds", "--home", seeded, "--json")
    assert again.returncode == 0
    assert totals(again) == {"listed": 5, "unchanged": 5}
    assert sorted(seeded.glob("archive/*")) == archived
    assert asked(broadsheet, seeded, "SELECT count(*) AS n FROM article_revisions") == [{"n": 5}]
    assert broadsheet("verify", "--home", seeded).returncode == 0


def test_bad_records_are_rejected_and_the_others_loaded(broadsheet: Command, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "nul.txt").write_bytes(b"\0" * 2000)
    jsonl(folder / "five.jsonl", story("Asten"), story("Borel"), '{"broken', {"url": "http://a.org/"}, story("Corvo"))
    result = broadsheet("load", folder, "--home", tmp_path / "home", "--json")
    assert result.returncode == 1
    assert totals(result) == {"listed": 7, "new": 3, "rejected": 4}
    reasons = asked(broadsheet, tmp_path / "home", "SELECT url, reason FROM pages WHERE outcome = 'rejected'")
    assert {(Path(row["url"]).name, row["reason"]) for row in reasons} == {
        ("empty.txt", "empty"),
        ("nul.txt", "not_text"),
        ("five.jsonl#3", "bad_json"),
        ("five.jsonl#4", "bad_columns"),
    }


def test_a_source_named_too_late_is_told_to_have_had_no_effect(broadsheet: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY.format(place="Hue"))
    loading = ("load", tmp_path / "a.txt", "--home", tmp_path / "home")
    assert "held under" not in broadsheet(*loading).stderr
    again = broadsheet(*loading, "--source", "womenofchina")
    assert again.returncode == 0
    assert "womenofchina: 1 document held under unknown before, and kept there" in again.stderr
    assert "held under" not in broadsheet(*loading).stderr


def test_a_title_as_long_as_a_text_widens_no_table(broadsheet: Command, tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", story("Hue") | {"title": "A reading room opens. " * 250})
    result = broadsheet("load", path, "--home", tmp_path / "home")
    assert max(map(len, result.stdout.splitlines()[:3])) < 300


def test_two_documents_of_one_url_become_two_revisions(broadsheet: Command, tmp_path: Path) -> None:
    url = "https://news.example.org/reading-room"
    path = jsonl(tmp_path / "two.jsonl", story("Asten", url=url), story("Borel", url=url))
    assert totals(broadsheet("load", path, "--home", tmp_path, "--json")) == {"listed": 2, "new": 1, "revised": 1}
    assert asked(broadsheet, tmp_path, "SELECT title, revision FROM articles") == [
        {"title": "Borel opens a reading room", "revision": 2}
    ]


@pytest.mark.parametrize(
    ("moments", "is_told"),
    [((None, None), True), ((None, "2024-03-08T09:00:00Z"), True), (("2024-03-08", "2024-03-08"), True),
     (("2024-03-08", "2024-03-09"), False)],
)  # fmt: skip
def test_two_texts_of_one_url_are_told_where_nothing_says_which_is_later(
    broadsheet: Command, tmp_path: Path, moments: tuple[str | None, str | None], is_told: bool
) -> None:
    url = "https://news.example.org/reading-room"
    told = [story(place, url=url) | {"fetched_at": at} for place, at in zip(("Asten", "Borel"), moments, strict=True)]
    path = jsonl(tmp_path / "two.jsonl", *told, story("Corvo"))
    result = broadsheet("load", path, "--home", tmp_path)
    assert result.returncode == 0
    assert ("nothing tells which is later" in result.stderr) == is_told
    assert (f"{path.as_uri()}#1, then {path.as_uri()}#2" in result.stderr) == is_told
    assert asked(broadsheet, tmp_path, "SELECT count(*) AS n FROM article_revisions") == [{"n": 3}]


FORM = """
name = "readers"
title = "Readers"
publisher = "Readers' Union"
kind = "other"
country = "FR"
language = "en"
timezone = "Europe/Paris"
hosts = ["readers.example.org"]
evidence = "page"
"""


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "readers.toml").write_text(FORM)
    return folder


def test_a_breach_fails_the_run_after_everything_was_saved(
    broadsheet: Command, api: Callable[[str, dict[str, Any]], Any], forms: Path, tmp_path: Path
) -> None:
    (forms / "readers.toml").write_text(FORM + "[expect]\nmax_rejected_share = 0.1\n")
    path = jsonl(tmp_path / "some.jsonl", story("Asten"), story("Bergen"), '{"broken')
    home = tmp_path / "home"
    result = broadsheet("load", path, "--source", "readers", "--sources", forms, "--home", home)
    assert result.returncode == 1
    sentence = "readers: 1 of 3 were rejected, at most 10% are expected."
    assert sentence in result.stderr
    run = api("/flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 1})[0]
    assert (run["state_type"], run["state"]["message"]) == ("FAILED", sentence)
    assert asked(broadsheet, home, "SELECT count(*) AS n FROM articles") == [{"n": 2}]
    assert asked(broadsheet, home, "SELECT state FROM runs") == [{"state": "failed"}]


def test_new_rules_that_explain_a_change_make_no_revision(broadsheet: Command, forms: Path, tmp_path: Path) -> None:
    home, url = tmp_path / "home", "https://readers.example.org/1"
    one, two = story("Asten", url=url), story("Asten", url=url)
    one["text"] += "\n\nNumber of readers until today is 17, thank you."
    two["text"] += "\n\nNumber of readers until today is 23, thank you."
    options = ("--sources", forms, "--home", home, "--json")
    assert totals(broadsheet("load", jsonl(tmp_path / "1.jsonl", one), *options)) == {"listed": 1, "new": 1}
    (forms / "readers.toml").write_text(FORM + "[clean]\ndrop = ['^Number of readers']\n")
    assert totals(broadsheet("load", jsonl(tmp_path / "2.jsonl", two), *options)) == {"listed": 1, "unchanged": 1}


def test_the_operator_finds_three_artifacts_and_stable_names(
    api: Callable[[str, dict[str, Any]], Any], broadsheet: Command, tmp_path: Path
) -> None:
    path = jsonl(tmp_path / "<img src=x> [a](b).jsonl", story("Asten"), '{"broken')
    broadsheet("load", path, "--home", tmp_path / "home")
    run = api("/flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 1})[0]
    assert run["name"] == f"load-{run['start_time'][:10]}"
    only_it = {"flow_runs": {"id": {"any_": [run["id"]]}}}
    assert {task["name"] for task in api("/task_runs/filter", only_it)} == {"load 1", "judge", "publish"}
    artifacts = {artifact["key"]: artifact["data"] for artifact in api("/artifacts/filter", only_it)}
    assert set(artifacts) == {"summary", "per-source", "rejected"}
    assert "2 documents: 1 new, 1 rejected." in artifacts["summary"]
    page = (
        json.loads(artifacts["rejected"])[0]["page"].replace("<br>", "").replace(" ", "")
    )  # lines break where the path's length has them
    assert r"\<imgsrc=x\>\[a\]\(b\)\.jsonl" in page
