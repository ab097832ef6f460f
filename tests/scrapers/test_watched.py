"""A document that costs without end is rejected with its reason; nothing else is, whatever happens to a process."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scrapers import watched
from scrapers import workers as workers_module
from scrapers.documents import Known, read_document
from scrapers.forms.form import Clean
from scrapers.identity import identify
from scrapers.parallel import POOL_FROM, Pair, process_in_order
from scrapers.process import process
from scrapers.records import Article, Document, Rejection
from scrapers.source import Source, Sources, load_sources
from scrapers.watched import HARMLESS, process_watched

pytestmark = pytest.mark.whole

FORM = load_sources()["womenofchina"].model_copy(update={"clean": Clean(drop=("^(a+)+$",))})
ENDLESS = "a" * 60 + "!"
"""The form's pattern tries the ways to cut it: more than there are atoms."""
PAID = "The union paid for it, as it said."
LONG = "The course of the women's union opened on Monday in the town, the first of its kind.\n\n" * (HARMLESS // 80)


def pair(text: str, form: Source | None = None) -> Pair:
    document = read_document(
        text.encode(),
        location="file:///a.txt",
        media_type="text/plain",
        known=Known(source=form.name if form else None),
    )
    assert isinstance(document, Document)
    return document, replace(identify(document, load_sources()), form=form)


@pytest.fixture(autouse=True)
def end_of_reading() -> Iterator[None]:
    yield
    watched.close()
    assert workers() == set()


def workers() -> set[int]:
    children = [
        pid for thread in Path("/proc/self/task").iterdir() for pid in (thread / "children").read_text().split()
    ]
    return {int(pid) for pid in children if b"scrapers.workers" in Path(f"/proc/{pid}/cmdline").read_bytes()}


def test_a_long_document_is_read_as_any_other() -> None:
    document, identity = pair(LONG)
    assert isinstance(process_watched(document, identity), Article)
    assert process_watched(document, identity) == process(document, identity)


def test_a_document_that_costs_without_end_is_rejected_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "_CPU_S", 0.5)
    made = process_watched(*pair(f"{LONG}{ENDLESS}\n", FORM))
    assert made == Rejection(reason="too_big", detail="Reading it takes more than 1 s.")
    assert isinstance(process_watched(*pair(LONG, FORM)), Article)


def test_a_short_document_that_a_forms_pattern_reads_without_end_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "_CPU_S", 0.5)
    made = process_watched(*pair(f"The Course\n\n{PAID}\n{ENDLESS}\n", FORM))
    assert made == Rejection(reason="too_big", detail="Reading it takes more than 1 s.")


def test_a_process_killed_by_somebody_else_costs_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "_CPU_S", 5)
    document, identity = pair(LONG)
    process_watched(document, identity)
    for pid in workers():
        os.kill(pid, signal.SIGKILL)
    assert isinstance(process_watched(document, identity), Article)


def test_a_process_killed_before_it_knows_its_work_costs_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    start, killed = workers_module._start, []

    def start_and_kill_the_first() -> Any:
        worker, process = start()
        if not killed:
            killed.append(process)
            process.kill()
            process.wait()
        return worker, process

    monkeypatch.setattr(workers_module, "_start", start_and_kill_the_first)
    assert isinstance(process_watched(*pair(LONG)), Article)
    assert killed


def test_a_document_that_ends_each_process_says_so() -> None:
    document, identity = pair(f"{LONG}{ENDLESS}\n", FORM)
    done = threading.Event()

    def kill() -> None:
        while not done.is_set():
            for pid in workers():
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        made = process_watched(document, identity)
    finally:
        done.set()
        killer.join()
    assert made == Rejection(reason="too_big", detail="It ends each process that reads it (SIGKILL).")


@pytest.mark.slow
def test_the_documents_beside_one_that_costs_without_end_are_read() -> None:
    """It takes twice its ten seconds: among others, and alone."""
    numbers = range(POOL_FROM + 100)
    text = "The Course\n\nIt opened on Monday in the town, and {} came. They stayed.\n\n"
    pairs = [pair(f"{text.format(n)}{PAID}", FORM) for n in numbers]
    pairs[20] = pair(f"The Course\n\nIt opened on Monday in the town.\n\n{PAID}\n{ENDLESS}\n", FORM)
    jobs = [(0, pairs[:10]), (1, pairs[10:])]
    parts = process_in_order(jobs, Sources([FORM]), workers=1)
    results = [result for _, part in parts for result in part]
    rejections = {number: result for number, result in enumerate(results) if isinstance(result, Rejection)}
    assert len(results) == len(pairs)
    assert rejections == {20: Rejection(reason="too_big", detail="Reading it takes more than 10 s.")}
