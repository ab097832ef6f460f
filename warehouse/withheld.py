"""What was removed, under names that tell whether something is the one and not what it was: no address, no words."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb

if TYPE_CHECKING:
    from warehouse.store import Warehouse

_WORDLESS = "[^:]*:(withheld:)?([0-9-]+|[0-9a-f]{64})"
"""Ids by number, by hash, or of this kind already; others are made of addresses."""

WITHHELD_ID = f"""
    CASE WHEN regexp_full_match(article_id, '{_WORDLESS}') THEN article_id
         ELSE split_part(article_id, ':', 1) || ':withheld:' || sha256(article_id) END
"""
"""`withheld_id` of the column `article_id`, for queries."""

_LISTED = "SELECT article_id, url_hash FROM removals"


class Removed(NamedTuple):
    """The removals list."""

    article_ids: frozenset[str]
    url_hashes: frozenset[str]

    def has(self, article_id: str | None, *urls: str | None) -> bool:
        """Whether an article with this id, or at one of these addresses, was removed."""
        if not self.article_ids:
            return False
        if article_id is not None and withheld_id(article_id) in self.article_ids:
            return True
        return any(url_hash(url) in self.url_hashes for url in urls if url)


def removed(warehouse: Warehouse) -> Removed:
    """All that was ever removed from this home."""
    return _removed(warehouse.rows(_LISTED, {}, {}))


def removed_in(con: duckdb.DuckDBPyConnection) -> Removed:
    """All that was ever removed, for who has the database open by itself."""
    return _removed(con.execute(_LISTED).fetchall())


def _removed(rows: list[tuple[Any, ...]]) -> Removed:
    return Removed(frozenset(row[0] for row in rows), frozenset(row[1] for row in rows if row[1]))


def url_hash(url: str) -> str:
    """SHA-256 (hex) of an address."""
    return hashlib.sha256(url.encode()).hexdigest()


def withheld_id(article_id: str) -> str:
    """The id of a removed article as it may be kept: itself where it is a number, else its hash behind the source."""
    if re.fullmatch(_WORDLESS, article_id):
        return article_id
    return f"{article_id.partition(':')[0]}:withheld:{url_hash(article_id)}"
