"""Every article is in one story, and the right copy stands for it."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

from tests.warehouse.conftest import make_form
from warehouse.stories import tell_stories


def _stories(home):
    """Who stands together, by id."""
    rows = home.sql("SELECT list(article_id ORDER BY article_id) FROM articles GROUP BY story_id")
    return sorted(members for (members,) in rows)


def test_equal_texts_are_one_story_and_all_others_stand_alone(home, article, page):
    home.append(page(article("tea:1")), page(article("tea:2")), page(article("tea:3", "sun")))
    home.append(page(article("tea:4", "sun")), run="r2")
    assert _stories(home) == [["tea:1", "tea:2"], ["tea:3", "tea:4"]]
    assert home.sql("SELECT story_id, n_copies FROM stories ORDER BY story_id") == [("tea:1", 2), ("tea:3", 2)]


def test_texts_too_short_to_be_compared_are_stories_of_their_own(home, article, page):
    home.append(page(article("tea:1")), page(article("tea:2")), page(article("tea:3", "sun")))
    home.append(page(article("tea:4", "sun")), run="r2")
    home.append(page(article("tea:2", body="One.")), page(article("tea:4", body="Two.")), run="r3")
    assert _stories(home) == [["tea:1"], ["tea:2"], ["tea:3"], ["tea:4"]]


def test_membership_does_not_depend_on_the_order_of_arrival(home, article, page):
    """Four articles, two of each text, for every order: each night has the next one of all of them."""
    words = ("rain", "sun", "rain", "sun")
    orders = list(enumerate(itertools.permutations(range(4))))
    for night in range(4):
        arrived = [(f"tea:{n}.{order[night]}", f"{words[order[night]]}{n}") for n, order in orders]
        at = datetime(2026, 1, 1 + night, tzinfo=UTC)
        home.append(*(page(article(name, word), fetched_at=at) for name, word in arrived), run=f"r{night}")
    assert _stories(home) == sorted([f"tea:{n}.{one}", f"tea:{n}.{one + 2}"] for n, _ in orders for one in (0, 1))


def test_a_revised_article_goes_where_its_text_belongs_and_nothing_is_rewritten(home, article, page):
    home.append(page(article("tea:1", "rain")), page(article("tea:2", "rain")))
    home.append(page(article("tea:3", "sun")), page(article("tea:4", "sun")), run="r2")
    before = home.sql("FROM story_ledger")
    home.append(page(article("tea:4", "rain")), run="r3")
    after = home.sql("FROM story_ledger")
    assert after[: len(before)] == before
    assert _stories(home) == [["tea:1", "tea:2", "tea:4"], ["tea:3"]]
    assert home.sql("SELECT article_id, kind, days_later FROM copies WHERE article_id = 'tea:4'") == [
        ("tea:4", "exact", None)
    ]


def test_a_story_outlives_its_first_member_under_the_id_of_the_next(home, article, page):
    home.append(page(article("tea:1")), page(article("tea:2")), page(article("tea:3")))
    home.append(page(article("tea:1", "sun")), run="r2")
    assert home.sql("SELECT article_id, story_id FROM articles ORDER BY article_id") == [
        ("tea:1", "tea:1"),
        ("tea:2", "tea:2"),
        ("tea:3", "tea:2"),
    ]


def test_stories_that_meet_go_on_as_the_older_one(home, article, page, prose):
    first, second = prose("alpha", 150), prose("beta", 120)
    home.append(page(article("tea:1", body=first)), page(article("tea:2", body=second)))
    home.append(page(article("tea:3", body=second)), run="r2")
    home.append(page(article("tea:1", body=second)), run="r3")
    assert home.sql("SELECT DISTINCT story_id FROM articles") == [("tea:1",)]


def test_the_original_stands_for_its_story_though_a_mirror_came_first_and_says_an_earlier_day(home, article, page):
    home.append(page(article("tea:mirror", flags=("mirror",), published_on=date(2024, 1, 1))))
    home.append(page(article("tea:1", published_on=date(2024, 1, 5))), run="r2")
    assert home.sql("SELECT article_id, story_id FROM stories") == [("tea:1", "tea:mirror")]
    assert home.sql("SELECT article_id, source, copied_from, kind, days_later FROM copies") == [
        ("tea:mirror", "tea", "tea", "exact", -4)
    ]


def test_a_mirror_alone_stands_for_itself(home, article, page):
    home.append(page(article("tea:mirror", flags=("mirror",))))
    assert home.sql("SELECT article_id, is_canonical FROM articles") == [("tea:mirror", True)]


def test_the_earliest_published_stands_before_the_undated_and_the_longer(home, article, page):
    home.append(page(article("tea:1", not_before=date(2023, 12, 1), n_characters=900)))
    home.append(page(article("coffee:1", published_on=date(2024, 1, 3)), source="coffee"), source="coffee")
    home.append(page(article("milk:1", published_on=date(2024, 1, 5)), source="milk"), source="milk")
    assert home.sql("SELECT article_id, n_copies, sources FROM stories") == [("coffee:1", 3, ["coffee", "milk", "tea"])]
    assert home.sql("SELECT source, copied_from, kind, days_later FROM copies ORDER BY source") == [
        ("milk", "coffee", "exact", 2),
        ("tea", "coffee", "exact", None),
    ]


def test_a_declared_source_stands_before_a_text_of_unknown_origin_and_any_of_them_before_a_mirror(home, article, page):
    home.append(page(article("tea:mirror", flags=("mirror",), published_on=date(2023, 1, 1))))
    texts = page(article("unknown:1", published_on=date(2024, 1, 1), n_characters=900), source="unknown")
    home.append(texts, source="unknown")
    assert home.sql("SELECT article_id, n_copies FROM stories") == [("unknown:1", 2)]
    home.append(page(article("tea:1", published_on=date(2024, 1, 9))))
    assert home.sql("SELECT article_id, n_copies FROM stories") == [("tea:1", 3)]


def test_an_agencys_own_article_stands_before_earlier_ones_that_name_the_agency(home, article, page):
    at = datetime(2024, 1, 1, tzinfo=UTC)
    home.warehouse.record_sources([make_form("milk", kind="newspaper"), make_form("wire", kind="agency")], at=at)
    home.append(page(article("milk:1", agency="VNA", published_on=date(2024, 1, 1)), source="milk"), source="milk")
    home.append(page(article("tea:1", published_on=date(2024, 1, 3))))
    assert home.sql("SELECT article_id FROM stories") == [("milk:1",)]
    home.append(page(article("wire:1", agency="VNA", published_on=date(2024, 1, 2)), source="wire"), source="wire")
    assert home.sql("SELECT article_id, n_copies FROM stories") == [("wire:1", 3)]
    assert home.sql("SELECT count(*) FROM articles") == [(3,)]


def test_of_two_undated_copies_the_fuller_stands(home, article, page):
    home.append(page(article("tea:1", n_characters=100)), page(article("tea:2", n_characters=101)))
    assert home.sql("SELECT article_id FROM stories") == [("tea:2",)]


def test_a_story_of_many_thousand_copies_is_told_in_little_memory(home):
    con, n = home.warehouse._con, 20_000
    con.execute(MANY, [n])
    con.execute(CHAINED)
    con.execute("CHECKPOINT; SET memory_limit = '24MB'")
    names = [name for (name,) in home.sql("SELECT article_id FROM article_revisions")]
    tell_stories(con, names, run_id="r1", at=datetime(2026, 1, 1, tzinfo=UTC), generation=1)
    assert home.sql("SELECT count(*), min(story_id) = max(story_id) FROM story_ledger") == [(n - 1, True)]


MANY = """
    INSERT INTO article_revisions BY NAME
    SELECT format('source-of-copies:https://www.example.org/news/{:06}.html', n) AS article_id, 1 AS revision,
           'source-of-copies' AS source, 'Body.' AS body, 'none' AS published_precision, [] AS authors, [] AS tags,
           [] AS captions, [] AS rights, 5 AS n_characters, [] AS flags, '' AS extractor, '' AS digest,
           '' AS revision_hash, 'r1' AS run_id
    FROM range(?) AS numbers (n)
"""
CHAINED = """
    INSERT INTO evidence BY NAME
    SELECT a.article_id AS a_id, 1 AS a_revision, b.article_id AS b_id, 1 AS b_revision, 'near' AS kind,
           0.9 AS containment, 0.8 AS resemblance, 0 AS n_numbers, 0 AS n_differing, false AS is_a_larger,
           [0, 1]::DOUBLE[2] AS span_a, [0, 1]::DOUBLE[2] AS span_b, 'r1' AS run_id, 1 AS generation
    FROM article_revisions AS a
    CROSS JOIN range(1, 6) AS steps (step)
    JOIN article_revisions AS b ON b.rowid = a.rowid + step
"""
"""Each article judged to be a copy of the five after it."""
