"""Names of runs: the same every day but for the date, so that an operator finds them again."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime


def named_by_day() -> str:
    """The flow's name and the day in UTC, as in `nightly-2026-11-21`."""
    from prefect.runtime import flow_run  # not above: `dedup` names a run, too, and waits for no Prefect

    return f"{flow_run.flow_name}-{datetime.now(UTC):%Y-%m-%d}"


def new_run_id(started_at: datetime) -> str:
    """Sorts by time, never comes twice, and fits into a file name."""
    return f"{started_at:%Y-%m-%dT%H%M%SZ}-{secrets.token_hex(4)}"


def archive_stem(run_id: str, source: str) -> str:
    """The name of a source's WARC file in a run, as in `2026-11-21T020000Z-womenofchina-5f0c1a2b`."""
    moment, _, tail = run_id.rpartition("-")
    return f"{moment}-{source}-{tail}"
