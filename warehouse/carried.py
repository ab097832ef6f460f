"""Rows that no archived record tells of (runs, forms, counts): journaled before they are stored, and stored again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from warehouse.journal import CARRIED, Journal, JournalIndex
from warehouse.schema import read_sql

_STRUCTURE = """
    SELECT json_group_object(column_name, data_type) FROM duckdb_columns()
    WHERE database_name = current_database() AND table_name = $table
"""
_TOLD = "CREATE OR REPLACE TEMP TABLE told AS SELECT one.* FROM (SELECT unnest(from_json($rows::JSON, '[{}]')) AS one)"
_ABSENT = "FROM told WHERE NOT EXISTS (FROM {table} AS held WHERE held IS NOT DISTINCT FROM told)"


def add_rows(
    con: duckdb.DuckDBPyConnection, journal: Journal, *, table: str, query: str, values: Mapping[str, Any]
) -> None:
    """Store what the query gives; a crash in between leaves it in the journal, from where it is carried over."""
    if _journal_rows(con, journal, table=table, query=query, values=values):
        con.execute(f"INSERT INTO {table} BY NAME {query}", values)


def add_told(con: duckdb.DuckDBPyConnection, journal: Journal, *, table: str, rows: str) -> None:
    """Store those of these rows, a JSON array, that aren't there; those of `source_runs` are counted from `pages`."""
    ((structure,),) = con.execute(_STRUCTURE, {"table": table}).fetchall()
    con.execute(_TOLD.replace("{}", structure), {"rows": rows})
    query = read_sql("source_run.sql") if table == "source_runs" else _ABSENT.format(table=table)
    add_rows(con, journal, table=table, query=query, values={})


def journal_all_rows(con: duckdb.DuckDBPyConnection, journal: Journal) -> None:
    """Keep what a database from before there was a journal holds."""
    for table in CARRIED:
        _journal_rows(con, journal, table=table, query=f"FROM {table} ORDER BY rowid", values={})


def carry_over(con: duckdb.DuckDBPyConnection, journal: Journal, *, index: JournalIndex, tables: Iterable[str]) -> None:
    """Store the rows of these tables that a journal tells of and that aren't there."""
    for table in tables:
        for rows in index.rows[table]:
            add_told(con, journal, table=table, rows=rows)


def _journal_rows(
    con: duckdb.DuckDBPyConnection, journal: Journal, *, table: str, query: str, values: Mapping[str, Any]
) -> bool:
    """Keep the rows that the query gives; whether there are any."""
    ((n, rows),) = con.execute(f"SELECT count(*), to_json(list(one)) FROM ({query}) AS one", values).fetchall()
    if n:
        journal.write_rows(table, rows)
    return bool(n)
