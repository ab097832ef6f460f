"""Where everything known of one article came from."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from warehouse.duplicates import compared, duplicates
from warehouse.errors import NotHeld
from warehouse.read import Row, query


class PageHeld(NamedTuple):
    """Where an article's page stands, and what it was read with."""

    source: str
    archive_file: str
    archive_offset: int
    learned: str | None
    """The version of what was learned of its source, as JSON."""


def explain(con: duckdb.DuckDBPyConnection, name: str) -> dict[str, Any]:
    """All that is held of the article with this id, URL, or path of a loaded document. Raises `NotHeld`."""
    article_id = find_article(con, name)
    article = query(con, "FROM articles WHERE article_id = ?", [article_id]).records[0]
    removed_lines = query(con, _REMOVED_LINES, [article_id]).records
    return {
        "article": article,
        "fields": _fields(con, article, removed_lines),
        "removed_lines": removed_lines,
        "revisions": query(con, _REVISIONS, [article_id]).records,
        "duplicates": duplicates(con, article_id),
        "compared": compared(con, article_id),
    }


def find_article(con: duckdb.DuckDBPyConnection, name: str) -> str:
    """The id of the one article that this id, URL, or path of a loaded document names. Raises `NotHeld`."""
    location = _location(name)
    found = query(con, _FIND, [name, location, location]).rows
    if len(found) > 1:
        raise NotHeld(f"{name} leads to {len(found)} articles: name one, as in {_one_of(name, found[0][0])}.")
    if not found:
        raise NotHeld(_why_not(con, name, location))
    return str(found[0][0])


def _one_of(name: str, article_id: str) -> str:
    """A record of a file by its number, since ids of texts without a URL are long; else an article by its id."""
    return f"{name}#1" if name.endswith(OF_RECORDS) and "://" not in name else article_id


def _location(name: str) -> str:
    """The URL that `pages` has for a path; `PATH#N` is the N-th record of a file."""
    if "://" in name:
        return name
    path, mark, number = name.rpartition("#")
    is_record = bool(mark) and number.isdigit()
    return Path(path if is_record else name).absolute().as_uri() + (f"#{number}" if is_record else "")


def _why_not(con: duckdb.DuckDBPyConnection, name: str, location: str) -> str:
    seen = query(con, _LAST_SEEN, [location]).rows
    if not seen:
        return f"There is no article with the id, URL or path {name}."
    outcome, reason, detail = seen[0]
    told = ": ".join(part for part in (outcome, reason, detail) if part)
    return f"{name} is no article ({told.rstrip('.')})."


def page_of(con: duckdb.DuckDBPyConnection, article: Row) -> PageHeld | None:
    """The page that the last revision was read from, and by what; None of a text, or where it isn't archived."""
    if article["layout"] is None and "fallback" not in article["flags"]:
        return None
    rows = query(con, _PAGE, [article["article_id"], article["revision"], article["extractor"]]).rows
    return PageHeld(*rows[0]) if rows else None


def _fields(con: duckdb.DuckDBPyConnection, article: Row, removed_lines: list[Row]) -> list[Row]:
    """Each field that says something of the article, with its value and where that is from."""
    told = dict(query(con, _ORIGINS, [article["article_id"], article["revision"]]).rows)
    origins = {**_following(article, told, removed_lines), **told}
    names = [name for name in FIELDS if name in origins] + [name for name in origins if name not in FIELDS]
    return [{"field": name, "value": article.get(name), "origin": origins[name]} for name in names]


def _following(article: Row, told: dict[str, str], removed_lines: list[Row]) -> dict[str, str]:
    """The origins of what follows from something else: the bounds of the date, the captions among the lines removed."""
    inferred = ", the year from elsewhere in it" if "year_inferred" in article["flags"] else ""
    captions = dict.fromkeys(line["rule"] for line in removed_lines if "caption" in line["rule"])
    origins = {
        "published_at": told.get("published_on"),
        "published_raw": told.get("published_on"),
        "not_before": f"the day of an event in the text{inferred}",
        "authors": "byline",
        "captions": ", ".join(captions) or None,
    }
    held = {name: origin for name, origin in origins.items() if origin and article[name]}
    return held | {"date_from": _from(article), "date_to": _to(article)}


def _from(article: Row) -> str:
    if article["published_on"]:
        return "published_on"
    return "not_before" if article["date_from"] else "open: nothing tells since when"


def _to(article: Row) -> str:
    if article["published_on"]:
        return "published_on"
    return "its first fetch" if article["date_to"] else "open: it isn't known when it was fetched"


OF_RECORDS = (".jsonl", ".parquet", ".warc", ".warc.gz")
"""Files of many documents."""

FIELDS = (
    "source", "url", "native_id", "title", "lead", "published_on", "published_at", "published_raw", "updated_at",
    "not_before", "date_from", "date_to", "byline", "authors",
)  # fmt: skip
"""In the order in which people ask for them; the others follow as they were found."""

# A document of a file of records stands in `pages` as file:///…#N; the file's own path means all of them.
_FIND = """
    WITH named AS (
        SELECT article_id, 1 AS rank FROM articles WHERE article_id = ?
        UNION ALL
        SELECT article_id, 2 FROM article_revisions WHERE url = ?
        UNION ALL
        SELECT article_id, 3 FROM pages, (SELECT ? AS location)
        WHERE (url = location OR final_url = location OR starts_with(url, location || '#')) AND revision IS NOT NULL
    )
    SELECT DISTINCT article_id FROM named WHERE rank = (SELECT min(rank) FROM named) ORDER BY article_id
"""
# `extractor` ends with the version of what was learned, where there was any.
_PAGE = """
    SELECT page.source, page.archive_file, page.archive_offset, lesson.json
    FROM pages AS page
    LEFT JOIN templates AS lesson ON lesson.source = page.source AND ends_with($3, '+' || lesson.version)
    WHERE page.article_id = $1 AND page.revision = $2 AND page.archive_file IS NOT NULL
      AND page.outcome IN ('new', 'duplicate', 'revised')
    ORDER BY page.rowid DESC
    LIMIT 1
"""
_LAST_SEEN = "SELECT outcome, reason, detail FROM pages WHERE url = ? ORDER BY rowid DESC LIMIT 1"
_ORIGINS = "SELECT field, origin FROM field_origins WHERE article_id = ? AND revision = ? ORDER BY rowid"
_REMOVED_LINES = "SELECT line, text, rule FROM latest_removed_lines WHERE article_id = ? ORDER BY line"
_REVISIONS = """
    SELECT revision, title, published_raw, n_characters, fetched_at, run_id, layout, extractor, digest, revision_hash,
           content_hash, archive_file, archive_offset
    FROM article_revisions
    WHERE article_id = ?
    ORDER BY revision
"""
