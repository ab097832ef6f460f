"""Whether a page that has the id of an article is that article: a form may take a number for an id that is none."""

from __future__ import annotations

from dataclasses import replace

from scrapers.fingerprint.sameness import judge, read_texts
from scrapers.records import Article, PageOutcome

_LEAST = 0.5
"""Of the smaller text: one article at two addresses is the same but for what was corrected in between."""


def is_another(article: Article, other: Article) -> bool:
    """Whether two texts under one id are two articles."""
    if article.revision_hash == other.revision_hash or article.body == other.body:
        return False
    judged = judge(*read_texts([article.body, other.body]))
    return judged.apart is not None or judged.containment < _LEAST


def kept_apart(page: PageOutcome, *, holder: str | None) -> PageOutcome:
    """The page without an article, for its id is another's, which was read at `holder`."""
    detail = f"{page.article_id} is the id of another article{f', {holder}' if holder else ''}"
    told = f"{detail}: the form's [[article]] takes the same for both."
    return replace(page, outcome="rejected", reason="same_id", detail=told, article=None, article_id=None)
