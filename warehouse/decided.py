"""The revisions that `decided.sql` found, for those that fill the other tables from them."""

from __future__ import annotations

from typing import NamedTuple

import duckdb

from scrapers.fingerprint.prints import fields_of, fingerprints
from scrapers.records import Article, Batch, Fingerprint


class Revision(NamedTuple):
    """A revision that the batch adds, and what its copies and words are found by."""

    number: int
    article: Article
    is_new: bool
    """The first of its article, with a text of its own."""
    is_met: bool
    """Another article was first to have its text."""
    fingerprint: Fingerprint


def decided_revisions(con: duckdb.DuckDBPyConnection, batch: Batch) -> list[Revision]:
    """What the batch adds, in the order it is stored in."""
    rows = con.execute(_REVISIONS).fetchall()
    articles = [article for n, *_ in rows if (article := batch.pages[n].article)]
    missing = fingerprints(fields_of(article) for article in articles if article.fingerprint is None)
    return [
        Revision(number, article, is_new, bool(is_met), article.fingerprint or next(missing))
        for (_, number, is_new, is_met), article in zip(rows, articles, strict=True)
    ]


_REVISIONS = "SELECT n, revision, outcome = 'new', is_met FROM decided WHERE is_revision ORDER BY place"
