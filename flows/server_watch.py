"""What is done when the Prefect server ends before the run: it goes on without Prefect to the next good place to stop.

Prefect itself would wait two minutes before a request fails, and ten seconds at exit for each event it cannot send.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from ipaddress import ip_address
from urllib.parse import urlsplit

from flows.errors import ServerFailed
from flows.exits import leave_without_waiting
from flows.prefect_server import Server

_PORTS = {"http": 80, "https": 443}

OURS = ("flows", "scrapers", "warehouse")

REFUSALS = 5
"""In a row, a second apart: a server that is started anew is given so long."""

_ended = threading.Event()
_known_by: list[str] = []


def watch(server: Server) -> None:
    """From here on `has_ended` tells of this server."""
    _known_by.append(f"its log is {server.log}")
    threading.Thread(target=_wait_for, args=(server,), daemon=True, name="server watch").start()


def watch_address(url: str) -> None:
    """From here on `has_ended` tells of somebody else's server on this machine: it has when its port refuses us.

    One elsewhere may be behind a proxy, which Prefect's own client knows: how that one ends, it finds itself.
    """
    if not is_here(url):
        return
    _known_by.append(f"it was at {url}")
    threading.Thread(target=_wait_for_refusals, args=(url,), daemon=True, name="server watch").start()


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
    return f"The Prefect server ended before the run did ({_known_by[-1]})"


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


def is_here(url: str) -> bool:
    """Whether it is an address of this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.startswith(OURS)


def _wait_for(server: Server) -> None:
    server.process.wait()
    if server.is_stopping.is_set():
        return
    _give_up()


def _wait_for_refusals(url: str) -> None:
    n = 0
    while n < REFUSALS:
        time.sleep(1)
        n = n + 1 if _refuses(url) else 0
    _give_up()


def _give_up() -> None:
    _ended.set()
    give_prefect_up()


def _refuses(url: str) -> bool:
    """Whether nothing listens there; a server that is merely slow, or a network that is down, is waited for."""
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or _PORTS[parts.scheme]), timeout=5).close()
    except ConnectionRefusedError:
        return True
    except OSError:
        return False
    return False
