"""Full-text search for those who read; in SQL it is the table macro `search`."""

from __future__ import annotations

import duckdb

from warehouse.errors import QueryFailed
from warehouse.literal import literal
from warehouse.read import Row, query


def search(con: duckdb.DuckDBPyConnection, words: str, *, most: int = 20) -> list[Row]:
    """The best articles that have all of these words, best first.

    Raises `QueryFailed` for no words at all, an open quotation mark, or a filter that is no day or no source.
    """
    # As a literal: DuckDB then leaves out what filters cost where there are none.
    asked = literal(words.replace("\0", " "))
    try:
        return query(con, f"FROM search({asked}, most := {most})").records
    except QueryFailed as error:
        _, _, reason = str(error).partition("Invalid Input Error: ")  # what the macro itself says
        if not reason:
            raise
        raise QueryFailed(reason) from error
