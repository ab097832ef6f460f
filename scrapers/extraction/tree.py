"""A page as a light tree: boxes in the order of reading, each over a run of blocks of text."""

from __future__ import annotations

from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from scrapers.extraction.hints import LONGEST
from scrapers.extraction.roles import (
    BOX,
    BREAK,
    INLINE,
    LINK,
    PICTURE,
    RIM,
    ROLES,
    TAGS,
    TEXT,
    UNSEEN,
    is_hidden,
    is_unseen,
    is_unseen_by_name,
)
from scrapers.records import LineKind

_KINDS: Mapping[str, LineKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list_item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "blockquote": "quote",
    "td": "table_row",
    "th": "table_row",
}
_CELLS = frozenset(("p", "div", "center", "figure", "td", "th", "tr", "tbody"))


class Element:
    """A box of the page: what it calls itself, what it stands in and which blocks it holds."""

    __slots__ = ("end", "hint", "is_hidden", "kind", "parent", "start", "tag")

    def __init__(self, tag: str, parent: Element | None) -> None:
        self.tag = tag
        self.parent = parent
        self.kind: LineKind = _KINDS.get(tag) or _inherited(parent)
        self.start = self.end = 0
        """The first block after it."""
        self.hint = ""
        """Its class, id and itemprop, lower case."""
        self.is_hidden = False

    def read_names(self, attributes: Mapping[str, str | None]) -> None:
        """Take over what the element calls itself, and whether it says that nobody sees it."""
        if not attributes:
            return
        hint = attributes.get("class") or ""
        if value := attributes.get("id"):
            hint = f"{hint} {value}"
        if value := attributes.get("itemprop"):
            hint = f"{hint} {value}"
        self.hint = hint[:LONGEST].lower()
        self.is_hidden = is_hidden(attributes)


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

    @property
    def is_mostly_links(self) -> bool:
        return 2 * self.linked > self.weight


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
    pieces, roles = walk.pieces, ROLES
    open_nodes: list[tuple[LexborNode, int]] = []
    node: LexborNode | None = root
    while node is not None:
        tag_id = node.tag_id
        role = roles.get(tag_id, INLINE) if open_nodes else BOX
        if role == TEXT:
            if pieces or not node.is_empty_text_node:  # half of all nodes are line breaks between tags
                walk.read(node.text_content or "")
        elif role != UNSEEN:
            if role == BOX:
                walk.open_box(TAGS.get(tag_id) or node.tag or "")
            elif role:
                role = walk.enter(role, node)
            elif is_unseen_by_name(tag_id, node):
                role = UNSEEN
            child = node.first_child if role != UNSEEN else None
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
        if not self.pieces and text.isspace():
            return
        self.pieces.append(text)
        if self._in_link:
            self._linked += size_of(text.strip())

    def open_box(self, tag: str) -> None:
        if self.pieces:
            self.end_line()
        self._breaks = 2
        tree = self.tree
        self._element = element = Element(tag, self._element)
        element.start = len(tree.blocks)
        tree.elements.append(element)

    def enter(self, role: int, node: LexborNode) -> int:
        """Begin what is no box for sure; gives the role by which it is to be left."""
        if role == LINK:
            self._in_link += 1
            self._n_links += 1
        elif role == BREAK:
            self.end_line()
            self._breaks += 1
        elif role == PICTURE:
            self._note_picture()
            return INLINE
        elif role == RIM:
            # Menus and footers hold half of the elements of many pages; within an article they may be part of its text.
            if not self._is_in_article():
                return UNSEEN
            self.open_box(node.tag or "")
            return BOX
        else:
            return UNSEEN if is_unseen(node) else INLINE
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
        if role == LINK:
            self._in_link -= 1
            return
        element = self._element
        if role != BOX or element is None:
            return
        if self.pieces:
            self.end_line()
        self._breaks = 2
        tree = self.tree
        element.end = len(tree.blocks)
        if element.end > element.start:
            element.read_names(node.attributes)
        else:
            tree.elements.pop()
        self._element = element.parent

    def end_line(self) -> None:
        pieces = self.pieces
        text = " ".join("".join(pieces).split())
        pieces.clear()
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
