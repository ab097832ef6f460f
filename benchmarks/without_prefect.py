"""The flows' own code in this process, each step called at once: what benchmarks measure or break."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

# What asks for Prefect all the same fails, where it would be measured with a server of its own.
os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] = "false"

import flows.ingest
import flows.replay
from flows.ingest import append_documents, ingest
from flows.replay import rebuild
from flows.settings import read_settings
from scrapers.loaders import read_documents
from scrapers.source import load_sources


def load(home: Path, documents: Path) -> None:
    """As the flow `load` does it."""
    flows.ingest.step = lambda _, do: do()  # type: ignore[assignment]
    flows.ingest.tell = lambda _: None  # type: ignore[assignment]
    work = partial(append_documents, read_documents([documents]))
    ingest(work, settings=read_settings(home=home), sources=load_sources(), kind="load")


def replay(home: Path) -> None:
    """As the flow `replay` does it."""
    flows.replay.step = lambda _, do: do()  # type: ignore[assignment]
    rebuild(home, load_sources(), frozenset())
