"""Hashes of texts: equal texts give equal hashes in any script, on any machine."""

from __future__ import annotations

import hashlib
import re
import unicodedata

MIN_LETTERS = 100
"""Below this many letters and digits a body says too little to be called the same as another."""

_NOT_LETTERS = re.compile(r"[\W_]+")


def content_hash(body: str) -> str | None:
    """SHA-256 (hex) of the body's letters and digits, case folded, NFC; None under `MIN_LETTERS` of them."""
    letters = _NOT_LETTERS.sub("", unicodedata.normalize("NFC", body.casefold()))
    return _sha256(letters) if len(letters) >= MIN_LETTERS else None


def revision_hash(*, title: str | None, body: str, published_raw: str | None) -> str:
    """SHA-256 (hex) of what makes a publisher's revision: title, body and the printed date."""
    return _sha256("\x1f".join((title or "", body, published_raw or "")))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
