"""Puts a copy of the warehouse where readers open it, in one step that they never see half done."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from warehouse.errors import DamagedWarehouse
from warehouse.soundness import damage


def publish(home: Path) -> bool:
    """Copy the closed, checkpointed `ingest.duckdb` over `news.duckdb`; False when that copy is current already.

    Raises `OSError`, `DamagedWarehouse`; `news.duckdb` is then the old one, whole.
    """
    source, target, half_done = home / "ingest.duckdb", home / "news.duckdb", home / "news.duckdb.part"
    if _is_current(source, target):
        return False
    if fault := damage(source):
        raise DamagedWarehouse(f"{source} was damaged while it was written ({fault}); the next run makes it good.")
    try:
        shutil.copyfile(source, half_done)
        shutil.copystat(source, half_done)
        _flush(half_done)
        os.replace(half_done, target)
    finally:
        half_done.unlink(missing_ok=True)
    _flush(home)
    return True


def _is_current(source: Path, target: Path) -> bool:
    """Whether the copy has the time and size of its original, which a CHECKPOINT without news leaves alone."""
    if not target.exists():
        return False
    ours, theirs = source.stat(), target.stat()
    return (ours.st_mtime_ns, ours.st_size) == (theirs.st_mtime_ns, theirs.st_size)


def _flush(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
