"""The answer to a query as Parquet."""

from __future__ import annotations

from typing import IO

import duckdb
import pyarrow.parquet

from warehouse.read import query, refuse_several


def write_parquet(con: duckdb.DuckDBPyConnection, sql: str, file: IO[bytes]) -> None:
    """Write the rows with their types. Raises `QueryFailed` for what isn't one SELECT."""
    refuse_several(con, sql)
    query(con, f"DESCRIBE ({sql.rstrip().rstrip(';')}\n)")
    pyarrow.parquet.write_table(con.sql(sql).to_arrow_table(), file, compression="zstd")
