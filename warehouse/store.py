"""The warehouse for the one process that writes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scrapers.records import Batch, Outcome, RunKind, SourceRecord
from warehouse import wide_search
from warehouse.append import append_batch, find_receipt
from warehouse.carried import add_rows, add_told, carry_over
from warehouse.connection import connect_writer, interruptible, storage
from warehouse.errors import DamagedWarehouse
from warehouse.journal import CARRIED, Journal, JournalIndex
from warehouse.ledger import write_receipt
from warehouse.literal import literal
from warehouse.lock import HomeLock
from warehouse.opening import Lost, complete_index, open_database
from warehouse.orderly import leave_note
from warehouse.publish import publish
from warehouse.rebuilt import drop_old
from warehouse.staging import stage_ids, stage_sources, staged
from warehouse.topics import Phrase, use_phrases
from warehouse.wide_search import Progress

RunState = Literal["completed", "failed", "crashed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The last revision of an article we hold."""

    revision: int
    digest: str
    revision_hash: str
    extractor: str
    archive_file: str | None
    archive_offset: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRun:
    """How a source fared in a run, as far as `pages` doesn't tell it."""

    run_id: str
    source: str
    listed: int
    """Distinct URLs listed, or documents loaded: what the outcomes must add up to."""
    known: int
    """Listed, held already and not asked for again; these have no page."""
    started_at: datetime
    finished_at: datetime
    breaches: tuple[str, ...]
    """One sentence each."""


CHECKPOINT_PAGES = 16_000
"""Appended from one checkpoint to the next, unless the log grows past `WRITER_LOG` before: one costs what a batch does,
or two."""


class Warehouse:
    """`HOME/ingest.duckdb`, open for writing under the home's lock; readers use the copy that `publish` makes.

    Threads may share it: one works on it at a time.
    """

    def __init__(self, home: Path, lock: HomeLock) -> None:
        self.home = home
        self.archive = home / "archive"
        """The folder of the WARC files: who fetches or loads writes them."""
        self.lost: Lost | None
        """Batches to be made again from the archive before anything else is appended."""
        self._lock = lock
        self._journal = Journal(home)
        self._con, self.lost = open_database(home, self._journal)
        self._mutex = Lock()
        self._n_in_log = 0
        self._is_sound = True

    @classmethod
    def open(cls, home: Path) -> Warehouse:
        """The home's warehouse, created if there is none. Raises `HomeLocked`, `DamagedWarehouse`, `StorageFailed`."""
        with storage(home):
            home.mkdir(parents=True, exist_ok=True)
            lock = HomeLock.take(home)
        try:
            return cls(home, lock)
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Close the file and let others in."""
        self._con.close()
        self._journal.close()
        try:
            if self._is_sound:
                with storage(self.home):
                    leave_note(self.home)
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start_run(
        self, run_id: str, flow_run_id: str | None, *, kind: RunKind, version: str, started_at: datetime
    ) -> None:
        """Record that a run began; it is `running` until `finish_run`, or `crashed` when the home is next opened."""
        with self._turn():
            values = {"run": run_id, "flow_run": flow_run_id, "kind": kind, "version": version, "at": started_at}
            add_rows(self._con, self._journal, table="run_states", query=_START, values=values)

    def finish_run(self, run_id: str, *, state: RunState, finished_at: datetime) -> None:
        """Record how the run ended: a row more, since no row is ever changed."""
        with self._turn():
            values = {"run_id": run_id, "state": state, "at": finished_at}
            add_rows(self._con, self._journal, table="run_states", query=_FINISH, values=values)

    def record_sources(self, records: Sequence[SourceRecord], *, at: datetime) -> None:
        """Keep the forms as they were used: a row for each whose hash isn't the last one we have."""
        with self._turn(), staged(self._con, {"staged_source": stage_sources(records)}):
            add_rows(self._con, self._journal, table="sources", query=_RECORD_SOURCES, values={"at": at})

    def held(self, article_ids: Sequence[str]) -> dict[str, Held]:
        """The last revision of those of these articles that we hold."""
        with self._turn(), staged(self._con, {"wanted": stage_ids(article_ids)}):
            rows = self._con.execute(_HELD).fetchall()
        return {
            article_id: Held(
                revision=revision,
                digest=digest,
                revision_hash=revision_hash,
                extractor=extractor,
                archive_file=archive_file,
                archive_offset=archive_offset,
            )
            for article_id, revision, digest, revision_hash, extractor, archive_file, archive_offset in rows
        }

    def append(self, batch: Batch) -> dict[Outcome, int]:
        """How many pages had which outcome; the batch is stored whole or not at all, and twice is as good as once."""
        with self._turn():
            receipt = find_receipt(self._con, batch)
            if receipt is None and batch.pages:
                receipt = append_batch(self._con, batch)
                self._journal.write_batch(self._con, receipt.key)
                write_receipt(self.home, receipt)
                self._checkpoint_after(len(batch.pages))
        return dict(receipt.outcomes) if receipt else {}

    def use_phrases(self, phrases: Sequence[Phrase]) -> bool:
        """Whether topics were found anew in all articles, because these phrases aren't those used so far."""
        with self._turn():
            return use_phrases(self._con, phrases)

    def rows(self, query: str, values: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> list[tuple[Any, ...]]:
        """What a query of this package gives, with the Arrow tables it names."""
        with self._turn(), staged(self._con, tables):
            return self._con.execute(query, values).fetchall()

    def column(self, query: str, values: Mapping[str, Any]) -> NDArray[Any]:
        """The one column, without a null, that a query of this package gives: rows take ten times the memory."""
        with self._turn():
            (column,) = self._con.execute(query, values).fetchnumpy().values()
        return np.asarray(column)

    def keep(self, table: str, query: str, values: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> None:
        """Store what a query of this package gives in a table whose rows the archive doesn't tell."""
        with self._turn(), staged(self._con, tables):
            add_rows(self._con, self._journal, table=table, query=query, values=values)

    def copy_into(self, path: Path, kept: Callable[[str], str], staging: Mapping[str, pa.Table]) -> None:
        """Fill the tables of another warehouse's file with what the query `kept` of each table gives."""
        with self._turn(), staged(self._con, staging):
            self._con.execute(f"ATTACH {literal(str(path))} AS site")
            tables = self._con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'site'").fetchall()
            for (table,) in tables:
                self._con.execute(f"DELETE FROM site.{table}; INSERT INTO site.{table} BY NAME {kept(table)}")
            self._con.execute("CHECKPOINT site")
            self._con.execute("DETACH site")

    def journal(self) -> JournalIndex:
        """All that was committed, in this order; what the journal lost is written into it again first."""
        with self._turn():
            return complete_index(self._con, self.home, self._journal)

    def record_source_run(self, source_run: SourceRun) -> None:
        """A row of `source_runs`, its outcomes counted from `pages`; a second one for the same run changes nothing."""
        with self._turn():
            rows = json.dumps([asdict(source_run)], default=str)
            add_told(self._con, self._journal, table="source_runs", rows=rows)
            self._con.execute("CHECKPOINT")

    def is_wide_search_due(self, *, at: datetime) -> bool:
        """Whether a week has passed since copies were searched for among all that is held."""
        with self._turn():
            return wide_search.is_due(self._con, at=at)

    def search_widely(self, *, run_id: str, at: datetime) -> Iterator[Progress]:
        """Search for copies of what came since the last such search among all that is held, chunk by chunk."""
        yield from self._by_turns(wide_search.search_widely(self._con, run_id=run_id, at=at))

    def renew_stories(self, *, run_id: str, at: datetime) -> Iterator[Progress]:
        """Judge all pairs and tell all stories anew, chunk by chunk; until the end the stories before stand."""
        yield from self._by_turns(wide_search.renew_stories(self._con, run_id=run_id, at=at))

    def carry_over(self, index: JournalIndex, tables: Sequence[str] = CARRIED) -> None:
        """Runs, forms, removals and, once their batches are stored, counts: what the journal tells and we lack."""
        with self._turn():
            carry_over(self._con, self._journal, index=index, tables=tables)
            self._con.execute("CHECKPOINT")
        self.lost = None

    def publish(self) -> bool:
        """Put a copy where readers open it; False when nothing changed since the last one. Raises `StorageFailed`."""
        with self._turn():
            self._con.execute("CHECKPOINT")  # closing would do it, too, but keep a failure to itself
            # Closed first: reading a file and closing it drops the locks our process holds on it (POSIX), DuckDB's too.
            self._con.close()
            try:
                is_new = publish(self.home)
                drop_old(self.home)
                return is_new
            finally:
                self._con = connect_writer(self.home)

    def _by_turns(self, work: Iterator[Progress]) -> Iterator[Progress]:
        """Each step of the work in a turn of its own, so that others needn't wait for all of it."""
        while True:
            with self._turn():
                progress = next(work, None)
                self._con.execute("CHECKPOINT")
            if progress is None:
                return
            yield progress

    def _checkpoint_after(self, n_pages: int) -> None:
        """Now and then: a cut write-ahead log loses committed rows, and these are made again from the archive."""
        self._n_in_log += n_pages
        if self._n_in_log >= CHECKPOINT_PAGES:
            self._con.execute("CHECKPOINT")
            self._n_in_log = 0

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One thread at a time: a connection has one transaction, and sources are fetched side by side."""
        try:
            with self._mutex, storage(self.home), interruptible():
                yield
        except DamagedWarehouse:
            self._is_sound = False
            raise


_START = """
    SELECT $run AS run_id, $flow_run AS flow_run_id, $kind AS kind, $version AS version, 'running' AS state,
           $at::TIMESTAMPTZ AS reached_at
"""
_FINISH = """
    SELECT run_id, flow_run_id, kind, version, $state AS state, $at::TIMESTAMPTZ AS reached_at
    FROM runs
    WHERE run_id = $run_id
"""
_RECORD_SOURCES = """
    SELECT staged_source.*, $at::TIMESTAMPTZ AS recorded_at
    FROM staged_source
    LEFT JOIN (SELECT source, arg_max(form_hash, rowid) AS last_hash FROM sources GROUP BY source) USING (source)
    WHERE last_hash IS DISTINCT FROM form_hash
"""
_HELD = """
    SELECT article_id, max(revision), arg_max(digest, revision), arg_max(revision_hash, revision),
           arg_max(extractor, revision), arg_max_null(archive_file, revision), arg_max_null(archive_offset, revision)
    FROM article_revisions
    SEMI JOIN wanted USING (article_id)
    GROUP BY article_id
"""
