"""Which patterns may try without end on a line that they don't match: told by how they are built."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

_parser = getattr(re, "_parser", None)
"""Private to Python (`sre_parse` before 3.11); without it any pattern may be endless."""
_REPEATS = frozenset(("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"))
_STARTS = frozenset(("AT_BEGINNING", "AT_BEGINNING_STRING"))
_LINE = 2_000
"""Characters: a repeat without a bound, and a search that may begin anywhere, try so many places."""
_MOST_WAYS = 100_000_000
"""One long repeat at any place of the line, and about twenty ways on behind each piece: most of a second."""


@lru_cache(maxsize=512)
def may_be_endless(patterns: tuple[str, ...]) -> bool:
    """Whether one of them may take longer than a second on a line of 2,000 characters."""
    return any(map(_is_costly, patterns))


def _is_costly(pattern: str) -> bool:
    if _parser is None:
        return True
    parsed = _parser.parse(pattern)
    is_at_start = len(parsed) > 0 and str(parsed[0][1]) in _STARTS
    return math.prod(_ways(parsed, is_within=False)) * (1 if is_at_start else _LINE) > _MOST_WAYS


def _ways(parsed: Iterable[Any], *, is_within: bool) -> Iterator[float]:
    """How many ways lead on from each place of the pattern; no end of them in a repeat, whose turns multiply them."""
    for kind, value in parsed:
        n = _ways_on(str(kind), value)
        yield math.inf if is_within and n > 1 else n
        is_repeat = str(kind) in _REPEATS
        for part in _parts(value):
            yield from _ways(part, is_within=is_within or (is_repeat and int(value[1]) > 1))


def _ways_on(kind: str, value: Any) -> int:
    if kind in _REPEATS:
        least, most = (min(int(times), _LINE) for times in value[:2])
        return most - least + 1
    if kind == "BRANCH":
        return len(value[1])
    return _LINE if kind == "GROUPREF" else 1  # it compares as many characters as the group holds


def _parts(value: Any) -> Iterator[Any]:
    """The patterns within a group, a branch or an assertion; none in what is a sign."""
    if hasattr(value, "getwidth"):
        yield value
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _parts(one)
