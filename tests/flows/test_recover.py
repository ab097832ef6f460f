"""Whatever is killed or damaged, the next run ends with the rows of a home that nothing happened to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "faults",
    [
        "kill -9 after",
        "put in place",
        "write-ahead log cut",
        "ingest.duckdb",
        "ingest and news deleted",
        "readers",
        "two",
        "full disk",
        "clock",
    ],
)
def test_nothing_is_lost_doubled_or_unreadable(faults: str) -> None:
    words = [sys.executable, "benchmarks/faults.py", "--trials", "1", "--only", faults]
    result = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stdout + result.stderr
    assert " trials" in result.stdout
