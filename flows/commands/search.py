"""`broadsheet search`: articles by their words."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from flows.commands import show
from warehouse.read import Row, open_of_today
from warehouse.search import search as searched

FOUND = {"title": "title", "source": "source", "published_on": "date", "snippet": "text"}


def search(words: Sequence[str], home: Path, *, limit: int, json: bool) -> int:
    """Print the articles that have these words, best first."""
    asked = " ".join(words)
    with closing(open_of_today(home)) as con:
        rows = searched(con, asked, most=limit)
    if json:
        show.print_json([{key: row[key] for key in _KEYS} for row in rows])
    elif rows:
        show.print_rows([{**row, "published_on": row["published_on"] or "undated"} for row in rows], FOUND)
    if not rows:
        print("No article has all of this.", file=sys.stderr)
    elif "after:" in asked or "before:" in asked:
        _tell_of_undated(rows)
    return 0


def _tell_of_undated(rows: Sequence[Row]) -> None:
    n_undated = sum(row["published_on"] is None for row in rows)
    if n_undated:
        print(f"{n_undated} of {len(rows)} are undated and may be of other days.", file=sys.stderr)


_KEYS = ("article_id", "title", "source", "url", "published_on", "snippet", "score")
