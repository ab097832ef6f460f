"""The home's lock: one process writes at a time, and a second one learns who holds it."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from typing import IO

from warehouse.errors import HomeLocked


class HomeLock:
    """`HOME/lock`, held from `take` to `release` or the holder's death (the kernel frees a `flock` after kill -9)."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    @classmethod
    def take(cls, home: Path) -> HomeLock:
        """The lock, with our PID written into it. Raises `HomeLocked` naming the holder's PID."""
        path = home / "lock"
        file = path.open("ab", buffering=0)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise HomeLocked(f"{home} is in use by another run (PID {_holder(path)}).") from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode())
        return cls(file)

    def release(self) -> None:
        """Let others in; the file stays, since removing it would let two processes lock two files of one name."""
        self._file.close()


def holder_of(home: Path) -> str | None:
    """The PID of the run that holds the home; None when none does."""
    path = home / "lock"
    if not path.exists():
        return None
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _holder(path)
    return None


def _holder(path: Path) -> str:
    """The PID in the lock file; a holder that has just locked it writes its PID within moments."""
    for _ in range(20):
        pid = path.read_text(encoding="ascii").strip()
        if pid:
            return pid
        time.sleep(0.01)
    return "unknown"
