"""One run over documents, as the flows arrange it: read, archive, extract, append, judge, publish."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from prefect import runtime

from flows.artifacts import publish_artifacts
from flows.batches import gather
from flows.naming import new_run_id
from flows.prepare import Archives, prepare
from flows.report import RunReport
from flows.run import Run
from flows.settings import Settings
from flows.steps import step
from scrapers.documents import Unreadable
from scrapers.parallel import process_in_order
from scrapers.records import Document, RunKind
from scrapers.source import Sources
from scrapers.version import version
from warehouse.errors import WarehouseError
from warehouse.store import Warehouse

log = logging.getLogger(__name__)

Documents = Iterable[Document | Unreadable]


def ingest(documents: Documents, *, settings: Settings, sources: Sources, kind: RunKind) -> RunReport:
    """What became of every document. Whatever ends the run early leaves the batches that were appended."""
    with Warehouse.open(settings.home) as warehouse:
        report = _run(documents, warehouse, sources, kind)
        step("publish", warehouse.publish)
    publish_artifacts(report)
    log.info(report.sentence)
    return report


def _run(documents: Documents, warehouse: Warehouse, sources: Sources, kind: RunKind) -> RunReport:
    began, started_at = time.monotonic(), datetime.now(UTC)
    run = Run(warehouse, sources, new_run_id(started_at))
    warehouse.start_run(run.run_id, runtime.flow_run.id, kind=kind, version=version(), started_at=started_at)
    try:
        warehouse.record_sources([source.record for source in sources.values()], at=started_at)
        _append_all(run, documents, warehouse, sources)
        alarms = step("judge", run.judge)
    except BaseException:
        with suppress(WarehouseError):  # a full disk refuses this, too; then the next opening calls the run crashed
            warehouse.finish_run(run.run_id, state="failed", finished_at=datetime.now(UTC))
        raise
    warehouse.finish_run(run.run_id, state="failed" if alarms else "completed", finished_at=datetime.now(UTC))
    return RunReport(
        run_id=run.run_id,
        title=str(runtime.flow_run.name),
        version=version(),
        seconds=time.monotonic() - began,
        counts=run.counts,
        rejected=run.rejected,
        alarms=alarms,
    )


def _append_all(run: Run, documents: Documents, warehouse: Warehouse, sources: Sources) -> None:
    """Workers extract the batches to come while this process reads, archives and appends."""
    with Archives(warehouse.home, run.run_id) as archives:
        batches = (prepare(gathered, warehouse, archives) for gathered in gather(documents, sources))
        jobs = ((prepared, prepared.pairs) for prepared in batches)
        for prepared, results in process_in_order(jobs, sources):
            told = step(f"load {prepared.source}", partial(run.append, prepared, results))
            log.info("%s: %s", prepared.source, told)
