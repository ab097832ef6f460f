"""`run` and `load`: a flow, and what a person or a program is told of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import show
from flows.errors import UsageError
from flows.progress import console
from flows.settings import Settings
from flows.start import run_flow
from warehouse.lock import HomeLock

if TYPE_CHECKING:
    from prefect import Flow

    from flows.report import RunReport

MAX_SHOWN = 20


def run(names: Sequence[str], settings: Settings, *, json: bool) -> int:
    """The exit code of a run of these sources and collections."""
    _refuse_if_locked(settings.home)
    parameters = {"names": list(names)} if names else {}
    return _tell(run_flow(settings, _nightly, **parameters, **_places(settings)), settings, json=json)


def load(paths: Sequence[Path], settings: Settings, *, source: str | None, json: bool) -> int:
    """The exit code of a load of these files and folders."""
    from scrapers.loaders import find_files
    from scrapers.source import load_sources

    if not paths:
        raise UsageError("Name a file or folder to load, as in: broadsheet load articles.jsonl")
    # Mistakes of the user are told at once, not after Prefect's start.
    find_files(paths)
    _ = source and load_sources(*settings.forms)[source]
    _refuse_if_locked(settings.home)
    parameters: dict[str, Any] = {"paths": [str(path.absolute()) for path in paths], "source": source}
    return _tell(run_flow(settings, _load, **parameters, **_places(settings)), settings, json=json)


def _nightly() -> Flow[..., Any]:
    from flows.nightly import nightly

    return nightly


def _load() -> Flow[..., Any]:
    from flows.load import load

    return load


def _places(settings: Settings) -> dict[str, str | None]:
    return {"home": str(settings.home), "forms": str(settings.forms[1]) if settings.forms[1:] else None}


def _refuse_if_locked(home: Path) -> None:
    if (home / "lock").exists():
        HomeLock.take(home).release()


def _tell(report: RunReport, settings: Settings, *, json: bool) -> int:
    if json:
        show.print_json(report.rows)
    else:
        _show(report, settings)
    for alarm in report.alarms:
        console.print(f"Breach: {alarm}", markup=False, soft_wrap=True)
    return 1 if report.alarms or report.outcomes["rejected"] or report.outcomes["failed"] else 0


def _show(report: RunReport, settings: Settings) -> None:
    print(report.sentence)
