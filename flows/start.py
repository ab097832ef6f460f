"""Running a flow from the command line: with the server there is, or a temporary one."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING, Any

from flows.errors import ServerFailed
from flows.exits import unwind_on_ctrl_c
from flows.prefect_database import ready_database
from flows.prefect_server import noted_server, start_temporary_server
from flows.progress import waiting_for
from flows.server_watch import give_prefect_up, watch, watch_address, what_ended
from flows.settings import Settings, use_prefect_in
from scrapers.memory import keep_freed_memory, seldom_collected
from warehouse.connection import storage
from warehouse.errors import StorageFailed
from warehouse.lock import reserve
from warehouse.shape import refuse_published_newer

if TYPE_CHECKING:
    from httpx import HTTPError
    from prefect import Flow, State

    from flows.report import RunReport


NEARLY_FULL = 5_000_000
"""Bytes that Prefect's database needs at least for one run, with its log: with fewer free ones, they are the cause."""


def run_flow(settings: Settings, load_flow: Callable[[], Flow[..., Any]], **parameters: Any) -> RunReport:
    """What the run did, breaches or not. Raises whatever ended it before it was published, at once `HomeLocked`.

    `load_flow` imports the flow: Prefect may only be imported once its environment is set, and while its server starts.
    `parameters` are the flow's, but for its places.
    """
    unwind_on_ctrl_c()
    logging.raiseExceptions = False  # of each log it cannot send Prefect would print half a line, before our own
    keep_freed_memory()
    use_prefect_in(settings.home)
    with storage(settings.home):
        reserve(settings.home)
        refuse_published_newer(settings.home)
    given = os.environ.get("PREFECT_API_URL")
    noted = None if given else noted_server(settings.home)
    with full_disk_told(settings.home):
        if given or noted:
            address = os.environ["PREFECT_API_URL"] = given or f"{noted}/api"
            flow = _loaded(load_flow)
            watch_address(address)
        else:
            flow = _load_beside_server(settings, load_flow)
        result = _result(flow, parameters | settings.places)
    if isinstance(result, BaseException):
        raise result
    return result  # type: ignore[no-any-return]


@contextmanager
def full_disk_told(home: Path) -> Iterator[None]:
    """Say that the disk is full where Prefect, which keeps its own database in the home, only says that it failed."""
    try:
        yield
    except ServerFailed as error:
        free = disk_usage(home).free
        if free > NEARLY_FULL:
            raise
        raise StorageFailed(
            f"The disk is full: {home} has {free / 1e6:.1f} MB left, and Prefect could not write; make room and run"
            " again, nothing is lost."
        ) from error


def _result(flow: Flow[..., Any], parameters: dict[str, Any]) -> Any:
    from httpx import HTTPError

    try:
        state: State[Any] = flow(**parameters, return_state=True)  # type: ignore[assignment]
        result = state.result(raise_on_failure=False)
        if isinstance(result, HTTPError):
            raise result
        return result
    except HTTPError as error:
        give_prefect_up()
        raise _server_failed(error) from error
    except RuntimeError as error:
        if not str(error).startswith("Failed to reach API"):
            raise
        raise ServerFailed(f"There is no Prefect server at PREFECT_API_URL={os.environ['PREFECT_API_URL']}.") from error


def _server_failed(error: HTTPError) -> ServerFailed:
    """The sentence for a server that doesn't answer, with what had become of the run."""
    from flows.ending import given, untold

    outcome = given()
    if isinstance(outcome, ServerFailed):
        return outcome
    if outcome is None:
        return ServerFailed(f"The Prefect server failed: {str(error).splitlines()[0]}; run again, nothing was begun.")
    return ServerFailed(untold() if not isinstance(outcome, Exception) else f"{what_ended()}. {outcome}")


def _loaded(load_flow: Callable[[], Flow[..., Any]]) -> Flow[..., Any]:
    """The flow, without Prefect's heartbeats: at its end each run would wait up to a second for the next one."""
    with seldom_collected():
        flow = load_flow()
    from prefect.settings import get_current_settings

    if "PREFECT_FLOWS_HEARTBEAT_FREQUENCY" not in os.environ:
        get_current_settings().flows.heartbeat_frequency = None
    return flow


def _load_beside_server(settings: Settings, load_flow: Callable[[], Flow[..., Any]]) -> Flow[..., Any]:
    is_ready = (settings.home / "prefect" / "prefect.db").exists() or ready_database().exists()
    with waiting_for("Starting Prefect" if is_ready else "Making Prefect's database (once, about 12 seconds)"):
        server = start_temporary_server(settings.home)
        os.environ["PREFECT_API_URL"] = f"{server.url}/api"
        flow = _loaded(load_flow)
        server.wait_until_healthy()
        watch(server)
        return flow
