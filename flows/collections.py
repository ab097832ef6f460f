"""What `run` can run: packages of documents for now, each with a manifest; each document has its real source."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from flows.errors import UsageError

COLLECTIONS = ("seeds",)


def documents_of(names: Sequence[str]) -> list[Path]:
    """The files of these collections. Raises `UsageError` for what is none."""
    for name in names:
        if name not in COLLECTIONS:
            raise UsageError(f"{name} cannot be run: this version fetches nothing, it runs {', '.join(COLLECTIONS)}.")
    return [path for name in names for path in sorted(Path(str(files(name))).glob("*.txt"))]
