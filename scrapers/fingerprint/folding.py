"""Folding for comparison only: case, marks, width and signs off, so that one text in two spellings has one key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

GAP, LETTER, DIGIT, UNSPACED, NOTHING = range(5)
"""What a folded character is: between words, of a word, a digit of a word, a word by itself, or left out."""

BREAK = 0
"""Ends each text among the characters; a U+0000 of the text itself becomes a space."""

# đ, ø, ł … have no decomposition: their Unicode name tells the letter under the stroke.
_STROKED = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")
# Han, kana, Thai and Lao, Burmese, Khmer: written without spaces between words.
_UNSPACED = re.compile(
    "[々〆〇\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\U00020000-\U0003ffff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
)


@dataclass(frozen=True, slots=True)
class Characters:
    """The folded characters of several texts, each text ended by a `BREAK`."""

    codes: NDArray[np.uint32]
    kinds: NDArray[np.uint8]


def fold(text: str) -> str:
    """The text in lower case, without marks and width, words apart by one space."""
    return " ".join("".join(map(fold_character, text)).split())


def fold_texts(texts: Sequence[str]) -> Characters:
    """The folded characters of all texts in one array: each distinct character is folded once."""
    codes, distinct = read_codes(texts)
    table, kinds = fold_tables(distinct)
    found = kinds[codes]
    kept = found != NOTHING
    return Characters(table[codes[kept]], found[kept])


def read_codes(texts: Sequence[str]) -> tuple[NDArray[np.uint32], list[str]]:
    """The characters of all texts as numbers, each text ended by a `BREAK`, and which there are.

    A character that folds to several is replaced by these.
    """
    joined = "".join(text.replace("\0", " ") + "\0" for text in texts)
    codes = _codes(joined)
    distinct = [chr(code) for code in np.flatnonzero(np.bincount(codes))]
    longer = [character for character in distinct if len(fold_character(character)) > 1]
    for character in longer:  # ﬁ, ½, ㎡: few, and rare
        joined = joined.replace(character, fold_character(character))
    return (_codes(joined) if longer else codes), distinct


def fold_tables(distinct: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """By its number what each character is folded to, and its kind; also for those that longer ones became."""
    pairs = {part: fold_character(part) for character in distinct for part in (character, *fold_character(character))}
    table = np.zeros(max(map(ord, pairs), default=0) + 1, np.uint32)
    kinds = np.zeros(len(table), np.uint8)
    for character, folded in pairs.items():
        if len(folded) <= 1:
            table[ord(character)] = ord(folded or "\0")
            kinds[ord(character)] = _kind(folded)
    return table, kinds


@cache
def fold_character(character: str) -> str:
    """What stands for one character in a key: letters and digits, a space, or nothing for a mark."""
    if character == "\0":
        return character
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    folded = "".join(map(_fold_part, decomposed))
    return folded if folded.strip() else folded[:1]


def _fold_part(part: str) -> str:
    category = unicodedata.category(part)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category[0] not in "LN" and category != "Mc":
        return " "
    stroked = _STROKED.match(unicodedata.name(part, ""))
    return stroked[1].lower() if stroked else part


def _kind(folded: str) -> int:
    if not folded:
        return NOTHING
    if folded in "\0 ":
        return GAP
    if _UNSPACED.match(folded):
        return UNSPACED
    return DIGIT if folded.isdigit() else LETTER


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
