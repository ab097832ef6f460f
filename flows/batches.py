"""Documents in the order they are read, gathered into batches of one source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scrapers.documents import Unreadable
from scrapers.identity import UNKNOWN, Identity, identify
from scrapers.records import Document
from scrapers.source import Sources

Loaded = tuple[Document, Identity] | Unreadable

MAX_PAGES = 1_000
MAX_BYTES = 32 << 20
"""Of all that waits to become a batch: what a process may hold of documents that are large or of many sources."""


@dataclass(slots=True, kw_only=True)
class Gathered:
    """At most `MAX_PAGES` documents of one source, in the order they were read."""

    source: str
    documents: list[Loaded] = field(default_factory=list)
    n_bytes: int = 0


def gather(documents: Iterable[Document | Unreadable], sources: Sources) -> Iterator[Gathered]:
    """Every document in exactly one batch; a batch is given out when it is full, the others at the end."""
    waiting: dict[str, Gathered] = {}
    n_bytes = 0
    for document in documents:
        batch = _put(waiting, document, sources)
        n_bytes += len(document.content)
        while n_bytes > MAX_BYTES or len(batch.documents) == MAX_PAGES:
            full = batch if len(batch.documents) == MAX_PAGES else max(waiting.values(), key=lambda one: one.n_bytes)
            n_bytes -= full.n_bytes
            yield waiting.pop(full.source)
            batch = Gathered(source=full.source)
    yield from waiting.values()


def _put(waiting: dict[str, Gathered], document: Document | Unreadable, sources: Sources) -> Gathered:
    if isinstance(document, Unreadable):
        named = document.known.source
        name = named if named and named in sources else UNKNOWN
        batch = waiting.setdefault(name, Gathered(source=name))
        batch.documents.append(document)
    else:
        identity = identify(document, sources)
        batch = waiting.setdefault(identity.page_source, Gathered(source=identity.page_source))
        batch.documents.append((document, identity))
    batch.n_bytes += len(document.content)
    return batch
