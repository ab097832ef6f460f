"""What stands before a warehouse is written to: a sound file of today's shape, and what was committed all in it."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.append import receipts_of
from warehouse.carried import add_rows, carry_over, journal_all_rows
from warehouse.connection import connect_writer, storage
from warehouse.errors import DamagedWarehouse
from warehouse.journal import CARRIED_FIRST, Journal, JournaledBatch, JournalIndex, journal_files
from warehouse.ledger import Key, Receipt, in_words, read_receipts, write_receipt
from warehouse.orderly import take_note
from warehouse.rebuilt import swap_in
from warehouse.restore import open_sound, renew_copy
from warehouse.schema import applied_steps, migrate, pending_migrations
from warehouse.search_index import catch_up
from warehouse.shape import refuse_newer

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Lost:
    """Batches that were committed and that the database doesn't have any more: the archive has their pages."""

    index: JournalIndex
    keys: list[Key] = field(default_factory=list)
    """In the order of committing."""
    is_all: bool = False
    """Whether the database has nothing of what was committed."""

    def batches(self) -> Iterator[JournaledBatch]:
        """Each as it was committed."""
        return (self.index.read(key) for key in self.keys)


def open_database(home: Path, journal: Journal) -> tuple[duckdb.DuckDBPyConnection, Lost | None]:
    """The home's database and what it lost. Raises `DamagedWarehouse`, `NewerHome`, `StorageFailed`."""
    with storage(home):
        orderly = take_note(home)
        swap_in(home)
        renew_copy(home, orderly)
        con, is_restored = open_sound(home, orderly)
        con = _upgraded(con, home)
        try:
            return con, _settle(con, home, journal, is_restored=is_restored)
        except BaseException:
            con.close()
            raise


def complete_index(con: duckdb.DuckDBPyConnection, home: Path, journal: Journal) -> JournalIndex:
    """Where all batches of the database stand in the journal, in their order, those first written that it lost."""
    keys, index = [receipt.key for receipt in receipts_of(con)], JournalIndex(home)
    missing = [key for key in keys if key not in index.places]
    if index.damaged or missing:
        log.warning("%s: what its damaged lines told is written again.", home / "journal")
        journal_all_rows(con, journal)
        for key in missing:
            journal.write_batch(con, key)
        index = JournalIndex(home)
    index.places = {key: index.places[key] for key in keys}
    return index


def _upgraded(con: duckdb.DuckDBPyConnection, home: Path) -> duckdb.DuckDBPyConnection:
    """The database in today's shape; a copy of it as it was stands beside it if tables had to change."""
    try:
        applied = applied_steps(con)
        refuse_newer(con, home)
        pending = pending_migrations(applied)
        if applied and pending:
            con.execute("CHECKPOINT")
            con.close()
            _keep_copy(home, pending[0])
            con = connect_writer(home)
        migrate(con)
        catch_up(con)
        return con
    except BaseException:
        con.close()
        raise


def _keep_copy(home: Path, first_pending: str) -> None:
    path = home / "ingest.duckdb"
    kept = path.with_name(f"{path.name}.before-{first_pending.partition('_')[0]}")
    half_done = kept.with_name(f"{kept.name}.part")
    shutil.copyfile(path, half_done)
    os.replace(half_done, kept)
    log.info("%s is brought to the shape of this version; as it was, it is kept as %s.", path, kept.name)


def _settle(con: duckdb.DuckDBPyConnection, home: Path, journal: Journal, *, is_restored: bool) -> Lost | None:
    """Ledger, journal and database made to tell the same, as far as this can be done without the archive."""
    told = {receipt.key: receipt for receipt in read_receipts(home)}
    _complete(con, home, journal, told)
    held = {receipt.key for receipt in receipts_of(con)}
    missed = [key for key, receipt in told.items() if receipt.pages and key not in held]
    lost = None
    if missed or is_restored:
        lost = _find(home, missed, held, [told[key] for key in missed])
        carry_over(con, journal, index=lost.index, tables=CARRIED_FIRST)
    add_rows(con, journal, table="run_states", query=_CRASHED, values={"at": datetime.now(UTC)})
    con.execute("CHECKPOINT")
    return lost


def _complete(con: duckdb.DuckDBPyConnection, home: Path, journal: Journal, told: dict[Key, Receipt]) -> None:
    """Write what a crash after a commit left unwritten, and what homes from before there was a journal lack."""
    is_unjournaled = not journal_files(home)
    if is_unjournaled:
        journal_all_rows(con, journal)
    for receipt in receipts_of(con):
        if is_unjournaled or receipt.key not in told:
            journal.write_batch(con, receipt.key)
        if receipt.key not in told:
            write_receipt(home, receipt)
            told[receipt.key] = receipt


def _find(home: Path, missed: Sequence[Key], held: set[Key], receipts: Sequence[Receipt]) -> Lost:
    """Where the journal has what was lost; what not even the journal has is written off, and said once."""
    index = JournalIndex(home)
    gone = [receipt for receipt in receipts if receipt.key not in index.places]
    for receipt in gone:
        write_receipt(home, replace(receipt, pages=0, outcomes={}, revisions=0, revisions_hash=f"{0:016x}"))
    if gone:
        what = in_words(gone[0].key) + (f" and {len(gone) - 1} more" if len(gone) > 1 else "")
        raise DamagedWarehouse(
            f"{home}: {what} ({sum(receipt.pages for receipt in gone):,} pages) was lost by the database and the"
            " journal alike; pages are fetched again by the next run, documents have to be loaded again."
        )
    lost = dict.fromkeys([*missed, *(key for key in index.places if key not in held)])
    return Lost(index=index, keys=list(lost), is_all=not held)


_CRASHED = """
    SELECT run_id, flow_run_id, kind, version, 'crashed' AS state, $at::TIMESTAMPTZ AS reached_at
    FROM runs
    WHERE state = 'running'
"""
