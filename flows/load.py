"""The flow `load`: documents from files into the warehouse."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from prefect import flow

from flows.ending import told_by_state
from flows.ingest import append_documents, ingest
from flows.naming import named_by_day
from flows.report import RunReport
from flows.settings import read_settings
from scrapers.loaders import read_documents
from scrapers.loading.finding import size_of
from scrapers.source import load_sources


@flow(name="load", flow_run_name=named_by_day, persist_result=False)
@told_by_state
def load(paths: list[str], source: str | None = None, home: str | None = None, forms: str | None = None) -> RunReport:
    """Load the documents in these files and folders, of the source named if one is."""
    settings = read_settings(home=home, sources=forms)
    sources = load_sources(*settings.forms)
    named = sources[source].name if source else None
    files = [Path(path) for path in paths]
    work = partial(append_documents, read_documents(files, source=named), n_bytes=size_of(files))
    return ingest(work, settings=settings, sources=sources, kind="load")
