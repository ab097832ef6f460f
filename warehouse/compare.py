"""Two states of the articles compared, field by field: what other rules make of the same pages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from warehouse.literal import literal
from warehouse.store import Warehouse

FIELDS = (
    "source", "title", "lead", "body", "language", "published_at", "published_on", "published_precision",
    "published_raw", "updated_at", "not_before", "byline", "authors", "editor", "translator", "agency",
    "dateline_place", "credit", "issue", "section", "tags", "captions", "rights", "flags", "layout", "revision",
)  # fmt: skip
"""Of the last revision; where the row comes from is no difference."""


class Difference(NamedTuple):
    """One field of one article; `article` where the one or the other doesn't have it at all."""

    article_id: str
    source: str
    field: str
    before: str | None
    after: str | None


def compare(old: Warehouse, other: Path, *, names: Iterable[str]) -> list[Difference]:
    """What differs in the last revisions of articles whose pages are of these sources, or of any, by article."""
    old.rows(f"ATTACH {literal(str(other))} AS other (READ_ONLY)", {}, {})
    try:
        wanted = {"wanted": pa.table({"source": pa.array(list(names), pa.string())})}
        old.rows(_LAST, {}, wanted)
        queries = [_ARTICLE, *(_FIELD.format(field=field) for field in FIELDS)]
        found = [Difference(*row) for query in queries for row in old.rows(query, {}, {})]
    finally:
        old.rows("DETACH other", {}, {})
    return sorted(found, key=lambda one: (one.article_id, one.field))


# Field by field, each in a query of its own: bodies of two whole warehouses don't fit into a writer's memory.
_LAST = """
    CREATE OR REPLACE TEMP TABLE last_states AS
    WITH chosen AS (
        SELECT DISTINCT article_id
        FROM (FROM (SELECT article_id, source FROM pages) UNION ALL FROM (SELECT article_id, source FROM other.pages))
        WHERE source IN (SELECT source FROM wanted) OR NOT EXISTS (FROM wanted)
    ),
    one AS (SELECT article_id, max(revision) AS revision FROM article_revisions GROUP BY article_id),
    two AS (SELECT article_id, max(revision) AS revision FROM other.article_revisions GROUP BY article_id)
    SELECT article_id, one.revision AS before, two.revision AS after
    FROM one
    FULL JOIN two USING (article_id)
    WHERE article_id IN (SELECT article_id FROM chosen)
"""
_ARTICLE = """
    SELECT article_id, coalesce(one.source, two.source), 'article', coalesce(one.title, left(one.body, 80)),
           coalesce(two.title, left(two.body, 80))
    FROM last_states
    LEFT JOIN article_revisions AS one USING (article_id)
    LEFT JOIN other.article_revisions AS two USING (article_id)
    WHERE (after IS NULL AND one.revision = before) OR (before IS NULL AND two.revision = after)
"""
_FIELD = """
    SELECT article_id, two.source, '{field}', one.{field}::VARCHAR, two.{field}::VARCHAR
    FROM last_states
    JOIN article_revisions AS one USING (article_id)
    JOIN other.article_revisions AS two USING (article_id)
    WHERE one.revision = before AND two.revision = after AND one.{field} IS DISTINCT FROM two.{field}
"""
