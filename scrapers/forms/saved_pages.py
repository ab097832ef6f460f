"""Saved pages: a page, its address and time, and the record it must give. They prove a form without a request.

`CASE.html` stands beside `CASE.toml`, which names `url` and `fetched_at`, then under `[article]` the fields expected or
under `[rejection]` the reason. Besides an article's own fields: `absent`, `body_begins`, `body_ends`, `body_holds`,
`body_lacks`, `flags_hold`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapers.documents import Known, read_document
from scrapers.errors import PathError
from scrapers.extraction.continued import joined
from scrapers.identity import identify
from scrapers.process import process
from scrapers.records import Article, Document, Rejection
from scrapers.source import Sources

_FIELDS = {field.name for field in fields(Article)}
_CHECKS: dict[str, Callable[[Article, Any], bool]] = {
    "absent": lambda article, names: all(not getattr(article, name) for name in names),
    "body_begins": lambda article, text: article.body.startswith(text),
    "body_ends": lambda article, text: article.body.endswith(text),
    "body_holds": lambda article, texts: all(text in article.body for text in texts),
    "body_lacks": lambda article, texts: not any(text in article.body for text in texts),
    "flags_hold": lambda article, flags: set(flags) <= set(article.flags),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A page kept as a file, and what must come of it."""

    path: Path
    url: str
    fetched_at: datetime
    article: Mapping[str, Any] | None
    """The fields expected; None when a rejection is."""
    reason: str | None

    @property
    def further(self) -> list[Path]:
        """The further pages of the same article, `CASE-2.html` and so on."""
        return sorted(self.path.parent.glob(f"{self.path.stem}-[2-9].html"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One expectation that isn't met."""

    field: str
    expected: object
    found: object


def saved_pages(folder: Path) -> list[SavedPage]:
    """The saved pages of one source, by name. Raises `PathError` where a page or its record is missing or wrong."""
    return [_read_case(path) for path in sorted(folder.glob("*.toml"))]


def differences(page: SavedPage, sources: Sources) -> list[Difference]:
    """What the form makes of the page that it shouldn't; empty when all is as expected."""
    return compare(page, read_saved(page, sources))


def compare(page: SavedPage, made: Article | Rejection) -> list[Difference]:
    """What was made of the page, wherever it was fetched from, against its record."""
    if isinstance(made, Rejection):
        return (
            [] if made.reason == page.reason else [_difference("reason", page.reason, f"{made.reason}: {made.detail}")]
        )
    if page.article is None:
        return [_difference("reason", page.reason, f"an article, {made.title!r}")]
    return list(_differing(made, page.article))


def read_saved(page: SavedPage, sources: Sources) -> Article | Rejection:
    """The page as a run would read it."""
    known = Known(url=page.url, fetched_at=page.fetched_at)
    document = read_document(page.path.read_bytes(), location=page.url, media_type="text/html", known=known)
    if not isinstance(document, Document):
        return document.rejection
    identity = identify(document, sources)
    if identity.form:
        further = [markup_of(path) for path in page.further]
        document = replace(document, text=joined(document.text, further, source=identity.form))
    return process(document, identity)


def markup_of(path: Path) -> str:
    """What a saved file says, decoded as a fetched page is; "" where a run would find no text in it."""
    document = read_document(path.read_bytes(), location=path.name, media_type="text/html", known=Known())
    return document.text if isinstance(document, Document) else ""


def _read_case(path: Path) -> SavedPage:
    try:
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        article, reason = case.get("article"), case.get("rejection", {}).get("reason")
        if (article is None) == (reason is None):
            raise ValueError("expected [article] or [rejection] with a reason")
        if strange := sorted(set(article or ()) - _FIELDS - set(_CHECKS)):
            raise ValueError(f"{strange[0]} is no field of an article")
        url, fetched_at = case["url"], case["fetched_at"]
    except (OSError, ValueError, KeyError) as error:
        raise PathError(f"{path}: expected the record of a saved page ({error}).") from error
    page = path.with_suffix(".html")
    if not page.is_file():
        raise PathError(f"{path}: expected its page beside it, {page.name}.")
    return SavedPage(path=page, url=url, fetched_at=fetched_at, article=article, reason=reason)


def _differing(made: Article, expected: Mapping[str, Any]) -> Iterator[Difference]:
    for name, value in expected.items():
        check = _CHECKS.get(name)
        if check is None:
            found = getattr(made, name)
            if found != (tuple(value) if isinstance(value, list) else value):
                yield _difference(name, value, found)
        elif not check(made, value):
            yield _difference(name, value, _shown(made, name, value))


def _shown(made: Article, name: str, value: Any) -> object:
    if name == "absent":
        return {field: getattr(made, field) for field in value if getattr(made, field)}
    return made.flags if name == "flags_hold" else made.body


def _difference(field: str, expected: object, found: object) -> Difference:
    return Difference(field=field, expected=expected, found=found)
