"""The faults that `benchmarks/faults.py` injects: each takes a home, does its worst to it, and has it judged."""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
from fault_trials import DONE, KILLED, N_FIRST, TOLD, Bench, Trial, child, judged, killing, start
from without_prefect import load, replay

import scrapers.archive
import warehouse.append
import warehouse.connection
import warehouse.publish
import warehouse.rebuilt
import warehouse.store
from warehouse.journal import Journal
from warehouse.store import Warehouse

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
"""Where a process is killed: in what, and how often that is reached in a load."""
SPILL = "CREATE TEMP TABLE large AS SELECT hash(range) AS number FROM range(16_000_000);"


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


def load_that_spills(nth: int, home: Path, documents: Path) -> None:
    """A load whose n-th batch needs twice the memory that the database may have."""
    real, calls = warehouse.append.read_sql, [0]

    def large(name: str) -> str:
        calls[0] += 1
        return f"{SPILL if calls[0] == nth else ''} {real(name)}"

    warehouse.append.read_sql = large
    load(home, documents)


def small_tmpfs(what: str, bench: Bench, home: Path, chance: random.Random) -> Trial:
    """A real full disk under one folder of the home."""
    place = home / what
    place.mkdir(exist_ok=True)
    kept = [(path.name, path.read_bytes()) for path in place.iterdir()]
    size = sum(4_096 * (1 + len(content) // 4_096) for _, content in kept) + chance.choice((4_096, 8_192))
    if os.system(f"mount -t tmpfs -o size={size} tmpfs {place} 2>/dev/null"):
        return Trial(0, 0, 0, 0, "skipped: no mounting here")
    try:
        for name, content in kept:
            (place / name).write_bytes(content)
        do = partial(load_that_spills, chance.randint(1, 4)) if what == "spill" else load
        code = child(partial(do, home, bench.everything), bench.scratch / "full")
        left = [(path.name, path.read_bytes()) for path in place.iterdir()]
    finally:
        os.system(f"umount {place}")
    for name, content in left:
        (place / name).write_bytes(content)
    trial = judged(bench, home)
    text = (bench.scratch / "full").read_text(errors="replace")
    is_told = code == TOLD and text.startswith("The disk is full: ")
    is_good = is_told or (code == DONE and what != "spill")
    return trial if is_good else trial._replace(manual=1, note=f"{code}: {text[-300:]}")


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
