"""How a flow ends: Completed, or Failed with the sentence a person needs and without a traceback."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from prefect.states import Failed

from flows.report import RunReport
from scrapers.errors import BroadsheetError
from warehouse.errors import WarehouseError

Parameters = ParamSpec("Parameters")


def told_by_state(run: Callable[Parameters, RunReport]) -> Callable[Parameters, Any]:
    """The flow's function, its foreseeable errors and its breaches as Failed states that carry them."""

    @wraps(run)
    def ending(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Any:
        try:
            report = run(*args, **kwargs)
        except (BroadsheetError, WarehouseError) as error:
            return Failed(message=str(error), data=error)
        if report.alarms:
            return Failed(message=" ".join(report.alarms), data=report)
        return report

    return ending
