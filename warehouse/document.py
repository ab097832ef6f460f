"""Writes `docs/tables.md` from the warehouse's own comments: `python -m warehouse.document`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby

import duckdb

from warehouse.schema import migrate

_HEAD = """# Tables and views

Made from the warehouse's comments by `python -m warehouse.document > docs/tables.md`; a test fails when it is stale.
Moments (`_at`) are in UTC, days (`_on`) in the source's zone. Tables are only ever added to. What isn't listed here is
not part of the contract and may change.
"""
_COLUMNS = """
    SELECT told.relation, is_view, told.comment, column_name, data_type, col.comment
    FROM (
        SELECT table_name AS relation, false AS is_view, comment FROM duckdb_tables()
        UNION ALL
        SELECT view_name, true, comment FROM duckdb_views() WHERE NOT internal
    ) AS told
    JOIN duckdb_columns() AS col ON col.table_name = relation
    WHERE told.comment IS NOT NULL
    ORDER BY is_view, relation, column_index
"""
_TYPES = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ"}


def document(con: duckdb.DuckDBPyConnection) -> str:
    """The contract's tables and views as markdown, each column with its type and meaning."""
    rows = con.execute(_COLUMNS).fetchall()
    return "\n".join([_HEAD, *(line for _, columns in groupby(rows, _relation) for line in _section(list(columns)))])


def _relation(row: tuple[str, ...]) -> tuple[str, ...]:
    return row[:2]


def _section(columns: list[tuple[str, ...]]) -> Iterator[str]:
    name, is_view, comment = columns[0][:3]
    yield f"## {name}{' (view)' if is_view else ''}\n\n{comment}\n\n| column | type | meaning |\n|---|---|---|"
    for *_, column, data_type, meaning in columns:
        yield f"| {column} | {_TYPES.get(data_type, data_type)} | {meaning.replace('|', chr(92) + '|')} |"
    yield ""


def main() -> None:
    """Print the page."""
    with duckdb.connect(":memory:") as con:
        migrate(con)
        sys.stdout.write(document(con))


if __name__ == "__main__":
    main()
