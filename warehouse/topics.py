"""Marks the articles that have a phrase of a topic, by the words and places that the search keeps."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import NamedTuple

import duckdb
import pyarrow as pa

from scrapers.fingerprint.prints import fingerprints, join_terms
from warehouse.schema import transaction
from warehouse.staging import staged

log = logging.getLogger(__name__)

CHUNK = 20_000
"""Texts looked through at once when the phrases have changed."""


class Phrase(NamedTuple):
    """What an article of this language, or of unknown language, must say to be on the topic."""

    topic: str
    language: str
    term: str


def use_phrases(con: duckdb.DuckDBPyConnection, phrases: Iterable[Phrase]) -> bool:
    """Whether they differ from those used so far; then every article's topics are found anew, in one transaction."""
    wanted = sorted(set(phrases))
    if wanted == con.execute("SELECT DISTINCT topic, language, term FROM topic_terms ORDER BY ALL").fetchall():
        return False
    ((n_texts,),) = con.execute("SELECT coalesce(max(number), -1) + 1 FROM search_texts").fetchall()
    with transaction(con):
        con.execute("DELETE FROM article_topics; DELETE FROM topic_terms")
        with staged(con, {"staged_term": _stage(wanted)}):
            con.execute("INSERT INTO topic_terms BY NAME FROM staged_term")
        for first in range(0, n_texts, CHUNK):
            mark_topics(con, first=first, end=first + CHUNK)
    log.info("topics.toml has changed: %d texts looked through for %d phrases", n_texts, len(wanted))
    return True


def mark_topics(con: duckdb.DuckDBPyConnection, *, first: int, end: int) -> None:
    """Find the topics of the texts that the search has numbered so; inside the caller's transaction."""
    if con.execute("SELECT 1 FROM topic_terms LIMIT 1").fetchall():
        con.execute(_MARK.format(first=first, end=end))


def _stage(phrases: list[Phrase]) -> pa.Table:
    """A row for each word of each phrase."""
    prints = list(fingerprints((phrase.term, "", "") for phrase in phrases))
    terms = join_terms(prints)
    counts = [text.n_words for text in prints]
    owners = terms.texts.repeat(terms.bounds[1:] - terms.bounds[:-1])
    words = pa.table(
        {
            "nth": terms.places.astype("int32"),
            "word": terms.terms.repeat(terms.bounds[1:] - terms.bounds[:-1]),
            "marks": terms.marks.repeat(terms.bounds[1:] - terms.bounds[:-1]),
            "n_words": pa.array([counts[owner] for owner in owners], pa.int32()),
        }
    )
    for name in Phrase._fields:
        column = pa.array([getattr(phrases[owner], name) for owner in owners], pa.string())
        words = words.append_column(name, column)
    return words


# The numbers stand in the query itself, so that what other batches wrote isn't read.
_MARK = """
    INSERT INTO article_topics BY NAME
    WITH hit AS (
        SELECT topic, language, term, n_words, number, unnest(places)::BIGINT - nth AS place
        FROM (
            SELECT topic, language, topic_terms.term, n_words, nth, number, places
            FROM search_words AS held
            JOIN topic_terms ON topic_terms.word = held.term AND topic_terms.marks = held.marks
            WHERE number >= {first} AND number < {end}
        )
    ),
    phrase AS (
        SELECT topic, language, term, number, place
        FROM hit
        GROUP BY topic, language, term, number, place
        HAVING count(*) = any_value(n_words)
    )
    SELECT DISTINCT article_id, revision, topic, term,
           CASE WHEN place < body_at THEN 'title' WHEN place < captions_at THEN 'body' ELSE 'captions' END AS found_in
    FROM phrase
    JOIN search_texts AS text USING (number)
    JOIN (SELECT article_id, revision, language FROM article_revisions) AS article USING (article_id, revision)
    WHERE article.language IS NULL OR article.language = phrase.language
    ORDER BY ALL
"""
