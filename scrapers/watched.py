"""Documents read so that none holds up the others: one that costs without end is rejected, and its process lost."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scrapers.endless_patterns import may_be_endless
from scrapers.forms.form import Clean
from scrapers.identity import Identity
from scrapers.process import process
from scrapers.records import Document, Rejection
from scrapers.sending import Pair, Result
from scrapers.workers import Worker, WorkerLost, allow

HARMLESS = 100_000
"""Characters of a document that is read without ado: the worst that we could make of so many cost a second.

A form's own pattern may cost any time on far fewer.
"""
_CPU_S = 10.0
"""What a short document may cost; real ones cost a thousandth."""
_CHARACTERS_PER_S = 500_000
"""What a long one may cost beyond: 10 MB of short lines take 6 s."""


def process_watched(document: Document, identity: Identity) -> Result:
    """What `process` gives, from another process where it may cost any time: `too_big` if that uses up its own."""
    is_short = len(document.text) + len(document.plain or "") <= HARMLESS
    is_harmless = is_short and not (identity.form and _may_be_endless(identity.form.clean))
    return process(document, identity) if is_harmless else process_apart(document, identity)


def _may_be_endless(rules: Clean) -> bool:
    return may_be_endless((*rules.stop, *rules.drop, *rules.lift))


def process_apart(document: Document, identity: Identity) -> Result:
    """What `process` gives, from a process that is lost if the document is more than it can read."""
    code, allowed = 0, _allowed(document)
    for _ in range(2):  # what was killed once may have been in the way of something else
        try:
            result: Result = _reader.ask((allowed, replace(document, content=b""), identity))
        except WorkerLost as lost:
            if lost.took_too_long:
                return Rejection(reason="too_big", detail=f"Reading it takes more than {allowed:.0f} s.")
            code = lost.code
        else:
            return result
    if code > 0:
        return process(document, identity)  # the work failed: here the program says how
    return Rejection(reason="too_big", detail=f"It ends each process that reads it ({signal.Signals(-code).name}).")


def close() -> None:
    """End the process that reads long documents, if there is one; the next of them starts another."""
    _reader.close()


def in_time(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The documents, each with as much CPU as it may cost from when it is given; for a process that may be lost."""
    n_s = 0.0
    for document, identity in pairs:
        n_s += _allowed(document)
        allow(_allowed(document))
        yield document, identity
    allow(n_s)


def _allowed(document: Document) -> float:
    return _CPU_S + (len(document.text) + len(document.plain or "")) / _CHARACTERS_PER_S


def _read(_: None, task: tuple[float, Document, Identity]) -> Result:
    cpu_s, document, identity = task
    allow(cpu_s)
    return process(document, identity)


_reader = Worker(_read)
"""For the whole program, started with the first document it is for."""
