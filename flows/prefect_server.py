"""A Prefect server as a child process that ends with its parent, however that ends.

Run as a module it *is* the server: it takes over the listening socket and watches its stdin, which is a pipe that
closes when the parent dies. Prefect's own temporary server would be started only after Prefect was imported here, and
one core would wait for the other; this one starts at once, and costs half the time.
"""

from __future__ import annotations

import atexit
import errno
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flows.errors import PortTaken, ServerFailed, UsageError
from flows.prefect_database import copy_database

START_SECONDS = 90
"""A first start may have to make the database: 8 s of work, on a loaded machine several times that."""

TEMPORARY = {
    "PREFECT_UI_ENABLED": "false",
    "PREFECT__SERVER_EPHEMERAL": "1",  # Prefect's own mark: only the services that record runs and events
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "false",
}

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Server:
    """A server being started, or started: `wait_until_healthy` tells."""

    url: str
    """Of the UI; the API is below it at `/api`."""
    process: subprocess.Popen[bytes]
    log: Path
    is_stopping: threading.Event = field(default_factory=threading.Event)
    """Set once it is we who end it."""

    def wait_until_healthy(self, seconds: float = START_SECONDS) -> None:
        """Return when it answers. Raises `ServerFailed` when it ended or took too long."""
        deadline = time.monotonic() + seconds
        while not is_healthy(self.url):
            if self.process.poll() is not None:
                raise ServerFailed(f"The Prefect server ended while it started; its log is {self.log}.")
            if time.monotonic() > deadline:
                raise ServerFailed(
                    f"The Prefect server was not healthy after {seconds:.0f} s, as on a busy machine: run again"
                    f" when it is less busy; its log {self.log} {self._log_in_words()}."
                )
            time.sleep(0.1)

    def _log_in_words(self) -> str:
        return "may tell more" if self.log.stat().st_size else "is empty"

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        self.is_stopping.set()
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_temporary_server(home: Path) -> Server:
    """A server without UI for this process only, its database in the home; it is stopped last thing at exit.

    Call it before Prefect is imported: then Prefect's exit hooks, which send the last logs and events, run first.
    """
    server = _start(home, listen("127.0.0.1", 0), TEMPORARY)
    atexit.register(server.stop)
    return server


def start_server(home: Path, listening: socket.socket) -> Server:
    """A server with UI and all services, which takes over the socket."""
    url = url_of(listening)
    return _start(home, listening, {"PREFECT_API_URL": f"{url}/api", "PREFECT_UI_API_URL": f"{url}/api"})


@contextmanager
def claimed(home: Path) -> Iterator[None]:
    """Be the one server of this home that others are told of. Raises `UsageError` where another is, or is starting."""
    with (home / "prefect" / "up.lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UsageError("Another `broadsheet up` serves this home, or is about to.") from error
        yield


def note_server(home: Path, server: Server) -> None:
    """Leave word of it in the home, so that other commands use it."""
    note = _note(home)
    note.write_text(json.dumps({"url": server.url, "pid": os.getpid()}), encoding="utf-8")


def forget_server(home: Path) -> None:
    """Take the word back."""
    _note(home).unlink(missing_ok=True)


def noted_server(home: Path) -> str | None:
    """The URL of the server that `broadsheet up` runs for this home, if it answers."""
    try:
        url = str(json.loads(_note(home).read_text(encoding="utf-8"))["url"])
    except (FileNotFoundError, ValueError, KeyError):
        return None
    return url if is_healthy(url) else None


def is_healthy(url: str) -> bool:
    """Whether a Prefect server answers there."""
    try:
        with _direct.open(f"{url}/api/health", timeout=5) as answer:
            return bool(answer.status == 200 and answer.read() == b"true")
    except (urllib.error.URLError, OSError):
        return False


def _note(home: Path) -> Path:
    return home / "prefect" / "server.json"


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 is any that is free. Raises `PortTaken`."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        option = "--host" if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL else "--port"
        raise PortTaken(
            f"Port {port} of {host} cannot be used ({error.strerror}); choose another with {option}."
        ) from error
    listening.listen(128)
    return listening


def url_of(listening: socket.socket) -> str:
    """Where a server that takes over the socket will answer."""
    host, port = listening.getsockname()
    return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"


def _start(home: Path, listening: socket.socket, environment: dict[str, str]) -> Server:
    log = home / "prefect" / "server.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    copy_database(home)
    inherited = {name: value for name, value in os.environ.items() if name != "PREFECT_LOGGING_SETTINGS_PATH"}
    with listening, log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "flows.prefect_server", str(listening.fileno())],
            env=inherited | environment,
            pass_fds=[listening.fileno()],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
            start_new_session=True,  # Ctrl-C is for the parent: it still has logs to send before this may end
        )
        return Server(url_of(listening), process, log)


def _serve(listening: socket.socket) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import uvicorn

    create_app = "prefect.server.api.server:create_app"
    config = uvicorn.Config(create_app, factory=True, log_level="warning", lifespan="on", timeout_graceful_shutdown=3)
    uvicorn.Server(config).run(sockets=[listening])


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)
    os._exit(1)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
