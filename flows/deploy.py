"""`broadsheet up`: Prefect's server and UI and the nightly schedule, in one process tree that ends as one."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import warnings
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING

from flows.errors import SettingsError, UsageError
from flows.exits import unwind_on_ctrl_c
from flows.prefect_server import claimed, forget_server, listen, note_server, noted_server, start_server, url_of
from flows.progress import say, waiting_for
from flows.settings import NIGHTLY, Settings, use_prefect_in
from flows.wanted import contact_of
from scrapers.source import load_sources

if TYPE_CHECKING:
    from prefect.runner import Runner
    from prefect.schedules import Schedule


def serve_nightly(settings: Settings, *, host: str, port: int, cron: str) -> None:
    """Run until Ctrl-C or SIGTERM. Raises `FormError`, `PortTaken`, `ServerFailed` or `UsageError`."""
    unwind_on_ctrl_c()
    running = noted_server(settings.home)
    if running:
        raise UsageError(f"This home has a Prefect server already, at {running}.")
    load_sources(*settings.forms)  # a mistake in a form is told now, not at night
    listening = listen(host, port)
    use_prefect_in(settings.home)
    with claimed(settings.home):
        _serve_from(listening, settings, cron=cron)


def _serve_from(listening: socket.socket, settings: Settings, *, cron: str) -> None:
    os.environ["PREFECT_API_URL"] = f"{url_of(listening)}/api"  # Prefect reads it once, when it is imported
    schedule = _schedule(cron)
    _warn_without_contact(settings)
    server = start_server(settings.home, listening)
    signal.signal(signal.SIGTERM, _stop)
    try:
        with waiting_for("Starting Prefect (10 seconds, the first time 20)"):
            server.wait_until_healthy()
            runner = _plan(settings, schedule)
        note_server(settings.home, server)
        say(f"Prefect UI: {server.url}\nThe nightly run is planned by {cron!r} in UTC. Ctrl-C stops everything.")
        _serve(runner)
    finally:
        forget_server(settings.home)
        server.stop()


def _plan(settings: Settings, schedule: Schedule) -> Runner:
    """What will run the nightly flow, once its deployment is in the server."""
    from prefect.runner import Runner
    from prefect.types.entrypoint import EntrypointType

    from flows.nightly import nightly

    runner = Runner(name="nightly", limit=1)
    runner.add_flow(
        nightly,
        name="nightly",
        schedule=schedule,
        parameters=settings.places,
        entrypoint_type=EntrypointType.MODULE_PATH,
        description="Everything that is to be ingested every night.",
    )
    return runner


def _serve(runner: Runner) -> None:
    from prefect.exceptions import TerminationSignal

    # Prefect's runner answers SIGTERM by a coroutine it never awaits; all it had to do is done by then.
    warnings.filterwarnings("ignore", "coroutine 'Runner.astop'", RuntimeWarning)
    with suppress(KeyboardInterrupt, TerminationSignal):
        asyncio.run(runner.start())


def _warn_without_contact(settings: Settings) -> None:
    """The schedule stands all the same: a contact set until then is found, else the night says what it lacks."""
    try:
        contact_of(settings)
    except SettingsError as error:
        say(f"The nightly run will fail as things are. {error}")


def _schedule(cron: str) -> Schedule:
    from prefect.schedules import Cron

    try:
        return Cron(cron, timezone="UTC")
    except ValueError as error:
        raise UsageError(f"--cron: expected five fields such as {NIGHTLY!r}, found {cron!r}.") from error


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
