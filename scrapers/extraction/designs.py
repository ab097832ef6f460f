"""Which page designs a source has: those known that still fit, and new ones for pages that none of them reads."""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from scrapers.template import Template
from scrapers.template_learning import MIN_PAGES, learn

_FEW = 0.2
"""Pages that no known design reads, of those of late: so few are oddities of single pages."""
_FITS = 0.4
"""Of the unread pages, how many a new design must read; the others may have one of their own."""
_MOST = 4
"""Designs of one source; each that doesn't fit costs a look for its box."""


def renewed_designs(known: tuple[Template, ...], pages: Sequence[str]) -> tuple[Template, ...]:
    """The designs that the source's last pages have, the newest first; the known ones where these read the pages."""
    designs = known
    for _ in range(_MOST):
        unread = [page for page in pages if not _is_read(page, designs)]
        if len(unread) < max(MIN_PAGES, _FEW * len(pages)):
            return designs
        made = learn(unread)
        if made is None or sum(_is_read(page, (made,)) for page in unread) < _FITS * len(unread):
            return designs
        designs = (made, *(design for design in designs if design.body != made.body))[:_MOST]
    return designs


def _is_read(markup: str, designs: Sequence[Template]) -> bool:
    page = LexborHTMLParser(markup)
    return any(design.pick(page) for design in designs)
