"""The flow `replay`: the warehouse made again from the archive, by today's forms and rules, without a request."""

from __future__ import annotations

import hashlib
import logging
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from prefect import flow, runtime

from flows.counts import Counts
from flows.ending import tell, told_by_state
from flows.lessons import with_lessons
from flows.naming import named_by_day, new_run_id
from flows.progress import Pace
from flows.recover import recover
from flows.remake import Remaking
from flows.report import RunReport
from flows.settings import read_settings
from flows.steps import step
from flows.topics import read_topics
from scrapers.counting import counted
from scrapers.source import Sources, load_sources
from scrapers.version import version
from warehouse import rebuilt
from warehouse.compare import Difference, compare
from warehouse.journal import CARRIED_FIRST, JournaledBatch, JournalIndex
from warehouse.ledger import Key
from warehouse.store import Warehouse
from warehouse.stored import stored_articles

log = logging.getLogger(__name__)

SAID_EVERY_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayReport(RunReport):
    """What was made of the archive, and how it differs from what is held, where that was asked for."""

    differences: Sequence[Difference]
    """Empty where the warehouse was replaced."""


@flow(name="replay", flow_run_name=named_by_day, persist_result=False)
@told_by_state
def replay(
    names: tuple[str, ...] = (), diff: bool = False, home: str | None = None, forms: str | None = None
) -> RunReport:
    """Make the warehouse again, reading these sources' pages again, or all; `diff` only tells what would change."""
    settings = read_settings(home=home, sources=forms)
    sources = load_sources(*settings.forms)
    chosen = frozenset(sources[name].name if name != "unknown" else name for name in names)
    report = differences_in(settings.home, sources, chosen) if diff else rebuild(settings.home, sources, chosen)
    tell(report)
    return report


def rebuild(home: Path, sources: Sources, names: frozenset[str]) -> ReplayReport:
    """The warehouse rebuilt beside the old one, then put in its place; what a kill left is gone on with."""
    began, started_at = time.monotonic(), datetime.now(UTC)
    run_id, phrases = new_run_id(started_at), read_topics(home)
    with Warehouse.open(home) as old:
        index = _committed(old, sources, names)
        known = with_lessons(sources, old)
        site = rebuilt.prepare_site(home, rules=_rules(known, names))
        with Warehouse.open(site) as new:
            remaking = _remaking(old, new, known, names)
            new.use_phrases(phrases)
            new.carry_over(index, CARRIED_FIRST)
            counts = step("replay", partial(_remake, remaking, index, list(index.places)))
            step("carry over", partial(new.carry_over, index))
            new.start_run(run_id, runtime.flow_run.id, kind="replay", version=version(), started_at=started_at)
            new.record_sources([source.record for source in sources.values()], at=started_at)
            new.finish_run(run_id, state="completed", finished_at=datetime.now(UTC))
        rebuilt.finish(home)
    with Warehouse.open(home) as warehouse:
        log.info("The old warehouse is kept in %s until the new one is published.", rebuilt.old_place(home))
        step("publish", warehouse.publish)
    return _report(run_id, counts, remaking, seconds=time.monotonic() - began)


def _committed(old: Warehouse, sources: Sources, names: frozenset[str]) -> JournalIndex:
    """All that was committed; where the database has nothing of it, it isn't made twice."""
    lost = old.lost
    if lost is None or not lost.is_all or names:  # what isn't read again is taken from the database
        recover(old, sources)
        return old.journal()
    lost.index.places = {key: lost.index.places[key] for key in lost.keys}
    return lost.index


def differences_in(home: Path, sources: Sources, names: frozenset[str]) -> ReplayReport:
    """What a replay would change; nothing is changed."""
    began, started_at = time.monotonic(), datetime.now(UTC)
    with Warehouse.open(home) as old:
        recover(old, sources)
        site = home / "replay-diff"
        shutil.rmtree(site, ignore_errors=True)
        try:
            with Warehouse.open(site) as new:
                remaking = _remaking(old, new, with_lessons(sources, old), frozenset())
                index = old.journal()
                keys = [key for key in index.places if not names or key[1] in names]
                counts = step("replay", partial(_remake, remaking, index, keys))
            differences = step("compare", partial(compare, old, site / "ingest.duckdb", names=names))
        finally:
            shutil.rmtree(site, ignore_errors=True)
    seconds = time.monotonic() - began
    return _report(new_run_id(started_at), counts, remaking, seconds=seconds, differences=differences)


def _remaking(old: Warehouse, new: Warehouse, sources: Sources, names: frozenset[str]) -> Remaking:
    return Remaking(archive=old.archive, sources=sources, target=new, names=names, stored=partial(stored_articles, old))


def _rules(sources: Sources, names: frozenset[str]) -> str:
    """What a rebuilding depends on: one that was begun by other rules is begun anew."""
    told = [version(), *sorted(names), *(f"{name} {source.form_hash}" for name, source in sorted(sources.items()))]
    told += [f"{name} {lesson.version}" for name, lesson in sorted(sources.lessons.items())]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _remake(remaking: Remaking, index: JournalIndex, keys: Sequence[Key]) -> dict[str, Counts]:
    """Outcomes by source, while it is said now and then how far it is."""
    counts: dict[str, Counts] = {}
    n_done, pace = 0, Pace(SAID_EVERY_S)
    for number, made in enumerate(remaking.remake(_read(index, keys)), 1):
        of_source = counts.setdefault(made.source, Counts(started_at=datetime.now(UTC)))
        of_source.listed += made.n_pages
        of_source.outcomes.update(made.outcomes)
        of_source.finished_at = datetime.now(UTC)
        n_done += made.n_pages
        if pace.is_due():
            log.info("replay: %s, batch %s of %s", counted(n_done, "page"), f"{number:,}", f"{len(keys):,}")
    return counts


def _read(index: JournalIndex, keys: Sequence[Key]) -> Iterator[JournaledBatch]:
    return (index.read(key) for key in keys)


def _report(
    run_id: str,
    counts: dict[str, Counts],
    remaking: Remaking,
    *,
    seconds: float,
    differences: Sequence[Difference] = (),
) -> ReplayReport:
    gone = remaking.unreadable
    kept = "from the archive, or of sources without a form; what was held was kept, such as"
    return ReplayReport(
        run_id=run_id,
        title=str(runtime.flow_run.name),
        version=version(),
        seconds=seconds,
        counts=counts,
        rejected=(),
        alarms=(),
        notices=[f"The content of {counted(len(gone), 'page')} is gone {kept} {gone[0]}."] if gone else [],
        differences=differences,
    )
