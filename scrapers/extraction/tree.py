"""A page as a light tree: boxes in the order of reading, each over a run of blocks of text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.extraction.hints import LONGEST
from scrapers.records import LineKind

_INLINE, _UNSEEN, _BOX, _LINK, _BREAK, _SPAN, _RIM, _TEXT, _PICTURE = range(9)
_ROLES_BY_TAG: Mapping[str, int] = {
    **dict.fromkeys((
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "html", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "ul",
    ), _BOX),
    **dict.fromkeys((
        "script", "style", "noscript", "template", "iframe", "svg", "object", "video", "audio", "head", "textarea",
        "select", "canvas", "button", "input", "map", "math", "rt", "rp",
    ), _UNSEEN),
    "a": _LINK,
    "img": _PICTURE,
    "br": _BREAK,
    "span": _SPAN,
    "nav": _RIM,
    "footer": _RIM,
}  # fmt: skip
_KINDS: Mapping[str, LineKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list_item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "blockquote": "quote",
    "td": "table_row",
    "th": "table_row",
}
_UNSEEN_BY_NAME = frozenset((
    "amp-ad", "amp-embed", "amp-sidebar", "amp-consent", "amp-user-notification", "amp-sticky-ad", "amp-social-share",
    "amp-iframe", "amp-auto-ads",
))  # fmt: skip
"""Of the elements that a page makes up; those of AMP are the same on all sites."""
_LAST_TAG = 1_000
"""lexbor counts the tags of HTML from 1; for others it gives an address."""
_CELLS = frozenset(("p", "div", "center", "figure", "td", "th", "tr", "tbody"))
_ALSO_NAMES = ("id", "itemprop")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|clip\s*:\s*rect\(0|clip-path\s*:\s*inset\((?:50|100)%", re.IGNORECASE
)
_FOR_READERS = re.compile(
    r"(?<![a-z])(?:sr-only|screen-?reader|visually-?hidden|hidden|offscreen|tooltip-?(?:text|content)|popover"
    r"|(?:rollover|hover)-(?:[a-z]+-)?(?:block|box|card|content|text))(?![a-z])",
    re.IGNORECASE,
)


class Element:
    """A box of the page: what it calls itself, what it stands in and which blocks it holds."""

    __slots__ = ("end", "hint", "is_hidden", "kind", "parent", "start", "tag")

    def __init__(self, tag: str, *, parent: Element | None, start: int) -> None:
        self.tag = tag
        self.parent = parent
        self.kind: LineKind = _KINDS.get(tag) or _inherited(parent)
        self.start = start
        self.end = start
        """The first block after it."""
        self.hint = ""
        """Its class, id and itemprop, lower case."""
        self.is_hidden = False

    def read_names(self, attributes: Mapping[str, str | None]) -> None:
        """Take over what the element calls itself, and whether it says that nobody sees it."""
        hint = attributes.get("class") or ""
        for name in _ALSO_NAMES:
            if value := attributes.get(name):
                hint = f"{hint} {value}"
        self.hint = hint[:LONGEST].lower()
        self.is_hidden = _is_hidden(attributes)


class Block:
    """A line of text as a reader sees it."""

    __slots__ = ("apart", "element", "linked", "n_links", "number", "text", "weight")

    def __init__(self, text: str, element: Element, *, linked: int, n_links: int, apart: bool) -> None:
        self.number = 0
        """Its place in the page, from 1."""
        self.text = text
        self.element = element
        self.weight = size_of(text)
        """Bytes in UTF-8: a Han character says about as much as three letters, and takes three."""
        self.linked = linked
        """How much of the weight is link text."""
        self.n_links = n_links
        self.apart = apart
        """Whether more than one line break stands before it."""


class Tree:
    """The boxes and blocks of a page in document order; boxes without a block aren't among them."""

    __slots__ = ("blocks", "elements", "pictured")

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.blocks: list[Block] = []
        self.pictured: list[Element] = []
        """Tables with a picture in them, once for each."""


def read_tree(root: LexborNode) -> Tree:
    """Everything below `root` that can be read, in one walk without recursion."""
    walk = _Walk()
    pieces, roles = walk.pieces, _ROLES
    open_nodes: list[tuple[LexborNode, int]] = []
    node: LexborNode | None = root
    while node is not None:
        tag_id = node.tag_id
        role = roles.get(tag_id, _INLINE) if open_nodes else _BOX
        if role == _TEXT:
            text = node.text_content or ""
            if pieces or not text.isspace():
                walk.read(text)
        elif role != _UNSEEN:
            if role:
                role = walk.enter(role, node)
            elif tag_id > _LAST_TAG and node.tag in _UNSEEN_BY_NAME:
                role = _UNSEEN
            child = node.first_child if role != _UNSEEN else None
            if child is not None:
                open_nodes.append((node, role))
                node = child
                continue
            if role:
                walk.leave(role, node)
        while (following := node.next) is None and open_nodes:
            node, role = open_nodes.pop()
            if role:
                walk.leave(role, node)
        node = following if open_nodes else None
    walk.end_line()
    return walk.tree


def size_of(text: str) -> int:
    """Bytes in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


class _Walk:
    """The place in the page that was reached, and the text since the last line ended."""

    __slots__ = ("_breaks", "_element", "_in_link", "_linked", "_n_links", "pieces", "tree")

    def __init__(self) -> None:
        self.tree = Tree()
        self.pieces: list[str] = []
        self._element: Element | None = None
        self._linked = self._in_link = self._n_links = 0
        self._breaks = 2

    def read(self, text: str) -> None:
        self.pieces.append(text)
        if self._in_link:
            self._linked += size_of(text.strip())

    def enter(self, role: int, node: LexborNode) -> int:
        """Begin an element; gives the role by which it is to be left."""
        if role == _RIM:
            # Menus and footers hold half of the elements of many pages; within an article they may be part of its text.
            if not self._is_in_article():
                return _UNSEEN
            role = _BOX
        if role == _BOX:
            if self.pieces:
                self.end_line()
            self._breaks = 2
            tree = self.tree
            self._element = Element(node.tag or "", parent=self._element, start=len(tree.blocks))
            tree.elements.append(self._element)
        elif role == _LINK:
            self._in_link += 1
            self._n_links += 1
        elif role == _BREAK:
            self.end_line()
            self._breaks += 1
        elif role == _PICTURE:
            self._note_picture()
            return _INLINE
        else:
            return _UNSEEN if _is_unseen(node) else _INLINE
        return role

    def _note_picture(self) -> None:
        element = self._element
        while element is not None and element.tag in _CELLS:
            element = element.parent
        if element is not None and element.tag == "table":
            self.tree.pictured.append(element)

    def _is_in_article(self) -> bool:
        element = self._element
        while element is not None and element.tag not in ("article", "main"):
            element = element.parent
        return element is not None

    def leave(self, role: int, node: LexborNode) -> None:
        element = self._element
        if role == _BOX and element is not None:
            if self.pieces:
                self.end_line()
            self._breaks = 2
            element.end = len(self.tree.blocks)
            if element.end > element.start:
                element.read_names(node.attributes)
            else:
                self.tree.elements.pop()
            self._element = element.parent
        elif role == _LINK:
            self._in_link -= 1

    def end_line(self) -> None:
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        if not text or self._element is None:
            return
        blocks = self.tree.blocks
        block = Block(text, self._element, linked=self._linked, n_links=self._n_links, apart=self._breaks > 1)
        blocks.append(block)
        block.number = len(blocks)
        self._breaks = self._linked = self._n_links = 0


def _inherited(parent: Element | None) -> LineKind:
    """What a <p> in a list item or a quote is; headings and cells also serve as frames of whole pages."""
    return parent.kind if parent is not None and parent.kind not in ("heading", "table_row") else "paragraph"


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN.search(style))


def _is_unseen(node: LexborNode) -> bool:
    """Whether a <span> is meant for screen readers or for nobody."""
    attributes = node.attributes
    if not attributes:
        return False
    named = attributes.get("class")
    return bool(named and _is_for_readers(named)) or _is_hidden(attributes)


@lru_cache(maxsize=4096)
def _is_for_readers(named: str) -> bool:
    return _FOR_READERS.search(named) is not None


def _roles() -> dict[int, int]:
    """The roles by the numbers that lexbor gives tags: cheaper to ask for than names."""
    page = LexborHTMLParser("<p>text<!-- comment -->")
    text, comment = page.css("p")[0].iter(include_text=True)
    known = {page.create_node(tag).tag_id: role for tag, role in _ROLES_BY_TAG.items()}
    return {**known, text.tag_id: _TEXT, comment.tag_id: _UNSEEN}


_ROLES = _roles()
