"""Until when hosts asked to be left alone, kept in the home: the next run honours it, too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path


def kept_closures(home: Path) -> dict[str, datetime]:
    """The moment for each host and port, where it is still to come; none when the file is missing or isn't ours."""
    try:
        values = json.loads(_place(home).read_text(encoding="utf-8"))
        moments = {str(host): datetime.fromisoformat(told).astimezone(UTC) for host, told in values.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return _to_come(moments)


def keep_closures(home: Path, closures: Mapping[str, datetime]) -> None:
    """Write down those that are still to come."""
    values = {host: moment.isoformat() for host, moment in sorted(_to_come(closures).items())}
    if not values:
        _place(home).unlink(missing_ok=True)
        return
    part = _place(home).with_suffix(".part")
    part.write_text(json.dumps(values), encoding="utf-8")
    part.replace(_place(home))


def _to_come(closures: Mapping[str, datetime]) -> dict[str, datetime]:
    now = datetime.now(UTC)
    return {host: moment for host, moment in closures.items() if moment > now}


def _place(home: Path) -> Path:
    return home / "closed_hosts.json"
