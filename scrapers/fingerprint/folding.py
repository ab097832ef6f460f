"""Folding for comparison only: case, marks, width and signs off, so that one text in two spellings has one key."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# đ, ø, ł … have no decomposition: their Unicode name tells the letter under the stroke.
_STROKED = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")
# Han, kana, Thai and Lao, Burmese, Khmer: written without spaces between words.
UNSPACED_SIGN = re.compile(
    "[々〆〇\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\U00020000-\U0003ffff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
)

# Tones and letters of Vietnamese add up to a number of their own, whichever letter bears them: hoà is hòa.
_MARKS = {
    "\u0300": 1, "\u0301": 2, "\u0309": 3, "\u0303": 4, "\u0323": 5, "\u0302": 6, "\u0306": 12, "\u031b": 18,
}  # fmt: skip
_STROKE = 48


def fold(text: str) -> str:
    """The text in lower case, without marks and width, words apart by one space."""
    return " ".join("".join(map(fold_character, text)).split())


@cache
def fold_character(character: str) -> str:
    """What stands for one character in a key: letters and digits, a space, or nothing for a mark."""
    if character == "\0":
        return character
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    folded = "".join(map(_fold_part, decomposed))
    return folded if folded.strip() else folded[:1]


@cache
def marks_of(character: str) -> int:
    """A number for the marks and strokes that folding takes off a letter; those of a word are added up, modulo 256."""
    decomposed = unicodedata.normalize("NFKD", character.casefold())
    marks = [part for part in decomposed if unicodedata.category(part) == "Mn"]
    stroked = "WITH STROKE" in unicodedata.name(decomposed[0], "")
    return (sum(_MARKS.get(mark, 128 + ord(mark) % 61) for mark in marks) + stroked * _STROKE) % 256


def _fold_part(part: str) -> str:
    category = unicodedata.category(part)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category[0] not in "LN" and category != "Mc":
        return " "
    stroked = _STROKED.match(unicodedata.name(part, ""))
    return stroked[1].lower() if stroked else part
