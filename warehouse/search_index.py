"""Keeps every word of every revision with its place, so that words and phrases are found without reading texts."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from scrapers.fingerprint.prints import Terms, fingerprints, join_terms
from scrapers.fingerprint.terms import TERMS_VERSION, folded_letters
from scrapers.records import Fingerprint
from warehouse.decided import Revision
from warehouse.schema import transaction
from warehouse.staging import staged
from warehouse.topics import mark_topics

log = logging.getLogger(__name__)

CHUNK = 1_000
"""Revisions indexed in one transaction when old ones are caught up with."""


class Text(NamedTuple):
    """What is searched of one revision."""

    article_id: str
    revision: int
    title: str | None
    body: str
    captions: Sequence[str]


def index_revisions(con: duckdb.DuckDBPyConnection, revisions: Sequence[Revision]) -> None:
    """Append the words of these revisions, and their topics; inside the caller's transaction."""
    named = [(revision.article.article_id, revision.number) for revision in revisions]
    _index(con, named, [revision.fingerprint for revision in revisions])


def index_texts(con: duckdb.DuckDBPyConnection, texts: Sequence[Text]) -> None:
    """The same for texts that were stored before."""
    fields = ((text.title or "", text.body, "\n".join(text.captions)) for text in texts)
    _index(con, [(text.article_id, text.revision) for text in texts], list(fingerprints(fields)))


def _index(con: duckdb.DuckDBPyConnection, named: Sequence[tuple[str, int]], prints: Sequence[Fingerprint]) -> None:
    if not named:
        return
    ((first,),) = con.execute("SELECT coalesce(max(number), -1) + 1 FROM search_texts").fetchall()
    tables = {"staged_text": _stage_texts(named, prints, first), "staged_word": _stage_words(join_terms(prints), first)}
    with staged(con, tables):
        con.execute("INSERT INTO search_texts BY NAME FROM staged_text")
        con.execute("INSERT INTO search_words BY NAME FROM staged_word")
    mark_topics(con, first=first, end=first + len(named))


def catch_up(con: duckdb.DuckDBPyConnection) -> None:
    """Index the revisions that aren't yet: of a warehouse older than the search, or than today's folding."""
    if con.execute(_OUTDATED, [TERMS_VERSION]).fetchall():
        with transaction(con):
            con.execute(_FORGET)
    if not con.execute("SELECT 1 FROM search_letters LIMIT 1").fetchall():
        _store_letters(con)
    if not con.execute(_IS_BEHIND).fetchall():
        return
    missing = [row for (row,) in con.execute(_MISSING).fetchall()]
    for begin in range(0, len(missing), CHUNK):
        rows = con.execute(_TEXTS, [missing[begin : begin + CHUNK]]).fetchall()
        with transaction(con):
            index_texts(con, [Text(*row) for row in rows])
        con.execute("CHECKPOINT")
    log.info("%d revisions made ready to be searched", len(missing))


def _store_letters(con: duckdb.DuckDBPyConnection) -> None:
    letters, folded, marks = zip(*folded_letters(), strict=True)
    table = pa.table({"letter": letters, "folded": folded, "marks": pa.array(marks, pa.uint8())})
    with staged(con, {"staged_letter": table}):
        con.execute("INSERT INTO search_letters BY NAME FROM staged_letter")


def _stage_texts(named: Sequence[tuple[str, int]], prints: Sequence[Fingerprint], first: int) -> pa.Table:
    return pa.table(
        {
            "number": np.arange(first, first + len(named)),
            "article_id": pa.array([article_id for article_id, _ in named], pa.string()),
            "revision": [revision for _, revision in named],
            "body_at": [text.body_at for text in prints],
            "captions_at": [text.captions_at for text in prints],
            "n_words": [text.n_words for text in prints],
            "terms_version": np.full(len(named), TERMS_VERSION),
        }
    )


def _stage_words(terms: Terms, first: int) -> pa.Table:
    places = pa.ListArray.from_arrays(pa.array(terms.bounds, pa.int32()), pa.array(terms.places))
    numbers = terms.texts + np.uint32(first)
    return pa.table({"term": terms.terms, "marks": terms.marks, "number": numbers, "places": places})


_FORGET = """
    DELETE FROM search_letters;
    DELETE FROM search_words;
    DELETE FROM search_texts;
    DELETE FROM topic_terms;
    DELETE FROM article_topics
"""
_OUTDATED = "SELECT 1 FROM search_texts WHERE terms_version <> ? LIMIT 1"
_IS_BEHIND = """
    SELECT 1
    WHERE (SELECT count(*) FROM article_revisions) <> (SELECT count(*) FROM search_texts)
"""
_MISSING = """
    SELECT revision.rowid
    FROM article_revisions AS revision
    ANTI JOIN search_texts USING (article_id, revision)
    ORDER BY revision.rowid
"""
_TEXTS = """
    SELECT article_id, revision, title, body, captions
    FROM article_revisions
    WHERE rowid IN (SELECT unnest(?::BIGINT[]))
    ORDER BY rowid
"""
