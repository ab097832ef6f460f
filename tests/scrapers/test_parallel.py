"""Work spread over processes gives what one process gives, in the same order, whatever happens to a worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scrapers.documents import Known, read_document
from scrapers.fingerprint.prints import fields_of, fingerprints
from scrapers.identity import identify
from scrapers.parallel import AHEAD, AHEAD_CHARACTERS, POOL_FROM, Pair, process_in_order
from scrapers.process import process
from scrapers.records import Article, Document
from scrapers.source import load_sources

pytestmark = pytest.mark.whole

SOURCES = load_sources()


def pair(number: int, *, length: int = 5) -> Pair:
    values = {"url": f"https://news.example.org/{number}", "title": f"Course {number}", "text": "It opened. " * length}
    loaded = read_document(
        json.dumps(values).encode(), location=f"file:///a.jsonl#{number}", media_type="application/json", known=Known()
    )
    assert isinstance(loaded, Document)
    return loaded, identify(loaded, SOURCES)


def jobs(n: int, size: int = 170) -> list[tuple[int, list[Pair]]]:
    pairs = [pair(number) for number in range(n)]
    return [(start, pairs[start : start + size]) for start in range(0, n, size)]


def workers() -> list[int]:
    children = [
        pid for thread in Path("/proc/self/task").iterdir() for pid in (thread / "children").read_text().split()
    ]
    return [int(pid) for pid in children if b"scrapers.workers" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.mark.parametrize("n_workers", [0, 2])
def test_the_same_articles_in_the_same_order(n_workers: int) -> None:
    some = jobs(POOL_FROM + 450)
    results = list(process_in_order(some, SOURCES, workers=n_workers))
    assert results == [(start, [process(*one) for one in pairs]) for start, pairs in some]
    articles = [result for _, part in results for result in part if isinstance(result, Article)]
    assert [article.fingerprint for article in articles] == list(fingerprints(map(fields_of, articles)))


def test_a_small_load_starts_no_process() -> None:
    for _ in process_in_order(jobs(POOL_FROM), SOURCES, workers=2):
        assert workers() == []


def started_workers() -> list[int]:
    """The workers, waited for: a thread starts them."""
    deadline = time.monotonic() + 20
    while not workers() and time.monotonic() < deadline:
        time.sleep(0.01)
    return workers()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("busy_s", [0, 3])
def test_a_killed_worker_costs_no_document(busy_s: int) -> None:
    some, results = jobs(AHEAD + 700), []
    for start, part in process_in_order(some, SOURCES, workers=1):
        for pid in [] if results else started_workers():
            time.sleep(busy_s)
            os.kill(pid, signal.SIGKILL)
        results.append((start, part))
    assert results == [(start, [process(*one) for one in pairs]) for start, pairs in some]


def test_threads_take_turns_as_before_when_the_work_is_done() -> None:
    usual = sys.getswitchinterval()
    part = process_in_order(jobs(AHEAD + 700), SOURCES, workers=1)
    next(part)
    assert sys.getswitchinterval() < usual
    part.close()
    assert sys.getswitchinterval() == usual
    assert workers() == []


def test_no_more_is_taken_ahead_than_memory_allows() -> None:
    taken = 0

    def endless(length: int) -> Iterator[tuple[int, list[Pair]]]:
        nonlocal taken
        while True:
            taken += 10
            yield taken, [pair(taken + place, length=length) for place in range(10)]

    next(process_in_order(endless(1), SOURCES, workers=0))
    assert taken <= AHEAD + 10
    taken = 0
    next(process_in_order(endless(20_000), SOURCES, workers=0))
    assert taken <= AHEAD_CHARACTERS / 200_000 + 10


def test_a_killed_caller_leaves_no_worker_behind(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(
        f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
if __name__ == "__main__":
    import test_parallel
    for _ in test_parallel.process_in_order(test_parallel.jobs(4000), test_parallel.SOURCES, workers=1):
        print(*test_parallel.started_workers(), flush=True)
        input()
"""
    )
    caller = subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert caller.stdout is not None
    worker = Path("/proc", caller.stdout.readline().strip())
    assert worker.exists()
    caller.kill()
    caller.wait()
    deadline = time.monotonic() + 10
    while worker.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    left = worker.exists()
    if left:
        os.kill(int(worker.name), signal.SIGKILL)
    assert not left
