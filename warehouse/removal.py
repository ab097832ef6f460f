"""The one removal: an article's text goes from every table and file of the home, and a row stays that it was removed.

The database is copied without it: rows that are only deleted leave their bytes in the file.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from typing import Any, NamedTuple

import duckdb

from warehouse import rebuilt
from warehouse.connection import connect_writer
from warehouse.explain import find_article
from warehouse.journal import rewrite
from warehouse.ledger import ledger_path
from warehouse.read import query
from warehouse.schema import migrate
from warehouse.staging import stage_ids
from warehouse.store import Warehouse


class Removed(NamedTuple):
    """The removals list."""

    article_ids: frozenset[str]
    url_hashes: frozenset[str]

    def has(self, article_id: str | None, *urls: str | None) -> bool:
        """Whether an article with this id, or at one of these addresses, was removed."""
        if article_id in self.article_ids:
            return True
        return bool(self.url_hashes) and any(url_hash(url) in self.url_hashes for url in urls if url)


def removed(warehouse: Warehouse) -> Removed:
    """All that was ever removed from this home."""
    rows = warehouse.rows("SELECT article_id, url_hash FROM removals", {}, {})
    return Removed(frozenset(row[0] for row in rows), frozenset(row[1] for row in rows if row[1]))


def url_hash(url: str) -> str:
    """SHA-256 (hex) of an address: it tells whether an address is the one, not which one it was."""
    return hashlib.sha256(url.encode()).hexdigest()


def find(con: duckdb.DuckDBPyConnection, name: str, *, copies: bool) -> list[str]:
    """The article with this id, URL, or path, with every other one of its story if `copies`. Raises `NotHeld`.

    One that was removed before is found by its id or URL, so that an interrupted removal can be finished.
    """
    before = query(con, _REMOVED, [name, url_hash(name)]).rows
    if before:
        return [str(article_id) for (article_id,) in before]
    article_id = find_article(con, name)
    return [str(one) for (one,) in query(con, _STORY, [article_id]).rows] if copies else [article_id]


def record(warehouse: Warehouse, article_ids: Sequence[str], *, reason: str, on: date) -> None:
    """Put these articles on the removals list, with a row for each address they had."""
    values = {"reason": reason, "on": on}
    warehouse.keep("removals", _RECORD, values, {"removed": stage_ids(article_ids)})


def archived_places(warehouse: Warehouse, article_ids: Sequence[str]) -> dict[str, list[tuple[int, bool]]]:
    """By file of the archive with pages of these articles: what rows point to in it, and whether that is of them."""
    places: dict[str, list[tuple[int, bool]]] = {}
    for file, offset, is_theirs in warehouse.rows(_PLACES, {}, {"removed": stage_ids(article_ids)}):
        places.setdefault(file, []).append((offset, is_theirs))
    return places


def rebuild_without(warehouse: Warehouse, article_ids: Sequence[str]) -> None:
    """Make the warehouse again without these articles; the next opening puts it in place."""
    home, ids = warehouse.home, frozenset(article_ids)
    site = rebuilt.building_site(home)
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir()
    with closing(connect_writer(site)) as con:
        migrate(con)
    warehouse.copy_into(site / "ingest.duckdb", _KEPT.__getitem__, {"removed": stage_ids(article_ids)})
    shutil.copyfile(ledger_path(home), ledger_path(site))
    theirs = frozenset(url for (url,) in warehouse.rows(_ADDRESSES, {}, {"removed": stage_ids(article_ids)}))

    def withhold(page: dict[str, Any]) -> None:
        if page["article_id"] in ids or page["url"] in theirs or page["final_url"] in theirs:
            page.update(dict.fromkeys(_TOLD), url=f"withheld:{url_hash(page['url'])}")

    rewrite(home, site, withhold)
    rebuilt.finish(home)


_REMOVED = "SELECT DISTINCT article_id FROM removals WHERE article_id = ? OR url_hash = ?"
_STORY = """
    SELECT article_id FROM articles
    WHERE story_id = (SELECT story_id FROM articles WHERE article_id = ?)
    ORDER BY article_id
"""
_OWN = """
    SELECT article_id, url FROM article_revisions SEMI JOIN removed USING (article_id)
    UNION
    SELECT article_id, unnest([url, final_url]) FROM pages SEMI JOIN removed USING (article_id)
"""
# An article without an address has a row all the same; one that is on the list keeps its first reason.
_RECORD = f"""
    SELECT article_id, CASE WHEN url LIKE 'http%' THEN sha256(url) END AS url_hash,
           $reason AS reason, $on::DATE AS removed_on
    FROM (SELECT article_id, NULL AS url FROM removed UNION ALL {_OWN})
    WHERE article_id NOT IN (SELECT article_id FROM removals) AND (url IS NULL OR url LIKE 'http%')
    GROUP BY ALL
    ORDER BY ALL
"""
_ADDRESSES = f"SELECT DISTINCT url FROM ({_OWN}) WHERE url LIKE 'http%'"
# A page that was met under an address of the article is of it, though nothing could be made of it then.
_PAGES = f"""
    WITH address AS ({_ADDRESSES}),
    page AS (
        SELECT *, rowid AS place FROM pages
        WHERE article_id IN (FROM removed) OR url IN (FROM address) OR final_url IN (FROM address)
    )
"""
_PLACES = f"""
    {_PAGES},
    pointed AS (
        SELECT archive_file, archive_offset, place IS NOT NULL AS is_theirs
        FROM pages
        LEFT JOIN (SELECT place FROM page) AS page ON page.place = pages.rowid
        UNION ALL
        SELECT archive_file, archive_offset, article_id IN (FROM removed) FROM article_revisions
    )
    SELECT archive_file, archive_offset, bool_or(is_theirs)
    FROM pointed
    WHERE archive_file IN (SELECT archive_file FROM pointed WHERE is_theirs)
    GROUP BY ALL
    ORDER BY ALL
"""

_OTHERS = "FROM {} ANTI JOIN removed USING (article_id)"
_NUMBERED = "FROM {} WHERE number NOT IN (SELECT number FROM {} SEMI JOIN removed USING (article_id))"
_LINES = """
    SELECT unnest(string_split(body, chr(10))) AS line FROM article_revisions SEMI JOIN removed USING (article_id)
    UNION ALL
    SELECT text FROM removed_lines SEMI JOIN removed USING (article_id)
"""
_TOLD = ("final_url", "detail", "digest", "archive_file", "archive_offset", "etag", "last_modified")

# What is kept of each table. A page's row stays, since the counts must add up; what it was of does not.
_KEPT = {
    **{
        table: f"FROM {table}"
        for table in (
            "batches", "line_counts", "removals", "run_states", "schema_version", "search_letters",
            "source_runs", "sources", "stop_hashes", "story_generations", "topic_terms", "wide_searches",
        )
    },
    **{
        table: _OTHERS.format(table)
        for table in (
            "article_revisions", "article_topics", "field_origins", "removed_lines", "search_texts", "sketches",
        )
    },
    "postings": _NUMBERED.format("postings", "sketches"),
    "search_words": _NUMBERED.format("search_words", "search_texts"),
    "evidence": "FROM evidence WHERE a_id NOT IN (FROM removed) AND b_id NOT IN (FROM removed)",
    "story_ledger": f"""
        SELECT * REPLACE (CASE WHEN matched_id NOT IN (FROM removed) THEN matched_id END AS matched_id)
        {_OTHERS.format("story_ledger")}
    """,
    "line_texts": f"""
        SELECT * REPLACE (CASE WHEN text NOT IN ({_LINES}) THEN text END AS text) FROM line_texts
    """,
    "templates": f"""
        FROM templates
        WHERE NOT EXISTS (FROM ({_LINES}) WHERE length(line) > 3 AND contains(json, to_json(line)::VARCHAR))
    """,
    "pages": f"""
        {_PAGES}
        SELECT pages.* REPLACE (
            CASE WHEN place IS NULL THEN pages.url ELSE 'withheld:' || sha256(pages.url) END AS url,
            {", ".join(f"CASE WHEN place IS NULL THEN pages.{column} END AS {column}" for column in _TOLD)}
        )
        FROM pages
        LEFT JOIN (SELECT place FROM page) AS page ON page.place = pages.rowid
        ORDER BY pages.rowid
    """,
}  # fmt: skip
