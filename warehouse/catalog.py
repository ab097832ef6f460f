"""What can be asked for: the names a prompt completes, and the tables with their meaning."""

from __future__ import annotations

import duckdb

from warehouse.read import Answer, query


def names(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables, views, their columns, DuckDB's keywords and functions, in alphabetical order."""
    return [str(name) for (name,) in query(con, _NAMES).rows]


def tables(con: duckdb.DuckDBPyConnection) -> Answer:
    """The tables and views of the contract, with what they hold."""
    return query(con, _TABLES)


_CONTRACT = """
    SELECT table_name AS name, comment FROM duckdb_tables() WHERE comment IS NOT NULL
    UNION ALL
    SELECT view_name, comment FROM duckdb_views() WHERE NOT internal AND comment IS NOT NULL
"""
_TABLES = f"SELECT name, comment AS meaning FROM ({_CONTRACT}) ORDER BY name"
_NAMES = f"""
    SELECT name FROM ({_CONTRACT})
    UNION
    SELECT column_name FROM duckdb_columns() WHERE table_name IN (SELECT name FROM ({_CONTRACT}))
    UNION
    SELECT upper(keyword_name) FROM duckdb_keywords() WHERE keyword_category = 'reserved'
    UNION
    SELECT function_name FROM duckdb_functions() WHERE regexp_full_match(function_name, '[a-z][a-z0-9_]+')
    ORDER BY name
"""
