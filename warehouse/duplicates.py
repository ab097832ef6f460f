"""What an article was compared with: its copies, what contains it, what only looks like it, and why."""

from __future__ import annotations

import duckdb

from warehouse.read import Row, query


def duplicates(con: duckdb.DuckDBPyConnection, article_id: str) -> list[Row]:
    """The other articles of its story, each with what the pair was judged by and the other's text.

    `kind` is what the two are to each other; null where they are in one story by way of a third, `matched_id`.
    """
    return query(con, _DUPLICATES, [article_id]).records


def compared(con: duckdb.DuckDBPyConnection, article_id: str) -> list[Row]:
    """Articles of other stories that came near being copies: parts of a digest, bulletins apart by their numbers."""
    return query(con, _COMPARED, [article_id]).records


_PAIRED = """
    WITH named AS (SELECT ? AS name),
    mine AS (SELECT article_id, story_id, content_hash FROM articles JOIN named ON article_id = name),
    paired AS (
        SELECT CASE WHEN a_id = name THEN b_id ELSE a_id END AS article_id, kind, apart,
               round(containment, 3) AS containment, round(resemblance, 3) AS resemblance, n_numbers, n_differing,
               CASE WHEN kind IS NOT NULL THEN (a_id = name) = is_a_larger END AS is_smaller
        FROM judgements
        JOIN named ON a_id = name OR b_id = name
    )
"""
_DUPLICATES = f"""
    {_PAIRED}
    SELECT other.article_id, other.source, other.url, other.title, other.published_on, other.is_canonical,
           CASE WHEN other.content_hash = mine.content_hash THEN 'exact' ELSE paired.kind END AS kind,
           CASE WHEN other.content_hash IS DISTINCT FROM mine.content_hash AND paired.kind IS NULL
                THEN coalesce(link.matched_id, own.matched_id) END AS matched_id,
           containment, resemblance, n_numbers, n_differing, other.body
    FROM articles AS other
    JOIN mine ON other.story_id = mine.story_id AND other.article_id <> mine.article_id
    LEFT JOIN paired ON paired.article_id = other.article_id
    LEFT JOIN story_of AS link ON link.article_id = other.article_id
    LEFT JOIN story_of AS own ON own.article_id = mine.article_id
    ORDER BY other.is_canonical DESC, other.article_id
"""
_COMPARED = f"""
    {_PAIRED}
    SELECT other.article_id, other.source, other.title, other.published_on,
           CASE WHEN paired.kind IS NOT NULL THEN CASE WHEN is_smaller THEN 'is part of this' ELSE 'contains this' END
                WHEN apart = 'numbers' THEN 'other numbers' WHEN apart = 'ending' THEN 'only ends alike'
                ELSE 'too little in common' END AS why,
           containment, resemblance, n_numbers, n_differing
    FROM paired
    JOIN articles AS other USING (article_id)
    JOIN mine ON other.story_id <> mine.story_id
    ORDER BY resemblance DESC, other.article_id
"""
