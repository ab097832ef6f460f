"""What analysts read: the contract's columns, and days that never lie."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

REVISION = (
    "article_id revision source url native_id title lead body language published_at published_on published_precision"
    " published_raw updated_at not_before byline authors editor translator agency dateline_place credit issue section"
    " tags captions rights n_words n_characters flags layout extractor digest revision_hash content_hash fetched_at"
    " run_id archive_file archive_offset"
)
ARTICLE = f"{REVISION} story_id is_canonical publisher kind country region date_from date_to gone_at"
CONTRACT = {
    "article_revisions": REVISION,
    "removed_lines": "article_id revision line text rule",
    "field_origins": "article_id revision field origin",
    "pages": "run_id source url final_url outcome reason detail http_status fetched_at elapsed_ms bytes tries"
    " article_id revision digest archive_file archive_offset etag last_modified",
    "runs": "run_id flow_run_id kind version started_at finished_at state",
    "source_runs": "run_id source listed new duplicate revised unchanged repeated rejected not_modified known failed"
    " deferred disallowed gone out_of_scope withheld started_at finished_at breaches",
    "sources": "source title publisher kind country region language timezone mirrors_of evidence form_hash recorded_at",
    "boilerplate": "source line_hash text n_documents first_seen last_seen",
    "article_topics": "article_id revision topic term found_in",
    "topic_counts": "topic source month stories all_stories undated",
    "removals": "article_id url_hash reason removed_on",
    "articles": ARTICLE,
    "stories": f"{ARTICLE} n_copies sources",
    "copies": "story_id article_id source copied_from kind days_later",
}


@pytest.fixture(scope="module")
def untouched(fresh_home):
    """Only to be looked at."""
    yield fresh_home
    fresh_home.warehouse.close()


@pytest.mark.parametrize("name", CONTRACT)
def test_tables_and_views_have_the_columns_that_users_were_promised(untouched, name):
    columns = [column for column, *_ in untouched.sql(f"DESCRIBE {name}")]
    assert columns == CONTRACT[name].split()


def test_every_column_of_the_contract_says_what_it_means(untouched):
    silent = untouched.sql(
        "SELECT table_name, column_name FROM duckdb_columns()"
        " WHERE comment IS NULL AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE comment IS NOT NULL"
        " UNION ALL SELECT view_name FROM duckdb_views() WHERE comment IS NOT NULL)"
    )
    described = untouched.sql(
        "SELECT table_name FROM duckdb_tables() WHERE comment IS NOT NULL"
        " UNION ALL SELECT view_name FROM duckdb_views() WHERE comment IS NOT NULL AND NOT internal"
    )
    views = {"source_health", "daily_counts", "rejected_pages", "latest_removed_lines"}
    views |= {"changed_articles", "revision_pairs", "removed_articles", "digests"}
    assert silent == []
    assert {name for (name,) in described} == views | set(CONTRACT)


BOUNDED = {
    "printed day": (
        {"published_on": date(2024, 3, 5), "not_before": date(2024, 3, 1)},
        (date(2024, 3, 5), date(2024, 3, 5)),
    ),
    "printed month": (
        {"published_on": date(2024, 2, 1), "published_precision": "month"},
        (date(2024, 2, 1), date(2024, 2, 29)),
    ),
    "event day": ({"not_before": date(2024, 3, 1)}, (date(2024, 3, 1), date(2024, 4, 2))),
    "nothing": ({}, (None, date(2024, 4, 2))),
    "event announced": ({"not_before": date(2024, 5, 1)}, (None, date(2024, 4, 2))),
}
"""What is known of an article, and the days it then lies between."""


def test_every_article_lies_between_two_days(home, article, page, form):
    """Fetched at 20:00 UTC, which is the next day in Hanoi."""
    home.warehouse.record_sources([form("tea", timezone="Asia/Ho_Chi_Minh")], at=datetime(2024, 1, 1, tzinfo=UTC))
    fetched_at = datetime(2024, 4, 1, 20, tzinfo=UTC)
    home.append(*(page(article(f"tea:{name}", **known), fetched_at=fetched_at) for name, (known, _) in BOUNDED.items()))
    told = {name: days for name, *days in home.sql("SELECT article_id, date_from, date_to FROM articles")}
    assert told == {f"tea:{name}": [*days] for name, (_, days) in BOUNDED.items()}


def test_bounds_are_open_where_nothing_is_known(home, article, page):
    home.append(page(article("tea:1", not_before=date(2024, 3, 1))))
    assert home.sql("SELECT date_from, date_to FROM articles") == [(date(2024, 3, 1), None)]


def test_the_first_fetch_bounds_later_revisions(home, article, page):
    home.append(page(article("tea:1"), fetched_at=datetime(2024, 4, 1, tzinfo=UTC)))
    home.append(page(article("tea:1", "sun"), fetched_at=datetime(2024, 6, 1, tzinfo=UTC)), run="r2")
    assert home.sql("SELECT date_to FROM articles") == [(date(2024, 4, 1),)]


def test_articles_know_their_source_by_its_last_form(home, article, page, form):
    first, then = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    home.warehouse.record_sources([form("tea", publisher="Old", region="VN-56")], at=first)
    home.warehouse.record_sources([form("tea", publisher="Ignored")], at=then)
    home.warehouse.record_sources([form("tea", publisher="New", form_hash="form2")], at=then)
    home.append(page(article("tea:1")))
    assert home.sql("SELECT publisher, kind, region FROM articles") == [("New", "agency", None)]
    assert home.sql("SELECT publisher FROM sources ORDER BY recorded_at") == [("Old",), ("New",)]


def test_a_page_that_came_back_is_not_gone(home, article, page):
    home.append(page(article("tea:1"), fetched_at=datetime(2024, 4, 1, tzinfo=UTC)))
    gone = {"outcome": "gone", "article_id": "tea:1", "http_status": 404}
    home.append(page(fetched_at=datetime(2024, 4, 2, tzinfo=UTC), **gone), run="r2")
    assert home.sql("SELECT gone_at FROM articles") == [(datetime(2024, 4, 2, tzinfo=UTC),)]
    back = page(article_id="tea:1", digest=article("tea:1").digest, fetched_at=datetime(2024, 4, 3, tzinfo=UTC))
    home.append(back, run="r3")
    assert home.sql("SELECT gone_at FROM articles") == [(None,)]


def test_daily_counts_add_up_to_articles_and_stories(home, article, page):
    home.append(page(article("tea:1", published_on=date(2024, 1, 1))), page(article("tea:2")), page(article("tea:3")))
    assert home.sql("SELECT sum(n_articles), sum(n_stories) FROM daily_counts") == [(3, 1)]
    assert home.sql("SELECT n_articles, n_stories FROM daily_counts WHERE published_on IS NULL") == [(2, 0)]


def test_a_rejection_stands_until_its_page_is_read_well(home, article, page):
    bad = page(outcome="rejected", reason="no_body", detail="Only a menu.")
    home.append(bad)
    home.append(bad, run="r2")
    assert home.sql("SELECT run_id, reason FROM rejected_pages") == [("r2", "no_body")]
    home.append(page(article("tea:1"), url=bad.url), run="r3")
    assert home.sql("FROM rejected_pages") == []


def test_latest_removed_lines_are_those_of_the_last_revision(home, article, page):
    home.append(page(article("tea:1")))
    home.append(page(article("tea:1", "sun")), run="r2")
    assert home.sql("SELECT article_id, revision, source, text FROM latest_removed_lines") == [
        ("tea:1", 2, "tea", "Share")
    ]


def test_source_health_shows_the_last_run_and_all_articles(home, article, page, form):
    home.warehouse.record_sources([form("tea"), form("coffee")], at=datetime(2024, 1, 1, tzinfo=UTC))
    home.append(page(article("tea:1", published_on=date(2024, 1, 1))), page(article("tea:2")))
    home.finish()
    home.append(page(outcome="rejected", reason="empty"), run="r2")
    home.finish("r2", breaches=("Too many rejected.",))
    assert home.sql(
        "SELECT source, title, last_run_id, last_state, new, rejected, breaches, n_articles, n_duplicates,"
        " last_published_on FROM source_health ORDER BY source DESC"
    ) == [
        ("tea", "Tea", "r2", "completed", 0, 1, ["Too many rejected."], 2, 1, date(2024, 1, 1)),
        ("coffee", "Coffee", None, None, None, None, None, 0, 0, None),
    ]
    ((silent, expected),) = home.sql(
        "SELECT days_silent, date_diff('day', TIMESTAMPTZ '2026-11-21 02:00:00+00', now()) FROM source_health"
        " WHERE source = 'tea'"
    )
    assert silent == expected


def test_articles_are_counted_by_the_source_whose_text_they_are(home, article, page):
    mirrored = page(article("tea:9", flags=("mirror",)), source="tea_mirror")
    home.append(page(article("tea:1", "sun")), page(article("tea:1", "snow")))
    home.append(mirrored, source="tea_mirror")
    home.finish(sources=("tea", "tea_mirror"))
    told = "SELECT source, n_articles FROM source_health ORDER BY source"
    assert home.sql(told) == [("tea", 2), ("tea_mirror", 0)]
    assert home.sql("SELECT source, count(*) FROM articles GROUP BY source") == [("tea", 2)]


def test_each_column_of_each_view_can_be_asked_for_alone(home, article, page, form):
    """DuckDB 2.0 prunes what isn't asked for, and some plans don't survive that."""
    home.warehouse.record_sources([form("tea")], at=datetime(2024, 1, 1, tzinfo=UTC))
    home.append(page(article("tea:1")), page(article("tea:2")), page(outcome="rejected", reason="empty"))
    home.finish()
    home.append(page(article("tea:1", "sun")), run="r2")
    home.finish("r2")
    columns = home.sql(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE table_name IN"
        " (SELECT view_name FROM duckdb_views() WHERE NOT internal)"
    )
    for view, column in columns:
        home.sql(f'SELECT "{column}" FROM {view}')
    assert len(columns) > 100
