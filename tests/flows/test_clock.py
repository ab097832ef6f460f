"""A clock that is wrong for one night: nothing is lost, doubled or dated by it, and the nights after are as ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import Command, Result, command, rows
from tests.flows.test_ingest import asked
from tests.sites.sites import Sites

pytestmark = pytest.mark.slow

Night = Callable[..., Result]
HELD = "SELECT article_id, revision, title, body, published_on, story_id, url FROM articles ORDER BY ALL"
REVISIONS = "SELECT article_id, revision, revision_hash, published_on FROM article_revisions ORDER BY ALL"


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[Sites]:
    with Sites(["binhduong", "vietnamplus"], n_articles=6) as sites:
        sites.write_forms(tmp_path / "forms")
        yield sites


@pytest.fixture
def night(environment: dict[str, str], tmp_path: Path) -> Night:
    """One night of a home of this name, with the clock so many days off."""

    def night(home: str, *, days_off: int = 0) -> Result:
        given = environment | {"BROADSHEET_CONTACT": "tests@example.org"}
        if days_off:
            shifted = {"PYTHONPATH": str(Path(__file__).parent / "other_clock"), "CLOCK_DAYS": str(days_off)}
            inherited = filter(None, (shifted["PYTHONPATH"], environment.get("PYTHONPATH")))
            given |= shifted | {"PYTHONPATH": ":".join(inherited)}
        words = ("run", "--json", "--home", tmp_path / home, "--sources", tmp_path / "forms")
        return command(*words, env=given)

    return night


def states(broadsheet: Command, home: Path) -> list[list[dict[str, Any]]]:
    return [asked(broadsheet, home, query) for query in (HELD, REVISIONS)]


def test_a_night_with_the_clock_ahead_ends_as_one_without(
    sites: Sites, night: Night, broadsheet: Command, tmp_path: Path
) -> None:
    for day in (1, 2, 3):
        sites.turn(day)
        for home, days_off in (("calm", 0), ("ahead", 4_000 if day == 2 else 0)):
            result = night(home, days_off=days_off)
            assert result.returncode == 0, result.stderr
            for row in rows(result):
                outcomes = {k: n for k, n in row.items() if isinstance(n, int) and k != "listed"}
                assert sum(outcomes.values()) == row["listed"], row
    assert "An earlier run says that it was 2037" in result.stderr
    assert states(broadsheet, tmp_path / "ahead") == states(broadsheet, tmp_path / "calm")
    silent = "SELECT source FROM source_health WHERE days_silent < 0"
    assert asked(broadsheet, tmp_path / "ahead", silent) == []
    assert broadsheet("verify", "--full", "--home", tmp_path / "ahead").returncode == 0


def test_a_clock_that_was_set_back_ends_the_run_before_a_page_is_stored(
    sites: Sites, night: Night, broadsheet: Command, tmp_path: Path
) -> None:
    assert night("calm").returncode == night("back").returncode == 0
    sites.turn(2)
    result = night("back", days_off=-400)
    assert result.returncode == 4, result.stderr
    [told] = [line for line in result.stderr.splitlines() if "The machine's clock says" in line][-1:]
    assert told.endswith("set it right, then run again; nothing was stored.")
    assert night("calm").returncode == night("back").returncode == 0
    assert states(broadsheet, tmp_path / "back") == states(broadsheet, tmp_path / "calm")
    of_then = "SELECT count(*) AS n FROM pages WHERE run_id = (SELECT min(run_id) FROM runs)"  # ids sort by time
    assert asked(broadsheet, tmp_path / "back", of_then) == [{"n": 0}]
    assert broadsheet("verify", "--full", "--home", tmp_path / "back").returncode == 0
