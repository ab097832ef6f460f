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
    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'schema_version'").fetchall():
        return frozenset()
    return frozenset(name for (name,) in con.execute("SELECT name FROM schema_version").fetchall())


def unknown_migrations(applied: frozenset[str]) -> list[str]:
    """Those applied that this program hasn't heard of."""
    return sorted(name for name in applied - {name for name, _ in _steps()} if not name.startswith("views "))


def pending_migrations(applied: frozenset[str]) -> list[str]:
    """Those to be applied, without views."""
    return [name for name, _ in _steps() if name not in applied and not name.startswith("views ")]


def migrate(con: duckdb.DuckDBPyConnection) -> None:
    """Apply what isn't applied yet, each migration in its transaction; views are made anew when they changed."""
    con.execute(_CREATE)
    applied = applied_steps(con)
    pending = [(name, text) for name, text in _steps() if name not in applied]
    for name, text in pending:
        with transaction(con):
            con.execute(text)
            if name.startswith("views "):
                _pass_comments_on(con)
            con.execute("INSERT INTO schema_version VALUES (?, now())", [name])
        log.info("%s applied", name)
    if pending:
        con.execute("CHECKPOINT")


def _steps() -> Iterator[tuple[str, str]]:
    """Migrations by file name, then views and comments under the hash of their text."""
    for path in sorted((files("warehouse") / "migrations").iterdir(), key=lambda path: path.name):
        yield path.name, path.read_text(encoding="utf-8")
    text = "\n".join([read_sql("comments.sql"), *(read_sql(f"views/{name}.sql") for name in VIEWS)])
    yield f"views {hashlib.sha256(text.encode()).hexdigest()[:16]}", text


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
