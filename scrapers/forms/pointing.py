"""Which selectors lead to a text on a page: what a wrong or missing selector of a form is mended with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.layouts import first_printed

_NAME = re.compile(r"^[a-zA-Z_][\w-]*$", re.ASCII)
_COUNTED = re.compile(r"\d{3,}")
"""An id such as `post-49054` names one article, not the design."""
_SILENT = ("script", "style", "noscript", "template", "head", "textarea", "iframe")
_PARTS = ("p", "span", "strong", "em", "b", "i", "a", "h1", "h2", "h3", "h4", "li")
"""What stands in a text rather than around it."""
_NEAR = 4
"""How many boxes around an element may lend it their name."""
_YIELDS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A selector that leads to a text, and what it yields on the page."""

    selector: str
    yields: str


def squeezed(text: str) -> str:
    """The text for comparison: elements and line breaks inside it don't count."""
    return "".join(unicodedata.normalize("NFC", text).split())


def candidates(page: LexborHTMLParser, texts: Sequence[str]) -> list[Candidate]:
    """Selectors whose first match is the smallest element that holds all the texts, the most telling first."""
    keys = [key for key in map(squeezed, texts) if key]
    if not keys:
        return []
    found = [*_leading_to(page, _holders(page, keys)), *_metas(page, keys)]
    return sorted(found, key=lambda one: _surplus(one, keys))


def boxes(page: LexborHTMLParser, texts: Sequence[str]) -> list[Candidate]:
    """Selectors of the smallest element that holds all the texts and of the boxes around it, the smallest first."""
    keys = [key for key in map(squeezed, texts) if key]
    nodes = [around for node in (_holders(page, keys) if keys else ()) for around in _around(node)]
    return list(_leading_to(page, [node for node in nodes if node.tag not in _PARTS]))


def holds(page: LexborHTMLParser, text: str) -> bool:
    """Whether the page prints the text."""
    return page.body is not None and squeezed(text) in squeezed(page.body.text(separator=" "))


def selectors_of(node: LexborNode) -> Iterator[str]:
    """By its own names, then by those of the boxes around it, the nearest first."""
    own = list(_names(node))
    yield from own
    if node.tag == "h1":
        yield "h1"
    around = node.parent
    for _ in range(_NEAR):
        if around is None or around.tag in ("body", "html"):
            return
        for name in _names(around):
            yield from (f"{name} {one}" for one in own)
            yield f"{name} > {node.tag}" if around == node.parent else f"{name} {node.tag}"
        around = around.parent


def selectors_to(page: LexborHTMLParser, node: LexborNode) -> list[str]:
    """Those of its selectors whose first place on the page that prints anything prints what it does."""
    text = collapsed(node)
    return [selector for selector in selectors_of(node) if first_printed(page, selector) == text]


def collapsed(node: LexborNode) -> str:
    """What an element prints."""
    return " ".join(node.text(separator=" ").split())


def _names(node: LexborNode) -> Iterator[str]:
    """Its id, classes and itemprop as selectors, those left out that count articles."""
    told = node.attributes
    own = told.get("id") or ""
    if _NAME.match(own) and not _COUNTED.search(own):
        yield f"#{own}"
    if told.get("itemprop"):
        yield f'{node.tag}[itemprop="{told["itemprop"]}"]'
    classes = [one for one in (told.get("class") or "").split() if _NAME.match(one) and not _COUNTED.search(one)]
    yield from (f"{node.tag}.{one}" for one in sorted(classes, key=len, reverse=True))
    if len(classes) > 1:
        yield f"{node.tag}." + ".".join(classes)


def _holders(page: LexborHTMLParser, keys: Sequence[str]) -> list[LexborNode]:
    """Elements that hold all of it while no child does, each followed by the boxes that hold nothing else."""
    found: list[LexborNode] = []
    waiting = [page.body] if page.body is not None else []
    while waiting:
        node = waiting.pop()
        inner = [child for child in node.iter(include_text=False) if _holds(child, keys)]
        waiting.extend(inner)
        if not inner and _holds(node, keys):
            found.extend(_with_wrappers(node))
    return found


def _holds(node: LexborNode, keys: Sequence[str]) -> bool:
    if node.tag in _SILENT:
        return False
    text = squeezed(node.text(separator=" "))
    return all(key in text for key in keys)


def _with_wrappers(node: LexborNode) -> Iterator[LexborNode]:
    yield node
    text, around = squeezed(node.text()), node.parent
    while around is not None and around.tag != "body" and squeezed(around.text()) == text:
        yield around
        around = around.parent


def _around(node: LexborNode) -> Iterator[LexborNode]:
    around: LexborNode | None = node
    for _ in range(_NEAR):
        if around is None or around.tag in ("body", "html"):
            return
        yield around
        around = around.parent


def _leading_to(page: LexborHTMLParser, nodes: Sequence[LexborNode]) -> Iterator[Candidate]:
    """Each selector once whose first printing match is the node meant."""
    for node in nodes:
        text = collapsed(node)[:_YIELDS]
        yield from (Candidate(selector=selector, yields=text) for selector in selectors_to(page, node))


def _metas(page: LexborHTMLParser, keys: Sequence[str]) -> Iterator[Candidate]:
    for node in page.css("meta[content]"):
        content = node.attributes.get("content") or ""
        name = next((name for name in ("property", "name", "itemprop") if node.attributes.get(name)), None)
        if name and all(key in squeezed(content) for key in keys):
            selector = f'meta[{name}="{node.attributes[name]}"]::attr(content)'
            yield Candidate(selector=selector, yields=content[:_YIELDS])


def _surplus(one: Candidate, keys: Sequence[str]) -> int:
    """What it yields beside the text, in characters; the order of finding decides among equals."""
    return max(len(squeezed(one.yields)) - sum(map(len, keys)), 0)
