"""How fast a warehouse is made again from its archive, and whether twice gives the same bytes.

    python benchmarks/replay.py [--documents 20000] [--home DIR]

Documents are loaded once, then the warehouse is replayed twice, each in a process of its own and with the flow's own
code, from opening the home to the published copy. The contract's tables are exported after each replay as sorted
Parquet and compared byte by byte. Needs nothing but this checkout.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

import duckdb
from load import generate
from without_prefect import load, replay

from warehouse.verify_files import CONTRACT


def timed(what: str, do: Callable[[], None], n: int) -> None:
    """Do it in a child, and print its rate, its CPU time and the memory of it and of its workers."""
    began = time.monotonic()
    pid = os.fork()
    if not pid:
        do()
        own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        cpu_s = own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime
        memory = f"{own.ru_maxrss / 1024:,.0f} MB + {workers.ru_maxrss / 1024:,.0f} MB a worker"
        seconds = time.monotonic() - began
        print(
            f"{what:12}{n / seconds:8,.0f}/s{seconds:8.1f} s{1000 * cpu_s / n:8.2f} ms CPU each   {memory}", flush=True
        )
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0


def exported(home: Path, folder: Path) -> str:
    """One hash of the contract's tables, as sorted Parquet."""
    digest = hashlib.sha256()
    folder.mkdir()
    with duckdb.connect(str(home / "news.duckdb"), read_only=True) as con:
        for table in CONTRACT:
            where = "WHERE kind <> 'replay'" if table == "run_states" else ""
            path = folder / f"{table}.parquet"
            con.execute(f"COPY (FROM {table} {where} ORDER BY ALL) TO '{path}'")
            digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    """Exits 1 when two replays differ."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=20_000)
    options.add_argument("--home", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        home = given.home or scratch / "home"
        if not home.exists():
            documents = generate(scratch / "documents.jsonl", given.documents, revised=False)
            timed("load", partial(load, home, documents), given.documents)
        hashes = []
        for number in (1, 2):
            timed(f"replay {number}", partial(replay, home), given.documents)
            hashes.append(exported(home, scratch / f"export{number}"))
    print("the same bytes" if hashes[0] == hashes[1] else "NOT the same bytes", hashes[0][:16])
    sys.exit(0 if hashes[0] == hashes[1] else 1)


if __name__ == "__main__":
    main()
