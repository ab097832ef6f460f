"""A saved page as a form reads it, and whether it would be read as expected with other values in a layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scrapers.forms.form import Layout
from scrapers.forms.saved_pages import Difference, SavedPage, differences
from scrapers.layouts import fitting_layout
from scrapers.records import Article, Rejection
from scrapers.source import Source, Sources

KEYS = {
    "title": "title", "lead": "lead", "byline": "byline", "authors": "byline", "editor": "editor",
    "translator": "translator", "agency": "agency", "credit": "credit", "section": "section", "tags": "tags",
    "captions": "captions", "updated_at": "updated", "published_on": "published", "published_at": "published",
    "published_raw": "published", "published_precision": "published", "body": "body", "body_begins": "body",
    "body_ends": "body", "body_holds": "body", "body_lacks": "remove", "layout": "when",
}  # fmt: skip
"""The key of a layout that a field comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A saved page as a form reads it."""

    page: SavedPage
    source: Source
    sources: Sources
    made: Article | Rejection
    tree: LexborHTMLParser
    others: Sequence[SavedPage] = ()
    """The source's other saved pages: what mends one must not break them."""

    @property
    def record(self) -> Mapping[str, Any]:
        return self.page.article or {}

    @property
    def matched(self) -> Layout | None:
        """The layout that reads the page, if one fits."""
        return fitting_layout(self.tree, self.source)

    @property
    def meant(self) -> Layout | None:
        """The layout that the record names, else the one that reads the page, else the form's first."""
        named = next((one for one in self.source.layout if one.name == self.record.get("layout")), None)
        return named or self.matched or next(iter(self.source.layout), None)

    def mends(self, layout: Layout, **values: object) -> bool:
        """Whether, with these values, no field of this page differs that their keys give."""
        fields = {name for name, of in KEYS.items() if of in values} | {"reason"}
        return not any(one.field in fields for one in self._left(self.page, layout, values))

    def breaks_none(self, layout: Layout, **values: object) -> bool:
        """Whether, with these values, the source's other saved pages are read as expected."""
        return not any(self._left(other, layout, values) for other in self.others)

    def _left(self, page: SavedPage, layout: Layout, values: Mapping[str, object]) -> list[Difference]:
        """What differs once the layout has these values."""
        mended = layout.model_copy(update=values)
        layouts = tuple(mended if one.name == mended.name else one for one in self.source.layout)
        form = self.source.model_copy(update={"layout": layouts})
        return differences(page, Sources([*self.sources.values(), form]))
