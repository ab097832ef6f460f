"""Fingerprints of texts: their sketch and their words in one pass, since both begin with folding every character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrapers.fingerprint.characters import Characters, read_characters, word_spans
from scrapers.fingerprint.shingles import Hashes, bounds_of, cut, grouped, hash_words
from scrapers.fingerprint.sketches import sample
from scrapers.fingerprint.terms import BODY_AT, hash_terms, sum_marks
from scrapers.records import Article, Fingerprint

Fields = tuple[str, str, str]
"""Title, body and captions of one text."""

_WEIGHT = 64
"""Characters that a text counts for beside its own: thousands of empty ones take their time, too."""
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
    begins = np.cumsum(counts) - counts
    words = keys >> np.uint64(_N_PLACES)
    order = np.argsort(words, kind="stable")
    words, counts = words[order], counts[order]
    bounds = np.concatenate([[0], np.cumsum(counts)])
    moved = np.repeat(begins[order] - bounds[:-1], counts)
    moved += np.arange(len(places))
    return Terms(
        terms=(words >> np.uint64(8)).astype(np.uint32),
        marks=words.astype(np.uint8),
        texts=owners[order],
        bounds=bounds,
        places=places[moved],
    )


def _weigh(text: Fields) -> int:
    return _WEIGHT + sum(map(len, text))


def _read_batch(texts: Sequence[Fields]) -> Iterator[Fingerprint]:
    characters = read_characters([field for text in texts for field in text])
    starts, ends = word_spans(characters.kinds)
    bounds = bounds_of(characters, starts)
    counts = np.diff(bounds).reshape(-1, 3)
    # A place apart, so that no phrase reaches from one field into the next.
    body_at = np.maximum(BODY_AT, counts[:, 0] + 1)
    captions_at = body_at + counts[:, 1] + 1
    firsts = np.stack([np.zeros_like(body_at), body_at, captions_at], axis=1).ravel()
    words = _marked_terms(characters, starts, ends) << np.uint64(_N_PLACES)
    words |= (np.arange(len(starts)) - np.repeat(bounds[:-1] - firsts, counts.ravel())).view(np.uint64)
    of_texts = bounds[3::3]
    for of_text in cut(words, of_texts):
        of_text.sort()
    return map(
        Fingerprint,
        _as_bytes(islice(cut(*sample(hash_words(characters.codes, starts, ends), bounds)), 1, None, 3)),  # of bodies
        _as_bytes(cut(*_counted(words >> np.uint64(_N_PLACES), of_texts))),
        _as_bytes(cut((words & np.uint64((1 << _N_PLACES) - 1)).astype(np.uint32), of_texts)),
        body_at.tolist(),
        captions_at.tolist(),
        counts.sum(axis=1).tolist(),
    )


def _marked_terms(characters: Characters, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Hashes:
    """Each word's term, and below it 8 bits of its marks."""
    return hash_terms(characters.codes, starts, ends) << np.uint64(8) | sum_marks(characters.marks, starts, ends)


def _as_bytes(arrays: Iterable[NDArray[Any]]) -> Iterator[bytes]:
    return (array.tobytes() for array in arrays)


def _counted(words: Hashes, ends: NDArray[np.int64]) -> tuple[Hashes, NDArray[np.intp]]:
    """Each word of each text once, with its number of places; where those of each text end."""
    is_first = np.ones(len(words) + 1, np.bool_)
    np.not_equal(words[1:], words[:-1], out=is_first[1:-1])
    is_first[ends] = True
    starts = np.flatnonzero(is_first)
    counts = np.diff(starts).astype(np.uint64)
    return words[starts[:-1]] << np.uint64(_N_PLACES) | counts, np.searchsorted(starts, ends)
