"""Which links of a page look like articles: addresses of one shape, most of them with a number of their own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.forms.pointing import collapsed, selectors_of
from scrapers.urls import canonical, host_of

FEWEST = 3
"""Links of one shape: fewer may be a menu."""
_DAY = re.compile(r"(?:(?:19|20)\d\d|\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
"""As in 20261003 and 261003."""
_HEADLINE = 15
"""Characters of a link's text; menus have shorter ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Addresses of one shape, as an `[[article]]` has it."""

    pattern: str
    id: str
    """Empty when no number tells the articles apart."""
    urls: tuple[str, ...]


def shape_of(urls: Iterable[str]) -> Shape | None:
    """The shape that most of the addresses have; the longest number in which all differ is the id, if it is no day."""
    groups: dict[str, list[str]] = defaultdict(list)
    for url in dict.fromkeys(address for url in urls if (address := canonical(url))):
        groups[_general(url)].append(url)
    if not groups:
        return None
    pattern, found = max(groups.items(), key=lambda group: (len(group[1]), len(group[0])))
    numbers = [match.groups() for url in found if (match := re.search(pattern, url))]
    places = [place for place, values in enumerate(zip(*numbers, strict=True)) if len(set(values)) == len(values)]
    best = max(places, key=lambda place: _likeness([values[place] for values in numbers]), default=None)
    return Shape(pattern=_named(pattern, best), id="" if best is None else "{id}", urls=tuple(found))


def _likeness(values: Sequence[str]) -> tuple[bool, int]:
    """How much numbers look like an id: days differ, too, until two articles have one."""
    return not all(_DAY.fullmatch(value) for value in values), len(values[0])


def article_links(page: LexborHTMLParser, base: str) -> Shape | None:
    """The shape of the links with headlines; None when fewer than three have one."""
    titled = [url for url, node in links_of(page, base) if len(collapsed(node)) >= _HEADLINE]
    shape = shape_of(titled)
    return shape if shape and len(shape.urls) >= FEWEST else None


def links_of(page: LexborHTMLParser, base: str) -> list[tuple[str, LexborNode]]:
    """The page's links to its own host."""
    found = []
    for node in page.css("a[href]"):
        try:
            url = canonical(urljoin(base, (node.attributes.get("href") or "").strip()))
        except ValueError:
            continue
        if url and host_of(url) == host_of(base) and urlsplit(url).path != "/":
            found.append((url, node))
    return found


def link_selectors(page: LexborHTMLParser, base: str, shape: Shape) -> list[tuple[str, int, int]]:
    """(selector, article links, other links) for what leads to the articles, the most exact first."""
    links = links_of(page, base)
    told = Counter(one for url, node in links if url in shape.urls for one in dict.fromkeys(selectors_of(node)))
    found = [_exactness(page, base, one, shape.urls) for one, _ in told.most_common(20)]
    return sorted([*found, _exactness(page, base, "a", shape.urls)], key=lambda one: (-one[1], one[2]))


def _exactness(page: LexborHTMLParser, base: str, selector: str, urls: Sequence[str]) -> tuple[str, int, int]:
    ids = {node.mem_id for node in page.css(selector)}
    found = {url for url, node in links_of(page, base) if node.mem_id in ids}
    return selector, len(found & set(urls)), len(found - set(urls))


def _general(url: str) -> str:
    """The address as a pattern: its numbers as groups, slugs as any word."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return "".join(_general_piece(piece) for piece in _pieces(path)) + "$"


def _pieces(path: str) -> list[str]:
    """Slugs whole (with a number at their end apart), other letters as they are."""
    found: list[str] = []
    for segment in re.split(r"(/)", path):
        slug = re.fullmatch(r"(?P<slug>.*?[^\W\d].*?)(?P<sign>[-_.]?[a-z]*)(?P<number>\d{3,})(?P<end>\D*)", segment)
        if slug and slug["slug"].count("-") >= 2:
            found += ["<slug>", slug["sign"], slug["number"], slug["end"]]
        elif segment.count("-") >= 3:
            found += ["<slug>", *re.findall(r"\.[a-z]+$", segment)]
        else:
            found += re.findall(r"\d+|\D+", segment)
    return [piece for piece in found if piece]


def _general_piece(piece: str) -> str:
    if piece == "<slug>":
        return r"[^/?]+?"
    return r"(\d+)" if piece.isdigit() else re.escape(piece).replace(r"\-", "-")


def _named(pattern: str, place: int | None) -> str:
    """The pattern with the group at that place named `id`, the other numbers without groups."""
    pieces = pattern.split(r"(\d+)")
    signs = [r"(?P<id>\d+)" if number == place else r"\d+" for number in range(len(pieces) - 1)]
    return "".join(a + b for a, b in zip(pieces, [*signs, ""], strict=True))
