"""Decides what each page of a batch is to what is held, and names the revisions that it adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import accumulate
from typing import NamedTuple

import duckdb

from scrapers.fingerprint.prints import fields_of, fingerprints
from scrapers.records import Article, Batch, Fingerprint, Outcome, PageOutcome
from warehouse.schema import read_sql

_NEVER = datetime.min.replace(tzinfo=UTC)


class Decided(NamedTuple):
    """What a page turned out to be whose outcome wasn't given."""

    n: int
    """Its place in the batch."""
    article_id: str
    revision: int
    """The one it adds, or equals."""
    outcome: Outcome
    is_revision: bool
    is_met: bool
    """A revision with a text that another article was first to have."""


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


def decide(con: duckdb.DuckDBPyConnection, batch: Batch) -> list[Decided]:
    """The pages whose outcome isn't given, in the order of their moments. Raises `ValueError` where one can't be told.

    Leaves the table `held` behind.
    """
    undecided = {n: page for n, page in enumerate(batch.pages) if page.outcome is None}
    new = {n: page.article for n, page in undecided.items() if page.article}
    articles = {page.article.article_id if page.article else page.article_id for page in undecided.values()}
    is_once = len(articles) == len(undecided)
    ((n_held,),) = con.execute(read_sql("held.sql")).fetchall()
    if is_once and not n_held and len(new) == len(undecided):
        return _decide_new(con, new, _in_turn(undecided))
    _compare(con, is_once=is_once)
    if len(new) < len(undecided) and (undecidable := con.execute(_UNDECIDABLE).fetchall()):
        raise ValueError(f"{undecidable[0][0]}: neither outcome nor article, and its digest isn't held")
    return [Decided(*row) for row in con.execute(_DECIDED).fetchall()]


def decided_revisions(batch: Batch, decided: Iterable[Decided]) -> list[Revision]:
    """What the batch adds, in the order it is stored in."""
    added = [(one, batch.pages[one.n]) for one in decided if one.is_revision]
    stated = [(one, page, page.article) for one, page in added if page.article]
    missing = fingerprints(fields_of(article) for *_, article in stated if article.fingerprint is None)
    return [
        Revision(one.revision, page, article, one.outcome == "new", one.is_met, article.fingerprint or next(missing))
        for one, page, article in stated
    ]


def _decide_new(
    con: duckdb.DuckDBPyConnection, articles: Mapping[int, Article], in_turn: Sequence[int]
) -> list[Decided]:
    """What `decided.sql` gives for articles none of which is held or stands there twice."""
    met = {content_hash for (content_hash,) in con.execute(_MET).fetchall()}
    decided = []
    for n in in_turn:
        article = articles[n]
        is_met = article.content_hash in met
        decided.append(Decided(n, article.article_id, 1, "duplicate" if is_met else "new", True, is_met))
        if article.content_hash:
            met.add(article.content_hash)
    return decided


def _in_turn(pages: Mapping[int, PageOutcome]) -> list[int]:
    """Their places by moment; an unknown moment counts as the one before."""
    moments = accumulate((page.fetched_at or _NEVER for page in pages.values()), _latest_known)
    moment = dict(zip(pages, moments, strict=True))
    return sorted(pages, key=moment.__getitem__)


def _latest_known(before: datetime, moment: datetime) -> datetime:
    return before if moment is _NEVER else moment


def _compare(con: duckdb.DuckDBPyConnection, *, is_once: bool) -> None:
    con.execute(read_sql("append.sql"))
    if is_once and not con.execute("SELECT 1 FROM counted LIMIT 1").fetchall():
        con.execute(read_sql("numbered_once.sql"))
    else:
        con.execute(read_sql("numbered_in_turn.sql"))
    con.execute(read_sql("decided.sql"))


_MET = "SELECT DISTINCT content_hash FROM article_revisions SEMI JOIN staged_page USING (content_hash)"
_UNDECIDABLE = "SELECT url FROM decided JOIN staged_page USING (n) WHERE is_revision AND NOT has_article LIMIT 1"
_DECIDED = """
    SELECT n, article_id, revision, outcome, is_revision, coalesce(is_met, false) FROM decided ORDER BY place
"""
