"""What was typed at the prompt of `broadsheet sql`, without what names or quotes a removed article."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from flows.commands.prompt import HISTORY
from scrapers.quoting import not_quoting


def take_out(home: Path, words: Iterable[str]) -> int:
    """Drop the lines that hold any of these texts, or quote a part of one; how many there were. Raises `OSError`."""
    path = home / HISTORY
    if not path.exists():
        return 0
    lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines(keepends=True)
    kept = not_quoting(lines, words)
    if len(kept) == len(lines):
        return 0
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text("".join(kept), encoding="utf-8", errors="surrogateescape")
    os.replace(part, path)
    return len(lines) - len(kept)
