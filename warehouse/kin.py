"""What is to be known of articles before they are removed: their words, and who else holds some of these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import duckdb

from warehouse.read import query


class Kin(NamedTuple):
    """An article that stays and shares text with one that goes."""

    article_id: str
    relation: str
    """As in `contains`, between this one's id and the other's."""
    of: str


def kin(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> list[Kin]:
    """The others that hold text of these: copies, digests and what they are put together from."""
    return [Kin(*row) for row in query(con, _KIN, [list(article_ids)]).rows]


def words(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> list[str]:
    """All that is told of these articles, in each of their revisions: ids, addresses, titles, texts, lines."""
    return [str(text) for (text,) in query(con, _WORDS, [list(article_ids)]).rows]


_KIN = """
    WITH gone AS (SELECT unnest(?::VARCHAR[]) AS article_id),
    pair AS (
        SELECT a_id AS one, b_id AS other, NOT is_a_larger AS is_larger, kind, containment FROM judgements
        UNION ALL
        SELECT b_id, a_id, is_a_larger, kind, containment FROM judgements
    ),
    told AS (
        SELECT other AS article_id, one AS of,
               CASE WHEN containment < 0.9 THEN 'shares much with'
                    WHEN is_larger THEN 'contains' ELSE 'is contained in' END AS relation
        FROM pair
        WHERE kind IS NOT NULL OR containment >= 0.64
        UNION ALL
        SELECT copy.article_id, one.article_id, 'is told of the same story as'
        FROM articles AS one
        JOIN articles AS copy USING (story_id)
    )
    SELECT article_id, min_by(relation, relation LIKE 'is told%'), min_by(of, relation LIKE 'is told%')
    FROM told
    WHERE of IN (FROM gone) AND article_id NOT IN (FROM gone)
    GROUP BY article_id
    ORDER BY article_id
"""
_WORDS = """
    WITH gone AS (SELECT unnest(?::VARCHAR[]) AS article_id),
    held AS (FROM article_revisions SEMI JOIN gone USING (article_id))
    SELECT DISTINCT unnest([article_id, url, title, body, array_to_string(captions, chr(10))]) AS text FROM held
    UNION
    SELECT unnest([article_id, url, final_url]) FROM pages SEMI JOIN gone USING (article_id)
    UNION
    SELECT text FROM removed_lines SEMI JOIN gone USING (article_id)
"""
