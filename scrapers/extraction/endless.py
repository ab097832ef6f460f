"""What has no end on a page though it nests nothing: attributes, choices of a list, formatting that is never closed.

lexbor compares each attribute with the others of its element, each choice with those before, and opens formatting that
a paragraph left open again in every paragraph: pages of 100 kB take minutes or gigabytes so. Real ones are told apart
in a twentieth of the time that reading them takes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from scrapers.extraction.nesting import tags

_LONGEST_TAG = 30_000
"""Signs of a tag without its quoted values."""
_LONGEST_STEP, _SHORTEST_STEP = 10_000, 400
"""Every tag of twice the length covers a whole step, wherever it begins; shorter ones hold few attributes."""
_ROOM = 2_000_000_000
"""Signs of a page times those of a step: tags below the step that have more room take more than two seconds."""
_NEAR = 800
"""Nearly every tag ends within so many signs."""
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]*")
_MOST_COMPARED = 500_000_000
"""Attributes that lexbor compares, each with all others of its tag: these take a second."""
_BETWEEN = re.compile(r"[\s/]+")
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')

_ROOTS = re.compile(r"<(?:html|body)\b([^<>]*)", re.IGNORECASE)
_MOST_OF_ROOTS = 15_000
"""Attributes of all <html> and <body> tags, which become one element: these take half a second."""
_ROOT_STEP = 8_000
"""So many attributes cover six such steps."""

_OPTION = re.compile(r"<option\b", re.IGNORECASE)
_MOST_OPTIONS = 12_000
"""Choices in one list: these take 0.7 s; lists of all villages of a country are asked for, not printed."""

_FORMATTING = frozenset(("b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"))
_FORMATTING_TAG = re.compile(r"<[biusBIUSeEtTfFcC](?=[\s/>mMtTiIoO])(?:|(?i:m|t|ig|ont|ode|mall|trike|trong))[\s/>]")
_PLAIN_TAG = re.compile(r'<[a-zA-Z]+(?: +[a-zA-Z-]+="[^"<>]*")* ?/?>')
"""One that ends before anything else begins, so that what stands here is what a reader of tags makes of it."""
_LOOKED_AT = 500_000
"""Formatting tags times all tags, below which no page opens so much again that it costs; one of 500 reaches that."""
_ALIKE = 3
"""Of formatting with the same attributes no more is opened again."""
_CELLS = frozenset(("td", "th", "caption", "table"))
"""Where they begin and end, formatting of the cell before is closed."""
_MOST_OPENED = 200_000
"""Formatting elements that are opened again: they take 0.4 s and 150 MB; real pages reach 14,000."""


def is_endless(markup: str, n_tags: int) -> bool:
    """Whether reading the page would take seconds or gigabytes for what its tags say, not for their depth."""
    if _has_endless_tags(markup) or _has_endless_roots(markup):
        return True
    if n_tags > _MOST_OPTIONS and len(_OPTION.findall(markup)) > _MOST_OPTIONS:
        return True
    if n_tags * n_tags <= _LOOKED_AT:
        return False
    return len(_FORMATTING_TAG.findall(markup)) * n_tags > _LOOKED_AT and _opens_again(markup)


def _has_endless_tags(markup: str) -> bool:
    """Whether a tag, or many together, have attributes without end; a script's comparison may look like one."""
    n_compared = 0
    for tag in _long_tags(markup):
        bare = _QUOTED.sub(" ", tag)
        n_compared += len(_BETWEEN.split(bare)) ** 2
        if len(bare) > _LONGEST_TAG or n_compared > _MOST_COMPARED:
            return True
    return False


def _long_tags(markup: str) -> Iterator[str]:
    """Tags that stand far from one `<` to the next; most pages are done with a look at every step."""
    step = min(_LONGEST_STEP, max(_SHORTEST_STEP, _ROOM // (len(markup) + 1)))
    for place in range(step, len(markup), step):
        if markup.find("<", place, place + step) >= 0:
            continue
        start = markup.rfind("<", place - step, place)
        if start >= 0 and markup.find(">", start, start + _NEAR) < 0:
            tag = _LONG_TAG.match(markup, start)
            if tag:
                yield tag[0]


def _has_endless_roots(markup: str) -> bool:
    """Counted only where one of these tags stands at a step: more than one are a mistake, thousands an attack."""
    for place in range(_ROOT_STEP, len(markup), _ROOT_STEP):
        start = markup.rfind("<", place - 1_000, place)
        if start >= 0 and _ROOTS.match(markup, start):
            n_attributes = sum(len(_BETWEEN.split(names)) for names in _ROOTS.findall(markup))
            return n_attributes > _MOST_OF_ROOTS
    return False


def _opens_again(markup: str) -> bool:
    """Whether formatting that stays open is opened again without end, in one paragraph after the other."""
    if _most_opened(markup) <= _MOST_OPENED:
        return False
    n_opened = 0
    for n_open in _open_formatting(markup):
        n_opened += n_open
        if n_opened > _MOST_OPENED:
            return True
    return False


def _most_opened(markup: str) -> int:
    """So much is opened again if nothing is ever closed: told without a look at the other tags, which takes long."""
    n_alike: Counter[str] = Counter()
    begins = []
    for found in _FORMATTING_TAG.finditer(markup):
        plain = _PLAIN_TAG.match(markup, found.start())
        if plain:
            n_alike[plain[0]] += 1
        if not plain or n_alike[plain[0]] <= _ALIKE:
            begins.append(found.start())
    ends = [*begins, len(markup)][1:]
    n_behind = accumulate(markup.count("<", begin, end) for begin, end in zip(begins[::-1], ends[::-1], strict=True))
    return sum(n_behind)


def _open_formatting(markup: str) -> Iterator[int]:
    """At each other tag, how much formatting is open there, closed by nothing or by the wrong tag."""
    open_by_name: dict[str, list[str]] = {name: [] for name in _FORMATTING}
    alike: Counter[str] = Counter()
    n_tables = n_open = 0
    for closing, name, tag in tags(markup):
        if name == "table":
            n_tables += -1 if closing else 1
        if name in _CELLS and n_tables > 0:
            alike.clear()
            open_by_name = {name: [] for name in _FORMATTING}
            n_open = 0
        elif name not in _FORMATTING:
            yield n_open
        elif not closing and alike[tag] < _ALIKE:
            alike[tag] += 1
            open_by_name[name].append(tag)
            n_open += 1
        elif closing and open_by_name[name]:
            alike[open_by_name[name].pop()] -= 1
            n_open -= 1
