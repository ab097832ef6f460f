"""The flow `nightly`: what is to be ingested every night, unattended."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from prefect import flow

from flows.ending import told_by_state
from flows.errors import UsageError
from flows.ingest import ingest
from flows.naming import named_by_day
from flows.report import RunReport
from flows.settings import read_settings
from scrapers.loaders import read_documents
from scrapers.source import load_sources

COLLECTIONS = ("seeds",)
"""Packages of documents with a manifest; each document has its real source."""


@flow(name="nightly", flow_run_name=named_by_day, persist_result=False)
@told_by_state
def nightly(names: tuple[str, ...] = COLLECTIONS, home: str | None = None, forms: str | None = None) -> RunReport:
    """Ingest these sources and collections, all of them unless named."""
    for name in names:
        if name not in COLLECTIONS:
            raise UsageError(f"{name} cannot be run: only {', '.join(COLLECTIONS)} can, fetching isn't built yet.")
    settings = read_settings(home=home, sources=forms)
    documents = read_documents([path for name in names for path in sorted(Path(str(files(name))).glob("*.txt"))])
    return ingest(documents, settings=settings, sources=load_sources(*settings.forms), kind="run")
