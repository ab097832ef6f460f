"""Which typed queries tell of an article."""

from __future__ import annotations

import pytest

from scrapers.quoting import not_quoting

WORDS = ("tea:https://tea.example/trial", "A trial in Lorbin", "Mai Thu Hoa told the court what her uncle had done.")


@pytest.mark.parametrize(
    "line",
    [
        "FROM articles WHERE article_id = 'tea:https://tea.example/trial';",
        "FROM articles WHERE body ILIKE '%thu hoa%uncle%';",
        "FROM search('hoa uncle court');",
        "SELECT title FROM articles WHERE title = 'a TRIAL in lorbin';",
        "WHERE body LIKE '%what her uncle",
    ],
)
def test_a_query_that_names_or_quotes_it_goes(line: str) -> None:
    assert not_quoting([line], WORDS) == []


@pytest.mark.parametrize(
    "line", ["SELECT count(*) FROM articles;", "WHERE outcome = 'rejected'", "FROM search('rice harvest');"]
)
def test_others_stay(line: str) -> None:
    assert not_quoting([line], WORDS) == [line]
