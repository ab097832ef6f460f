"""What stays of each table when an article is removed."""

from __future__ import annotations

from datetime import date

import pytest

from warehouse import removal
from warehouse.withheld import removed, withheld_id


def forget(home, article_id):
    removal.record(home.warehouse, [article_id], reason="asked", on=date(2026, 11, 21))
    removal.rebuild_without(home.warehouse, [article_id])
    home.reopen()


def test_somebody_has_thought_of_every_table(home):
    tables = {name for (name,) in home.sql("SELECT table_name FROM duckdb_tables() WHERE NOT temporary")}
    assert tables == set(removal._KEPT)


def test_an_article_leaves_nothing_and_the_others_everything(home, article, page):
    home.append(page(article("tea:1", url="https://tea.example/1")), page(article("tea:2", "sun")))
    before = home.sql("FROM article_revisions WHERE article_id = 'tea:2'")
    forget(home, "tea:1")
    assert home.sql("SELECT article_id FROM articles") == [("tea:2",)]
    assert home.sql("FROM article_revisions WHERE article_id = 'tea:2'") == before
    for table in ("removed_lines", "field_origins", "sketches"):
        assert home.sql(f"SELECT DISTINCT article_id FROM {table}") == [("tea:2",)]
    assert home.sql("SELECT count(*) FROM pages") == [(2,)]
    assert removed(home.warehouse).has("tea:1")
    assert removed(home.warehouse).has(None, "https://tea.example/1")


@pytest.mark.parametrize("name", ["tea:1", "https://tea.example/1"])
def test_a_removed_article_is_still_found_by_its_name(home, article, page, name):
    home.append(page(article("tea:1", url="https://tea.example/1")))
    forget(home, "tea:1")
    assert removal.find(home.warehouse._con, name, copies=False) == ["tea:1"]


def test_a_story_goes_on_by_the_name_of_the_next_and_no_word_of_the_address_is_left(home, article, page):
    address = "https://tea.example/what-happened-to-her"
    first = f"tea:{address}"
    texts = [article(name, url=url) for name, url in ((first, address), ("tea:2", ""), ("tea:3", ""))]
    home.append(*(page(one) for one in texts))
    assert home.sql("SELECT DISTINCT story_id FROM articles") == [(first,)]
    forget(home, first)
    assert home.sql("SELECT article_id, story_id FROM articles ORDER BY ALL") == [
        ("tea:2", "tea:2"),
        ("tea:3", "tea:2"),
    ]
    for table in removal._KEPT:
        assert home.sql(f"SELECT count(*) FROM {table} AS one WHERE contains(one::VARCHAR, 'happened')") == [(0,)], (
            table
        )
    assert removed(home.warehouse).has(first)
    assert removal.find(home.warehouse._con, first, copies=False) == [withheld_id(first)]


def test_the_first_reason_stays(home, article, page):
    home.append(page(article("tea:1")))
    for reason in ("asked", "asked again"):
        removal.record(home.warehouse, ["tea:1"], reason=reason, on=date(2026, 11, 21))
    assert home.sql("SELECT reason FROM removals") == [("asked",)]
