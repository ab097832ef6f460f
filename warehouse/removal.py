"""The one removal: an article's text goes from every table and file of the home, and a row stays that it was removed.

The database is copied without it: rows that are only deleted leave their bytes in the file.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse import rebuilt
from warehouse.connection import connect_writer
from warehouse.copies import current_generation
from warehouse.explain import find_article
from warehouse.journal import rewrite
from warehouse.ledger import read_receipts, write_receipt
from warehouse.leftovers import HELD_LINES, TELLS, is_of
from warehouse.read import query
from warehouse.schema import migrate, transaction
from warehouse.staging import stage_ids
from warehouse.store import Warehouse
from warehouse.stories import tell_stories
from warehouse.withheld import WITHHELD_ID, removed, url_hash, withheld_id


def find(con: duckdb.DuckDBPyConnection, name: str, *, copies: bool) -> list[str]:
    """The article with this id, URL, or path, with every other one of its story if `copies`. Raises `NotHeld`.

    One that was removed before is found by its id or URL, so that an interrupted removal can be finished.
    """
    before = query(con, _REMOVED, [withheld_id(name), url_hash(name)]).rows
    if before:
        return [str(article_id) for (article_id,) in before]
    article_id = find_article(con, name)
    return [str(one) for (one,) in query(con, _STORY, [article_id]).rows] if copies else [article_id]


def removed_on(con: duckdb.DuckDBPyConnection, name: str) -> date | None:
    """The day on which the article with this id or URL was removed; None for one that wasn't."""
    ((day,),) = query(con, _DAY, [withheld_id(name), url_hash(name)]).rows
    return day if isinstance(day, date) else None


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
    home = warehouse.home
    site = rebuilt.building_site(home)
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir()
    with closing(connect_writer(site)) as con:
        migrate(con)
    staging = {"removed": stage_ids(article_ids)}
    bereft = [str(name) for (name,) in warehouse.rows(_BEREFT, {}, staging)]
    warehouse.copy_into(site / "ingest.duckdb", _KEPT.__getitem__, staging)
    _tell_again(site, bereft)
    _write_ledger(home, site, dict(warehouse.rows(_SHIFTS, {}, staging)))
    with closing(connect_writer(site)) as con:
        lessons = frozenset(con.execute("SELECT source, version FROM templates").fetchall())
    gone = removed(warehouse)

    def withhold(page: dict[str, Any]) -> None:
        if is_of(gone, page):
            page.update(dict.fromkeys(_TOLD), url=f"withheld:{url_hash(page['url'])}")
            if page["article_id"] and gone.has(page["article_id"]):
                page["article_id"] = withheld_id(page["article_id"])

    def is_kept(table: str, row: dict[str, Any]) -> bool:
        return table != "templates" or (row["source"], row["version"]) in lessons

    rewrite(home, site, withhold, is_kept=is_kept)
    rebuilt.finish(home)


def _write_ledger(home: Path, site: Path, shifts: Mapping[str, int]) -> None:
    """The ledger once more, its sums over ids as they are after the ids of removed articles have changed."""
    for receipt in read_receipts(home):
        shift = shifts.get(" ".join(map(str, receipt.key)), 0)
        changed = int(receipt.revisions_hash, 16) ^ shift
        write_receipt(site, replace(receipt, revisions_hash=f"{changed:016x}"))


def _tell_again(site: Path, article_ids: Sequence[str]) -> None:
    """The stories of these articles, now that one that was in them is gone; what it alone held together falls apart."""
    if not article_ids:
        return
    with closing(connect_writer(site)) as con, transaction(con):
        ((run_id,),) = con.execute("SELECT arg_max(run_id, rowid) FROM run_states").fetchall()
        tell_stories(con, article_ids, run_id=run_id, at=datetime.now(UTC), generation=current_generation(con))


# Under their own ids as long as they are held: an interrupted removal left them.
_REMOVED = f"""
    WITH listed AS (SELECT DISTINCT article_id FROM removals WHERE article_id = ? OR url_hash = ?),
    held AS (SELECT DISTINCT article_id, {WITHHELD_ID} AS withheld_id FROM article_revisions)
    SELECT coalesce(held.article_id, listed.article_id)
    FROM listed
    LEFT JOIN held ON held.withheld_id = listed.article_id
"""
_DAY = "SELECT min(removed_on) FROM removals WHERE article_id = ? OR url_hash = ?"
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
# An article without any address has a row all the same; one that is on the list keeps its first reason.
_RECORD = f"""
    WITH address AS (SELECT * FROM ({_OWN}) WHERE url LIKE 'http%')
    SELECT DISTINCT {WITHHELD_ID} AS article_id, sha256(url) AS url_hash, $reason AS reason, $on::DATE AS removed_on
    FROM removed
    LEFT JOIN address USING (article_id)
    WHERE {WITHHELD_ID} NOT IN (SELECT article_id FROM removals)
    ORDER BY ALL
"""
# The others of their stories: each story is told again without them, and never by their ids.
_BEREFT = """
    SELECT DISTINCT article_id FROM story_ledger
    WHERE article_id NOT IN (FROM removed)
      AND (matched_id IN (FROM removed) OR story_id IN (FROM removed)
           OR story_id IN (SELECT story_id FROM story_ledger SEMI JOIN removed USING (article_id)))
"""
_ADDRESSES = f"SELECT DISTINCT url FROM ({_OWN}) WHERE url LIKE 'http%'"
# A page that was met under an address of the article is of it, though nothing could be made of it then.
_PAGES = f"""
    WITH address AS ({_ADDRESSES}),
    page AS (
        SELECT *, rowid AS place FROM pages
        WHERE (article_id IN (FROM removed) OR url IN (FROM address) OR final_url IN (FROM address))
          AND url NOT LIKE 'withheld:%'
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

# Batches stand in `pages` whole, one behind the other. Of an id that stays as it is nothing changes.
_SHIFTS = f"""
    WITH batch AS (SELECT *, sum(n_pages) OVER (ORDER BY rowid) AS behind FROM batches),
    page AS (SELECT *, row_number() OVER (ORDER BY rowid) - 1 AS place FROM pages),
    changed AS (
        SELECT place, article_id || '@' || revision AS before, {WITHHELD_ID} || '@' || revision AS after
        FROM page
        WHERE article_id IN (FROM removed) AND outcome IN ('new', 'duplicate', 'revised')
    )
    SELECT concat_ws(' ', run_id, source, number),
           bit_xor(xor(md5_number_lower(before), md5_number_lower(after)))
    FROM changed
    JOIN batch ON place >= behind - n_pages AND place < behind
    GROUP BY run_id, source, number
"""

_OTHERS = "FROM {} ANTI JOIN removed USING (article_id)"
_NUMBERED = "FROM {} WHERE number NOT IN (SELECT number FROM {} SEMI JOIN removed USING (article_id))"
_LEFT = "(FROM {} ANTI JOIN removed USING (article_id))"
_LINES = HELD_LINES.format(revisions=_LEFT.format("article_revisions"), lines=_LEFT.format("removed_lines"))
_TOLD = ("final_url", "detail", "digest", "archive_file", "archive_offset", "etag", "last_modified")

# What is kept of each table. A page's row stays, since the counts must add up; what it was of does not.
_KEPT = {
    **{
        table: f"FROM {table}"
        for table in (
            "line_counts", "removals", "run_states", "schema_version", "search_letters",
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
        WHERE story_id NOT IN (FROM removed)
    """,
    "line_texts": f"""
        SELECT * REPLACE (CASE WHEN text IN (FROM ({_LINES})) THEN text END AS text) FROM line_texts
    """,
    "templates": f"FROM templates WHERE NOT coalesce({TELLS}, false)",
    "batches": f"""
        SELECT batches.* REPLACE (
            CASE WHEN shift IS NULL THEN revisions_hash
                 ELSE format('{{:016x}}', xor(('0x' || revisions_hash)::UBIGINT, shift)) END AS revisions_hash
        )
        FROM batches
        LEFT JOIN ({_SHIFTS}) AS shifts(key, shift) ON key = concat_ws(' ', run_id, source, number)
        ORDER BY batches.rowid
    """,
    "pages": f"""
        {_PAGES}
        SELECT pages.* REPLACE (
            CASE WHEN place IS NULL THEN pages.url ELSE 'withheld:' || sha256(pages.url) END AS url,
            CASE WHEN article_id IN (FROM removed) THEN {WITHHELD_ID} ELSE article_id END AS article_id,
            {", ".join(f"CASE WHEN place IS NULL THEN pages.{column} END AS {column}" for column in _TOLD)}
        )
        FROM pages
        LEFT JOIN (SELECT place FROM page) AS page ON page.place = pages.rowid
        ORDER BY pages.rowid
    """,
}  # fmt: skip
