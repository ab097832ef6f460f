"""What the layouts of a form name on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, LexborNode

if TYPE_CHECKING:
    from scrapers.forms.form import Layout
    from scrapers.source import Source

_ATTRIBUTE = re.compile(r"^(?P<selector>.*?)(?:::attr\((?P<name>[\w:-]+)\))?$", re.DOTALL)
FIELDS = {
    "title": "title", "published": "published_raw", "updated": "updated_raw", "lead": "lead", "byline": "byline",
    "editor": "editor", "translator": "translator", "agency": "agency", "credit": "credit", "section": "section",
}  # fmt: skip
"""What the keys of a layout give."""


def fitting_layout(page: LexborHTMLParser, source: Source | None) -> Layout | None:
    """The first layout of the form whose `when` is on the page."""
    layouts = source.layout if source else ()
    return next((one for one in layouts if page.css_first(one.when) is not None), None)


def selector_of(expression: str) -> str:
    """Of a form's expression the CSS: without the attribute that is asked for."""
    return _parts(expression)[0]


def first_printed(page: LexborHTMLParser, expression: str) -> str:
    """What the first place that a selector names prints, else the first of the others that prints anything."""
    selector, attribute = _parts(expression)
    node = page.css_first(selector) if selector else None
    if node is None:
        return ""
    return _printed(node, attribute) or next(all_printed(page, expression), "")


def all_printed(page: LexborHTMLParser, expression: str) -> Iterator[str]:
    """What the places a selector names print, white space collapsed; nothing for those that are empty."""
    selector, attribute = _parts(expression)
    texts = (_printed(node, attribute) for node in page.css(selector)) if selector else ()
    return filter(None, texts)


def _printed(node: LexborNode, attribute: str) -> str:
    text = node.attributes.get(attribute) if attribute else node.text(separator=" ")
    return " ".join((text or "").split())


@lru_cache(maxsize=1024)
def _parts(expression: str) -> tuple[str, str]:
    """(selector, attribute that is asked for) of a form's expression; both empty for none."""
    match = _ATTRIBUTE.match(expression)
    return (match["selector"], match["name"] or "") if match else ("", "")
