"""What is done when the Prefect server ends before the run: it goes on without Prefect to the next good place to stop.

Prefect itself would wait two minutes before a request fails, and ten seconds at exit for each event it cannot send.
"""

from __future__ import annotations

import logging
import threading

from flows.errors import ServerFailed
from flows.exits import leave_without_waiting
from flows.prefect_server import Server

OURS = ("flows", "scrapers", "warehouse")

_ended = threading.Event()
_servers: list[Server] = []


def watch(server: Server) -> None:
    """From here on `has_ended` tells of this server."""
    _servers.append(server)
    threading.Thread(target=_wait_for, args=(server,), daemon=True, name="server watch").start()


def has_ended() -> bool:
    """Whether the server that was watched has ended, and not by us."""
    return _ended.is_set()


def stop_if_ended() -> None:
    """Raise `ServerFailed` if it has."""
    if has_ended():
        raise ServerFailed(what_ended())


def what_ended() -> str:
    """The server in a few words, as the beginning of a sentence."""
    if not has_ended():
        return "The Prefect server failed during the run"
    return f"The Prefect server ended before the run did (its log is {_servers[-1].log})"


def give_prefect_up() -> None:
    """Ask Prefect's server for nothing twice, hear nothing more of it, and don't wait for it at the end."""
    from prefect.settings import get_current_settings

    settings = get_current_settings()
    settings.client.max_retries = 0
    settings.logging.to_api.enabled = False
    for name in ("", "prefect", "warehouse"):
        for handler in logging.getLogger(name).handlers:
            handler.addFilter(_is_ours)
    leave_without_waiting()


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.startswith(OURS)


def _wait_for(server: Server) -> None:
    server.process.wait()
    if server.is_stopping.is_set():
        return
    _ended.set()
    give_prefect_up()
