"""The warehouse for those who read it: at any hour, also while a run is writing. No Prefect, no pyarrow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from warehouse.connection import connect_reader, ended_by_ctrl_c, first_line, interruptible, storage, tells_of_damage
from warehouse.errors import DamagedWarehouse, NoWarehouse, QueryFailed, none_yet
from warehouse.lock import holder_of
from warehouse.shape import refuse_other_shape

_GUESS = re.compile(r'(?:Did you mean|Candidate bindings:) ("[^"]+")')

Row = dict[str, Any]


class Answer(NamedTuple):
    """What a query gives."""

    columns: list[str]
    rows: list[tuple[Any, ...]]

    @property
    def records(self) -> list[Row]:
        """The rows by column name; of two columns of one name the later is kept."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def open_published(home: Path, *, unsafe: bool = False) -> duckdb.DuckDBPyConnection:
    """`HOME/news.duckdb` read-only; unless `unsafe`, queries reach no other file and no network.

    Raises `NoWarehouse` when nothing was published yet, `DamagedWarehouse` when the file can't be read.
    """
    path = home / "news.duckdb"
    if not path.exists():
        raise _why_none(home)
    with storage(path):
        return connect_reader(path, unsafe=unsafe)


def open_of_today(home: Path) -> duckdb.DuckDBPyConnection:
    """`HOME/news.duckdb` for our own questions. Raises as `open_published`, and `NewerHome` or `OlderHome`."""
    con = open_published(home)
    try:
        refuse_other_shape(con, home)
    except BaseException:
        con.close()
        raise
    return con


def _why_none(home: Path) -> NoWarehouse:
    if holder := holder_of(home):
        told = f"The first run in {home} is still going (PID {holder}); its articles can be read when it ends."
        return NoWarehouse(told)
    if (home / "ingest.duckdb").exists():
        return NoWarehouse(f"Nothing was published in {home} yet: the next run publishes what was appended.")
    return none_yet(home)


def ask(con: duckdb.DuckDBPyConnection, text: str) -> Answer:
    """The rows of a user's query. Raises `QueryFailed`."""
    refuse_several(con, text)
    return query(con, text)


def refuse_several(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """Raise `QueryFailed` for two queries in one text, of which one would go unseen."""
    with _reasons():
        statements = con.extract_statements(text)
    n_queries = sum(one.expected_result_type == [duckdb.ExpectedResultType.QUERY_RESULT] for one in statements)
    if n_queries > 1:
        raise QueryFailed(f"These are {n_queries} queries: give them one at a time.")


def query(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()) -> Answer:
    """The rows of the last statement. Raises `QueryFailed` with DuckDB's reason, `DamagedWarehouse`."""
    with _reasons(), interruptible(), ended_by_ctrl_c(con):
        con.execute(sql, values)
        if con.description is None:
            raise QueryFailed("The query is empty.")
        return Answer([str(column[0]) for column in con.description], con.fetchall())


@contextmanager
def _reasons() -> Iterator[None]:
    """DuckDB's errors as one sentence each."""
    try:
        yield
    except duckdb.Error as error:
        if tells_of_damage(error):
            raise DamagedWarehouse(
                f"news.duckdb is damaged ({first_line(error)}); the next run makes it anew."
            ) from error
        raise QueryFailed(f"The query failed: {_reason(error)}.") from error


def source_health(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """The row of each source, by its name."""
    return query(con, "FROM source_health ORDER BY source").records


def mirrored(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The source that each mirror copies, by the mirror's name."""
    return dict(query(con, _MIRRORED).rows)


def count_copies(con: duckdb.DuckDBPyConnection) -> Row:
    """How many articles and stories there are, and how many copies of each kind."""
    return query(con, _COUNT_COPIES).records[0]


def _reason(error: duckdb.Error) -> str:
    """DuckDB's first line, its article corrected, and its guess at what was meant."""
    guess = _GUESS.search(str(error))
    told = first_line(error).replace(" is not an table", " is not a table")
    return told + (f" (did you mean {guess[1]}?)" if guess else "")


_COUNT_COPIES = """
    SELECT n AS articles, n - count(kind) AS stories, count(*) FILTER (kind = 'exact') AS exact,
           count(*) FILTER (kind = 'near') AS near, count(*) FILTER (kind = 'contained') AS contained
    FROM (SELECT count(*) AS n FROM articles)
    LEFT JOIN copies ON true
    GROUP BY n
"""
_MIRRORED = """
    SELECT source, arg_max(mirrors_of, rowid) AS original
    FROM sources
    GROUP BY source
    HAVING original <> ''
"""
