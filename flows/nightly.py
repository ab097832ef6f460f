"""The flow `nightly`: what is to be ingested every night, unattended."""

from __future__ import annotations

from datetime import date
from functools import partial

from prefect import flow

from flows.dedup import look_further
from flows.ending import told_by_state
from flows.ingest import Work, append_documents, ingest
from flows.naming import named_by_day
from flows.report import RunReport
from flows.settings import read_settings
from flows.wanted import contact_of, wanted_documents, wanted_sources
from flows.web import fetch_sources
from scrapers.loaders import read_documents
from scrapers.loading.finding import size_of
from scrapers.source import load_sources


@flow(name="nightly", flow_run_name=named_by_day, persist_result=False)
@told_by_state
def nightly(
    names: tuple[str, ...] = (),
    since: str | None = None,
    limit: int | None = None,
    home: str | None = None,
    forms: str | None = None,
) -> RunReport:
    """Ingest these sources and collections, all enabled sources unless named; `since` is a day (YYYY-MM-DD)."""
    settings = read_settings(home=home, sources=forms)
    sources = load_sources(*settings.forms)
    day = date.fromisoformat(since) if since else None
    work: list[Work] = []
    if documents := wanted_documents(names):
        work.append(partial(append_documents, read_documents(documents), n_bytes=size_of(documents)))
    if web := wanted_sources(names, sources):
        work.append(partial(fetch_sources, sources=web, contact=contact_of(settings), since=day, limit=limit))
    return ingest(*work, look_further, settings=settings, sources=sources, kind="backfill" if since else "run")
