"""What stays of each table when an article is removed."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime

import pytest

from warehouse import removal
from warehouse.learned import Lesson, record_lesson
from warehouse.withheld import removed, withheld_id

pytestmark = pytest.mark.whole


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


def test_a_sentence_that_repeated_goes_with_the_last_article_that_holds_it(home, article, page):
    said = "What had happened to her that winter was read out in court."
    for number in range(3):
        body = "\n\n".join((f"story {number} of its own " * 60, said))
        home.append(page(article(f"tea:{number}", body=body, digest=f"d{number}", removed_lines=())), run=f"r{number}")
    for number in range(3):
        assert home.sql("SELECT text FROM boilerplate") == [(said,)]
        forget(home, f"tea:{number}")
    assert home.sql("SELECT text FROM boilerplate") == [(None,)]


def test_lessons_with_words_in_them_go_from_the_journal_too(home, article, page):
    for version, line in (("old", "What had happened to her that winter."), ("new", "12")):
        told = json.dumps({"lines": {line: 3}, "templates": []})
        lesson = Lesson(source="tea", version=version, json=told, n_pages=3)
        record_lesson(home.warehouse, lesson, at=datetime(2026, 11, 21, tzinfo=UTC))
    home.append(page(article("tea:1")), page(article("tea:2", "sun")))
    forget(home, "tea:1")
    assert home.sql("SELECT version FROM templates") == [("new",)]
    told = b"".join(gzip.decompress(path.read_bytes()) for path in (home.path / "journal").iterdir())
    assert b"happened" not in told
    assert b"templates" in told


def test_the_first_reason_stays(home, article, page):
    home.append(page(article("tea:1")))
    for reason in ("asked", "asked again"):
        removal.record(home.warehouse, ["tea:1"], reason=reason, on=date(2026, 11, 21))
    assert home.sql("SELECT reason FROM removals") == [("asked",)]


def test_it_has_a_row_for_each_address_and_one_without_where_there_was_none(home, article, page):
    home.append(page(article("tea:1", "one", url="https://tea.example.org/1")), page(article("tea:2", "two", url=None)))
    home.sql("UPDATE pages SET url = 'a.txt', final_url = NULL WHERE article_id = 'tea:2'")
    removal.record(home.warehouse, ["tea:1", "tea:2"], reason="asked", on=date(2026, 11, 21))
    listed = home.sql("SELECT article_id, count(url_hash), count(*) FROM removals GROUP BY ALL ORDER BY ALL")
    addresses = home.sql("SELECT count(DISTINCT url) FROM pages WHERE article_id = 'tea:1'")[0][0]
    assert [row[0] for row in listed] == ["tea:1", "tea:2"]
    assert listed[0][1] == listed[0][2] >= addresses
    assert listed[1][1:] == (0, 1)
