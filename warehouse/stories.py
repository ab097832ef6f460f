"""Stories: which articles are one news item. The ledger only grows; of an article's rows the last one counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from scrapers.fingerprint.links import KINDS, Numbers, chained, ranked, stories, strongest
from scrapers.fingerprint.sameness import Kind
from warehouse.evidence import held_links
from warehouse.revision_rows import revision_rows
from warehouse.staging import read_columns, stage_ids, stage_places, staged

NUMBERED_TEXT = "CASE WHEN content_hash IS NULL THEN -1 ELSE (hash(content_hash) >> 1)::BIGINT END"
"""A number for each content hash, the same where it is the same; below zero where there is none."""


class Members(NamedTuple):
    """What is known of articles whose stories are told, in the order of their ids."""

    ids: list[str]
    born: Numbers
    """Their places in the order of arrival."""
    texts: Numbers
    """Equal where their last revisions have one content hash; below zero where they have none."""
    stood: Numbers
    """Whose story each belongs to until now: a place in this order."""


class Told(NamedTuple):
    """An article that belongs to another story from now on, and the strongest tie it has there."""

    article_id: str
    story_id: str
    kind: Kind | None
    """None where it stands alone again."""
    matched_id: str | None


def tell_stories(
    con: duckdb.DuckDBPyConnection, article_ids: Collection[str], *, run_id: str, at: datetime, generation: int
) -> None:
    """Put these articles, and all they are tied to, into stories; inside the caller's transaction.

    The stories follow from what was judged of last revisions, so that no order of arrival matters to them. A story goes
    by the id of its first member: where two stories meet, that of the older one.
    """
    members = _members(con, _reached(con, article_ids, generation=generation), generation=generation)
    told = list(tell(con, members, generation=generation))
    record_stories(con, told, run_id=run_id, at=at, generation=generation)


def tell(con: duckdb.DuckDBPyConnection, members: Members, *, generation: int) -> Iterator[Told]:
    """Those of these articles that change their story; no tie may lead out of them."""
    ids, n = members.ids, len(members.ids)
    links = ranked(held_links(con, ids, generation=generation).followed_by(chained(members.texts)))
    labels = stories(links, n)
    tied, places = strongest(links, labels)
    tie = np.full(n, -1)
    tie[tied] = places
    heads = _firsts(labels, members.born)
    for article in np.flatnonzero(heads != members.stood).tolist():
        if (place := tie[article]) < 0:
            yield Told(ids[article], ids[heads[article]], None, None)
            continue
        matched = links.a[place] + links.b[place] - article
        yield Told(ids[article], ids[heads[article]], KINDS[links.kind[place]], ids[matched])


def record_stories(
    con: duckdb.DuckDBPyConnection, told: Collection[Told], *, run_id: str, at: datetime, generation: int
) -> None:
    """Rows of the ledger."""
    if not told:
        return
    values = zip(*told, strict=True)
    columns = {name: pa.array(column, pa.string()) for name, column in zip(Told._fields, values, strict=True)}
    with staged(con, {"staged_story": pa.table(columns)}):
        con.execute(_RECORD, {"run_id": run_id, "at": at, "generation": generation})


def _firsts(labels: Numbers, born: Numbers) -> Numbers:
    """For each article the member of its story that was first there."""
    order = np.lexsort((born, labels))
    _, begins, counts = np.unique(labels[order], return_index=True, return_counts=True)
    heads = np.empty(len(labels), np.int64)
    heads[order] = np.repeat(order[begins], counts)
    return heads


def _reached(con: duckdb.DuckDBPyConnection, article_ids: Collection[str], *, generation: int) -> set[str]:
    """These articles and all that copies and stories lead to from them."""
    reached, further = set(article_ids), set(article_ids)
    while further:
        with staged(con, {"wanted_article": stage_ids(list(further))}):
            rows = (con.execute(query, {"generation": generation}).fetchall() for query in _TIED)
            further = {article_id for found in rows for (article_id,) in found} - reached
        reached |= further
    return reached


def _members(con: duckdb.DuckDBPyConnection, article_ids: Collection[str], *, generation: int) -> Members:
    """What the warehouse holds of these articles; of each the last revision, and the last row of the ledger, counts."""
    ids = sorted(article_ids)
    born, texts, stood = np.full(len(ids), np.iinfo(np.int64).max), np.full(len(ids), -1), np.arange(len(ids))
    held = revision_rows(con, ids, told=f", {NUMBERED_TEXT} AS text")
    with staged(con, {"placed_article": stage_places(ids)}):
        ledger = read_columns(con, _LEDGER.format(generation=generation))
    owners = held["place"]
    order = np.argsort(held["revision"], kind="stable")
    np.minimum.at(born, owners, held["row"])
    texts[owners[order]] = held["text"][order]  # for one place numpy keeps the last of them
    order = np.argsort(ledger["age"])
    stood[ledger["place"][order]] = ledger["stood"][order]
    return Members(ids, born, texts, stood)


# One by one, and nothing but ids: with few megabytes for each statement, a union of all asks for too many at once. Ties
# that were given up since lead to more articles than needed, which changes nothing for anyone.
_TIED = (
    """
    SELECT DISTINCT b_id FROM evidence
    WHERE generation = $generation AND kind IS NOT NULL AND a_id IN (FROM wanted_article)
    """,
    """
    SELECT DISTINCT a_id FROM evidence
    WHERE generation = $generation AND kind IS NOT NULL AND b_id IN (FROM wanted_article)
    """,
    "SELECT story_id FROM story_ledger WHERE generation = $generation AND article_id IN (FROM wanted_article)",
    "SELECT article_id FROM story_ledger WHERE generation = $generation AND story_id IN (FROM wanted_article)",
)
_LEDGER = """
    SELECT mine.place, other.place AS stood, ledger.rowid AS age
    FROM story_ledger AS ledger
    JOIN placed_article AS mine ON mine.article_id = ledger.article_id
    JOIN placed_article AS other ON other.article_id = ledger.story_id
    WHERE generation = {generation}
"""
_RECORD = """
    INSERT INTO story_ledger BY NAME
    SELECT *, $run_id AS run_id, $at::TIMESTAMPTZ AS recorded_at, $generation AS generation FROM staged_story
"""
