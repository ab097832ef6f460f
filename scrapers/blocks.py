"""From a piece of HTML to its blocks of text, each with its kind, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from scrapers.records import LineKind

Block = tuple[LineKind, str]

_KINDS: dict[str | None, LineKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list_item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "blockquote": "quote",
    "tr": "table_row",
}
_PLAIN_BLOCKS = frozenset((
    "address", "article", "center", "details", "dialog", "div", "dl", "fieldset", "figure", "footer", "form", "header",
    "hr", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "ul",
))  # fmt: skip
_UNSEEN = frozenset((
    "script", "style", "noscript", "template", "iframe", "svg", "object", "video", "audio", "head", "textarea",
    "select",
))  # fmt: skip
_CELLS = frozenset(("td", "th"))


def read_blocks(root: LexborNode) -> Iterator[Block]:
    """(kind, text) of each line below `root`, white space collapsed; an empty one where a blank line is seen.

    As in a text, a <br> ends a line and two of them, like the edge of any block element, leave a blank one.
    """
    reading = _Reading()
    path = [(root, iter([root]), False)]
    while path:
        node = next(path[-1][1], None)
        if node is None:
            _, _, is_block = path.pop()
            if is_block:
                yield from reading.end_block()
                reading.kinds.pop()
        elif node.tag == "-text":
            reading.pieces.append(node.text(deep=False) or "")
        elif node.tag == "br":
            yield from reading.end_line()
        elif node.tag not in _UNSEEN and node.is_element_node:
            is_block = node.tag in _KINDS or node.tag in _PLAIN_BLOCKS
            if is_block:
                yield from reading.end_block()
                reading.kinds.append(_KINDS.get(node.tag) or _inherited(reading.kinds[-1]))
            elif node.tag in _CELLS and reading.pieces:
                reading.pieces.append(" | ")
            path.append((node, node.iter(include_text=True), is_block))
    yield from reading.end_block()


class _Reading:
    """The text read since the last line ended, and the kinds of the blocks that are open."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.kinds: list[LineKind] = ["paragraph"]
        self._begun = self._blank = False

    def end_line(self) -> Iterator[Block]:
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        if not text or text == "|":
            self._blank = True
            return
        if self._blank and self._begun:
            yield self.kinds[-1], ""
        yield self.kinds[-1], text
        self._begun, self._blank = True, False

    def end_block(self) -> Iterator[Block]:
        yield from self.end_line()
        self._blank = True


def _inherited(outer: LineKind) -> LineKind:
    """A <p> in a list item is the item's text; one in a table is a paragraph, for tables also serve as page frames."""
    return "paragraph" if outer == "table_row" else outer
