"""What publishers changed or took away after publication."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest

from scrapers.records import RemovedLine
from warehouse.history import history

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (datetime(2026, 3, day, tzinfo=UTC) for day in (2, 3, 4, 5))


def test_a_change_is_told_with_its_size(home, article, page):
    body = "one two three four five six seven eight nine ten"
    home.append(page(article("tea:1", body=body), fetched_at=MONDAY))
    home.append(page(article("tea:1", body=body.replace("ten", "eleven"), title="Another title"), fetched_at=TUESDAY))
    home.append(page(article("tea:2", "snow"), fetched_at=TUESDAY))
    columns = (
        "article_id, revision, old_title, title, title_changed, date_changed, share_changed, last_seen_at, changed_at"
    )
    assert home.sql(f"SELECT {columns} FROM changed_articles") == [
        ("tea:1", 2, "A title", "Another title", True, False, 0.1, MONDAY, TUESDAY)
    ]


def test_chinese_texts_are_compared_by_characters(home, article, page):
    home.append(page(article("tea:1", body="全国妇联主席今天说"), fetched_at=MONDAY))
    home.append(page(article("tea:1", body="全国妇联主席昨天说"), fetched_at=TUESDAY))
    assert home.sql("SELECT share_changed FROM changed_articles") == [(0.111,)]


def test_a_page_read_by_better_rules_is_no_change_of_its_publisher(home, article, page):
    first = article("tea:1")
    home.append(page(first, fetched_at=MONDAY))
    mended = article("tea:1", "snow", digest=first.digest)
    home.append(page(mended, fetched_at=MONDAY, mends=True), run="r2")
    assert home.sql("SELECT count(*) FROM article_revisions") == [(2,)]
    assert home.sql("FROM changed_articles") == []


NEWS, SLOGAN = "one two three four five six seven eight nine ten", "Women hold up half the sky."


def taken_off(*lines):
    return tuple(RemovedLine(line=n, text=text, rule="learned:9/18") for n, text in enumerate(lines, 1))


@pytest.fixture
def met(home, article, page):
    """An article that was met on two days, with what of it was the text and what was taken off."""

    def meet(before, after):
        for moment, (body, lines, *title) in ((MONDAY, before), (TUESDAY, after)):
            given = {"title": title[0]} if title else {}
            home.append(page(article("tea:1", body=body, removed_lines=taken_off(*lines), **given), fetched_at=moment))
        return home

    return meet


@pytest.mark.parametrize("is_learned_later", [True, False])
def test_a_line_that_rules_took_off_is_no_change_of_the_publisher(met, is_learned_later):
    with_line, without = (f"{SLOGAN}\n\n{NEWS}", ()), (NEWS.replace("ten", "eleven"), (SLOGAN,))
    home = met(with_line, without) if is_learned_later else met(without, with_line)
    assert home.sql("SELECT share_changed FROM changed_articles") == [(0.1,)]
    told = history(home.warehouse._con, "tea:1")[1]
    assert (told["n_ruled_lines"], SLOGAN in told["old_body"] + told["new_body"]) == (1, False)


def test_where_rules_alone_made_a_difference_nothing_was_changed(met):
    home = met((f"{NEWS}\n\n{SLOGAN}", ()), (NEWS, (SLOGAN,)))
    assert home.sql("FROM changed_articles") == []


@pytest.mark.parametrize("is_lost", [True, False])
def test_a_line_lost_or_added_is_a_change_though_its_copy_was_always_taken_off(met, is_lost):
    states = (f"{NEWS}\n\n{SLOGAN}", ("Share", SLOGAN)), (NEWS, ("Share", SLOGAN))
    home = met(*states) if is_lost else met(*reversed(states))
    assert home.sql("SELECT share_changed > 0 FROM changed_articles") == [(True,)]
    assert history(home.warehouse._con, "tea:1")[1]["n_ruled_lines"] == 0


def test_a_line_that_the_page_lost_with_its_copy_is_a_change(met):
    home = met((f"{NEWS}\n\n{SLOGAN}", (SLOGAN,)), (NEWS, ()))
    assert home.sql("SELECT share_changed > 0 FROM changed_articles") == [(True,)]


def test_a_line_taken_off_once_more_leaves_its_copy_in_the_text_as_it_was(met):
    more = NEWS.replace("ten", "eleven")
    home = met((f"{SLOGAN}\n\n{NEWS}\n\n{SLOGAN}", ()), (f"{SLOGAN}\n\n{more}", (SLOGAN,)))
    assert home.sql("SELECT share_changed FROM changed_articles") == [(0.1,)]


def test_a_title_that_only_another_line_of_the_page_became_has_not_changed(met):
    home = met((NEWS, ("Tea grows",), "Tea Daily"), (NEWS.replace("ten", "eleven"), ("Tea Daily",), "Tea grows"))
    assert home.sql("SELECT title_changed, share_changed FROM changed_articles") == [(False, 0.1)]


def test_a_title_that_the_page_prints_twice_has_changed_with_its_copy(met):
    home = met((NEWS, ("Tea grows",), "Tea grows"), (NEWS, ("Tea fades",), "Tea fades"))
    assert home.sql("SELECT title_changed FROM changed_articles") == [(True,)]


def test_what_was_taken_away_and_put_back_is_told_each_time(home, article, page):
    tea = article("tea:1")
    gone = partial(page, article_id="tea:1", outcome="gone", http_status=404)
    home.append(page(tea, fetched_at=MONDAY))
    home.append(gone(fetched_at=TUESDAY), run="r2")
    home.append(page(tea, fetched_at=WEDNESDAY), run="r3")
    home.append(gone(fetched_at=THURSDAY), run="r4")
    home.append(gone(fetched_at=THURSDAY.replace(hour=9)), run="r5")
    told = home.sql("SELECT article_id, last_seen_at, gone_at, back_at FROM removed_articles ORDER BY gone_at")
    assert told == [("tea:1", MONDAY, TUESDAY, WEDNESDAY), ("tea:1", WEDNESDAY, THURSDAY, None)]
