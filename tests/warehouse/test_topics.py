"""What an analyst calls a topic is found in every article, and counted beside all that could have been on it."""

from __future__ import annotations

from datetime import date

import pytest

from warehouse.topics import Phrase

GENDER = [
    Phrase("gender", "en", "gender equality"),
    Phrase("gender", "vi", "bình đẳng giới"),
    Phrase("gender", "zh", "男女平等"),
    Phrase("rice", "vi", "mạ"),
]
FOUND = "SELECT article_id, revision, topic, term, found_in FROM article_topics ORDER BY ALL"


def told(home) -> list[tuple[str, str, str]]:
    return home.sql("SELECT article_id, topic, found_in FROM article_topics ORDER BY ALL")


SAID = [
    ("en", "On Gender  Equality today", ["gender"]),
    ("en", "gender-equality", ["gender"]),
    ("en", "gender equalities", []),
    ("en", "gender and equality", []),
    ("vi", "Bình Đẳng Giới", ["gender"]),
    ("vi", "binh dang gioi", []),
    ("vi", "bình đẳng giỏi", []),
    ("vi", "cấy mạ non", ["rice"]),
    ("vi", "má và ma", []),
    ("zh", "推进男女平等的工作", ["gender"]),
    ("zh", "男女 不平等", []),
    ("fr", "gender equality", []),
    (None, "gender equality", ["gender"]),
]
"""Language, text, and the topics of it."""


@pytest.fixture(scope="module")
def topics(fresh_home, article, page):
    """Of each text."""
    fresh_home.warehouse.use_phrases(GENDER)
    articles = [article(f"tea:{n}", body=text, language=language) for n, (language, text, _) in enumerate(SAID)]
    fresh_home.append(*map(page, articles))
    yield dict(fresh_home.sql("SELECT article_id, list(DISTINCT topic) FROM article_topics GROUP BY ALL"))
    fresh_home.warehouse.close()


@pytest.mark.parametrize("place", range(len(SAID)), ids=[f"{language}-{text}" for language, text, _ in SAID])
def test_phrases_are_found_as_typed_in_their_language(topics, place) -> None:
    assert topics.get(f"tea:{place}", []) == SAID[place][2]


def test_where_it_was_found(home, article, page) -> None:
    home.warehouse.use_phrases(GENDER)
    said = "gender equality"
    home.append(page(article("tea:1", title=said, body=f"On {said} and {said}.", captions=("A", said), language="en")))
    assert home.sql(FOUND) == [("tea:1", 1, "gender", said, where) for where in ("body", "captions", "title")]


def test_no_phrase_reaches_from_the_title_into_the_body(home, article, page) -> None:
    home.warehouse.use_phrases(GENDER)
    home.append(page(article("tea:1", title="On gender", body="equality", language="en")))
    assert told(home) == []


def test_other_phrases_reach_old_articles_and_the_same_ones_cost_nothing(home, article, page) -> None:
    home.append(page(article("tea:1", body="gender equality", language="en")))
    assert home.warehouse.use_phrases(GENDER)
    assert told(home) == [("tea:1", "gender", "body")]
    assert not home.warehouse.use_phrases(reversed(GENDER))
    assert home.warehouse.use_phrases([Phrase("fair", "en", "equality")])
    assert told(home) == [("tea:1", "fair", "body")]
    assert home.warehouse.use_phrases([])
    assert told(home) == []


def test_each_revision_has_its_topics(home, article, page) -> None:
    home.warehouse.use_phrases(GENDER)
    home.append(page(article("tea:1", body="gender equality", language="en")))
    home.append(page(article("tea:1", body="something else", language="en")), run="r2")
    assert home.sql(FOUND) == [("tea:1", 1, "gender", "gender equality", "body")]
    assert home.sql("SELECT sum(stories), sum(all_stories) FROM topic_counts WHERE topic = 'gender'") == [(0, 1)]


def test_counts_have_their_denominators(home, article, page) -> None:
    home.warehouse.use_phrases(GENDER[:1])
    long = "The committee spoke of gender equality in the district and of little else that day. " * 3
    home.append(
        page(article("tea:1", body=long, language="en", published_on=date(2024, 11, 25))),
        page(article("tea:2", body="harvest", language="en", published_on=date(2024, 11, 2))),
        page(article("tea:3", body="floods", language="en", published_on=date(2024, 12, 2))),
        page(article("tea:4", body="On gender equality", language="en")),
        page(article("tea:5", body="undated harvest", language="en")),
    )
    home.append(
        page(article("oak:1", body=long, language="en", published_on=date(2024, 11, 26)), source="oak"),
        run="r2",
        source="oak",
    )
    assert home.sql("SELECT * FROM topic_counts ORDER BY ALL") == [
        ("gender", "tea", date(2024, 11, 1), 1, 2, 0),
        ("gender", "tea", date(2024, 12, 1), 0, 1, 0),
        ("gender", "tea", None, 1, 2, 1),
    ]
