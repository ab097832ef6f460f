"""One run, as the flows arrange it: its work, each source's verdict, the published copy, the artifacts."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from prefect import runtime

from flows.artifacts import publish_artifacts
from flows.batches import gather
from flows.naming import new_run_id
from flows.prepare import Archives, prepare
from flows.recover import recover
from flows.report import RunReport
from flows.run import Run
from flows.settings import Settings
from flows.steps import step
from flows.topics import read_topics
from scrapers.documents import Unreadable
from scrapers.parallel import process_in_order
from scrapers.records import Document, RunKind
from scrapers.source import Sources
from scrapers.version import version
from warehouse.errors import WarehouseError
from warehouse.store import Warehouse

log = logging.getLogger(__name__)

Documents = Iterable[Document | Unreadable]
Work = Callable[[Run], None]
"""What appends batches to a run."""


def ingest(*work: Work, settings: Settings, sources: Sources, kind: RunKind) -> RunReport:
    """What became of everything listed or loaded. What ends the run early leaves the batches that were appended."""
    phrases = read_topics(settings.home)
    with Warehouse.open(settings.home) as warehouse:
        recover(warehouse, sources)
        warehouse.use_phrases(phrases)
        report = _run(work, warehouse, sources, kind)
        step("publish", warehouse.publish)
    publish_artifacts(report)
    log.info(report.sentence)
    return report


def _run(work: Sequence[Work], warehouse: Warehouse, sources: Sources, kind: RunKind) -> RunReport:
    began, started_at = time.monotonic(), datetime.now(UTC)
    run = Run(warehouse, sources, new_run_id(started_at))
    warehouse.start_run(run.run_id, runtime.flow_run.id, kind=kind, version=version(), started_at=started_at)
    try:
        warehouse.record_sources([source.record for source in sources.values()], at=started_at)
        for part in work:
            part(run)
        step("judge", run.judge)
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


def append_documents(documents: Documents, run: Run) -> None:
    """Workers extract the batches to come while this process reads, archives and appends."""
    with Archives(run.warehouse.home, run.run_id) as archives:
        batches = (prepare(gathered, run.warehouse, archives) for gathered in gather(documents, run.sources))
        jobs = ((prepared, prepared.pairs) for prepared in batches)
        for prepared, results in process_in_order(jobs, run.sources):
            told = step(f"load {prepared.source}", partial(run.append, prepared, results))
            log.info("%s: %s", prepared.source, told)
