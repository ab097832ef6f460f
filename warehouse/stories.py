"""Stories: which articles are one news item. The ledger only grows; of an article's rows the last one counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

import duckdb
import pyarrow as pa

from scrapers.fingerprint.stories import equal_links, group, strongest_links
from warehouse.evidence import held_links
from warehouse.staging import stage_ids, staged


class Member(NamedTuple):
    """What is known of an article whose story is told."""

    article_id: str
    born: int
    """Its place in the order of arrival."""
    content_hash: str | None
    """Of its last revision."""
    story_id: str
    """Where it stands until now."""


class Told(NamedTuple):
    """An article that belongs to another story from now on, and the strongest tie it has there."""

    article_id: str
    story_id: str
    kind: str | None
    """None where it stands alone again."""
    matched_id: str | None


def tell_stories(
    con: duckdb.DuckDBPyConnection, article_ids: Collection[str], *, run_id: str, at: datetime, generation: int
) -> None:
    """Put these articles, and all they are tied to, into stories; inside the caller's transaction.

    The stories follow from what was judged of last revisions, so that no order of arrival matters to them. A story goes
    by the id of its first member: where two stories meet, that of the older one.
    """
    members = _reached(con, article_ids, generation=generation)
    told = list(tell(con, members, generation=generation))
    record_stories(con, told, run_id=run_id, at=at, generation=generation)


def tell(con: duckdb.DuckDBPyConnection, members: Mapping[str, Member], *, generation: int) -> Iterator[Told]:
    """Those of these articles that change their story; no tie may lead out of them."""
    links = held_links(con, members, generation=generation)
    links += equal_links({member.article_id: member.content_hash for member in members.values()})
    story_of = {}
    for story in group(links):
        first = min((members[article_id] for article_id in story), key=lambda member: member.born)
        story_of.update(dict.fromkeys(story, first.article_id))
    ties = strongest_links(links, story_of)
    for article_id, member in members.items():
        story_id = story_of.get(article_id, article_id)
        if story_id == member.story_id:
            continue
        if tie := ties.get(article_id):
            yield Told(article_id, story_id, tie.judgement.kind, tie.other(article_id))
        else:
            yield Told(article_id, story_id, None, None)


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


def _reached(con: duckdb.DuckDBPyConnection, article_ids: Collection[str], *, generation: int) -> dict[str, Member]:
    """These articles and all that copies and stories lead to from them."""
    reached, further = set(article_ids), set(article_ids)
    while further:
        with staged(con, {"wanted_article": stage_ids(list(further))}):
            further = {article_id for (article_id,) in con.execute(_TIED, {"generation": generation}).fetchall()}
        further -= reached
        reached |= further
    with staged(con, {"reached": stage_ids(list(reached))}):
        rows = con.execute(_MEMBERS, {"generation": generation}).fetchall()
    return {row[0]: Member(*row) for row in rows}


# Ties that were given up since lead to more articles than needed, which changes nothing for anyone.
_TIED = """
    SELECT b_id FROM evidence WHERE generation = $generation AND kind IS NOT NULL AND a_id IN (FROM wanted_article)
    UNION
    SELECT a_id FROM evidence WHERE generation = $generation AND kind IS NOT NULL AND b_id IN (FROM wanted_article)
    UNION
    SELECT story_id FROM story_ledger WHERE generation = $generation AND article_id IN (FROM wanted_article)
    UNION
    SELECT article_id FROM story_ledger WHERE generation = $generation AND story_id IN (FROM wanted_article)
"""
_MEMBERS = """
    WITH told AS (
        SELECT article_id, arg_max(story_id, rowid) AS story_id
        FROM story_ledger
        SEMI JOIN reached USING (article_id)
        WHERE generation = $generation
        GROUP BY article_id
    )
    SELECT article_id, min(held.rowid), arg_max_null(content_hash, revision),
           coalesce(any_value(told.story_id), article_id)
    FROM article_revisions AS held
    SEMI JOIN reached USING (article_id)
    LEFT JOIN told USING (article_id)
    GROUP BY article_id
"""
_RECORD = """
    INSERT INTO story_ledger BY NAME
    SELECT *, $run_id AS run_id, $at::TIMESTAMPTZ AS recorded_at, $generation AS generation FROM staged_story
"""
