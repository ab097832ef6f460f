"""Brings a database to today's tables, views and comments."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import duckdb

log = logging.getLogger(__name__)

VIEWS = (
    "runs",
    "superseded",
    "story_of",
    "judgements",
    "story_members",
    "articles",
    "stories",
    "copies",
    "digests",
    "daily_counts",
    "rejected_pages",
    "latest_removed_lines",
    "boilerplate",
    "source_health",
    "revision_pairs",
    "changed_articles",
    "removed_articles",
    "search",
    "topic_counts",
)
"""In the order of need: a view stands behind those it reads."""

_CREATE = "CREATE TABLE IF NOT EXISTS schema_version (name VARCHAR NOT NULL, applied_at TIMESTAMPTZ NOT NULL)"
_APPLIED = "INSERT INTO schema_version VALUES (?, now())"
# Of each view its words, sorted: DuckDB tells the columns of an EXCLUDE in one order today, in another tomorrow.
_VIEWS_FOUND = r"""
    SELECT md5(string_agg(array_to_string(list_sort(regexp_extract_all(sql, '\w+')), ' '), ' ' ORDER BY view_name))
    FROM duckdb_views()
    WHERE database_name = current_database() AND NOT internal
"""


def read_sql(name: str) -> str:
    """The text of a query file of this package."""
    return (files("warehouse") / name).read_text(encoding="utf-8")


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of it or nothing."""
    con.execute("BEGIN")
    try:
        yield
        con.execute("COMMIT")
    except BaseException:
        _roll_back(con)
        raise


def applied_steps(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The names of what was applied; none in a new database."""
    try:
        rows = con.execute("SELECT name FROM schema_version").fetchall()
    except duckdb.CatalogException:  # to ask for the table first would read what DuckDB knows of all tables
        return frozenset()
    return frozenset(name for (name,) in rows)


def unknown_migrations(applied: frozenset[str]) -> list[str]:
    """Those applied that this program hasn't heard of."""
    return sorted(name for name in applied.difference(_migrations()) if not name.startswith("views "))


def pending_migrations(applied: frozenset[str]) -> list[str]:
    """Those to be applied, without views."""
    return [name for name in _migrations() if name not in applied]


def migrate(con: duckdb.DuckDBPyConnection) -> None:
    """Apply what isn't applied yet, each migration in its transaction; views are made anew when they aren't as we'd."""
    con.execute(_CREATE)
    applied = applied_steps(con)
    pending = pending_migrations(applied)
    for name in pending:
        with transaction(con):
            con.execute(read_sql(f"migrations/{name}"))
            con.execute(_APPLIED, [name])
        log.info("%s applied", name)
    views = "\n".join([read_sql("comments.sql"), *(read_sql(f"views/{name}.sql") for name in VIEWS)])
    if pending or _views_made(con, views) not in applied:
        _make_views(con, views)
        con.execute("CHECKPOINT")


def _migrations() -> list[str]:
    return sorted(path.name for path in (files("warehouse") / "migrations").iterdir())


def _make_views(con: duckdb.DuckDBPyConnection, text: str) -> None:
    with transaction(con):
        con.execute(text)
        _pass_comments_on(con)
        name = _views_made(con, text)
        con.execute(_APPLIED, [name])
    log.info("%s applied", name)


def _views_made(con: duckdb.DuckDBPyConnection, text: str) -> str:
    """The name of the step that made the views there are of this text: other ones were altered by hand."""
    ((found,),) = con.execute(_VIEWS_FOUND).fetchall()
    return f"views {hashlib.sha256(f'{text} {found}'.encode()).hexdigest()[:16]}"


def _pass_comments_on(con: duckdb.DuckDBPyConnection) -> None:
    """A view's column without a comment of its own means what the table's column of that name means."""
    statements = con.execute(read_sql("inherited_comments.sql")).fetchall()
    for (statement,) in statements:
        con.execute(statement)


def _roll_back(con: duckdb.DuckDBPyConnection) -> None:
    try:
        con.execute("ROLLBACK")
    except duckdb.Error as error:  # after a full disk the instance is dead; the first error is the one to tell
        log.debug("no rollback: %s", error)
