"""Documents processed on all cores, results in the order of the documents, with bounded memory.

The caller reads, archives and appends while worker processes extract and clean; where it would wait, it lends a hand.
Small loads never pay for a pool.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from itertools import starmap
from typing import TypeVar

from scrapers import watched
from scrapers.fingerprint.prints import fields_of, fingerprints
from scrapers.identity import Identity
from scrapers.process import process
from scrapers.records import Article, Document, Fingerprint
from scrapers.sending import Light, Pair, Result, Sent, lightened, received, sent, whole
from scrapers.source import Sources
from scrapers.watched import in_time, process_apart, process_watched
from scrapers.workers import WorkerLost, Workers

Carried = TypeVar("Carried")
Process = Callable[[Document, Identity], Result]

POOL_FROM = 300
"""Documents in this process before a pool pays: it takes as long to start as they take to process."""
CHUNK = 50
"""Documents sent to a worker at once: large enough that sending costs little, small enough that none waits idle."""
AHEAD = 1_500
"""Documents on their way at most: with a batch's 1,000, workers stood still for a twentieth of a load."""
AHEAD_CHARACTERS = 10_000_000
"""The same bound for long documents."""
MAX_WORKERS = 4
"""Reading, archiving and appending in one process keeps up with no more."""

__all__ = ["Pair", "Result", "n_workers", "process_in_order"]

log = logging.getLogger(__name__)


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
                n_ahead -= waiting[0][2]
                yield _next(waiting)
        while waiting:
            yield _next(waiting)


def _next(waiting: deque[tuple[Carried, list[_Chunk], int]]) -> tuple[Carried, list[Result]]:
    """The first job with its results; nothing here holds on to them."""
    carried, chunks, _ = waiting.popleft()
    return carried, _results(chunks, [chunk for _, later, _ in waiting for chunk in later])


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
    future: Future[list[Sent]] | None = None

    def take_back(self) -> bool:
        """Whether it is the caller's to do: no worker has begun it, and now none will."""
        return self.results is None and (self.future is None or self.future.cancel())

    def is_done(self) -> bool:
        """Whether its results need no waiting for."""
        return self.results is not None or (self.future is not None and self.future.done())


def _results(chunks: Sequence[_Chunk], later: Sequence[_Chunk]) -> list[Result]:
    """Every result in order; while some are still in work, what no worker has begun is done here, from the end."""
    for chunk in (*reversed(chunks), *reversed(later)):
        if all(one.is_done() for one in chunks):
            break
        if chunk.take_back():
            chunk.results = _process_all(chunk.pairs)
    return [result for chunk in chunks for result in _of(chunk)]


def _of(chunk: _Chunk) -> list[Result]:
    if chunk.results is None and chunk.future is not None:
        try:
            return list(map(received, chunk.future.result()))
        except WorkerLost as lost:
            if lost.took_too_long:
                log.warning("A document took a worker too long; those sent with it are extracted one by one.")
                return _process_all(chunk.pairs, by=process_apart)
            log.warning("A worker process ended; its documents are extracted here.")
    return chunk.results or _process_all(chunk.pairs)


def _process_all(pairs: Sequence[Pair], *, by: Process = process_watched) -> list[Result]:
    return list(starmap(_with_fingerprint, _fingerprinted(starmap(by, pairs))))


class _Pool:
    """Worker processes, started once there is enough to do."""

    def __init__(self, sources: Sources, n_workers: int) -> None:
        self._sources, self._n_workers, self._n_seen = sources, n_workers, 0
        self._workers: Workers | None = None

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        if self._workers is not None:
            self._workers.close()
        watched.close()

    def submit(self, pairs: Sequence[Pair]) -> list[_Chunk]:
        """The documents in chunks, sent to the workers if there are any."""
        self._n_seen += len(pairs)
        chunks = [_Chunk(pairs[start : start + CHUNK]) for start in range(0, len(pairs), CHUNK)]
        if self._workers is None and self._n_workers > 0 and self._n_seen > POOL_FROM:
            self._workers = Workers(_process_chunk, self._sources, self._n_workers)
        if self._workers is not None and self._workers.are_there():
            for chunk in chunks:
                chunk.future = self._workers.submit(partial(_lightened, chunk.pairs))
        return chunks


def _lightened(pairs: Sequence[Pair]) -> list[Light]:
    return list(map(lightened, pairs))


def _process_chunk(sources: Sources, chunk: Sequence[Light]) -> list[Sent]:
    pairs = in_time(whole(light, sources) for light in chunk)
    return list(starmap(sent, _fingerprinted(starmap(process, pairs))))


def _fingerprinted(processed: Iterable[Result]) -> list[tuple[Result, Fingerprint | None]]:
    """With all that can be made of an article before it is known whether it is stored: the caller's time is dearer."""
    results = list(processed)
    made = fingerprints(fields_of(result) for result in results if isinstance(result, Article))
    return [(result, next(made) if isinstance(result, Article) else None) for result in results]


def _with_fingerprint(result: Result, fingerprint: Fingerprint | None) -> Result:
    return replace(result, fingerprint=fingerprint) if isinstance(result, Article) else result
