"""`run` and `load`: a flow, and what a person or a program is told of it.

What a user got wrong is found before Prefect is started, and told at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from shlex import quote
from shutil import which
from typing import TYPE_CHECKING, Any

from flows.commands import show
from flows.errors import UsageError
from flows.progress import say
from flows.settings import Settings
from flows.start import run_flow
from flows.wanted import contact_of, wanted_sources
from scrapers.loading.finding import find_files
from scrapers.source import load_sources
from warehouse.appended import appended, holds_nothing
from warehouse.read import Row, open_published

if TYPE_CHECKING:
    from prefect import Flow

    from flows.report import RunReport

MAX_SHOWN = 20
MAX_REJECTED_SHOWN = 5
MAX_TITLE = 200
"""Columns of a title in the summary: one that is longer is a paragraph, and would make the table as wide."""

APPENDED = {
    "source": "source",
    "date": "date",
    "title": "title",
    "n_words": "words",
    "n_removed": "lines removed",
    "outcome": "outcome",
}


def run(names: Sequence[str], settings: Settings, *, since: date | None, limit: int | None, json: bool) -> int:
    """The exit code of a run of these sources and collections."""
    if wanted_sources(names, load_sources(*settings.forms)):
        contact_of(settings)
    parameters: dict[str, Any] = {"names": tuple(names), "since": since.isoformat() if since else None, "limit": limit}
    return _tell(run_flow(settings, _nightly, **parameters), settings, json=json)


def load(paths: Sequence[Path], settings: Settings, *, source: str | None, json: bool) -> int:
    """The exit code of a load of these files and folders."""
    if not paths:
        raise UsageError("Name a file or folder to load, as in: broadsheet load articles.jsonl")
    find_files(paths)
    sources = load_sources(*settings.forms)
    named = sources[source].name if source else None
    parameters: dict[str, Any] = {"paths": [str(path.absolute()) for path in paths], "source": named}
    return _tell(run_flow(settings, _load, **parameters), settings, json=json)


def _nightly() -> Flow[..., Any]:
    from flows.nightly import nightly

    return nightly


def _load() -> Flow[..., Any]:
    from flows.load import load

    return load


def _tell(report: RunReport, settings: Settings, *, json: bool) -> int:
    if json:
        show.print_json(report.rows)
    else:
        _show(report, settings)
    for told in report.unread:
        say(told)
    for alarm in report.alarms:
        say(f"Breach: {alarm}")
    return 1 if report.alarms or report.n_documents_lost else 0


def _show(report: RunReport, settings: Settings) -> None:
    with closing(open_published(settings.home)) as con:
        rows, is_empty = appended(con, report.run_id, limit=MAX_SHOWN), holds_nothing(con)
    if rows:
        told = [row | {"date": _date(row), "title": show.cut(row["title"] or "(no title)", MAX_TITLE)} for row in rows]
        show.print_rows(told, APPENDED)
        if rows[0]["n"] > len(rows):
            print(f"... and {rows[0]['n'] - len(rows):,} more.")
    for page in report.rejected[:MAX_REJECTED_SHOWN]:
        say(f"Rejected: {page.url}: {page.detail}")
    if len(report.rejected) > MAX_REJECTED_SHOWN:
        print("All of the rejected are in the view rejected_pages, with their reasons.")
    path = _from_here(settings.home / "news.duckdb")
    if is_empty:
        print(f"No article was found, and {path} holds none yet.")
        return
    what = "They are" if rows else "Nothing new; what is held is"
    print(f"{what} in {path}: {_next_command(settings)}")


def _from_here(path: Path) -> Path:
    """A shorter name for what lies in this folder."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _date(row: Row) -> str:
    """The printed day, or the bound that is known instead."""
    if row["published_on"]:
        return str(row["published_on"])
    return f"≥ {row['not_before']}" if row["not_before"] else "none"


def _next_command(settings: Settings) -> str:
    is_default = settings.home == Path("data").absolute()
    place = "" if is_default else f" --home {quote(str(settings.home))}"
    program = "broadsheet" if which("broadsheet") else sys.argv[0]
    return f"{program} sql{place} 'SELECT source, count(*) FROM articles GROUP BY source'"
