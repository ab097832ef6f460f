"""Revisions are found wherever they stand: among the last rows, far behind them, or on both sides of the border."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.warehouse.conftest import Home, make_article, make_page
from warehouse import revision_rows
from warehouse.sketches import held_texts


@pytest.fixture(scope="module")
def home(fresh_home: Home) -> Iterator[Home]:
    """Four articles in three nights, six revisions."""
    for words in ({"a": "rain", "b": "hail", "c": "snow"}, {"b": "wind", "d": "mist"}, {"b": "heat"}):
        fresh_home.append(*(make_page(make_article(f"tea:{name}", word)) for name, word in words.items()))
    yield fresh_home
    fresh_home.warehouse.close()


@pytest.fixture(params=range(1, 8))
def border(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many rows are looked through first."""
    monkeypatch.setattr(revision_rows, "RECENT", request.param)


@pytest.mark.usefixtures("border")
def test_the_last_revision_is_told_of_an_old_article_and_of_one_revised_last_night(home: Home) -> None:
    told = held_texts(home.warehouse._con, ["tea:a", "tea:b", "tea:d", "tea:unknown"])
    assert {name: (text.revision, text.body.split()[0]) for name, text in told.items()} == {
        "tea:a": (1, "rain"),
        "tea:b": (3, "heat"),
        "tea:d": (1, "mist"),
    }


@pytest.mark.usefixtures("border")
def test_each_revision_has_its_row(home: Home) -> None:
    ids = ["tea:c", "tea:b"]
    rows = revision_rows.revision_rows(home.warehouse._con, ids)
    found = zip(rows["place"].tolist(), rows["revision"].tolist(), rows["row"].tolist(), strict=True)
    held = home.sql(f"SELECT article_id, revision, rowid FROM article_revisions WHERE article_id IN {tuple(ids)}")
    assert sorted((ids[place], revision, row) for place, revision, row in found) == sorted(held)
