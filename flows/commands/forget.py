"""`broadsheet forget`: the one removal, from everything the home has."""

from __future__ import annotations

import logging
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from shlex import quote

from flows.commands import show
from flows.commands.prompt import HISTORY
from flows.commands.typed_queries import take_out
from flows.errors import UsageError
from flows.exits import unwind_on_ctrl_c
from flows.progress import say
from flows.recover import recover
from flows.settings import Settings
from scrapers.blanking import blank, places, records_of
from scrapers.counting import counted
from scrapers.errors import ArchiveFailed
from scrapers.source import load_sources
from warehouse import kin, removal
from warehouse.export import export, exported_folders
from warehouse.leftovers import leftovers
from warehouse.read import open_published
from warehouse.store import Warehouse

log = logging.getLogger(__name__)

COPIES = ("ingest.duckdb.before-*", "*.damaged", "*.part", "replay-diff")
"""What stands beside the warehouse and may hold the text: earlier shapes, damaged files put aside."""

NOT_REACHED = (
    "Not reached: files that were loaded and still stand elsewhere, backups, copies of exports, Prefect's own database"
    " (its log of earlier runs may name addresses), queries in sql_history that quote nothing, and an open prompt."
)

UNFINISHED = "forgetting"
"""In the home while a removal is under way, so that it is told from one that ended."""


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
            day = removal.removed_on(con, what)
            if day and not (home / UNFINISHED).exists() and not any(leftovers(con, home)):
                return _tell_of_earlier(ids, day, json=json)
            words, others = [what, *kin.words(con, ids)], kin.kin(con, ids)
        (home / UNFINISHED).touch()
        removal.record(warehouse, ids, reason=reason.strip(), on=datetime.now(UTC).date())
        unreadable = _blank_archive(warehouse, ids)
        removal.rebuild_without(warehouse, ids)
    with Warehouse.open(home) as warehouse:
        warehouse.publish()
    done = _tidy(home, words)
    (home / UNFINISHED).unlink()
    if json:
        told = [other.article_id for other in others]
        show.print_json([{"article_id": name, "reason": reason.strip(), "shared_with": told} for name in ids])
    else:
        _tell(ids, done, others, reason=reason.strip())
    for sentence in unreadable:
        say(f"{sentence} Delete this file, if the text must be in it.")
    return 1 if unreadable else 0


def _tell_of_earlier(ids: list[str], day: date, *, json: bool) -> int:
    if json:
        show.print_json([{"article_id": name, "removed_on": day} for name in ids])
    else:
        print(f"{', '.join(ids)} was already removed on {day}; nothing was done.")
    return 0


def _tidy(home: Path, words: list[str]) -> list[str]:
    """What stands beside the warehouse, without the text; a sentence for each thing that was done."""
    done = [f"The export in {folder} was renewed." for folder in _renew_exports(home)]
    done += [f"{path} was deleted, since it may have held the text." for path in _delete_copies(home)]
    if n := take_out(home, words):
        done.append(f"{counted(n, 'line')} that quoted it went from {home / HISTORY}.")
    return done


def _blank_archive(warehouse: Warehouse, ids: list[str]) -> list[str]:
    """Overwrite the articles' records; what couldn't be, in a sentence each."""
    unreadable = []
    for file, pointed in removal.archived_places(warehouse, ids).items():
        path = warehouse.archive / file
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


def _tell(ids: list[str], done: list[str], others: list[kin.Kin], *, reason: str) -> None:
    print(f"{counted(len(ids), 'article')} {'was' if len(ids) == 1 else 'were'} removed: {', '.join(ids)}.")
    for sentence in done:
        print(sentence)
    for other in others:
        print(f"{other.article_id} {other.relation} {other.of} and stays. To remove it, too:")
        print(f"  broadsheet forget {quote(other.article_id)} --reason {quote(reason)}")
    print(NOT_REACHED)
