"""`broadsheet forget`: the one removal, from everything the home has."""

from __future__ import annotations

import logging
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from flows import show
from flows.errors import UsageError
from flows.exits import unwind_on_ctrl_c
from flows.progress import console
from flows.recover import recover
from flows.settings import Settings
from scrapers.blanking import blank, places, records_of
from scrapers.errors import ArchiveFailed
from scrapers.source import load_sources
from warehouse import removal
from warehouse.export import export, exported_folders
from warehouse.read import open_published
from warehouse.store import Warehouse

log = logging.getLogger(__name__)

COPIES = ("ingest.duckdb.before-*", "*.damaged", "*.part", "replay-diff")
"""What stands beside the warehouse and may hold the text: earlier shapes, damaged files put aside."""


def forget(what: str, settings: Settings, *, reason: str, copies: bool, json: bool) -> int:
    """Remove an article, or all of its story, and tell what was removed; a second time finishes an interrupted one."""
    unwind_on_ctrl_c()
    if not reason.strip():
        raise UsageError("Give the reason in a few words: --reason TEXT")
    home = settings.home
    with closing(open_published(home)):  # there must be a warehouse
        pass
    with Warehouse.open(home) as warehouse:
        if warehouse.lost:
            recover(warehouse, load_sources(*settings.forms))
        warehouse.publish()
        with closing(open_published(home)) as con:
            ids = removal.find(con, what, copies=copies)
        removal.record(warehouse, ids, reason=reason.strip(), on=datetime.now(UTC).date())
        unreadable = _blank_archive(warehouse, ids)
        removal.rebuild_without(warehouse, ids)
    with Warehouse.open(home) as warehouse:
        warehouse.publish()
    folders = _renew_exports(home)
    deleted = _delete_copies(home)
    if json:
        show.print_json([{"article_id": name, "reason": reason.strip()} for name in ids])
    else:
        _tell(ids, folders, deleted)
    for told in unreadable:
        console.print(f"{told} Delete this file, if the text must be in it.", markup=False, soft_wrap=True)
    return 1 if unreadable else 0


def _blank_archive(warehouse: Warehouse, ids: list[str]) -> list[str]:
    """Overwrite the articles' records; what couldn't be, in a sentence each."""
    unreadable = []
    for file, pointed in removal.archived_places(warehouse, ids).items():
        path = warehouse.home / "archive" / file
        try:
            blank(path, records_of(list(places(path)), dict(pointed)))
        except ArchiveFailed as error:
            unreadable.append(str(error))
    return unreadable


def _renew_exports(home: Path) -> list[Path]:
    folders = exported_folders(home)
    for folder, choice in folders.items():
        export(home, folder, choice)
    return list(folders)


def _delete_copies(home: Path) -> list[Path]:
    found = sorted(path for pattern in COPIES for path in home.glob(pattern) if path.is_file())
    for path in found:
        path.unlink()
    return found


def _tell(ids: list[str], folders: list[Path], deleted: list[Path]) -> None:
    print(f"{len(ids)} {'article was' if len(ids) == 1 else 'articles were'} removed: {', '.join(ids)}.")
    for folder in folders:
        print(f"The export in {folder} was renewed.")
    for path in deleted:
        print(f"{path} was deleted, since it may have held the text.")
    print("Not reached: files that were loaded and still stand elsewhere, backups, and copies of exports.")
