"""Articles as they are stored, made records again: for what is carried over without being read again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import pyarrow as pa

from scrapers.records import Article, RemovedLine
from warehouse.staging import LISTS, NOT_COLUMNS
from warehouse.store import Warehouse

Version = tuple[str, int]
"""An article id and a revision."""

_OWN = [field.name for field in fields(Article) if field.name not in NOT_COLUMNS]
_ARTICLES = f"SELECT revision, {', '.join(_OWN)} FROM article_revisions SEMI JOIN wanted USING (article_id, revision)"
_LINES = """
    SELECT article_id, revision, line, text, rule
    FROM removed_lines
    SEMI JOIN wanted USING (article_id, revision)
    ORDER BY removed_lines.rowid
"""
_ORIGINS = """
    SELECT article_id, revision, field, origin
    FROM field_origins
    SEMI JOIN wanted USING (article_id, revision)
    ORDER BY field_origins.rowid
"""


def stored_articles(warehouse: Warehouse, versions: Iterable[Version]) -> dict[Version, Article]:
    """Those of these that the warehouse holds."""
    asked = list(dict.fromkeys(versions))
    if not asked:
        return {}
    ids, revisions = zip(*asked, strict=True)
    wanted = {
        "wanted": pa.table({"article_id": pa.array(ids, pa.string()), "revision": pa.array(revisions, pa.int32())})
    }
    lines: dict[Version, list[RemovedLine]] = {}
    for article_id, revision, line, text, rule in warehouse.rows(_LINES, {}, wanted):
        lines.setdefault((article_id, revision), []).append(RemovedLine(line=line, text=text, rule=rule))
    origins: dict[Version, list[tuple[str, str]]] = {}
    for article_id, revision, field, origin in warehouse.rows(_ORIGINS, {}, wanted):
        origins.setdefault((article_id, revision), []).append((field, origin))
    rows = warehouse.rows(_ARTICLES, {}, wanted)
    named = {(values[_OWN.index("article_id")], revision): values for revision, *values in rows}
    return {
        key: _article(values, tuple(lines.get(key, ())), tuple(origins.get(key, ()))) for key, values in named.items()
    }


def _article(values: list[Any], removed: tuple[RemovedLine, ...], origins: tuple[tuple[str, str], ...]) -> Article:
    told = dict(zip(_OWN, values, strict=True))
    told |= {name: tuple(told[name]) for name in LISTS}
    return Article(**told, removed_lines=removed, field_origins=origins)
