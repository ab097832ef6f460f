"""What a page says of itself in JSON-LD (schema.org)."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from selectolax.lexbor import LexborNode

Thing = dict[str, Any]

STATEMENTS = 'script[type*="ld+json"]'
"""The selector of what `read_things` reads."""

_TAG = re.compile(r"</?[a-z][^<>]{0,200}>|<!--[^<>]{0,200}-->", re.IGNORECASE)
_LINE_TAG = re.compile(
    r"</?(?:p|div|br|li|[uo]l|dl|d[dt]|h[1-6]|blockquote|table|t[dhr]|section|article|figure|figcaption|hr)\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_MOST = 2_000
"""Objects of one page; catalogues of thousands of offers exist, articles don't stand behind them."""
_MOST_LISTS = 10_000
"""Lists and objects of one page that are looked into."""
_HOLDERS = (list, dict)


def read_things(scripts: Iterable[LexborNode]) -> list[Thing]:
    """Every object of a page's JSON-LD, outermost first; scripts that aren't JSON are passed over."""
    found: list[Thing] = []
    for node in scripts:
        try:
            data = json.loads(node.text() or "", strict=False)
        except (ValueError, RecursionError):
            continue
        found += things_of(data)
    return found


def stated_body(things: list[Thing]) -> str:
    """The longest `articleBody`, without markup; empty where none is given."""
    bodies = (thing["articleBody"] for thing in things if isinstance(thing.get("articleBody"), str))
    body = without_markup(max(bodies, key=len, default=""))
    return without_markup(unescape(body)) if "&" in body else body


def without_markup(text: str) -> str:
    """A text of JSON-LD in which some sites leave tags: each paragraph on a line of its own."""
    return _TAG.sub("", _LINE_TAG.sub("\n", text)) if "<" in text else text


def things_of(data: object) -> Iterator[Thing]:
    """Every object of a JSON document, outermost first, up to a bound."""
    todo, n_seen, n_things = deque([data]), 0, 0
    while todo and n_seen < _MOST_LISTS and n_things < _MOST:
        value = todo.popleft()
        n_seen += 1
        within: Iterable[object] = value if isinstance(value, list) else ()
        if isinstance(value, dict):
            n_things += 1
            yield value
            within = value.values()
        todo.extend(one for one in within if isinstance(one, _HOLDERS))
