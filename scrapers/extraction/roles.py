"""What the tags of a page are to its reader: boxes, links, what nobody sees."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

INLINE, UNSEEN, BOX, LINK, BREAK, SPAN, RIM, TEXT, PICTURE = range(9)
_ROLES_BY_TAG: Mapping[str, int] = {
    **dict.fromkeys((
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "html", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "ul",
    ), BOX),
    **dict.fromkeys((
        "script", "style", "noscript", "template", "iframe", "svg", "object", "video", "audio", "head", "textarea",
        "select", "canvas", "button", "input", "map", "math", "rt", "rp",
    ), UNSEEN),
    "a": LINK,
    "img": PICTURE,
    "br": BREAK,
    "span": SPAN,
    "nav": RIM,
    "footer": RIM,
}  # fmt: skip
_UNSEEN_BY_NAME = frozenset((
    "amp-ad", "amp-embed", "amp-sidebar", "amp-consent", "amp-user-notification", "amp-sticky-ad", "amp-social-share",
    "amp-iframe", "amp-auto-ads",
))  # fmt: skip
"""Of the elements that a page makes up; those of AMP are the same on all sites."""
_LAST_TAG = 1_000
"""lexbor counts the tags of HTML from 1; for others it gives an address."""
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|clip\s*:\s*rect\(0|clip-path\s*:\s*inset\((?:50|100)%", re.IGNORECASE
)
_FOR_READERS = re.compile(
    r"(?<![a-z])(?:sr-only|screen-?reader|visually-?hidden|hidden|offscreen|tooltip-?(?:text|content)|popover"
    r"|(?:rollover|hover)-(?:[a-z]+-)?(?:block|box|card|content|text))(?![a-z])",
    re.IGNORECASE,
)


def is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element says that nobody sees it."""
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN.search(style))


def is_unseen(node: LexborNode) -> bool:
    """Whether a <span> is meant for screen readers or for nobody."""
    attributes = node.attributes
    if not attributes:
        return False
    named = attributes.get("class")
    return bool(named and _is_for_readers(named)) or is_hidden(attributes)


def is_unseen_by_name(tag_id: int, node: LexborNode) -> bool:
    """Whether an element that HTML doesn't know is known to hold no text."""
    return tag_id > _LAST_TAG and node.tag in _UNSEEN_BY_NAME


@lru_cache(maxsize=4096)
def _is_for_readers(named: str) -> bool:
    return _FOR_READERS.search(named) is not None


def _numbered() -> tuple[dict[int, int], dict[int, str]]:
    """(roles, tags of the boxes) by the numbers that lexbor gives tags: cheaper to ask for than names."""
    page = LexborHTMLParser("<p>text<!-- comment -->")
    text, comment = page.css("p")[0].iter(include_text=True)
    numbers = {tag: page.create_node(tag).tag_id for tag in _ROLES_BY_TAG}
    roles = {number: _ROLES_BY_TAG[tag] for tag, number in numbers.items()}
    tags = {number: tag for tag, number in numbers.items()}
    return {**roles, text.tag_id: TEXT, comment.tag_id: UNSEEN}, tags


ROLES, TAGS = _numbered()
