"""What a user's file holds, in words that need no Python."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

MAX = 80
"""Characters of a value that are repeated in a message."""


def in_words(value: Any) -> str:
    """A short value as it was written, in double quotes if it is a text; of a long or nested one, what it is."""
    if isinstance(value, str | bool | int | float):
        told = json.dumps(value, ensure_ascii=False)
        return told if len(told) <= MAX else f"{told[:MAX]} …"
    return kind_of(value)


def as_toml(text: str) -> str:
    """A text as a form's value: with single quotes where something in it would have to be escaped in double ones."""
    if "'" not in text and ("\\" in text or '"' in text) and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def kind_of(value: Any) -> str:
    """What JSON and TOML call such a value."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return "a text"
        case int() | float():
            return "a number"
        case date() | time():
            return "a date or time"
        case dict():
            return "an object"
        case _:
            return "a list"


def why_no_toml(error: Exception) -> str:
    """What is wrong with a file that isn't TOML, and where."""
    return f"byte {error.start + 1} isn't UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
