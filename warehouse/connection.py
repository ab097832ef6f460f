"""Connections to the warehouse's files, and DuckDB's errors in the user's words."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import duckdb

from warehouse.errors import DamagedWarehouse, HomeLocked, StorageFailed, WarehouseError

# Files any DuckDB from 1.5 on can open; 2.0 would write ones that only 2.0 reads.
STORAGE_VERSION = "v1.5.0"

# The whole product stays under 700 MB while it loads. DuckDB overshoots this by some 100 MB, and appends no faster with
# four times as much; beyond it, it spills to disk.
WRITER_MEMORY = "64MB"

# 16,000 documents of 400 words (`CHECKPOINT_PAGES`) make 75 MB. With DuckDB's own 16 MB, checkpoints put small parts of
# tables together again and again: a tenth of a millisecond a document, and more the more are held.
WRITER_LOG = "96MB"

# Batches are small, and the other cores are the workers': with two threads a load takes a tenth longer.
WRITER_THREADS = 1

_DAMAGE = re.compile(r"not a valid DuckDB|[Cc]orrupt|checksum|Could not read|[Ss]erializ|does not match")
_FAULTS = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.OutOfMemoryException,
    duckdb.SerializationException,
)
# Of a commit that a full disk or a closed folder refuses, DuckDB says that a transaction failed.
_FAILED = re.compile(r"invalidated|Could not write file|Cannot open file")
# The second is what a quota on single files says, the last what DuckDB does where it finds no room to spill to.
_FULL = re.compile(r"No space left|File too large|quota exceeded|failed to offload", re.IGNORECASE)
_HOLDER = re.compile(r"PID (\d+)")


def connect_writer(home: Path) -> duckdb.DuckDBPyConnection:
    """`HOME/ingest.duckdb` open for writing, created if it isn't there."""
    config: dict[str, Any] = {
        "storage_compatibility_version": STORAGE_VERSION,
        "memory_limit": WRITER_MEMORY,
        "threads": WRITER_THREADS,
        "wal_autocheckpoint": WRITER_LOG,
        "temp_directory": str(home / "spill"),
    }
    return _settled(duckdb.connect(str(home / "ingest.duckdb"), config=config))


def connect_reader(path: Path, *, unsafe: bool = False) -> duckdb.DuckDBPyConnection:
    """A file open for reading; unless `unsafe`, queries reach no other file, no network and no setting."""
    if unsafe:
        return _settled(duckdb.connect(str(path), read_only=True))
    con = _settled(duckdb.connect(str(path), read_only=True, config={"enable_external_access": False}))
    con.execute("SET lock_configuration = true")
    return con


def _settled(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    # Not possible as `config`: the setting belongs to the icu extension, which is there only after connecting.
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET enable_progress_bar = false")  # it would be drawn into what a program reads from stdout
    return con


@contextmanager
def storage(path: Path) -> Iterator[None]:
    """Turns what DuckDB or the system says of a failing file into `StorageFailed`, `DamagedWarehouse`, `HomeLocked`."""
    try:
        yield
    except duckdb.Error as error:
        if not _is_fault(error):
            raise
        raise _told(path, error) from error
    except OSError as error:
        if _FULL.search(str(error)):
            raise _full(path) from error
        raise StorageFailed(f"{path} could not be written ({error.strerror}).") from error


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C while DuckDB works is Ctrl-C."""
    try:
        yield
    except RuntimeError as error:
        if str(error) != "Query interrupted":  # DuckDB's own word for it
            raise
        raise KeyboardInterrupt from error


@contextmanager
def ended_by_ctrl_c(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Ctrl-C ends a query at once: DuckDB 2.0 alone waits for its other thread, which isn't told, to get to the end."""
    usual = signal.default_int_handler
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is not usual:
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        con.interrupt()
        usual(number, frame)

    signal.signal(signal.SIGINT, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def tells_of_damage(error: duckdb.Error) -> bool:
    """Whether a file isn't what was written into it."""
    return bool(_DAMAGE.search(str(error)))


def first_line(error: duckdb.Error) -> str:
    """What DuckDB says, without its advice and its stop."""
    return str(error).splitlines()[0].rstrip(".!")


def _is_fault(error: duckdb.Error) -> bool:
    """Whether machine or file failed, not the query; DuckDB 2.0 has no class of its own for a wrong checksum."""
    return isinstance(error, _FAULTS) or type(error) is duckdb.Error or bool(_FAILED.search(str(error)))


def _told(path: Path, error: duckdb.Error) -> WarehouseError:
    if "Could not set lock" in str(error):
        holder = _HOLDER.search(str(error))
        return HomeLocked(f"{path} is open in another process (PID {holder[1] if holder else 'unknown'}).")
    if _FULL.search(str(error)):
        return _full(path)
    if "replaying WAL" in str(error) and path.suffix == ".duckdb":
        return DamagedWarehouse(f"{path}.wal is damaged ({first_line(error)}). Mended by: the next broadsheet run.")
    if tells_of_damage(error):
        return DamagedWarehouse(f"{path} is damaged and was left as it is ({first_line(error)}).")
    return StorageFailed(f"{path} could not be read or written ({first_line(error)}).")


def _full(path: Path) -> StorageFailed:
    return StorageFailed(f"The disk is full: {path} could not be written; make room and run again, nothing is lost.")
