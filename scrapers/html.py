"""From a page of HTML to lines and printed fields, by a form's layout or, without one, by an honest fallback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.about import About
from scrapers.blocks import Block, read_blocks
from scrapers.form import Layout
from scrapers.headline import headline
from scrapers.nesting import MAX_DEPTH, is_too_deep
from scrapers.records import Line, Rejection
from scrapers.source import Source

_ELEMENT = re.compile(r"</?[a-zA-Z]")
_ATTRIBUTE = re.compile(r"^(?P<selector>.*?)(?:::attr\((?P<name>[\w:-]+)\))?$", re.DOTALL)
_FIELDS = {
    "title": "title", "published": "published_raw", "updated": "updated_raw", "lead": "lead", "byline": "byline",
    "editor": "editor", "translator": "translator", "agency": "agency", "credit": "credit", "section": "section",
}  # fmt: skip
_FURNITURE = "nav, header, footer, aside, form, button, select, script, style, noscript, template, svg, iframe"
_PROSE = "p, li, h2, h3, h4, blockquote, figcaption"
_PRINTED = "meta[property='article:published_time'], meta[itemprop='datePublished']"
_ENOUGH = 200
_BLANK: Block = ("paragraph", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlRead:
    """What a page says, before any cleaning."""

    lines: tuple[Line, ...]
    fields: tuple[tuple[str, str, str], ...]
    """(field, value as printed, origin): what the layout's selectors or the page's metadata give."""
    tags: tuple[str, ...]
    layout: str | None
    """None when it was read by the fallback."""
    language: str | None
    """As the page declares it."""
    flags: tuple[str, ...]


def read_lines(markup: str, source: Source | None) -> HtmlRead | Rejection:
    """The page by the first of the form's layouts that fits it, else by the fallback."""
    if is_too_deep(markup):
        return Rejection(reason="too_deep", detail=f"More than {MAX_DEPTH} elements stand inside one another.")
    if not _ELEMENT.search(markup):
        return Rejection(reason="not_html", detail="There is no HTML element in it.")
    page = LexborHTMLParser(markup)
    language = _declared_language(page)
    for layout in source.layout if source else ():
        if page.css_first(_ATTRIBUTE.sub(r"\g<selector>", layout.when)) is not None:
            return _by_layout(page, layout, language)
    return _by_fallback(page, language)


def _by_layout(page: LexborHTMLParser, layout: Layout, language: str | None) -> HtmlRead:
    for selector in layout.remove:
        for node in page.css(selector):
            node.decompose()
    found = [(name, _first(page, getattr(layout, key)), f"layout:{layout.name}") for key, name in _FIELDS.items()]
    captions = [block for text in _all(page, layout.captions) for block in (("caption", text), _BLANK)]
    for node in page.css(layout.captions) if layout.captions else ():
        node.decompose()
    body = page.css_first(layout.body)
    blocks = [*captions, *(read_blocks(body) if body is not None else ())]
    return HtmlRead(
        lines=_numbered(blocks),
        fields=tuple((name, value, origin) for name, value, origin in found if value),
        tags=tuple(_all(page, layout.tags)),
        layout=layout.name,
        language=language,
        flags=(),
    )


def _by_fallback(page: LexborHTMLParser, language: str | None) -> HtmlRead:
    title, origin = headline(About(page))
    printed = _first(page, f"{_PRINTED}::attr(content)")
    for node in page.css(_FURNITURE):
        if node.tag != "header" or not node.css_first("h1, p"):
            node.decompose()
    found = (("title", title, origin), ("published_raw", printed, "meta:published_time"))
    return HtmlRead(
        lines=_numbered(_prose(page)),
        fields=tuple((name, value, origin) for name, value, origin in found if value),
        tags=(),
        layout=None,
        language=language,
        flags=("fallback",),
    )


def _prose(page: LexborHTMLParser) -> list[Block]:
    """Paragraphs and their like of the page's main part; its whole text where they hold too little."""
    root = _main_part(page)
    if root is None:
        return []
    nodes = [node for node in root.css(_PROSE) if not _inside_prose(node)]
    blocks = [block for node in nodes for block in (*read_blocks(node), _BLANK)]
    if sum(len(text) for _, text in blocks) >= _ENOUGH:
        return blocks
    return list(read_blocks(root))


def _main_part(page: LexborHTMLParser) -> LexborNode | None:
    """The <article> with most prose, else <main>, else <body>: the first that holds enough."""
    for selector in ("article", "main, [role=main]"):
        best = max(page.css(selector), key=_amount_of_prose, default=None)
        if best is not None and _amount_of_prose(best) >= _ENOUGH:
            return best
    return page.body


def _amount_of_prose(node: LexborNode) -> int:
    return sum(len(paragraph.text()) for paragraph in node.css("p"))


def _inside_prose(node: LexborNode) -> bool:
    """Whether the node is read as part of another, or is a list of links."""
    parent = node.parent
    while parent is not None and parent.tag not in ("article", "main", "body"):
        if parent.tag in ("li", "blockquote", "figcaption"):
            return True
        parent = parent.parent
    return node.tag == "li" and _mostly_links(node)


def _mostly_links(node: LexborNode) -> bool:
    linked = sum(len(link.text(strip=True)) for link in node.css("a"))
    return 2 * linked > len(node.text(strip=True))


def _declared_language(page: LexborHTMLParser) -> str | None:
    root = page.css_first("html[lang]")
    code = re.match(r"[a-z]{2,3}(?![a-z])", (root.attributes.get("lang") or "").lower()) if root is not None else None
    return code[0] if code else None


def _first(page: LexborHTMLParser, expression: str) -> str:
    return next(iter(_all(page, expression)), "")


def _all(page: LexborHTMLParser, expression: str) -> Iterator[str]:
    """What the places a selector names print, white space collapsed; nothing for those that are empty."""
    match = _ATTRIBUTE.match(expression)
    if not match or not match["selector"]:
        return
    for node in page.css(match["selector"]):
        text = node.attributes.get(match["name"]) if match["name"] else node.text(separator=" ")
        if collapsed := " ".join((text or "").split()):
            yield collapsed


def _numbered(blocks: list[Block]) -> tuple[Line, ...]:
    """Lines numbered by their place among those with text."""
    numbers = accumulate(int(bool(text)) for _, text in blocks)
    return tuple(
        Line(number=number, text=text, kind=kind) for number, (kind, text) in zip(numbers, blocks, strict=True)
    )
