"""`HOME/ledger.jsonl`: one line per committed batch, outside the database, so that a lost tail is noticed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from scrapers.records import Outcome

Key = tuple[str, str, int]
"""A batch: its run, its source, its number in the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What one committed batch did."""

    run_id: str
    source: str
    batch: int
    pages: int
    outcomes: dict[Outcome, int]
    revisions: int
    """Article revisions appended."""
    revisions_hash: str
    """XOR of the 64-bit MD5 halves of `ARTICLE_ID@REVISION`: the same set gives the same value in any order."""
    committed_at: str
    """ISO 8601, UTC."""

    @property
    def key(self) -> Key:
        return self.run_id, self.source, self.batch


def in_words(key: Key) -> str:
    """As in `batch 2 of bacninh in run 2026-11-21T020000Z-5f0c1a2b`."""
    run_id, source, number = key
    return f"batch {number} of {source} in run {run_id}"


def write_receipt(home: Path, receipt: Receipt) -> None:
    """Append one line and put it on the disk. Raises `OSError`."""
    with ledger_path(home).open("ab+") as file:
        line = json.dumps(asdict(receipt), ensure_ascii=False, separators=(",", ":")) + "\n"
        file.write((b"" if _ends_whole(file.fileno()) else b"\n") + line.encode())
        file.flush()
        os.fsync(file.fileno())


def read_receipts(home: Path) -> Iterator[Receipt]:
    """The lines of the ledger; one torn by a crash is left out. Of a batch stored again, the last line counts."""
    path = ledger_path(home)
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            receipt = _read_line(line)
            if receipt:
                yield receipt


def ledger_path(home: Path) -> Path:
    return home / "ledger.jsonl"


def _read_line(line: bytes) -> Receipt | None:
    try:
        return Receipt(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _ends_whole(file: int) -> bool:
    """Whether the file is empty or ends with a line end: a crash may have torn its last line."""
    size = os.fstat(file).st_size
    return size == 0 or os.pread(file, 1, size - 1) == b"\n"
