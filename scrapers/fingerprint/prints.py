"""Fingerprints of texts: their sketch and their words in one pass, since both begin with folding every character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint import sample
from scrapers.fingerprint.shingles import Hashes, cut, grouped, hash_words, word_spans
from scrapers.fingerprint.terms import BODY_AT, hash_terms, read_marked, sum_marks
from scrapers.records import Article, Fingerprint

Fields = tuple[str, str, str]
"""Title, body and captions of one text."""

_WEIGHT = 64
"""Characters that a text counts for beside its own: so those read at once can be numbered in 16 bits."""
_N_PLACES = 24
"""Bits of a word's number of places; above stand 8 of its marks and 32 of its term."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of several texts: a row for each word of each text."""

    terms: NDArray[np.uint32]
    """Ascending."""
    marks: NDArray[np.uint8]
    """What was folded away; 0 for a word without marks."""
    texts: NDArray[np.uint32]
    """Which text, from 0."""
    bounds: NDArray[np.int64]
    """Where each row's places begin; one more for the end."""
    places: NDArray[np.uint32]
    """Where the word stands in the text; fields don't touch."""


def fields_of(article: Article) -> Fields:
    """What of an article can be found."""
    return article.title or "", article.body, "\n".join(article.captions)


def fingerprints(texts: Iterable[Fields]) -> Iterator[Fingerprint]:
    """The fingerprint of each text."""
    for batch in grouped(texts, _weigh):
        yield from _read_batch(batch)


def sketch_of(fingerprint: Fingerprint) -> NDArray[np.uint32]:
    """The sketch of the text's body."""
    return np.frombuffer(fingerprint.sketch, np.uint32)


def join_terms(texts: Sequence[Fingerprint]) -> Terms:
    """All words of these texts by term, marks and text."""
    keys = np.frombuffer(b"".join(text.words for text in texts), np.uint64)
    places = np.frombuffer(b"".join(text.places for text in texts), np.uint32)
    owners = np.repeat(np.arange(len(texts), dtype=np.uint32), [len(text.words) // keys.itemsize for text in texts])
    counts = (keys & np.uint64((1 << _N_PLACES) - 1)).astype(np.int64)
    words = keys >> np.uint64(_N_PLACES)
    order = np.argsort(words, kind="stable")
    bounds = np.concatenate([[0], np.cumsum(counts[order])])
    begins = np.cumsum(counts) - counts
    moved = np.arange(len(places)) + np.repeat(begins[order] - bounds[:-1], counts[order])
    return Terms(
        terms=(words[order] >> np.uint64(8)).astype(np.uint32),
        marks=words[order].astype(np.uint8),
        texts=owners[order],
        bounds=bounds,
        places=places[moved],
    )


def _weigh(text: Fields) -> int:
    return _WEIGHT + sum(map(len, text))


def _read_batch(texts: Sequence[Fields]) -> Iterator[Fingerprint]:
    characters, marks = read_marked([field for text in texts for field in text])
    starts, ends = word_spans(characters)
    hashed = hash_words(characters, starts, ends)
    counts = np.diff(hashed.bounds).reshape(-1, 3)
    # A place apart, so that no phrase reaches from one field into the next.
    body_at = np.maximum(BODY_AT, counts[:, 0] + 1)
    captions_at = body_at + counts[:, 1] + 1
    n_words = counts.sum(axis=1)
    owners = np.repeat(np.arange(len(texts), dtype=np.uint16), n_words)
    firsts = np.stack([np.zeros_like(body_at), body_at, captions_at], axis=1).ravel()
    places = np.arange(len(starts)) - np.repeat(hashed.bounds[:-1] - firsts, counts.ravel())
    words = hash_terms(characters.codes, starts, ends).astype(np.uint64) << np.uint64(8)
    words |= sum_marks(marks, starts, ends)
    order = _order(words, owners)
    return map(
        Fingerprint,
        _as_bytes(islice(cut(*sample(hashed)), 1, None, 3)),  # of the bodies
        _as_bytes(cut(*_counted(words[order], owners[order], n_texts=len(texts)))),
        _as_bytes(cut(places[order].astype(np.uint32), np.cumsum(n_words))),
        body_at.tolist(),
        captions_at.tolist(),
        n_words.tolist(),
    )


def _as_bytes(arrays: Iterable[NDArray[Any]]) -> Iterator[bytes]:
    return (array.tobytes() for array in arrays)


def _counted(words: Hashes, owners: NDArray[np.uint16], *, n_texts: int) -> tuple[Hashes, NDArray[np.intp]]:
    """Each word of each text once, with its number of places; where those of each text end."""
    starts = np.flatnonzero(_changes(words) | _changes(owners))
    counts = np.diff(starts, append=len(words)).astype(np.uint64)
    return words[starts] << np.uint64(_N_PLACES) | counts, np.searchsorted(owners[starts], np.arange(1, n_texts + 1))


def _changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a value isn't the one before."""
    return np.concatenate([np.ones(min(1, len(values)), np.bool_), values[1:] != values[:-1]])


def _order(words: Hashes, owners: NDArray[np.uint16]) -> NDArray[np.intp]:
    """By text, then term and marks, then place: two quick sorts, of one array of numbers and of 16 bits."""
    keys = words << np.uint64(_N_PLACES) | np.arange(len(words), dtype=np.uint64)
    keys.sort()
    order = (keys & np.uint64((1 << _N_PLACES) - 1)).astype(np.intp)
    return order[np.argsort(owners[order], kind="stable")]
