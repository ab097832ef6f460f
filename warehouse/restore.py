"""A missing or damaged `ingest.duckdb` made good, as far as files go; what the copy lacks, the journal tells."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Container
from pathlib import Path

import duckdb

from warehouse.connection import connect_writer, first_line, storage, tells_of_damage
from warehouse.errors import DamagedWarehouse, none_yet
from warehouse.journal import journal_files
from warehouse.ledger import ledger_path
from warehouse.soundness import damage

log = logging.getLogger(__name__)

_LOG = "ingest.duckdb.wal"


def open_sound(home: Path, orderly: Container[str]) -> tuple[duckdb.DuckDBPyConnection, bool]:
    """`ingest.duckdb` open for writing, and whether it had to be replaced first.

    What is `orderly` is opened without a look at its blocks. Raises `DamagedWarehouse` where nothing can replace it.
    """
    fault = _fault(home, orderly)
    if fault is None:
        opened = _opened(home)
        if not isinstance(opened, str):
            return opened, False
        fault = _put_aside_for(opened)
    _replace(home, fault)
    return connect_writer(home), True


def renew_copy(home: Path, orderly: Container[str]) -> None:
    """Have the published copy made again at the next opportunity, if it is damaged."""
    published = home / "news.duckdb"
    if published.name not in orderly and published.exists() and (fault := damage(published)):
        log.warning("%s is damaged (%s); this run makes it anew.", published, fault)
        os.utime(published, (0, 0))


def _fault(home: Path, orderly: Container[str]) -> str | None:
    """What is wrong with `ingest.duckdb` at first sight, as the rest of a sentence; it may lack before anything was."""
    path = home / "ingest.duckdb"
    if not path.exists():
        return "is missing" if has_history(home) else None
    found = None if path.name in orderly else damage(path)
    return _put_aside_for(found) if found else None


def _put_aside_for(found: str) -> str:
    return f"was damaged ({found}) and put aside as ingest.duckdb.damaged"


def _opened(home: Path) -> duckdb.DuckDBPyConnection | str:
    """The database, or what DuckDB says of its damage; a log that cannot be read is put aside."""
    opened, log_file = _open(home), home / _LOG
    if isinstance(opened, str) and log_file.exists():
        _put_aside(log_file)
        log.warning("%s was damaged (%s) and put aside as %s.damaged.", log_file, opened, log_file.name)
        return _open(home)
    return opened


def _open(home: Path) -> duckdb.DuckDBPyConnection | str:
    with storage(home / "ingest.duckdb"):
        try:
            return connect_writer(home)
        except duckdb.Error as error:
            if not tells_of_damage(error) and "replaying WAL" not in str(error):
                raise
            return first_line(error)


def _replace(home: Path, fault: str) -> None:
    """Put the published copy in the database's place, or nothing."""
    path, published = home / "ingest.duckdb", home / "news.duckdb"
    if not has_history(home) and path.stat().st_size:
        raise DamagedWarehouse(f"{path} is no sound database, and nothing in {home} tells what it held: move it away.")
    for file in (path, home / _LOG):
        _put_aside(file)
    if published.exists() and damage(published) is None:
        half_done = home / "ingest.duckdb.part"
        shutil.copyfile(published, half_done)
        os.replace(half_done, path)
        log.warning("%s %s; it was restored from news.duckdb.", path, fault)
    else:
        log.warning("%s %s, and there is no sound copy: it is made again from the archive.", path, fault)


def has_history(home: Path) -> bool:
    """Whether something was committed in this home before."""
    return ledger_path(home).exists() or (home / "news.duckdb").exists() or bool(journal_files(home))


def require_history(home: Path) -> None:
    """Raise `NoWarehouse` where nothing was ever committed."""
    if not has_history(home):
        raise none_yet(home)


def _put_aside(path: Path) -> None:
    if path.exists():
        os.replace(path, path.with_name(f"{path.name}.damaged"))
