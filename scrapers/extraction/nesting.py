"""How deep the elements of a page stand in one another, told by its tags: parsers take minutes for 50,000 levels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

MAX_DEPTH = 500
"""Elements open at once; real pages stay below 60, and lexbor's time grows with the square."""

_SPACE = r"[\t\n\f\r /]"
_TAG = re.compile(
    rf"<(/?)([a-zA-Z][^\t\n\f\r />]*+)(?:{_SPACE}*+[^\t\n\f\r />][^\t\n\f\r />=]*+"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >]*+))?+)*+"
    rf"{_SPACE}*+>"
)
"""A tag from end to end: what stands in the quotes of an attribute opens nothing."""
_BEGUN = re.compile(r"</?[a-zA-Z]")
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_OPAQUE = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))
"""What stands in these is text, up to their own closing tag."""
_OPENED = re.compile(r"<(?:svg|math|select)\b", re.IGNORECASE)
"""Within these it may be tags all the same."""
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
_CLOSED_BY_NEXT = frozenset((
    "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot", "html", "head", "body",
    "a", "button", "nobr",
))  # fmt: skip
_MANY_OPEN = 4_000
"""No page of news has so many more tags that open than close: images, line breaks, inputs close nothing."""
_MANY_TAGS = 20_000
"""So few can nest 10,000 deep at most, which lexbor reads in 0.2 s."""


def is_too_deep(markup: str) -> bool:
    """Whether more than `MAX_DEPTH` elements stand inside one another, judged by the tags."""
    return nests(markup, markup.count("<"))


def nests(markup: str, n_tags: int) -> bool:
    """Looked at only where many tags stand, or many more were opened than closed: most pages need signs counted."""
    if n_tags <= _MANY_OPEN:
        return False
    return (n_tags > _MANY_TAGS or n_tags - 2 * markup.count("</") > _MANY_OPEN) and _is_deep(markup)


def _is_deep(markup: str) -> bool:
    if _reaches(tags(markup)):
        return True
    return _OPENED.search(markup) is not None and _reaches(tags(markup, opaque=frozenset()))


def _reaches(found: Iterator[tuple[str, str, str]]) -> bool:
    """Whether more than `MAX_DEPTH` of these are open at once."""
    open_by_name: dict[str, int] = {}
    depth = 0
    for closing, name, _ in found:
        n_open = open_by_name.get(name, 0)
        if name in _VOID or name in _CLOSED_BY_NEXT or (closing and not n_open):
            continue
        step = -1 if closing else 1
        open_by_name[name] = n_open + step
        depth += step
        if depth > MAX_DEPTH:
            return True
    return False


def tags(markup: str, *, opaque: frozenset[str] = _OPAQUE) -> Iterator[tuple[str, str, str]]:
    """(`/` or nothing, name, all of it) of each tag outside of comments and of elements whose content is text."""
    place = markup.find("<")
    while place >= 0:
        found = _TAG.match(markup, place) or _COMMENT.match(markup, place)
        if found is None and _BEGUN.match(markup, place):
            return  # the page ends within this tag
        end = found.end() if found else place + 1
        if found and found.re is _TAG:
            name = found[2].lower()
            yield found[1], name, found[0]
            if name in opaque and not found[1]:
                closed = _closing_of(name).search(markup, end)
                end = closed.start() if closed else len(markup)
        place = markup.find("<", end)


@lru_cache(maxsize=len(_OPAQUE))
def _closing_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
