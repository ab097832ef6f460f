"""What happens to a home when things go wrong: `python benchmarks/faults.py` injects faults and prints the fault table.

    python benchmarks/faults.py [--trials 12] [--seed 20261121] [--only 'WORDS|WORDS']

Each trial is a small home of its own and the product's own code in a child process: documents are loaded, the fault
happens, and the next load is left in peace. Then the home must hold exactly the rows of one that nothing happened to,
and `verify --full` must find nothing. The children are forked from one process that has imported everything, so that a
trial takes a second; the flows run without Prefect's server. `benchmarks/crash.py` kills the whole command.
"""

from __future__ import annotations

import argparse
import logging
import pickle
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

import fault_kinds as kinds
from fault_trials import DONE, N_ALL, N_FIRST, Bench, Trial, child, rows_of
from load import generate
from without_prefect import load


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    name: str
    happens: Callable[[Bench, Path, random.Random], Trial]
    kind: str
    share: float = 1.0
    """Of the trials asked for."""


def faults() -> Iterator[Fault]:
    yield Fault(name="kill -9 at any moment of a load", happens=kinds.killed_any_time, kind="kill", share=5)
    for point in kinds.POINTS:
        for when in ("before", "after"):
            yield Fault(
                name=f"kill -9 {when} {point}", happens=partial(kinds.killed_at, point, when), kind="kill", share=0.5
            )
    yield Fault(name="kill -9 at any moment of a replay", happens=kinds.replay_killed, kind="kill", share=2)
    yield Fault(name="kill -9 while a replay is put in place", happens=kinds.swap_killed, kind="kill")
    yield Fault(name="two runs at once", happens=kinds.two_at_once, kind="other", share=0.5)
    yield Fault(name="readers through a whole run", happens=kinds.reader_polling, kind="other", share=0.3)
    for what in ("archive", "database"):
        yield Fault(name=f"full disk: {what}", happens=partial(kinds.disk_full, what), kind="other", share=0.5)
    for what in ("archive", "spill", "journal"):
        yield Fault(name=f"full disk under {what}/", happens=partial(kinds.small_tmpfs, what), kind="other", share=0.5)
    yield Fault(name="read-only home", happens=kinds.read_only_home, kind="other", share=0.3)
    yield Fault(name="clock set back ten years", happens=partial(kinds.clock_set, -3_650), kind="other", share=0.3)
    yield Fault(name="clock set ahead ten years", happens=partial(kinds.clock_set, 3_650), kind="other", share=0.3)
    files: dict[str, tuple[str, ...]] = {"write-ahead log": ("ingest.duckdb.wal",), "ingest.duckdb": ("ingest.duckdb",)}
    files |= {"ingest and news": ("ingest.duckdb", "news.duckdb"), "ledger": ("ledger.jsonl",)}
    for name, paths in files.items():
        for how in ("cut", "deleted", "flipped", "overwritten"):
            yield Fault(name=f"{name} {how}", happens=partial(kinds.damaged, paths, how), kind="damage", share=0.5)
    for how in ("cut", "deleted", "flipped"):
        yield Fault(name=f"journal {how}", happens=partial(kinds.journal_damaged, how), kind="damage", share=0.4)
        yield Fault(name=f"archive {how}", happens=partial(kinds.archive_damaged, how), kind="damage", share=0.4)
    yield Fault(name="databases and archive damaged", happens=kinds.all_but_the_journal, kind="damage", share=0.5)


def prepare(scratch: Path) -> Bench:
    """The documents, the home every trial begins with, and the rows it must end with."""
    everything = generate(scratch / "all.jsonl", N_ALL, revised=True)
    first = scratch / "first.jsonl"
    first.write_text("".join(everything.read_text().splitlines(keepends=True)[:N_FIRST]))
    bench = Bench(scratch=scratch, first=first, everything=everything, half=scratch / "half")
    assert child(partial(load, bench.half, first), scratch / "answer") == DONE, (scratch / "answer").read_text()
    calm = shutil.copytree(bench.half, scratch / "calm")
    began = time.monotonic()
    assert child(partial(load, calm, everything), scratch / "answer") == DONE
    bench.seconds = time.monotonic() - began
    assert child(partial(rows_of, calm), scratch / "rows") == DONE
    bench.calm, failed = pickle.loads((scratch / "rows").read_bytes())
    assert not failed, failed
    return bench


def table(bench: Bench, *, n_trials: int, only: str, chance: random.Random) -> bool:
    """Print a line for each fault; whether all is as it should be."""
    totals: Counter[str] = Counter()
    is_good = True
    print(f"{'fault':45} trials   lost  doubled  unreadable  manual")
    for fault in faults():
        if not any(words in fault.name for words in only.split("|")):
            continue
        trials = []
        for _ in range(max(1, round(n_trials * fault.share))):
            home = shutil.copytree(bench.half, bench.scratch / "home")
            trials.append(fault.happens(bench, home, chance))
            shutil.rmtree(home)
        sums = [sum(trial.counts[place] for trial in trials) for place in range(4)]
        notes = {trial.note for trial in trials if trial.note}
        print(
            f"{fault.name:45}{len(trials):7}{sums[0]:7}{sums[1]:9}{sums[2]:12}{sums[3]:8}",
            *sorted(notes)[:2],
            flush=True,
        )
        totals[fault.kind] += len(trials)
        is_good = is_good and not any(sums)
    print(", ".join(f"{n} {kind} trials" for kind, n in totals.items()))
    return is_good


def main() -> None:
    """Exits 1 when anything got lost, doubled or unreadable, or needed a hand."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--trials", type=int, default=12)
    options.add_argument("--seed", type=int, default=20261121)
    options.add_argument("--only", default="")
    given = options.parse_args()
    logging.getLogger("warehouse").setLevel(logging.ERROR)
    logging.getLogger("flows").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as name:
        bench = prepare(Path(name))
        sys.exit(0 if table(bench, n_trials=given.trials, only=given.only, chance=random.Random(given.seed)) else 1)


if __name__ == "__main__":
    main()
