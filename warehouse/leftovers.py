"""What of removed articles is still there: in the tables, and word for word in the journal beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from warehouse.journal import JournalIndex
from warehouse.ledger import in_words
from warehouse.withheld import WITHHELD_ID, Removed, removed_in

_KEYS = "json_keys(json, '$.lines')"
_REPEATED = "json_extract_string(json, '$.templates[*].repeated[*][0]')"
TELLS = rf"len([line FOR line IN list_concat({_KEYS}, {_REPEATED}) IF NOT regexp_full_match(line, '\d+')]) > 0"
"""Whether a row of `templates` has lines in words, as earlier versions of this program wrote, and not their hashes."""

HELD_LINES = """
    SELECT unnest(string_split(body, chr(10) || chr(10))) AS text FROM {revisions}
    UNION ALL
    SELECT text FROM {lines}
"""
"""The lines that boilerplate can have been."""


def leftovers(con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[str]:
    """What of removed articles is still there, named without its words; nothing where none was removed."""
    gone = removed_in(con)
    if not gone.article_ids:
        return
    yield from (str(told) for (told,) in con.execute(_LEFT).fetchall())
    yield from _journaled(con, home, gone)


def _journaled(con: duckdb.DuckDBPyConnection, home: Path, gone: Removed) -> Iterator[str]:
    index = JournalIndex(home)
    held = set(con.execute("SELECT source, version FROM templates").fetchall())
    for rows in index.rows["templates"]:
        told = ((row["source"], row["version"]) for row in json.loads(rows))
        yield from (
            f"version {one[1]} of what was learned of {one[0]}, in the journal" for one in told if one not in held
        )
    for key in index.places:
        if any(is_of(gone, page) for page in index.read_pages(key)):
            yield f"the journal's {in_words(key)}"


def is_of(gone: Removed, page: Mapping[str, str | None]) -> bool:
    """Whether a page of the journal names an article that was removed."""
    url = page["url"]
    return url is not None and not url.startswith("withheld:") and gone.has(page["article_id"], url, page["final_url"])


_LEFT = f"""
    SELECT DISTINCT article_id FROM article_revisions WHERE {WITHHELD_ID} IN (SELECT article_id FROM removals)
    UNION ALL
    SELECT 'a line of no article in boilerplate of ' || source
    FROM line_texts
    ANTI JOIN ({HELD_LINES.format(revisions="article_revisions", lines="removed_lines")}) USING (text)
    WHERE text IS NOT NULL
    UNION ALL
    SELECT 'lines in version ' || version || ' of what was learned of ' || source FROM templates WHERE {TELLS}
"""
