"""Lines of queries that name or quote given texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_QUOTED = re.compile(r"'((?:[^']|'')+)'?")
_WORD = re.compile(r"\w+")
_SHORTEST = 4
"""Letters of a quotation that tells something."""


def not_quoting(lines: Iterable[str], words: Iterable[str]) -> list[str]:
    """The lines that hold none of these texts and quote no part of one."""
    texts = [text.casefold() for text in words if len(text) >= _SHORTEST]
    vocabulary = frozenset(word for text in texts for word in _WORD.findall(text))
    return [line for line in lines if not _tells(line.casefold(), texts, vocabulary)]


def _tells(line: str, texts: Sequence[str], vocabulary: frozenset[str]) -> bool:
    if any(part in line for text in texts for part in text.splitlines() if len(part) >= _SHORTEST):
        return True
    return any(_is_of(quoted, texts, vocabulary) for quoted in _QUOTED.findall(line))


def _is_of(quoted: str, texts: Sequence[str], vocabulary: frozenset[str]) -> bool:
    """Whether a quotation is from the texts, or several words that all are; `%` stands for anything."""
    parts = [part.strip() for part in quoted.replace("''", "'").split("%") if len(part.strip()) >= _SHORTEST]
    if any(part in text for part in parts for text in texts):
        return True
    found = _WORD.findall(quoted)
    return len(found) > 1 and vocabulary.issuperset(found)
