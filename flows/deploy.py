"""`broadsheet up`: Prefect's server and UI and the nightly schedule, in one process tree that ends as one."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from types import FrameType
from typing import TYPE_CHECKING

from flows.errors import UsageError
from flows.prefect_server import forget_server, note_server, noted_server, start_server
from flows.progress import console, waiting_for
from flows.settings import Settings, use_prefect_in

if TYPE_CHECKING:
    from prefect.schedules import Schedule

NIGHTLY = "0 2 * * *"
"""02:00 UTC. In a zone with summer time a night would be skipped, and another come twice."""


def serve_nightly(settings: Settings, *, host: str, port: int, cron: str) -> None:
    """Run until Ctrl-C or SIGTERM. Raises `PortTaken`, `ServerFailed` or `UsageError`."""
    running = noted_server(settings.home)
    if running:
        raise UsageError(f"This home has a Prefect server already, at {running}.")
    use_prefect_in(settings.home)
    server = start_server(settings.home, host=host, port=port)
    signal.signal(signal.SIGTERM, _stop)
    # Prefect's runner answers SIGTERM by a coroutine it never awaits; all it had to do is done by then.
    warnings.filterwarnings("ignore", "coroutine 'Runner.astop'", RuntimeWarning)
    try:
        with waiting_for("Starting Prefect (10 seconds, the first time 20)"):
            os.environ["PREFECT_API_URL"] = f"{server.url}/api"
            from prefect.types.entrypoint import EntrypointType

            from flows.nightly import nightly

            schedule = _schedule(cron)
            server.wait_until_healthy()
        note_server(settings.home, server)
        console.print(
            f"Prefect UI: {server.url}\nnightly runs at {cron!r} (UTC). Ctrl-C stops everything.", markup=False
        )
        nightly.serve(
            name="nightly",
            schedule=schedule,
            parameters={"home": str(settings.home), "forms": str(settings.told_forms) if settings.told_forms else None},
            entrypoint_type=EntrypointType.MODULE_PATH,
            description="Every enabled source, fetched and appended.",
            limit=1,
            print_starting_message=False,
        )
    finally:
        forget_server(settings.home)
        server.stop()


def _schedule(cron: str) -> Schedule:
    from prefect.schedules import Cron

    try:
        return Cron(cron, timezone="UTC")
    except ValueError as error:
        raise UsageError(f"--cron: expected five fields such as {NIGHTLY!r}, found {cron!r}.") from error


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
