"""What changed between two texts: paragraph by paragraph, and word by word where a paragraph did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

# A word, or a number with its signs, and the space behind it. In scripts that set no spaces each character is a word.
_UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
_WORD = re.compile(rf"(?:{_UNSPACED}|\d+(?:[.,:/]\d+)*|(?:(?!{_UNSPACED}|\d)[^\W_])+|.)\s*", re.DOTALL)
_SENTENCE = re.compile(r".+?(?:[.!?…。！？]\s+|[。！？]|\n+|$)", re.DOTALL)
_MAX_CHARACTERS = 20_000
"""Of longer passages sentences are compared: the time grows with the square of what is compared."""
_LETTER = re.compile(r"[^\W_]")


class Piece(NamedTuple):
    """A passage that stands in both texts, or in one of them."""

    kind: Literal["same", "removed", "added"]
    text: str


def paragraph_diff(before: str, after: str) -> list[list[Piece]]:
    """The passages that lead from one text to the other: a list for each run of paragraphs, changed or left alone."""
    old, new = before.split("\n\n"), after.split("\n\n")
    told = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            told.append([Piece("same", "\n\n".join(old[a:b]))])
        else:
            told.append(word_diff("\n\n".join(old[a:b]), "\n\n".join(new[c:d])))
    return told


def word_diff(before: str, after: str) -> list[Piece]:
    """The passages in their order; of a replaced one, what was removed comes first."""
    told: list[Piece] = []
    removed = added = between = ""
    for same, gone, come in [*_steps(before, after), ("", "", "")]:
        if same and not _LETTER.search(same) and (removed or added):
            between += same  # a stop alone between two changes is read with them
        elif same or not (gone or come):
            told += _replaced(removed, added, between + same)
            removed = added = between = ""
        else:
            removed, added, between = removed + between + gone, added + between + come, ""
    return [piece for piece in told if piece.text]


def _replaced(removed: str, added: str, same: str) -> list[Piece]:
    """A replaced passage and what stays behind it; the space both end with has stayed, too."""
    ends = " " if removed.endswith(" ") and added.endswith(" ") else ""
    return [
        Piece("removed", removed.removesuffix(ends)),
        Piece("added", added.removesuffix(ends)),
        Piece("same", ends + same),
    ]


def _steps(before: str, after: str) -> Iterator[tuple[str, str, str]]:
    """(what stays, what goes, what comes), one of the first or of the others at a time."""
    unit = _WORD if max(len(before), len(after)) <= _MAX_CHARACTERS else _SENTENCE
    old, new = unit.findall(before), unit.findall(after)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        yield (gone, "", "") if tag == "equal" else ("", gone, come)
