"""One run, as the flows arrange it: its work, each source's verdict, the published copy, the artifacts."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from httpx import HTTPError
from prefect import runtime

from flows.batches import gather
from flows.ending import tell
from flows.errors import ServerFailed
from flows.prepare import Archives, Prepared, prepare
from flows.progress import Meter
from flows.recover import recover
from flows.report import RunReport, all_outcomes, in_words
from flows.run import Run
from flows.server_watch import has_ended, stop_if_ended, what_ended
from flows.settings import Settings
from flows.steps import step
from flows.stopping import CtrlC
from flows.topics import read_topics
from scrapers.documents import Unreadable
from scrapers.memory import seldom_collected
from scrapers.parallel import Result, process_in_order
from scrapers.records import Document, RunKind
from scrapers.source import Sources
from scrapers.version import version
from warehouse.errors import WarehouseError
from warehouse.store import Warehouse

log = logging.getLogger(__name__)

Documents = Iterable[Document | Unreadable]
Work = Callable[[Run], None]
"""What appends batches to a run."""

STEP_DOCUMENTS = 4_000
"""Documents from which on a step appends no further batch: Prefect's server spends 35 ms on each step."""


def ingest(*work: Work, settings: Settings, sources: Sources, kind: RunKind) -> RunReport:
    """What became of everything listed or loaded. What ends the run early leaves the batches that were appended.

    Raises `KeyboardInterrupt`, or `ServerFailed`, with a sentence that says where things stand.
    """
    phrases = read_topics(settings.home)
    with CtrlC() as ctrl_c, Warehouse.open(settings.home) as warehouse:
        recover(warehouse, sources)
        warehouse.use_phrases(phrases)
        run = Run(warehouse, sources, ctrl_c=ctrl_c)
        try:
            report = _run(work, run, kind)
            step("publish", warehouse.publish)
            ctrl_c.answer()
        except KeyboardInterrupt as error:
            raise KeyboardInterrupt(_publish_after_all(run, "Interrupted")) from error
        except (HTTPError, ServerFailed) as error:
            raise ServerFailed(_publish_after_all(run, what_ended())) from error
    tell(report)
    return report


def _publish_after_all(run: Run, why: str) -> str:
    """What a run that was ended early appended is for its readers, too: how that went, in a sentence."""
    appended = all_outcomes(run.counts)
    try:
        run.warehouse.publish()
    except WarehouseError as error:
        return f"{why}; what was appended stays, and the next run publishes it, since now it failed: {error}"
    if not appended:
        return f"{why}; nothing was appended yet."
    return f"{why}; what was read before is published ({in_words(appended)}), and the next run goes on from there."


def _run(work: Sequence[Work], run: Run, kind: RunKind) -> RunReport:
    began, warehouse = time.monotonic(), run.warehouse
    warehouse.start_run(run.run_id, runtime.flow_run.id, kind=kind, version=version(), started_at=run.started_at)
    try:
        warehouse.record_sources([source.record for source in run.sources.values()], at=run.started_at)
        for part in work:
            part(run)
        step("judge", run.judge)
        run.ctrl_c.answer()
    except BaseException:
        with suppress(WarehouseError):  # a full disk refuses this, too; then the next opening calls the run crashed
            warehouse.finish_run(run.run_id, state="failed", finished_at=datetime.now(UTC))
        raise
    warehouse.finish_run(run.run_id, state="failed" if run.alarms else "completed", finished_at=datetime.now(UTC))
    return RunReport(
        run_id=run.run_id,
        title=str(runtime.flow_run.name),
        version=version(),
        seconds=time.monotonic() - began,
        counts=run.counts,
        rejected=run.rejected,
        alarms=sorted(run.alarms),
        notices=sorted(run.notices),
    )


def append_documents(documents: Documents, run: Run, *, n_bytes: int | None = None) -> None:
    """Workers extract the batches to come while this process reads, archives and appends."""
    with Archives(run.warehouse.archive, run.run_id) as archives, Meter(n_bytes) as meter, seldom_collected():
        gathered = gather(documents, run.sources)
        batches = (prepare(one, run.warehouse, archives, removed=run.removed) for one in gathered)
        jobs = ((prepared, prepared.pairs) for prepared in batches)
        appended = _append_each(process_in_order(jobs, run.sources), run, meter)
        number, is_more = 1, True
        while is_more:
            is_more = step(f"load {number}", partial(_append_some, appended, run))
            run.ctrl_c.answer()
            stop_if_ended()
            number += 1


def _append_some(appended: Iterator[int], run: Run) -> bool:
    """Whether there may be more than the batches of one step."""
    n = 0
    for n_documents in appended:
        n += n_documents
        if n >= STEP_DOCUMENTS or run.ctrl_c.is_pressed or has_ended():
            return True
    return False


def _append_each(ready: Iterable[tuple[Prepared, Sequence[Result]]], run: Run, meter: Meter) -> Iterator[int]:
    """The documents of each batch, once it is appended."""
    for prepared, results in ready:
        run.append(prepared, results)
        so_far = in_words(run.counts_of(prepared.source).outcomes)
        n_documents = len(prepared.slots)
        meter.add(prepared.source, n=n_documents, n_bytes=prepared.n_bytes, so_far=so_far)
        del prepared, results  # or they would stay until the next batch is done
        yield n_documents
