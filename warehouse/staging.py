"""A batch as Arrow tables, which DuckDB reads without copying a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import datetime
from itertools import chain, repeat
from operator import attrgetter
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scrapers.records import Article, Batch, PageOutcome, SourceRecord
from warehouse.decided import Decided

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_COUNT = pa.int32()
_MOMENT = pa.timestamp("us", tz="UTC")

LISTS = ("authors", "tags", "captions", "rights", "flags")
"""Fields of an article that have several values."""
# Fields that aren't text.
_TYPES = {
    **dict.fromkeys(LISTS, _TEXTS),
    **dict.fromkeys(("n_words", "n_characters", "http_status", "elapsed_ms", "tries", "line"), _COUNT),
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
_PLACE = attrgetter("line")
_SOURCE = [field.name for field in fields(SourceRecord)]


def stage_batch(batch: Batch, *, committed_at: datetime) -> dict[str, pa.Table]:
    """The batch by the table names that the queries read; `n` is a page's place in the input."""
    return {"staged_batch": _stage_head(batch, committed_at), "staged_page": _stage_pages(batch.pages)}


def stage_revisions(pages: Sequence[PageOutcome], numbers: Sequence[int], run_id: str) -> dict[str, pa.Table]:
    """The articles of these pages as rows of the tables that hold revisions; `numbers` are the revisions'."""
    articles = [page.article for page in pages if page.article]
    columns = _columns(articles, _ARTICLE) | _columns(pages, _STANDING)
    columns["revision"] = pa.array(numbers, _COUNT)
    columns["run_id"] = pa.array([run_id] * len(pages), _TEXT)
    return {
        "staged_revision": pa.table(columns),
        "staged_removed_line": _stage_removed_lines(articles, numbers),
        "staged_origin": _stage_origins(articles, numbers),
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
    return pa.table(_columns(records, _SOURCE))


def stage_ids(article_ids: Sequence[str]) -> pa.Table:
    """Article ids to be looked up."""
    return pa.table({"article_id": pa.array(article_ids, _TEXT)})


def stage_places(article_ids: Sequence[str]) -> pa.Table:
    """The same, each with its place among them."""
    return stage_ids(article_ids).append_column("place", pa.array(np.arange(len(article_ids), dtype=np.int64)))


@contextmanager
def staged(con: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> Iterator[None]:
    """Arrow tables under these names, for as long as it lasts."""
    for name, table in tables.items():
        con.register(name, table)
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # a failed transaction lets nothing be dropped; the first error is the one to tell
            _unregister(con, tables)
        raise
    _unregister(con, tables)


def _unregister(con: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    for name in names:
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
    columns = _columns(pages, _PAGE)
    columns["n"] = pa.array(range(len(pages)), _COUNT)
    columns["article_id"] = _texts(pages, lambda page: page.article.article_id if page.article else page.article_id)
    columns["digest"] = _texts(pages, lambda page: page.article.digest if page.article else page.digest)
    columns["revision_hash"] = _texts(pages, lambda page: page.article and page.article.revision_hash)
    columns["content_hash"] = _texts(pages, lambda page: page.article and page.article.content_hash)
    return pa.table(columns)


def _stage_removed_lines(articles: Sequence[Article], numbers: Sequence[int]) -> pa.Table:
    lines = [line for article in articles for line in sorted(article.removed_lines, key=_PLACE)]
    owners = _owners(articles, numbers, [len(article.removed_lines) for article in articles])
    return pa.table({**owners, **_columns(lines, ("line", "text", "rule"))})


def _stage_origins(articles: Sequence[Article], numbers: Sequence[int]) -> pa.Table:
    origins = [origin for article in articles for origin in article.field_origins]
    fields, values = zip(*origins, strict=True) if origins else ((), ())
    owners = _owners(articles, numbers, [len(article.field_origins) for article in articles])
    return pa.table({**owners, "field": pa.array(fields, _TEXT), "origin": pa.array(values, _TEXT)})


def _owners(articles: Sequence[Article], numbers: Sequence[int], counts: Sequence[int]) -> dict[str, pa.Array]:
    """Which revision each row of a table belongs to that has so many of each."""
    article_ids = chain.from_iterable(map(repeat, (article.article_id for article in articles), counts))
    revisions = np.repeat(np.array(numbers, np.int32), counts)
    return {"article_id": pa.array(list(article_ids), _TEXT), "revision": pa.array(revisions, _COUNT)}


def _columns(records: Sequence[object], names: Sequence[str]) -> dict[str, pa.Array]:
    """These fields of the records."""
    values = zip(*map(attrgetter(*names), records), strict=True) if records else ((),) * len(names)
    return {name: pa.array(column, _TYPES.get(name, _TEXT)) for name, column in zip(names, values, strict=True)}


def _texts(pages: Sequence[PageOutcome], value: Callable[[PageOutcome], Any]) -> pa.Array:
    return pa.array([value(page) for page in pages], _TEXT)
