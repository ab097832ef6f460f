"""What a page is not to be read for, told before anything reads it: parsers take minutes for 50,000 levels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

MAX_TAGS = 50_000
"""The longest labelled article has a third of that, with its menus."""
MAX_DEPTH = 500
"""Elements open at once; real pages stay below 60, and lexbor's time grows with the square."""

_LONGEST_TAG = 30_000
"""Signs of a tag without its quoted values."""
_STEP, _SHORT_STEP = 1_000, 400
"""Every tag of twice the length covers a whole step, wherever it begins; shorter ones hold few attributes."""
_BIG = 3_000_000
"""A smaller page has no room for so many tags below the longer step that they cost a second."""
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{2 * _SHORT_STEP},}}")
_MOST_COMPARED = 500_000_000
"""Attributes that lexbor compares, each with all others of its tag: these take a second."""
_BETWEEN = re.compile(r"[\s/]+")
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_OPAQUE = re.compile(r"<(?:(script|style|textarea|title)\b|!--)", re.IGNORECASE)
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
_CLOSED_BY_NEXT = frozenset((
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "rt", "rp", "html",
    "head", "body", "a", "button", "nobr",
))  # fmt: skip
_MANY_OPEN = 4_000
"""No page of news has so many more tags that open than close: images, line breaks, inputs close nothing."""
_MANY_TAGS = 20_000
"""So few can nest 10,000 deep at most, which lexbor reads in 0.2 s."""


def refusal(markup: str) -> Literal["too_deep", "too_big"] | None:
    """Why a page is not to be read; the tags are counted once for both reasons."""
    n_tags = markup.count("<")
    if _nests(markup, n_tags):
        return "too_deep"
    return "too_big" if n_tags > MAX_TAGS or _is_endless(markup) else None


def is_too_deep(markup: str) -> bool:
    """Whether more than `MAX_DEPTH` elements stand inside one another, judged by the tags."""
    return _nests(markup, markup.count("<"))


def _nests(markup: str, n_tags: int) -> bool:
    """Looked at only where many tags stand, or many more were opened than closed: most pages need signs counted."""
    if n_tags <= _MANY_OPEN:
        return False
    return (n_tags > _MANY_TAGS or n_tags - 2 * markup.count("</") > _MANY_OPEN) and _is_deep(markup)


def _is_deep(markup: str) -> bool:
    open_by_name: dict[str, int] = {}
    depth = 0
    for closing, name in _tags(markup):
        n_open = open_by_name.get(name, 0)
        if name in _VOID or name in _CLOSED_BY_NEXT or (closing and not n_open):
            continue
        step = -1 if closing else 1
        open_by_name[name] = n_open + step
        depth += step
        if depth > MAX_DEPTH:
            return True
    return False


def _tags(markup: str) -> Iterator[tuple[str, str]]:
    """(`/` or nothing, name) of each tag outside of scripts, styles and comments."""
    start = 0
    while start < len(markup):
        opaque = _OPAQUE.search(markup, start)
        end = opaque.start() if opaque else len(markup)
        for tag in _TAG.finditer(markup, start, end):
            yield tag[1], tag[2].lower()
        if opaque is None:
            return
        closing = "-->" if opaque[1] is None else f"</{opaque[1]}"
        closed = markup.find(closing, opaque.end())
        start = len(markup) if closed < 0 else closed + len(closing)


def _long_stretches(markup: str) -> Iterator[str]:
    """What stands from one `<` to the next where that is far; most pages are done with a look at every step."""
    step = _STEP if len(markup) < _BIG else _SHORT_STEP
    for place in range(step, len(markup), step):
        if markup.find("<", place, place + step) >= 0:
            continue
        start = markup.rfind("<", place - step, place)
        if start >= 0:
            end = markup.find("<", place)
            yield markup[start : end if end >= 0 else None]


def _is_endless(markup: str) -> bool:
    """Whether a tag, or many together, have attributes without end; a script's comparison may look like one."""
    n_compared = 0
    for stretch in _long_stretches(markup):
        tag = _LONG_TAG.match(stretch)
        if tag is None:
            continue
        bare = _QUOTED.sub(" ", tag[0])
        n_compared += len(_BETWEEN.split(bare)) ** 2
        if len(bare) > _LONGEST_TAG or n_compared > _MOST_COMPARED:
            return True
    return False
