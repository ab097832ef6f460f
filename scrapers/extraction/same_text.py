"""Whether two states of an article that were read in different ways say the same: then the publisher changed nothing.

Another design of the page, or a document that was loaded before the page was fetched, gives the same text with other
edges: a caption more, a date in other words. Hashes of what was extracted differ then, though nobody revised anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from scrapers.extraction.bounds import beyond_bounds
from scrapers.extraction.continued import further_pages
from scrapers.records import Article, Document
from scrapers.source import Source

_NOT_LETTERS = re.compile(r"[\W_]+")
_ENDS = re.compile(r"[.!?。！？…][\"'”’»)\]）」』]*$")
_TEXT = 60
"""Letters and digits from which on a line that doesn't end as a sentence is text all the same."""


@dataclass(frozen=True, slots=True)
class State:
    """A document and the article that today's rules make of it."""

    document: Document
    article: Article


def is_read_otherwise(now: State, before: State) -> bool:
    """Whether the two were read by different designs, so that their hashes tell nothing of the publisher."""
    return now.article.layout != before.article.layout or now.document.markup != before.document.markup


def says_the_same(now: State, before: State, *, form: Source | None) -> bool:
    """Whether all that each state says stands in the other, too.

    Where several pages were joined before and only one was read now, what is missing says nothing.
    """
    if _days_differ(now.article, before.article):
        return False
    is_titled = bool(now.article.title and before.article.title)
    is_added = not _stand_on(_texts(now.article, is_titled), before.document)
    is_missing = not _stand_on(_texts(before.article, is_titled), now.document)
    return not is_added and (not is_missing or _is_cut_short(now, before, form))


def _days_differ(now: Article, before: Article) -> bool:
    """Whether two layouts read two printed days; what no layout read may be another date of the page."""
    days = {now.published_on, before.published_on} if now.layout and before.layout else set()
    return len(days - {None}) > 1


def _texts(article: Article, is_titled: bool) -> list[str]:
    """What reads as text, after the title where both states have one; a menu's word is not what an article says."""
    paragraphs = article.body.split("\n\n")
    telling = [text for text in paragraphs if _ENDS.search(text.strip()) or len(_key(text)) >= _TEXT]
    return [_key(text) for text in ((article.title or "") if is_titled else "", *(telling or paragraphs))]


def _stand_on(keys: Iterable[str], document: Document) -> bool:
    page = _key("\n".join((document.title or "", _printed(document))))
    return all(key in page for key in keys)


def _printed(document: Document) -> str:
    """All that the document prints."""
    if document.markup == "text" or beyond_bounds(document.text):
        return document.text
    tree = LexborHTMLParser(document.text)
    tree.strip_tags(["script", "style", "noscript", "template"])
    return (tree.html and tree.text(separator=" ")) or ""


def _is_cut_short(now: State, before: State, form: Source | None) -> bool:
    if form is None or before.document.markup == "text":
        return False
    had, has = (further_pages(one.document.text, url=one.article.url or "", source=form) for one in (before, now))
    return bool(had) and not has


def _key(text: str) -> str:
    """Letters and digits alone: spaces, case and signs change with the design."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFC", text).casefold())
