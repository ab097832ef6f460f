"""Whose a loaded document is and which article: decided from raw stable things, before anything is extracted."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from scrapers import urls
from scrapers.learned import NOTHING, Learned
from scrapers.records import Document
from scrapers.source import Source, Sources

UNKNOWN = "unknown"

_HEAD = 50_000
_CANONICAL = re.compile(r"""<link\b[^>]{0,500}?\brel\s*=\s*["']?canonical\b[^>]{0,3000}>""", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose document it is and which article, from raw stable things only."""

    form: Source | None
    """What it is read with."""
    article_source: str
    """The form's name, the original's for a mirror, else `unknown`."""
    article_id: str
    url: str | None
    native_id: str | None
    flags: tuple[str, ...]
    origins: tuple[tuple[str, str], ...]
    """(field, origin) of source, url and native_id."""
    learned: Learned = NOTHING
    """What it is read with besides the form: what earlier pages of the source taught."""

    @property
    def page_source(self) -> str:
        """The source under which its outcome is counted: the form's own name."""
        return self.form.name if self.form else UNKNOWN


def identify(document: Document, sources: Sources) -> Identity:
    """The document's form and article id: by the source named, else the URL's host, else the text's fingerprints."""
    told = document.url or _declared_address(document, sources)
    host = urls.host_of(told) if told else None
    at_host = sources.by_host(host) if host else None
    form, origin = _form(document, sources, at_host)
    is_copy = form is not None and (bool(form.mirrors_of) or (origin == "fingerprint" and host is not None))
    url = (form.canonical(told) if form else urls.canonical(told)) if told else None
    native_id = form.native_id(url) if form and url and at_host is form and not is_copy else None
    source = (form.mirrors_of or form.name) if form else UNKNOWN
    return Identity(
        form=form,
        article_source=source,
        article_id=_article_id(document, source, native_id or url),
        url=url,
        native_id=native_id,
        flags=tuple(_identity_flags(document, sources, is_copy=is_copy, url=url)),
        origins=tuple(_identity_origins(origin, url, native_id, told="document" if document.url else "page")),
        learned=sources.lessons.get(form.name if form else UNKNOWN, NOTHING),
    )


def _form(document: Document, sources: Sources, at_host: Source | None) -> tuple[Source | None, str]:
    if document.source in sources and document.source:
        return sources[document.source], "named"
    if at_host is not None:
        return at_host, "host"
    known = sources.by_fingerprint(document.text)
    return (known, "fingerprint") if known else (None, "")


def _declared_address(document: Document, sources: Sources) -> str | None:
    """Where a saved page says it stands, if that is an article of a known source: many name their front page."""
    link = _CANONICAL.search(document.text, 0, _HEAD) if document.markup == "html" else None
    address = link and _HREF.search(link[0])
    host = urls.host_of(address[1]) if address else None
    form = sources.by_host(host) if host else None
    return address[1] if address and form and form.native_id(address[1]) else None


def _article_id(document: Document, source: str, name: str | None) -> str:
    if name:
        return f"{source}:{name}"
    of_a_file = document.media_type != "application/json"
    return f"file:{hashlib.sha256(document.content if of_a_file else document.text.encode()).hexdigest()}"


def _identity_flags(document: Document, sources: Sources, *, is_copy: bool, url: str | None) -> list[str]:
    flags = ["mirror"] if is_copy else []
    if document.url and not url:
        flags.append("bad_url")
    if document.source and document.source not in sources:
        flags.append("source_not_known")
    return flags


def _identity_origins(source: str, url: str | None, native_id: str | None, *, told: str) -> list[tuple[str, str]]:
    found = [("source", source), ("url", told if url else ""), ("native_id", "url" if native_id else "")]
    return [(field, origin) for field, origin in found if origin]
