"""A batch as Arrow tables, which DuckDB reads without copying a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa
from numpy.typing import NDArray

from scrapers.records import Article, Batch, PageOutcome, SourceRecord
from warehouse.decided import Decided

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_COUNT = pa.int32()
_MOMENT = pa.timestamp("us", tz="UTC")

# Fields that aren't text.
_TYPES = {
    **dict.fromkeys(("authors", "tags", "captions", "rights", "flags"), _TEXTS),
    **dict.fromkeys(("n_words", "n_characters", "http_status", "elapsed_ms", "tries"), _COUNT),
    **dict.fromkeys(("published_at", "updated_at", "fetched_at"), _MOMENT),
    **dict.fromkeys(("published_on", "not_before"), pa.date32()),
    **dict.fromkeys(("mends",), pa.bool_()),
    **dict.fromkeys(("bytes", "archive_offset"), pa.int64()),
}
NOT_COLUMNS = ("removed_lines", "field_origins", "fingerprint")
"""Fields of an article that stand in tables of their own."""
_ARTICLE = [field.name for field in fields(Article) if field.name not in NOT_COLUMNS]
_PAGE = (
    "source", "url", "final_url", "outcome", "reason", "detail", "http_status", "fetched_at", "elapsed_ms", "bytes",
    "tries", "archive_file", "archive_offset", "etag", "last_modified", "reread_hash", "mends",
)  # fmt: skip
_STANDING = ("fetched_at", "archive_file", "archive_offset")
"""What a revision's row has of its page."""
_SOURCE = [field.name for field in fields(SourceRecord)]


def stage_batch(batch: Batch, *, committed_at: datetime) -> dict[str, pa.Table]:
    """The batch by the table names that the queries read; `n` is a page's place in the input."""
    return {"staged_batch": _stage_head(batch, committed_at), "staged_page": _stage_pages(batch.pages)}


def stage_revisions(pages: Sequence[PageOutcome], numbers: Sequence[int], run_id: str) -> dict[str, pa.Table]:
    """The articles of these pages as rows of the tables that hold revisions; `numbers` are the revisions'."""
    articles = [page.article for page in pages if page.article]
    columns = {name: _column(articles, name) for name in _ARTICLE}
    columns |= {name: _column(pages, name) for name in _STANDING}
    columns["revision"] = pa.array(numbers, _COUNT)
    columns["run_id"] = pa.array([run_id] * len(pages), _TEXT)
    numbered = list(zip(articles, numbers, strict=True))
    return {
        "staged_revision": pa.table(columns),
        "staged_removed_line": _stage_removed_lines(numbered),
        "staged_origin": _stage_origins(numbered),
    }


def stage_decided(decided: Sequence[Decided]) -> dict[str, pa.Table]:
    """What `pages.sql` adds to the batch's pages."""
    return {
        "staged_decided": pa.table(
            {
                "n": pa.array([one.n for one in decided], _COUNT),
                "outcome": pa.array([one.outcome for one in decided], _TEXT),
                "revision": pa.array([one.revision for one in decided], _COUNT),
            }
        )
    }


def stage_sources(records: Sequence[SourceRecord]) -> pa.Table:
    """The forms as rows of `sources`, but for the moment."""
    return pa.table({name: _column(records, name) for name in _SOURCE})


def stage_ids(article_ids: Sequence[str]) -> pa.Table:
    """Article ids to be looked up."""
    return pa.table({"article_id": pa.array(article_ids, _TEXT)})


@contextmanager
def staged(con: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> Iterator[None]:
    """Arrow tables under these names, for as long as it lasts."""
    for name, table in tables.items():
        con.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            con.unregister(name)


def read_columns(con: duckdb.DuckDBPyConnection, query: str) -> dict[str, NDArray[Any]]:
    """The columns that a query gives, none of them text or null."""
    table = con.sql(query).to_arrow_table()
    return {name: table[name].to_numpy() for name in table.column_names}


def _stage_head(batch: Batch, committed_at: datetime) -> pa.Table:
    return pa.table(
        {
            "run_id": [batch.run_id],
            "source": [batch.source],
            "number": pa.array([batch.number], _COUNT),
            "committed_at": pa.array([committed_at], _MOMENT),
        }
    )


def _stage_pages(pages: Sequence[PageOutcome]) -> pa.Table:
    columns = {name: _column(pages, name) for name in _PAGE}
    columns["n"] = pa.array(range(len(pages)), _COUNT)
    columns["article_id"] = _texts(pages, lambda page: page.article.article_id if page.article else page.article_id)
    columns["digest"] = _texts(pages, lambda page: page.article.digest if page.article else page.digest)
    columns["revision_hash"] = _texts(pages, lambda page: page.article and page.article.revision_hash)
    columns["content_hash"] = _texts(pages, lambda page: page.article and page.article.content_hash)
    return pa.table(columns)


def _stage_removed_lines(numbered: Sequence[tuple[Article, int]]) -> pa.Table:
    rows = [(a, n, line) for a, n in numbered for line in sorted(a.removed_lines, key=lambda line: line.line)]
    return pa.table(
        {
            "article_id": pa.array([article.article_id for article, _, _ in rows], _TEXT),
            "revision": pa.array([number for _, number, _ in rows], _COUNT),
            "line": pa.array([line.line for _, _, line in rows], _COUNT),
            "text": pa.array([line.text for _, _, line in rows], _TEXT),
            "rule": pa.array([line.rule for _, _, line in rows], _TEXT),
        }
    )


def _stage_origins(numbered: Sequence[tuple[Article, int]]) -> pa.Table:
    rows = [(article, number, *origin) for article, number in numbered for origin in article.field_origins]
    return pa.table(
        {
            "article_id": pa.array([article.article_id for article, *_ in rows], _TEXT),
            "revision": pa.array([number for _, number, _, _ in rows], _COUNT),
            "field": pa.array([field for _, _, field, _ in rows], _TEXT),
            "origin": pa.array([origin for *_, origin in rows], _TEXT),
        }
    )


def _column(records: Iterable[object], name: str) -> pa.Array:
    return pa.array([getattr(record, name) for record in records], _TYPES.get(name, _TEXT))


def _texts(pages: Sequence[PageOutcome], value: Callable[[PageOutcome], Any]) -> pa.Array:
    return pa.array([value(page) for page in pages], _TEXT)
