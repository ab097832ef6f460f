"""How deep the elements of a page nest, told before anything reads it: parsers take minutes for 50,000 levels."""

from __future__ import annotations

import re

MAX_DEPTH = 500
"""Elements open at once; real pages stay below 60, and lexbor's time grows with the square."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
_CLOSED_BY_NEXT = frozenset((
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "rt", "rp", "html",
    "head", "body", "a", "button", "nobr",
))  # fmt: skip


def is_too_deep(markup: str) -> bool:
    """Whether more than `MAX_DEPTH` elements stand inside one another, judged by the tags alone."""
    if markup.count("<") <= MAX_DEPTH:
        return False
    open_by_name: dict[str, int] = {}
    depth = 0
    for closing, name in _TAG.findall(markup):
        name = name.lower()
        n_open = open_by_name.get(name, 0)
        if name in _VOID or name in _CLOSED_BY_NEXT or (closing and not n_open):
            continue
        step = -1 if closing else 1
        open_by_name[name] = n_open + step
        depth += step
        if depth > MAX_DEPTH:
            return True
    return False
