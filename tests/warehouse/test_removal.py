"""What stays of each table when an article is removed."""

from __future__ import annotations

from datetime import date

import pytest

from warehouse import removal


def test_somebody_has_thought_of_every_table(home):
    tables = {name for (name,) in home.sql("SELECT table_name FROM duckdb_tables() WHERE NOT temporary")}
    assert tables == set(removal._KEPT)


def test_an_article_leaves_nothing_and_the_others_everything(home, article, page):
    home.append(page(article("tea:1", url="https://tea.example/1")), page(article("tea:2", "sun")))
    before = home.sql("FROM article_revisions WHERE article_id = 'tea:2'")
    removal.record(home.warehouse, ["tea:1"], reason="asked", on=date(2026, 11, 21))
    removal.rebuild_without(home.warehouse, ["tea:1"])
    home.reopen()
    assert home.sql("SELECT article_id FROM articles") == [("tea:2",)]
    assert home.sql("FROM article_revisions WHERE article_id = 'tea:2'") == before
    for table in ("removed_lines", "field_origins", "sketches"):
        assert home.sql(f"SELECT DISTINCT article_id FROM {table}") == [("tea:2",)]
    assert home.sql("SELECT count(*) FROM pages") == [(2,)]
    assert removal.removed(home.warehouse).has("tea:1")
    assert removal.removed(home.warehouse).has(None, "https://tea.example/1")


@pytest.mark.parametrize("name", ["tea:1", "https://tea.example/1"])
def test_a_removed_article_is_still_found_by_its_name(home, article, page, name):
    home.append(page(article("tea:1", url="https://tea.example/1")))
    removal.record(home.warehouse, ["tea:1"], reason="asked", on=date(2026, 11, 21))
    removal.rebuild_without(home.warehouse, ["tea:1"])
    home.reopen()
    assert removal.find(home.warehouse._con, name, copies=False) == ["tea:1"]


def test_the_first_reason_stays(home, article, page):
    home.append(page(article("tea:1")))
    for reason in ("asked", "asked again"):
        removal.record(home.warehouse, ["tea:1"], reason=reason, on=date(2026, 11, 21))
    assert home.sql("SELECT reason FROM removals") == [("asked",)]
