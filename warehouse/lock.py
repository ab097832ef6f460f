"""The home's lock: one process writes at a time, and a second one learns who holds it."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from pathlib import Path
from typing import IO

from warehouse.errors import HomeLocked

_NOT_OURS_TO_WRITE = (errno.EROFS, errno.EACCES, errno.EPERM)


class HomeLock:
    """`HOME/lock`, held from `take` to `release` or the holder's death (the kernel frees a `flock` after kill -9)."""

    def __init__(self, file: IO[bytes] | None) -> None:
        self._file = file

    @classmethod
    def take(cls, home: Path) -> HomeLock:
        """The lock, with our PID written into it. Raises `HomeLocked` naming the holder's PID."""
        if home in _reserved:
            return _reserved.pop(home)
        if not os.access(home, os.W_OK, effective_ids=True):  # DuckDB would find out in the midst of the first run
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(home))
        file = _locked(home, "ab")
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode())
        return cls(file)

    @classmethod
    def take_to_read(cls, home: Path) -> HomeLock:
        """The lock for one who writes nothing, also where nothing can be written, as in a backup."""
        try:
            return cls.take(home)
        except OSError as error:
            if error.errno not in _NOT_OURS_TO_WRITE:
                raise
        return cls(_locked(home, "rb") if (home / "lock").exists() else None)

    def release(self) -> None:
        """Let others in; the file stays, since removing it would let two processes lock two files of one name."""
        if self._file:
            self._file.close()


_reserved: dict[Path, HomeLock] = {}


def reserve(home: Path) -> None:
    """Take the home's lock now for the `take` that this process comes to later. Raises `HomeLocked`.

    A run starts Prefect before it opens the warehouse: a second one shouldn't, only to be refused.
    """
    _reserved.setdefault(home, HomeLock.take(home))


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


def _locked(home: Path, mode: str) -> IO[bytes]:
    path = home / "lock"
    file: IO[bytes] = path.open(mode, buffering=0)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise HomeLocked(f"{home} is in use by another run (PID {_holder(path)}).") from error
    return file


def _holder(path: Path) -> str:
    """The PID in the lock file; a holder that has just locked it writes its PID within moments."""
    for _ in range(20):
        pid = path.read_text(encoding="ascii").strip()
        if pid:
            return pid
        time.sleep(0.01)
    return "unknown"
