"""What was learned of each source, and what there is to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import pyarrow as pa

from warehouse.store import Warehouse


class LineCount(NamedTuple):
    """A line that repeats, by its `exact_hash`, and on how many documents of its source it stood."""

    line: int
    n_documents: int
    n_open: int
    """On how many of them no other rule than a learned one takes it off."""


class Place(NamedTuple):
    """Where in the archive a page stands."""

    archive_file: str
    archive_offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A version of what was learned of a source."""

    source: str
    version: str
    json: str
    n_pages: int
    """How many pages and documents it was learned from."""


def lessons(warehouse: Warehouse) -> dict[str, str]:
    """The last version of each source, as JSON."""
    return dict(warehouse.rows(_LAST, {}, {}))


def record_lesson(warehouse: Warehouse, lesson: Lesson, *, at: datetime) -> None:
    """Keep a version: the next run begins with it."""
    values: dict[str, Any] = {name: [getattr(lesson, name)] for name in Lesson.__slots__}
    warehouse.keep("templates", _RECORD, {"at": at}, {"staged_lesson": pa.table(values)})


def line_counts(warehouse: Warehouse, source: str) -> tuple[list[LineCount], int]:
    """The source's lines that some rule may still have to learn, and how many documents were counted."""
    rows = warehouse.rows(_LINES, {"source": source}, {})
    ((n_documents,),) = warehouse.rows(_N_DOCUMENTS, {"source": source}, {})
    return [LineCount(*row) for row in rows], n_documents


def pages_without_layout(warehouse: Warehouse, source: str, *, limit: int) -> list[Place]:
    """The last pages of a source that no layout of its form fitted, in the order they came."""
    return [Place(*row) for row in warehouse.rows(_PAGES, {"source": source, "limit": limit}, {})]


_LAST = "SELECT source, arg_max(json, rowid) FROM templates GROUP BY source"
_RECORD = "SELECT *, $at::TIMESTAMPTZ AS learned_at FROM staged_lesson"
_LINES = """
    SELECT hash, sum(n_documents)::INTEGER AS n_documents, sum(n_open)::INTEGER AS n_open
    FROM line_counts
    WHERE source = $source
    GROUP BY hash
    HAVING sum(n_open) > 2
    ORDER BY n_documents DESC, hash
"""
_N_DOCUMENTS = "SELECT coalesce(sum(outcomes['new']), 0)::BIGINT FROM batches WHERE source = $source"
_PAGES = """
    SELECT archive_file, archive_offset
    FROM (
        SELECT page.archive_file, page.archive_offset, page.rowid AS age
        FROM pages AS page
        JOIN article_revisions AS held USING (article_id, revision)
        WHERE page.source = $source AND page.outcome IN ('new', 'revised') AND page.archive_file IS NOT NULL
          AND (list_contains(held.flags, 'fallback') OR held.layout = 'learned')
        ORDER BY age DESC
        LIMIT $limit
    )
    ORDER BY age
"""
