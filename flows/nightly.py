"""The flow `nightly`: what is to be ingested every night, unattended."""

from __future__ import annotations

from prefect import flow

from flows.collections import COLLECTIONS, documents_of
from flows.ending import told_by_state
from flows.ingest import ingest
from flows.naming import named_by_day
from flows.report import RunReport
from flows.settings import read_settings
from scrapers.loaders import read_documents
from scrapers.source import load_sources


@flow(name="nightly", flow_run_name=named_by_day, persist_result=False)
@told_by_state
def nightly(names: tuple[str, ...] = COLLECTIONS, home: str | None = None, forms: str | None = None) -> RunReport:
    """Ingest these sources and collections, all of them unless named."""
    settings = read_settings(home=home, sources=forms)
    documents = read_documents(documents_of(names))
    return ingest(documents, settings=settings, sources=load_sources(*settings.forms), kind="run")
