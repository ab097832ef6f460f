"""Documents processed on all cores, results in the order of the documents, with bounded memory.

The caller reads, archives and appends while worker processes extract and clean; where it would wait, it lends a hand.
Small loads never pay for a pool.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import TypeVar

from scrapers.identity import UNKNOWN, Identity
from scrapers.learned import NOTHING
from scrapers.process import process
from scrapers.records import Article, Document, Rejection
from scrapers.source import Sources

Pair = tuple[Document, Identity]
Result = Article | Rejection
Carried = TypeVar("Carried")

POOL_FROM = 300
"""Documents in this process before a pool pays: it takes as long to start as they take to process."""
CHUNK = 100
"""Documents sent to a worker at once: large enough that sending costs little, small enough that none waits idle."""
AHEAD = 1_000
"""Documents on their way at most: what keeps the workers busy while a batch is appended."""
AHEAD_CHARACTERS = 10_000_000
"""The same bound for long documents."""
MAX_WORKERS = 4
"""Reading, archiving and appending in one process keeps up with no more."""

log = logging.getLogger(__name__)

_sources: Sources | None = None  # of this worker process, set once when it starts


def process_in_order(
    jobs: Iterable[tuple[Carried, Sequence[Pair]]], sources: Sources, *, workers: int | None = None
) -> Iterator[tuple[Carried, list[Result]]]:
    """Each job's results beside what it carries; jobs are taken ahead while earlier ones are still in work."""
    with _Pool(sources, n_workers() if workers is None else workers) as pool:
        waiting: deque[tuple[Carried, list[_Chunk], int]] = deque()
        n_ahead = 0
        for carried, pairs in jobs:
            weight = _weight(pairs)
            waiting.append((carried, pool.submit(pairs), weight))
            n_ahead += weight
            while waiting and n_ahead > AHEAD:
                first, chunks, weight = waiting.popleft()
                n_ahead -= weight
                yield first, _results(chunks)
        while waiting:
            first, chunks, _ = waiting.popleft()
            yield first, _results(chunks)


def n_workers() -> int:
    """One for each core but the caller's own; none where there is but one."""
    return min(len(os.sched_getaffinity(0)) - 1, MAX_WORKERS)


def _weight(pairs: Sequence[Pair]) -> int:
    """The documents, long ones counted as several."""
    per_document = AHEAD_CHARACTERS // AHEAD
    return sum(1 + len(document.text) // per_document for document, _ in pairs)


@dataclass(slots=True)
class _Chunk:
    """Documents and their results: in work with a worker, or none's yet."""

    pairs: Sequence[Pair]
    results: list[Result] | None = None
    future: Future[list[Result]] | None = None


def _results(chunks: list[_Chunk]) -> list[Result]:
    """Every result in order; what no worker has begun is done here, from the end, rather than waited for."""
    for chunk in reversed(chunks):
        if chunk.future is None or chunk.future.cancel():
            chunk.results = _process_all(chunk.pairs)
    return [result for chunk in chunks for result in _of(chunk)]


def _of(chunk: _Chunk) -> list[Result]:
    if chunk.results is None and chunk.future is not None:
        try:
            return chunk.future.result()
        except BrokenProcessPool:
            log.warning("A worker process was killed; its documents are extracted here.")
    return chunk.results or _process_all(chunk.pairs)


def _process_all(pairs: Sequence[Pair]) -> list[Result]:
    return [process(document, identity) for document, identity in pairs]


class _Pool:
    """Worker processes, started once there is enough to do."""

    def __init__(self, sources: Sources, workers: int) -> None:
        self._sources, self._workers, self._n_seen = sources, workers, 0
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    def submit(self, pairs: Sequence[Pair]) -> list[_Chunk]:
        """The documents in chunks, sent to the workers if there are any."""
        self._n_seen += len(pairs)
        chunks = [_Chunk(pairs[start : start + CHUNK]) for start in range(0, len(pairs), CHUNK)]
        if self._executor is None and self._workers > 0 and self._n_seen > POOL_FROM:
            self._executor = self._started()
        if self._executor is not None:
            self._send(chunks, self._executor)
        return chunks

    def _send(self, chunks: list[_Chunk], executor: ProcessPoolExecutor) -> None:
        try:
            for chunk in chunks:
                chunk.future = executor.submit(_process_chunk, [_light(*pair) for pair in chunk.pairs])
        except BrokenProcessPool:
            self._executor, self._workers = None, 0

    def _started(self) -> ProcessPoolExecutor:
        # spawn: a fork would copy the caller's threads' locks (Prefect's and DuckDB's) in whatever state they are
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._workers, context, initializer=_begin, initargs=(self._sources,))


def _light(document: Document, identity: Identity) -> tuple[Document, Identity, str]:
    """Without what a worker has already or doesn't need: what a document is read with goes by its source's name."""
    return replace(document, content=b""), replace(identity, form=None, learned=NOTHING), identity.page_source


def _begin(sources: Sources) -> None:
    global _sources
    _sources = sources
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's to answer
    threading.Thread(target=_end_with_caller, daemon=True).start()


def _end_with_caller() -> None:
    """A killed caller leaves no orphans behind."""
    caller = multiprocessing.parent_process()
    if caller is not None:
        caller.join()
        os._exit(1)


def _process_chunk(chunk: Sequence[tuple[Document, Identity, str]]) -> list[Result]:
    if _sources is None:
        raise RuntimeError("a worker begins with the sources")
    return [process(document, _whole(identity, name, _sources)) for document, identity, name in chunk]


def _whole(identity: Identity, name: str, sources: Sources) -> Identity:
    form = sources[name] if name != UNKNOWN else None
    return replace(identity, form=form, learned=sources.lessons.get(name, NOTHING))
