"""What `[expect]` declares, through the command: each bound that isn't met is one sentence, and fails the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.flows.conftest import Command, Result, command, rows
from tests.flows.test_ingest import asked
from tests.sites.server import Resource
from tests.sites.sites import Site, Sites

pytestmark = pytest.mark.slow

NAME = "binhduong"
Night = Callable[..., Result]


@pytest.fixture
def site() -> Iterator[Sites]:
    with Sites([NAME], n_articles=8) as sites:
        yield sites


@pytest.fixture
def night(environment: dict[str, str], site: Sites, tmp_path: Path) -> Night:
    """A run with these bounds in the form."""

    def run(**expect: Any) -> Result:
        form = site.write_forms(tmp_path / "forms") / f"{NAME}.toml"
        bounds = ", ".join(f"{key} = {value}" for key, value in expect.items())
        form.write_text(form.read_text().replace("expect = { min_listed = 5 }", f"expect = {{ {bounds} }}"))
        words = ("run", "--home", tmp_path / "home", "--sources", form.parent, "--json")
        return command(*words, env=environment | {"BROADSHEET_CONTACT": "tests@example.org"})

    return run


def breaches(result: Result) -> list[str]:
    [row] = rows(result)
    assert all(f"Breach: {NAME}: {one}" in result.stderr for one in row["breaches"]) or result.returncode == 0
    return list(row["breaches"])


def spoil(site: Site, *, n: int) -> None:
    """The first articles have no text any more."""
    pages = [path for path in site.server.resources if "ChiTiet" in path][:n]
    empty = Resource(content=b"<title>News</title><div class='news-detail'><h1>News</h1></div>")
    site.server.resources = {**site.server.resources, **dict.fromkeys(pages, empty)}


def test_fewer_links_than_expected(night: Night) -> None:
    result = night(min_listed=50, max_rejected_share=1)
    assert result.returncode == 1
    [told] = breaches(result)
    assert told.endswith(" article links were found, at least 50 are expected.")
    assert rows(result)[0]["new"] >= 8  # nothing is withheld


def test_more_rejected_than_expected(night: Night, site: Sites) -> None:
    spoil(site[NAME], n=6)
    assert night(max_rejected_share=1).returncode == 0
    site.turn(1)
    spoil(site[NAME], n=6)
    [row] = rows(night(max_rejected_share=0.3))
    assert row["breaches"] == []  # what was rejected before and is the same tonight says nothing of tonight


def test_more_rejected_than_expected_in_one_night(night: Night, site: Sites) -> None:
    spoil(site[NAME], n=6)
    result = night(max_rejected_share=0.3)
    assert result.returncode == 1
    [told] = breaches(result)
    assert " were rejected, at most 30% are expected." in told


def test_more_read_without_a_layout_than_expected(night: Night, site: Sites) -> None:
    site.turn(1, redesigned=[NAME])
    result = night(max_fallback_share=0.2, max_rejected_share=1)
    assert result.returncode == 1
    [told] = breaches(result)
    assert " were read without a layout that fits, at most 20% are expected." in told
    assert night(max_fallback_share=1, max_rejected_share=1).returncode == 0


def test_silent_for_longer_than_expected(night: Night, tmp_path: Path) -> None:
    assert night(max_days_silent=3, max_rejected_share=1).returncode == 0
    age(tmp_path / "home", days=5)
    result = night(max_days_silent=3, max_rejected_share=1)
    assert (result.returncode, breaches(result)) == (1, ["Nothing new for 5 days, at most 3 are expected."])
    assert night(max_days_silent=5, max_rejected_share=1).returncode == 0


def age(home: Path, *, days: int) -> None:
    """The home as if all of it had happened so many days earlier."""
    with duckdb.connect(str(home / "ingest.duckdb")) as con:
        con.execute("SET TimeZone = 'UTC'")
        for table, column in (("run_states", "reached_at"), ("pages", "fetched_at"), ("source_runs", "started_at")):
            con.execute(f"UPDATE {table} SET {column} = {column} - INTERVAL {days} DAY")


def test_a_muted_breach_is_recorded_and_fails_nothing(night: Night, broadsheet: Command, tmp_path: Path) -> None:
    tomorrow, today = (datetime.now(UTC).date() + timedelta(days=n) for n in (1, 0))
    result = night(min_listed=50, max_rejected_share=1, muted_until=tomorrow)
    assert result.returncode == 0
    assert "Breach" not in result.stderr
    [told] = breaches(result)
    assert asked(broadsheet, tmp_path / "home", "SELECT breaches FROM source_runs") == [{"breaches": [told]}]
    assert night(min_listed=50, max_rejected_share=1, muted_until=today).returncode == 1  # it is over
