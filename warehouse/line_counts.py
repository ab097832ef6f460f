"""Counts the lines of a batch's new articles, and names those that repeat within their source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import duckdb
import pyarrow as pa

from scrapers.fingerprint import exact_hash, line_hash
from scrapers.records import Article
from warehouse.decided import Revision
from warehouse.staging import staged

_SHORTEST, _LONGEST = 4, 300
_UNKNOWN = "unknown"
"""No source: documents that no form claims."""
_PIECES = frozenset(("shape:opening", "shape:coda", "shape:signature", "shape:inserted"))
"""Rules that remove pieces of lines."""
_OPEN = frozenset(("shape:caption", "shape:after_text"))
"""Rules whose lines may still be learned."""

_COUNT = """
    INSERT INTO line_counts BY NAME
    SELECT $source AS source, hash, n_documents, n_open, $at::TIMESTAMPTZ AS seen_at FROM line_now ORDER BY hash
"""
# A line gets a row when it is seen on a second document, and one with its text on the third.
_NEWLY_REPEATED = """
    WITH total AS (
        SELECT hash, sum(n_documents) AS n_documents
        FROM line_counts
        SEMI JOIN line_now USING (hash)
        WHERE source = $source
        GROUP BY hash
        HAVING sum(n_documents) > 1
    ),
    named AS (
        SELECT hash, bool_or(text IS NOT NULL) AS has_text
        FROM line_texts
        SEMI JOIN total USING (hash)
        WHERE source = $source
        GROUP BY hash
    )
    SELECT hash, total.n_documents > 2 AS is_shown
    FROM total
    LEFT JOIN named USING (hash)
    WHERE has_text IS NULL OR (total.n_documents > 2 AND NOT has_text)
    ORDER BY hash
"""
_NAME = "INSERT INTO line_texts BY NAME SELECT $source AS source, * FROM staged_line"


def count_lines(con: duckdb.DuckDBPyConnection, revisions: Iterable[Revision], *, source: str, at: datetime) -> None:
    """Count the lines of what is new, inside the batch's transaction.

    Duplicates don't count: three copies of one article don't make its lines boilerplate. Documents of unknown source
    don't either: they come from anywhere, and what three of them share is a sentence that was copied.
    """
    if source == _UNKNOWN:
        return
    counts: dict[str, list[int]] = {}
    for revision in revisions:
        for text, is_open in _lines(revision.article).items() if revision.is_new else ():
            count = counts.setdefault(text, [0, 0])
            count[0] += 1
            count[1] += is_open
    texts = {exact_hash(text): text for text in counts}
    with staged(con, {"line_now": _stage_counts(texts, counts)}):
        con.execute(_COUNT, {"source": source, "at": at})
        rows = con.execute(_NEWLY_REPEATED, {"source": source}).fetchall()
    if rows:
        with staged(con, {"staged_line": _stage_names(rows, texts)}):
            con.execute(_NAME, {"source": source})


def _lines(article: Article) -> dict[str, bool]:
    """The lines of an article, and of each whether no other rule than a learned one takes it off."""
    lines: dict[str, bool] = {}
    for removed in article.removed_lines:
        text, rule = removed.text, removed.rule
        if _SHORTEST <= len(text) <= _LONGEST and rule not in _PIECES:
            lines[text] = lines.get(text, False) or rule in _OPEN or rule.startswith("learned:")
    lines.update((text, True) for text in article.body.split("\n\n") if _SHORTEST <= len(text) <= _LONGEST)
    return lines


def _stage_counts(texts: Mapping[int, str], counts: Mapping[str, list[int]]) -> pa.Table:
    return pa.table(
        {
            "hash": pa.array(list(texts), pa.uint64()),
            "n_documents": pa.array([counts[text][0] for text in texts.values()], pa.int32()),
            "n_open": pa.array([counts[text][1] for text in texts.values()], pa.int32()),
        }
    )


def _stage_names(rows: list[tuple[int, bool]], texts: Mapping[int, str]) -> pa.Table:
    return pa.table(
        {
            "hash": pa.array([key for key, _ in rows], pa.uint64()),
            "line_hash": pa.array([line_hash(texts[key]) for key, _ in rows], pa.string()),
            "text": pa.array([texts[key] if is_shown else None for key, is_shown in rows], pa.string()),
        }
    )
