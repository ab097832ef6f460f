"""Which files stand as they stood when the home was last closed in order: their blocks needn't be looked at.

Every file is looked at before it is published, so nothing unsound takes the place of a sound copy; here it is only
spared to look twice. Any write, copy or restoring changes what the note says of a file, and a process that dies or
meets damage leaves no note.
"""

from __future__ import annotations

import json
from pathlib import Path

_NAMES = ("ingest.duckdb", "news.duckdb")


def take_note(home: Path) -> frozenset[str]:
    """The names of the files that need no look; the note is gone afterwards, until the home is closed in order again.

    Raises `OSError`.
    """
    path = _note(home)
    try:
        told = json.loads(path.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return frozenset()
    path.unlink()
    return frozenset(name for name, standing in told.items() if standing == _standing(home / name))


def leave_note(home: Path) -> None:
    """Write down how the home's files stand. Raises `OSError`."""
    told = {name: standing for name in _NAMES if (standing := _standing(home / name))}
    if told:
        _note(home).write_text(json.dumps(told), encoding="ascii")


def _note(home: Path) -> Path:
    return home / "closed.json"


def _standing(path: Path) -> list[int] | None:
    """What changes whenever a file is written to or replaced; None where there is none."""
    if not path.exists():
        return None
    told = path.stat()
    return [told.st_size, told.st_ino, told.st_mtime_ns, told.st_ctime_ns]
