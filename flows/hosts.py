"""What hosts told the last runs, kept in the home: what may be asked for, and until when they are to be left alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapers.fetch import Client
from scrapers.fetching.pacing import Pacing
from scrapers.robots import Robots


def told_client(home: Path, contact: str, *, pacing: Pacing | None = None) -> Client:
    """A client that knows what hosts told earlier ones."""
    return Client(contact=contact, pacing=pacing or kept_pacing(home), robots=_kept_robots(home))


def kept_pacing(home: Path) -> Pacing:
    """A pacing that leaves alone whoever asked for it."""
    return Pacing(_kept_closures(home))


def keep(home: Path, client: Client, pacing: Pacing) -> None:
    """Write down what hosts told this client."""
    _keep_robots(home, client.robots)
    _keep_closures(home, pacing.closed)


def _kept_robots(home: Path) -> tuple[Robots, ...]:
    """Those that may still be relied on, for a day; none when the file is missing or isn't one of ours."""
    try:
        values = json.loads(_robots(home).read_text(encoding="utf-8"))
        kept = [Robots(**{**one, "fetched_at": datetime.fromisoformat(one["fetched_at"])}) for one in values]
    except (OSError, ValueError, TypeError, KeyError):
        return ()
    return tuple(one for one in kept if one.is_fresh(datetime.now(UTC)))


def _keep_robots(home: Path, robots: Iterable[Robots]) -> None:
    """Write those down that could be had."""
    values = [asdict(one) | {"fetched_at": one.fetched_at.isoformat()} for one in robots if not one.unreachable]
    _write(_robots(home), values)


def _kept_closures(home: Path) -> dict[str, datetime]:
    """The moment for each host and port, where it is still to come; none when the file is missing or isn't ours."""
    try:
        values = json.loads(_closures(home).read_text(encoding="utf-8"))
        moments = {str(host): datetime.fromisoformat(told).astimezone(UTC) for host, told in values.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return _to_come(moments)


def _keep_closures(home: Path, closures: Mapping[str, datetime]) -> None:
    """Write down those that are still to come."""
    values = {host: moment.isoformat() for host, moment in sorted(_to_come(closures).items())}
    if values:
        _write(_closures(home), values)
    else:
        _closures(home).unlink(missing_ok=True)


def _to_come(closures: Mapping[str, datetime]) -> dict[str, datetime]:
    now = datetime.now(UTC)
    return {host: moment for host, moment in closures.items() if moment > now}


def _write(path: Path, values: Any) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    part.replace(path)


def _robots(home: Path) -> Path:
    return home / "robots.json"


def _closures(home: Path) -> Path:
    return home / "closed_hosts.json"
