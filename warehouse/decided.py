"""The revisions that `decided.sql` found, for those that fill the other tables from them."""

from __future__ import annotations

from typing import NamedTuple

import duckdb

from scrapers.fingerprint.prints import fields_of, fingerprints
from scrapers.records import Article, Batch, Fingerprint, PageOutcome


class Revision(NamedTuple):
    """A revision that the batch adds, and what its copies and words are found by."""

    number: int
    page: PageOutcome
    article: Article
    is_new: bool
    """The first of its article, with a text of its own."""
    is_met: bool
    """Another article was first to have its text."""
    fingerprint: Fingerprint


def decided_revisions(con: duckdb.DuckDBPyConnection, batch: Batch) -> list[Revision]:
    """What the batch adds, in the order it is stored in."""
    rows = con.execute(_REVISIONS).fetchall()
    stated = [(page, article) for n, *_ in rows if (article := (page := batch.pages[n]).article)]
    missing = fingerprints(fields_of(article) for _, article in stated if article.fingerprint is None)
    return [
        Revision(number, page, article, is_new, bool(is_met), article.fingerprint or next(missing))
        for (_, number, is_new, is_met), (page, article) in zip(rows, stated, strict=True)
    ]


_REVISIONS = "SELECT n, revision, outcome = 'new', is_met FROM decided WHERE is_revision ORDER BY place"
