"""Which patterns may try without end on a line that they don't match: told by how they are built."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

_parser = getattr(re, "_parser", None)
"""Private to Python (`sre_parse` before 3.11); without it any pattern may be endless."""
_REPEATS = frozenset(("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"))
_STARTS = frozenset(("AT_BEGINNING", "AT_BEGINNING_STRING"))
_LONG = 20
"""Times from which on a repeat counts as one without a bound."""
_MOST_LONG = 1
"""Of 2,000 characters, one such repeat at any place of the line cuts out 2 million pieces, two 8,000 million."""
_MOST_CHOICES = 10
"""`a?a?a?` doubles the ways with each sign."""


class _Choice(NamedTuple):
    """A place of a pattern where there is more than one way on."""

    is_long: bool
    is_within: bool
    """Whether it stands in a repeat: then the ways multiply with each turn."""


@lru_cache(maxsize=512)
def may_be_endless(patterns: tuple[str, ...]) -> bool:
    """Whether one of them may take longer than a second on a line of 2,000 characters."""
    return any(map(_is_costly, patterns))


def _is_costly(pattern: str) -> bool:
    if _parser is None:
        return True
    parsed = _parser.parse(pattern)
    choices = list(_choices(parsed, is_within=False))
    n_long = sum(choice.is_long for choice in choices)
    is_at_start = len(parsed) > 0 and str(parsed[0][1]) in _STARTS
    return (
        any(choice.is_within for choice in choices) or len(choices) > _MOST_CHOICES or n_long - is_at_start > _MOST_LONG
    )


def _choices(parsed: Iterable[Any], *, is_within: bool) -> Iterator[_Choice]:
    for kind, value in parsed:
        if str(kind) in _REPEATS:
            least, most, repeated = value
            if least != most:
                yield _Choice(int(most) > _LONG, is_within)
            yield from _choices(repeated, is_within=is_within or int(most) > 1)
            continue
        if str(kind) == "BRANCH":
            yield _Choice(is_long=False, is_within=is_within)
        for part in _parts(value):
            yield from _choices(part, is_within=is_within)


def _parts(value: Any) -> Iterator[Any]:
    """The patterns within a group, a branch or an assertion; none in what is a sign."""
    if hasattr(value, "getwidth"):
        yield value
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _parts(one)
