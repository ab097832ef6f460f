"""Whether a file of a home has the tables that this program reads: one of an earlier or a later version has others."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.connection import connect_reader
from warehouse.errors import NewerHome, OlderHome
from warehouse.schema import applied_steps, pending_migrations, unknown_migrations


def refuse_other_shape(con: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Raise `NewerHome` or `OlderHome` for a file that another version of the program made."""
    refuse_newer(con, home)
    if pending_migrations(applied_steps(con)):
        raise OlderHome(
            f"{home} was made by an earlier version of Broadsheet: the next `broadsheet run` or `broadsheet load`"
            " brings it up to date."
        )


def refuse_newer(con: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Raise `NewerHome` for a file of a later version."""
    if told := told_newer(con, home):
        raise NewerHome(told)


def told_newer(con: duckdb.DuckDBPyConnection, home: Path) -> str | None:
    """That a later version wrote the file, in a sentence; None where none did."""
    unknown = unknown_migrations(applied_steps(con))
    if not unknown:
        return None
    return f"{home} was written by a later version of Broadsheet ({unknown[-1]}): upgrade this one."


def refuse_published_newer(home: Path) -> None:
    """Raise `NewerHome` if the published copy is of a later version; one that can't be read is for the run to mend."""
    path = home / "news.duckdb"
    try:
        con = connect_reader(path) if path.exists() else None
    except duckdb.Error:
        return
    if con:
        with con:
            refuse_newer(con, home)
