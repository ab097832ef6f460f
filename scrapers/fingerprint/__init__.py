"""Hashes of texts: equal texts give equal hashes in any script, on any machine."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint.folding import fold
from scrapers.fingerprint.letters import letters_of
from scrapers.fingerprint.shingles import HASH_VERSION, Hashes, batches, cut, distinct, read_words, sampled_shingles

__all__ = [
    "HASH_VERSION",
    "MIN_LETTERS",
    "content_hash",
    "exact_hash",
    "is_repeated",
    "line_hash",
    "revision_hash",
    "sketches",
]

MIN_LETTERS = 100
"""Below this many letters and digits a body says too little to be called the same as another."""

SAMPLE_RATE = 10
"""One shingle in so many is in the sketch: 40 of an article of 400 words, 4 of a notice of 40."""


def content_hash(body: str) -> str | None:
    """SHA-256 (hex) of the body's letters and digits, case folded, NFC; None under `MIN_LETTERS` of them."""
    letters = letters_of(unicodedata.normalize("NFC", body.casefold()))
    return _sha256(letters) if len(letters) >= MIN_LETTERS else None


def revision_hash(*, title: str | None, body: str, published_raw: str | None) -> str:
    """SHA-256 (hex) of what makes a publisher's revision: title, body and the printed date."""
    return _sha256("\x1f".join((title or "", body, published_raw or "")))


def line_hash(line: str) -> str:
    """16 hex digits that stand for a line wherever it is repeated, in whatever case, marks and spacing."""
    return _sha256(fold(line))[:16]


def exact_hash(text: str) -> int:
    """64 bits that stand for a text as it is written: DuckDB's `md5_number_lower`."""
    digest = hashlib.md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
    return int.from_bytes(digest[8:], "little")


def is_repeated(n_documents: int, *, of: int) -> bool:
    """Whether a line that stands in so many of a source's documents is its boilerplate.

    Three copies of one article in one source don't make its lines boilerplate: one document in fifty must have them.
    """
    return n_documents >= max(3, of / 50)


def sketches(texts: Iterable[str]) -> Iterator[NDArray[np.uint32]]:
    """The sketch of each text: two of them share one in `SAMPLE_RATE` of the shingles that the texts share.

    It holds the low halves of the shingle hashes that are in the sample, distinct and ascending: the whole hash decides
    what is in the sample; half of it is enough to find candidates, and half as much to store.
    """
    for batch in batches(texts):
        words = read_words(batch)
        yield from cut(*sample(words.hashes, words.bounds))


def sample(words: Hashes, bounds: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
    """The sketches of all texts, one behind the other, and where each ends; `bounds` is where texts' words begin."""
    hashes, texts = sampled_shingles(words, bounds, below=2**64 // SAMPLE_RATE)
    # One sort for all texts: the text's number above, the half hash below.
    keys = distinct((texts.astype(np.uint64) << np.uint64(32)) | (hashes & np.uint64(0xFFFFFFFF)))
    ends = np.searchsorted(keys, np.arange(1, len(bounds), dtype=np.uint64) << np.uint64(32))
    return (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32), ends


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
