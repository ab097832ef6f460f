"""A missing or damaged `ingest.duckdb` made good, as far as files go; what the copy lacks, the journal tells."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Container
from pathlib import Path

import duckdb

from warehouse.connection import connect_writer, first_line, storage, tells_of_damage
from warehouse.errors import DamagedWarehouse
from warehouse.journal import journal_files
from warehouse.ledger import ledger_path
from warehouse.soundness import damage

log = logging.getLogger(__name__)


def restore(home: Path, orderly: Container[str] = ()) -> bool:
    """Whether `ingest.duckdb` had to be replaced, by the published copy or by nothing; what is damaged is put aside.

    What is `orderly` needn't be looked at.
    """
    path, published = home / "ingest.duckdb", home / "news.duckdb"
    fault = _fault(home, orderly)
    if fault is None:
        return False
    if not has_history(home) and path.stat().st_size:
        raise DamagedWarehouse(f"{path} is no sound database, and nothing in {home} tells what it held: move it away.")
    for file in (path, _log_of(path)):
        _put_aside(file)
    if published.exists() and damage(published) is None:
        half_done = home / "ingest.duckdb.part"
        shutil.copyfile(published, half_done)
        os.replace(half_done, path)
        log.warning("%s %s; it was restored from news.duckdb.", path, fault)
    else:
        log.warning("%s %s, and there is no sound copy: it is made again from the archive.", path, fault)
    return True


def renew_copy(home: Path, orderly: Container[str] = ()) -> None:
    """Have the published copy made again at the next opportunity, if it is damaged."""
    published = home / "news.duckdb"
    if published.name not in orderly and published.exists() and (fault := damage(published)):
        log.warning("%s is damaged (%s); this run makes it anew.", published, fault)
        os.utime(published, (0, 0))


def _fault(home: Path, orderly: Container[str]) -> str | None:
    """What is wrong with `ingest.duckdb`, as the rest of a sentence; a home without a history may lack it."""
    path = home / "ingest.duckdb"
    if not path.exists():
        return "is missing" if has_history(home) else None
    if path.name not in orderly and (found := damage(path)):
        return f"was damaged ({found}) and put aside as {path.name}.damaged"
    if path.name in orderly and not _log_of(path).exists():
        return None
    found = _open_fault(home)
    if found and _log_of(path).exists():
        _put_aside(_log_of(path))
        log.warning("%s.wal was damaged (%s) and put aside as %s.wal.damaged.", path, found, path.name)
        found = _open_fault(home)
    return f"was damaged ({found}) and put aside as {path.name}.damaged" if found else None


def _open_fault(home: Path) -> str | None:
    with storage(home / "ingest.duckdb"):
        try:
            connect_writer(home).close()
        except duckdb.Error as error:
            if not tells_of_damage(error) and "replaying WAL" not in str(error):
                raise
            return first_line(error)
    return None


def has_history(home: Path) -> bool:
    """Whether something was committed in this home before."""
    return ledger_path(home).exists() or (home / "news.duckdb").exists() or bool(journal_files(home))


def _put_aside(path: Path) -> None:
    if path.exists():
        os.replace(path, path.with_name(f"{path.name}.damaged"))


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")
