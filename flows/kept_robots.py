"""The robots.txt files of the last runs, kept in the home for a day so that they aren't asked for twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from scrapers.robots import Robots


def kept_robots(home: Path) -> tuple[Robots, ...]:
    """Those that may still be relied on; none when the file is missing or isn't one of ours."""
    try:
        values = json.loads(_place(home).read_text(encoding="utf-8"))
        kept = [Robots(**{**one, "fetched_at": datetime.fromisoformat(one["fetched_at"])}) for one in values]
    except (OSError, ValueError, TypeError, KeyError):
        return ()
    return tuple(one for one in kept if one.is_fresh(datetime.now(UTC)))


def keep_robots(home: Path, robots: Iterable[Robots]) -> None:
    """Write those down that could be had."""
    values = [asdict(one) | {"fetched_at": one.fetched_at.isoformat()} for one in robots if not one.unreachable]
    part = _place(home).with_suffix(".part")
    part.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    part.replace(_place(home))


def _place(home: Path) -> Path:
    return home / "robots.json"
