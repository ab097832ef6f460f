"""Hashes of texts: equal texts give equal hashes in any script, on any machine."""

from __future__ import annotations

import hashlib
import unicodedata

from scrapers.fingerprint.folding import fold
from scrapers.fingerprint.letters import letters_of

__all__ = [
    "MIN_LETTERS",
    "content_hash",
    "exact_hash",
    "is_repeated",
    "line_hash",
    "revision_hash",
]

MIN_LETTERS = 100
"""Below this many letters and digits a body says too little to be called the same as another."""


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


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
