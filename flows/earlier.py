"""The state of an article that we hold, read again from the archive: what only looks changed is no revision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flows.prepare import held_document
from scrapers.extraction.same_text import State, is_read_otherwise, says_the_same
from scrapers.identity import Identity
from scrapers.records import Article, Document, PageOutcome
from scrapers.watched import process_watched
from warehouse.store import Held
from warehouse.unsettled import WITHOUT_LAYOUT

_OTHERWISE = "It was read in another way than before; its text is the one we hold."


def compared(page: PageOutcome, document: Document, identity: Identity, *, last: Held, folder: Path) -> PageOutcome:
    """The page with what today's rules make of the state held; where both say the same, it is told so.

    A change of rules, of the page's design or of the way a text came to us is no revision.
    """
    if page.article is None or page.article.revision_hash in (last.revision_hash, page.reread_hash):
        return page
    pair = held_document(last, identity, folder)
    if pair is None or (document.markup == pair[0].markup == "text"):
        return page
    earlier = process_watched(*pair)
    if not isinstance(earlier, Article):
        return page
    now, before = State(document, page.article), State(pair[0], earlier)
    if is_read_otherwise(now, before) and says_the_same(now, before, form=identity.form):
        detail = WITHOUT_LAYOUT if "fallback" in page.article.flags else _OTHERWISE
        return replace(page, reread_hash=page.article.revision_hash, detail=page.detail or detail)
    return replace(page, reread_hash=earlier.revision_hash)
