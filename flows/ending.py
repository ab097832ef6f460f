"""How a flow ends: Completed, or Failed with the sentence a person needs and without a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from httpx import HTTPError
from prefect.states import Failed

from flows.artifacts import publish_artifacts
from flows.errors import ServerFailed
from flows.report import RunReport
from flows.server_watch import what_ended
from scrapers.errors import BroadsheetError
from warehouse.errors import WarehouseError

Parameters = ParamSpec("Parameters")

log = logging.getLogger(__name__)

_given: list[RunReport | Exception] = []


def given() -> RunReport | Exception | None:
    """What the flow of this process came to, also where Prefect could no longer be told."""
    return _given[-1] if _given else None


def tell(report: RunReport) -> None:
    """The run in a sentence, and for the UI. Raises `ServerFailed` where there is no longer a server."""
    log.info(report.sentence)
    try:
        publish_artifacts(report)
    except HTTPError as error:
        raise ServerFailed(untold()) from error


def untold() -> str:
    """That the run is complete though Prefect doesn't know, in a sentence."""
    return f"{what_ended()}: its UI doesn't tell of this run, which is complete, stored and published."


def told_by_state(run: Callable[Parameters, RunReport]) -> Callable[Parameters, Any]:
    """The flow's function, its foreseeable errors and its breaches as Failed states that carry them."""

    @wraps(run)
    def ending(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Any:
        try:
            report = run(*args, **kwargs)
        except (BroadsheetError, WarehouseError) as error:
            _given.append(error)
            return Failed(message=str(error), data=error)
        except HTTPError:
            _given.append(ServerFailed(f"{what_ended()}; the same command goes on from there."))
            raise
        _given.append(report)
        if report.alarms:
            return Failed(message=" ".join(report.alarms), data=report)
        return report

    return ending
