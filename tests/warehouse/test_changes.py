"""What publishers changed or took away after publication."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

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
