"""A page that has the id of an article we hold, and may be another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flows.prepare import held_document
from scrapers.extraction.same_id import is_another, kept_apart
from scrapers.identity import Identity
from scrapers.reader import led_to_none
from scrapers.records import Article, PageOutcome
from scrapers.watched import process_watched
from warehouse.store import Held

Holder = tuple[Article, str | None]
"""The article that has an id, and where it was read."""


def told_apart(
    page: PageOutcome, identity: Identity, *, so_far: Sequence[PageOutcome], last: Held | None, folder: Path
) -> PageOutcome:
    """The page, rejected where what was read under its id `so_far`, or is held, is another article."""
    holder = _holder_so_far(identity.article_id, so_far) or (_holder_held(last, identity, folder) if last else None)
    if page.article is None or holder is None or not is_another(page.article, holder[0]):
        return page
    return kept_apart(page, holder=holder[1])


def kept_in_scope(page: PageOutcome, identity: Identity, *, last: Held | None, folder: Path) -> PageOutcome:
    """The page that came from no article's address, as long as it is read as the text that is held under its id."""
    if page.article is None or (last and page.article.revision_hash == last.revision_hash):
        return page
    holder = _holder_held(last, identity, folder) if last else None
    if holder and not is_another(page.article, holder[0]):
        return page
    return led_to_none(page if last else replace(page, article_id=None))


def _holder_so_far(article_id: str, pages: Sequence[PageOutcome]) -> Holder | None:
    found = ((one.article, one.final_url or one.url) for one in pages if one.article_id == article_id)
    return next(((article, url) for article, url in found if article), None)


def _holder_held(last: Held, identity: Identity, folder: Path) -> Holder | None:
    pair = held_document(last, identity, folder)
    made = process_watched(*pair) if pair else None
    return (made, pair[0].url) if pair and isinstance(made, Article) else None
