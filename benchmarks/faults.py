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
import os
import pickle
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

import duckdb
from load import generate

import flows.ingest
import flows.replay
import scrapers.archive
import warehouse.append
import warehouse.publish
import warehouse.rebuilt
import warehouse.store
from flows.ingest import append_documents, ingest
from flows.replay import rebuild
from flows.settings import read_settings
from scrapers.errors import BroadsheetError
from scrapers.loaders import read_documents
from scrapers.source import load_sources
from warehouse.errors import WarehouseError
from warehouse.journal import Journal
from warehouse.store import Warehouse
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


# What a child does


def load(home: Path, documents: Path) -> None:
    """As the flow `load` does it, each step called at once."""
    flows.ingest.step = lambda _, do: do()  # type: ignore[assignment]
    flows.ingest.publish_artifacts = lambda _: None  # type: ignore[assignment]
    work = partial(append_documents, read_documents([documents]))
    ingest(work, settings=read_settings(home=home), sources=load_sources(), kind="load")


def replay(home: Path) -> None:
    """As the flow `replay` does it."""
    flows.replay.step = lambda _, do: do()  # type: ignore[assignment]
    rebuild(home, load_sources(), frozenset())


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


POINTS = {
    "archive": (scrapers.archive.Archive, "flush", 4),
    "append": (warehouse.store, "append_batch", 4),
    "commit": (warehouse.append, "find_receipt", 4),
    "journal": (Journal, "write_batch", 4),
    "ledger": (warehouse.store, "write_receipt", 4),
    "run's end": (Warehouse, "finish_run", 1),
    "publish": (warehouse.store, "publish", 1),
    "copy": (warehouse.publish.shutil, "copyfile", 1),
    "rename": (warehouse.publish.os, "replace", 1),
}


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


# Faults: each takes a home and does its worst to it


def killed_at(point: str, when: str, bench: Bench, home: Path, chance: random.Random) -> Trial:
    module, name, calls = POINTS[point]
    nth = chance.randint(1, calls)

    def dying() -> None:
        killing(module, name, when, nth)
        load(home, bench.everything)

    assert child(dying) == KILLED, f"{point} isn't reached {nth} times"
    return judged(bench, home)


def killed_any_time(bench: Bench, home: Path, chance: random.Random) -> Trial:
    pid = start(partial(load, home, bench.everything))
    time.sleep(chance.uniform(0.0, bench.seconds))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return judged(bench, home)


def replay_killed(bench: Bench, home: Path, chance: random.Random) -> Trial:
    pid = start(partial(replay, home))
    time.sleep(chance.uniform(0.0, bench.seconds * 1.5))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    if chance.random() < 0.5:
        child(partial(replay, home))
    return judged(bench, home)


def swap_killed(bench: Bench, home: Path, chance: random.Random) -> Trial:
    def dying() -> None:
        killing(warehouse.rebuilt.os, "replace", chance.choice(("before", "after")), chance.randint(1, 7))
        replay(home)

    child(dying)
    return judged(bench, home)


def two_at_once(bench: Bench, home: Path, chance: random.Random) -> Trial:
    first = start(partial(load, home, bench.everything))
    time.sleep(chance.uniform(0.0, bench.seconds / 2))
    code = child(partial(load, home, bench.everything), bench.scratch / "second")
    os.waitpid(first, 0)
    trial = judged(bench, home)
    return trial if code in (DONE, 3) else trial._replace(manual=1, note=(bench.scratch / "second").read_text())


def reader_polling(bench: Bench, home: Path, chance: random.Random) -> Trial:
    """One connection held open, one made anew every 50 ms, through a whole run."""
    log = bench.scratch / "reader"

    def poll() -> tuple[int, int]:
        held = duckdb.connect(str(home / "news.duckdb"), read_only=True)
        n, stop = 0, bench.scratch / "stop"
        while not stop.exists():
            with duckdb.connect(str(home / "news.duckdb"), read_only=True) as con:
                assert con.execute("SELECT count(*) FROM articles").fetchall()[0][0] >= N_FIRST
            assert held.execute("SELECT count(*) FROM articles").fetchall() == [(N_FIRST,)]
            n += 1
            time.sleep(0.05)
        return n, 0

    (bench.scratch / "stop").unlink(missing_ok=True)
    reader = start(poll, log)
    code = child(partial(load, home, bench.everything), bench.scratch / "answer")
    (bench.scratch / "stop").touch()
    status = os.waitstatus_to_exitcode(os.waitpid(reader, 0)[1])
    trial = judged(bench, home)
    return trial if (code, status) == (DONE, DONE) else trial._replace(manual=1, note=log.read_text()[-200:])


def disk_full(what: str, bench: Bench, home: Path, chance: random.Random) -> Trial:
    """A file of the home can't grow any more: archive or database, whichever meets the limit first."""
    sizes = {"archive": 3_000, "database": (home / "ingest.duckdb").stat().st_size + chance.choice((0, 4_096, 262_144))}

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (sizes[what], sizes[what]))
        load(home, bench.everything)

    answer = bench.scratch / "full"
    code = child(limited, answer)
    trial = judged(bench, home)
    text = answer.read_text(errors="replace")
    return trial if code in (TOLD, DONE) else trial._replace(manual=1, note=f"{code}: {text[-300:]}")


def small_tmpfs(what: str, bench: Bench, home: Path, chance: random.Random) -> Trial:
    """A real full disk under one folder of the home."""
    place = home / what
    place.mkdir(exist_ok=True)
    kept = [(path.name, path.read_bytes()) for path in place.iterdir()]
    size = sum(len(content) for _, content in kept) + chance.choice((8_192, 16_384))
    if os.system(f"mount -t tmpfs -o size={size} tmpfs {place} 2>/dev/null"):
        return Trial(0, 0, 0, 0, "skipped: no mounting here")
    try:
        for name, content in kept:
            (place / name).write_bytes(content)
        code = child(partial(load, home, bench.everything), bench.scratch / "full")
        left = [(path.name, path.read_bytes()) for path in place.iterdir()]
    finally:
        os.system(f"umount {place}")
    for name, content in left:
        (place / name).write_bytes(content)
    trial = judged(bench, home)
    text = (bench.scratch / "full").read_text(errors="replace")
    return trial if code in (TOLD, DONE) else trial._replace(manual=1, note=f"{code}: {text[-300:]}")


def read_only_home(bench: Bench, home: Path, chance: random.Random) -> Trial:
    if os.system(f"mount --bind {home} {home} 2>/dev/null && mount -o remount,ro,bind {home} 2>/dev/null"):
        os.system(f"umount {home} 2>/dev/null")
        return Trial(0, 0, 0, 0, "skipped: no mounting here")
    code = child(partial(load, home, bench.everything), bench.scratch / "ro")
    os.system(f"umount {home}")
    trial = judged(bench, home)
    return trial if code == TOLD else trial._replace(manual=1, note=(bench.scratch / "ro").read_text()[-300:])


def clock_set(days: int, bench: Bench, home: Path, chance: random.Random) -> Trial:
    class Other(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(days=days)

    def load_then() -> None:
        for name, module in list(sys.modules.items()):
            if name.startswith(("flows", "warehouse")) and getattr(module, "datetime", None) is datetime:
                module.datetime = Other  # type: ignore[attr-defined]
        load(home, bench.everything)

    code = child(load_then, bench.scratch / "clock")
    trial = judged(bench, home)
    return trial if code == DONE else trial._replace(manual=1, note=(bench.scratch / "clock").read_text()[-300:])


def with_log(bench: Bench, home: Path) -> None:
    """Leave committed rows in the write-ahead log, as a kill right behind the ledger's line does."""

    def dying() -> None:
        killing(warehouse.store, "write_receipt", "after", 2)
        load(home, bench.everything)

    child(dying)


def damage(path: Path, how: str, chance: random.Random) -> None:
    content = bytearray(path.read_bytes()) if path.exists() else bytearray()
    if how == "deleted":
        path.unlink(missing_ok=True)
        return
    if how == "cut":
        del content[chance.randrange(len(content)) if content else 0 :]
    if how == "flipped":
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    if how == "overwritten":
        start_at = chance.randrange(len(content))
        content[start_at : start_at + 5_000] = chance.randbytes(min(5_000, len(content) - start_at))
    path.write_bytes(content)


def damaged(names: tuple[str, ...], how: str, bench: Bench, home: Path, chance: random.Random) -> Trial:
    with_log(bench, home)
    for name in names:
        if (home / name).exists() and (home / name).stat().st_size:
            damage(home / name, how, chance)
    return judged(bench, home)


def journal_damaged(how: str, bench: Bench, home: Path, chance: random.Random) -> Trial:
    """What is left of the journal is enough while the database is sound; a replay writes the rest of it again."""
    child(partial(load, home, bench.everything))
    damage(chance.choice(sorted((home / "journal").iterdir())), how, chance)
    code = child(partial(replay, home), bench.scratch / "answer")
    trial = judged(bench, home)
    return trial if code == DONE else trial._replace(manual=1, note=(bench.scratch / "answer").read_text()[-300:])


def archive_damaged(how: str, bench: Bench, home: Path, chance: random.Random) -> Trial:
    """The database has it all: nothing is lost, not even by a replay, and `verify` names the records."""
    damage(chance.choice(sorted((home / "archive").iterdir())), how, chance)
    code = child(partial(replay, home), bench.scratch / "answer")
    trial = judged(bench, home, expect_unsound="archive")
    return trial if code == DONE else trial._replace(manual=1, note=(bench.scratch / "answer").read_text()[-300:])


def all_but_the_journal(bench: Bench, home: Path, chance: random.Random) -> Trial:
    """Database and copy are gone, and a file of the archive is cut: said once, and the documents loaded again."""
    child(partial(load, home, bench.everything))
    for name in ("ingest.duckdb", "news.duckdb"):
        damage(home / name, "overwritten", chance)
    damage(max((home / "archive").iterdir(), key=lambda path: path.stat().st_size), "cut", chance)
    return judged(bench, home, told=1, expect_unsound="archive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    name: str
    happens: Callable[[Bench, Path, random.Random], Trial]
    kind: str
    share: float = 1.0
    """Of the trials asked for."""


def faults() -> Iterator[Fault]:
    yield Fault(name="kill -9 at any moment of a load", happens=killed_any_time, kind="kill", share=5)
    for point in POINTS:
        for when in ("before", "after"):
            yield Fault(name=f"kill -9 {when} {point}", happens=partial(killed_at, point, when), kind="kill", share=0.5)
    yield Fault(name="kill -9 at any moment of a replay", happens=replay_killed, kind="kill", share=2)
    yield Fault(name="kill -9 while a replay is put in place", happens=swap_killed, kind="kill")
    yield Fault(name="two runs at once", happens=two_at_once, kind="other", share=0.5)
    yield Fault(name="readers through a whole run", happens=reader_polling, kind="other", share=0.3)
    for what in ("archive", "database"):
        yield Fault(name=f"full disk: {what}", happens=partial(disk_full, what), kind="other", share=0.5)
    for what in ("archive", "spill", "journal"):
        yield Fault(name=f"full disk under {what}/", happens=partial(small_tmpfs, what), kind="other", share=0.5)
    yield Fault(name="read-only home", happens=read_only_home, kind="other", share=0.3)
    yield Fault(name="clock set back ten years", happens=partial(clock_set, -3_650), kind="other", share=0.3)
    yield Fault(name="clock set ahead ten years", happens=partial(clock_set, 3_650), kind="other", share=0.3)
    files = {"write-ahead log": ("ingest.duckdb.wal",), "ingest.duckdb": ("ingest.duckdb",)}
    files |= {"ingest and news": ("ingest.duckdb", "news.duckdb"), "ledger": ("ledger.jsonl",)}
    for name, paths in files.items():
        for how in ("cut", "deleted", "flipped", "overwritten"):
            yield Fault(name=f"{name} {how}", happens=partial(damaged, paths, how), kind="damage", share=0.5)
    for how in ("cut", "deleted", "flipped"):
        yield Fault(name=f"journal {how}", happens=partial(journal_damaged, how), kind="damage", share=0.4)
        yield Fault(name=f"archive {how}", happens=partial(archive_damaged, how), kind="damage", share=0.4)
    yield Fault(name="databases and archive damaged", happens=all_but_the_journal, kind="damage", share=0.5)


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
        sums = [sum(trial[place] for trial in trials) for place in range(4)]
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
