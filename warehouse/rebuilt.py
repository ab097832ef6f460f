"""A warehouse that was built anew beside the old one, and put in its place whole, wherever that is interrupted."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

SWAPPED = ("ingest.duckdb", "ledger.jsonl", "journal")
"""What a rebuilt warehouse brings; the archive is the same."""


def building_site(home: Path) -> Path:
    """The folder in which a warehouse is rebuilt: a home of its own, but for the archive."""
    return home / "replay"


def prepare_site(home: Path, *, rules: str) -> Path:
    """The building site, with what an interrupted rebuilding by the same rules left there."""
    site = building_site(home)
    mark = site / "rules"
    if mark.exists() and mark.read_text(encoding="ascii") != rules:
        shutil.rmtree(site)
    site.mkdir(exist_ok=True)
    mark.write_text(rules, encoding="ascii")
    return site


def old_place(home: Path) -> Path:
    """Where the replaced warehouse is kept until the new one is published."""
    return home / "before-replay"


def finish(home: Path) -> None:
    """From now on the rebuilt warehouse is the one that counts: the next opening puts it in place."""
    shutil.rmtree(old_place(home), ignore_errors=True)
    mark = building_site(home) / "finished"
    with mark.open("w") as file:
        os.fsync(file.fileno())


def swap_in(home: Path) -> None:
    """Put a finished warehouse in place; what an interrupted swap left undone is done. Raises `OSError`."""
    site, kept = building_site(home), old_place(home)
    if not (site / "finished").exists():
        return
    kept.mkdir(exist_ok=True)
    for name in (*SWAPPED, "ingest.duckdb.wal"):
        if (home / name).exists() and not (kept / name).exists():
            os.replace(home / name, kept / name)
        if (site / name).exists():
            os.replace(site / name, home / name)
    (site / "finished").unlink()
    shutil.rmtree(site)


def drop_old(home: Path) -> None:
    """Forget the replaced warehouse, once the new one is published."""
    shutil.rmtree(old_place(home), ignore_errors=True)
