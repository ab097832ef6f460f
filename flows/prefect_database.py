"""Prefect's database, made once in an environment and not in each new home: a first start spends ten seconds on it.

python -m flows.prefect_database     makes the one that homes are given a copy of
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from flows.settings import use_prefect_in


def copy_database(home: Path) -> None:
    """Give a home that has none Prefect's empty database, if this environment has one ready."""
    target, ready = home / "prefect" / "prefect.db", ready_database()
    if any(target.parent.glob("prefect.db*")) or not ready.exists():  # a log without its database is none of a copy's
        return
    half_done = target.with_suffix(".part")
    shutil.copyfile(ready, half_done)
    os.replace(half_done, target)


def ready_database() -> Path:
    """Where this environment keeps it; another version of Prefect has one of its own."""
    return Path(sys.prefix, "share", "broadsheet", f"prefect-{version('prefect')}.db")


def make_database(target: Path) -> None:
    """Let Prefect make an empty database, in a folder of its own, and keep it as one file. Raises `OSError`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        use_prefect_in(Path(scratch))
        from prefect.server.database import provide_database_interface

        asyncio.run(provide_database_interface().create_db())
        half_done = target.with_name(f"{target.name}.{os.getpid()}.part")
        with closing(sqlite3.connect(Path(scratch, "prefect", "prefect.db"))) as con:
            con.execute("VACUUM INTO ?", [str(half_done)])
        os.replace(half_done, target)


if __name__ == "__main__":
    make_database(ready_database())
