"""One trial of `benchmarks/faults.py`: the product's own code in child processes, and the judgement at the end."""

from __future__ import annotations

import os
import pickle
import signal
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from without_prefect import load

from scrapers.errors import BroadsheetError
from warehouse.errors import WarehouseError
from warehouse.verify import verify

N_FIRST, N_ALL = 30, 60
ROWS = {
    "article_revisions": "* EXCLUDE (run_id, archive_file, archive_offset)",
    "removed_lines": "*",
    "field_origins": "*",
}
"""What must be the same whatever happened in between: runs differ, and where in the archive a document stands."""

KILLED, TOLD, DONE = -signal.SIGKILL, 4, 0
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(slots=True)
class Bench:
    """What all trials share."""

    scratch: Path
    first: Path
    everything: Path
    calm: Rows = field(default_factory=dict)
    half: Path = Path()
    """A home that holds the first documents, published."""
    seconds: float = 1.0
    """What a load takes."""


class Trial(NamedTuple):
    """How one ended."""

    lost: int
    doubled: int
    unreadable: int
    manual: int
    """Runs beyond the next one that were needed, or that nothing helped."""
    note: str = ""

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """What the table has of it."""
        return self.lost, self.doubled, self.unreadable, self.manual


# What a child reads


def rows_of(home: Path) -> tuple[Rows, list[str]]:
    """The rows that count, and the checks that failed."""
    with duckdb.connect(str(home / "news.duckdb"), read_only=True) as con:
        found = {
            table: con.execute(f"SELECT {what} FROM {table} ORDER BY ALL").fetchall() for table, what in ROWS.items()
        }
    return found, [f"{check.check}: {check.detail}" for check in verify(home, full=True) if not check.ok]


# Children


def child(do: Callable[[], Any], answer: Path | None = None) -> int:
    """The exit code of a forked child: 0, 3 or 4 with its sentence in `answer`, minus the signal that killed it."""
    pid = start(do, answer)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def start(do: Callable[[], Any], answer: Path | None = None) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        told = do()
        code = DONE
        if answer:
            answer.write_bytes(pickle.dumps(told))
    except (BroadsheetError, WarehouseError) as error:
        code = error.exit_code if isinstance(error, WarehouseError) else TOLD
        if answer:
            answer.write_text(str(error))
    except BaseException:  # noqa: BLE001 (whatever it is, it is the answer)
        if answer:
            answer.write_text(traceback.format_exc())
    finally:
        os._exit(code)


def killing(module: Any, name: str, when: str, nth: int) -> None:
    """From now on this process dies right before or after the n-th call of that function."""
    real, calls = getattr(module, name), [0]

    def dying(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] == nth and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if calls[0] == nth and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, name, dying)


# Judging


def judged(bench: Bench, home: Path, *, expect_unsound: str = "", told: int = 0) -> Trial:
    """The next load, left in peace, and what the home holds then; `told` runs may end with a sentence before."""
    runs, note = 0, ""
    answer = bench.scratch / "answer"
    while runs < 4 and (code := child(partial(load, home, bench.everything), answer)) != DONE:
        runs, note = runs + 1, f"exit {code}: {answer.read_text(errors='replace')[-300:]}"
        is_sentence = code == TOLD and len(note.splitlines()) == 1
        told -= 1 if is_sentence else 0
    manual = runs if runs and told < 0 else 0
    rows = bench.scratch / "rows"
    if child(partial(rows_of, home), rows) != DONE:
        return Trial(0, 0, 1, manual, note or rows.read_text(errors="replace")[-300:])
    found, failed = pickle.loads(rows.read_bytes())
    failed = [one for one in failed if not expect_unsound or not one.startswith(expect_unsound)]
    lost, doubled = compared(bench.calm, found)
    return Trial(lost, doubled, len(failed), manual, note if manual else "; ".join(failed)[:300])


def compared(calm: Rows, found: Rows) -> tuple[int, int]:
    """Rows that are missing, and rows too many."""
    expected = Counter((name, repr(row)) for name, rows in calm.items() for row in rows)
    stored = Counter((name, repr(row)) for name, rows in found.items() for row in rows)
    return (expected - stored).total(), (stored - expected).total()
