"""From a loaded document to an article. Pure: same document and identity, same article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from operator import attrgetter

from scrapers import language
from scrapers.clean import Cleaned, clean
from scrapers.extraction.refusals import refusal
from scrapers.fingerprint import content_hash, revision_hash
from scrapers.identity import Identity
from scrapers.layouts import FIELDS
from scrapers.records import Article, Document, Line, Rejection, RemovedLine
from scrapers.rights import rights_in_markup
from scrapers.robots import AGENT
from scrapers.version import version

UNSPACED = frozenset(("zh", "ja", "th", "lo", "km", "my"))
"""Languages that set no spaces between words: counting words would be a guess."""
_DATES = ("published_raw", "published_on", "updated_raw", "updated_at")
_AS_CLEANED = tuple(name for name in Cleaned.__slots__ if name in Article.__slots__ and name not in ("tags", "flags"))
"""Fields of an article that are what the cleaner found."""
_as_cleaned = attrgetter(*_AS_CLEANED)

_NO_ARTICLE = frozenset(("not_html", "too_deep", "too_big", "no_title", "no_body"))
"""A page rejected so may stand beside a text that is good; the text beside a block wall is the wall's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A document as lines, with what was told or printed outside of them."""

    lines: tuple[Line, ...]
    given: Mapping[str, str]
    origins: tuple[tuple[str, str], ...]
    tags: tuple[str, ...] = ()
    layout: str | None = None
    language: str | None = None
    flags: tuple[str, ...] = ()
    removed: tuple[RemovedLine, ...] = ()


def process(document: Document, identity: Identity) -> Article | Rejection:
    """The article in the document, extracted and cleaned by what its identity names, or why there is none.

    Flag `page_not_used`: no article could be made of its page, and it was made of the text given beside it.
    """
    made = _process(document, identity)
    if document.plain is None or isinstance(made, Article) or made.reason not in _NO_ARTICLE:
        return made
    flags = (*document.flags, "page_not_used")
    of_text = _process(replace(document, markup="text", text=document.plain, flags=flags), identity)
    return of_text if isinstance(of_text, Article) else made


def _process(document: Document, identity: Identity) -> Article | Rejection:
    read = _read(document, identity)
    if isinstance(read, Rejection):
        return read
    refused = refusal(document.text, text=_joined(read.lines)) if _is_unknown_page(document, read) else None
    if refused:
        return refused
    declared = identity.form.language if identity.form else read.language
    spoken = language.detect(document.text if document.markup == "text" else _joined(read.lines), declared=declared)
    given = {**read.given, "url": identity.url or "", "markup": document.markup}
    cleaned = clean(
        read.lines,
        form=identity.form,
        language=spoken,
        given=given,
        fetched_at=document.fetched_at,
        learned=identity.learned,
    )
    if not cleaned.body:
        return Rejection(reason="no_body", detail="No line is left once boilerplate is taken off.")
    if not cleaned.title and document.markup == "html":
        return Rejection(reason="no_title", detail="The page names no headline.")
    return _article(document, identity, read, cleaned, spoken=spoken)


def _is_unknown_page(document: Document, read: _Read) -> bool:
    return document.markup == "html" and read.layout is None


def extractor(identity: Identity) -> str:
    """What made an article: program version, form and what was learned, so that new rules are told from new pages."""
    rules, version = identity.form.form_hash if identity.form else "generic", identity.learned.version
    return _extractor(f"{rules}+{version}" if version else rules)


@lru_cache(maxsize=1024)
def _extractor(rules: str) -> str:
    return f"broadsheet {version()}+{rules}"


def _read(document: Document, identity: Identity) -> _Read | Rejection:
    told = [("title", document.title, "document")] if document.title else []
    if document.markup == "text":
        return _read_with(_text_lines(document.text), told)
    from scrapers import html  # all that finds articles on pages takes its time to load, and texts need none of it

    page = html.read_lines(
        document.text,
        identity.form,
        identity.learned.templates,
        url=identity.url or "",
        fetched_at=document.fetched_at,
    )
    if isinstance(page, Rejection):
        return page
    read = _read_with(page.lines, [*_listed(document), *page.fields, *told])
    return replace(
        read, tags=page.tags, layout=page.layout, language=page.language, flags=page.flags, removed=page.removed
    )


def _listed(document: Document) -> list[tuple[str, str, str]]:
    """What the listing printed of it, in the fields' names; what the page prints itself stands behind and counts."""
    return [(FIELDS.get(key, key), value, "listing") for key, value in document.listed]


def _read_with(lines: tuple[Line, ...], fields: list[tuple[str, str, str]]) -> _Read:
    return _Read(
        lines=lines,
        given={field: value for field, value, _ in fields},
        origins=tuple({field: origin for field, _, origin in fields}.items()),
    )


def _text_lines(text: str) -> tuple[Line, ...]:
    return tuple(map(Line, count(1), text.split("\n")))


def _joined(lines: tuple[Line, ...]) -> str:
    return "\n".join(line.text for line in lines)


def _article(document: Document, identity: Identity, read: _Read, cleaned: Cleaned, *, spoken: str | None) -> Article:
    published = cleaned.published
    return Article(
        **dict(zip(_AS_CLEANED, _as_cleaned(cleaned), strict=True)),
        article_id=identity.article_id,
        source=identity.article_source,
        url=identity.url,
        native_id=identity.native_id,
        language=spoken,
        published_at=published.at if published else None,
        published_on=published.on if published else None,
        published_precision=published.precision if published else "none",
        published_raw=published.raw if published else None,
        tags=read.tags or cleaned.tags,
        rights=_rights(document),
        n_words=None if spoken in UNSPACED else _n_words(cleaned.body),
        n_characters=len(cleaned.body),
        flags=_flags(document, identity, read, cleaned),
        layout=read.layout,
        extractor=extractor(identity),
        digest=document.digest,
        revision_hash=revision_hash(
            title=cleaned.title, body=cleaned.body, published_raw=published.raw if published else None
        ),
        content_hash=content_hash(cleaned.body),
        removed_lines=(*read.removed, *cleaned.removed),
        field_origins=_origins(identity, read, cleaned, spoken),
    )


def _n_words(body: str) -> int:
    """Its words, told by what parts them: a body has single blanks, and two line ends between paragraphs."""
    return 1 + body.count(" ") + body.count("\n\n")


def _rights(document: Document) -> tuple[str, ...]:
    """What its headers reserve, then what its markup does."""
    of_markup = rights_in_markup(document.text, agent=AGENT) if document.markup == "html" else ()
    return tuple(dict.fromkeys((*document.rights, *of_markup)))


def _flags(document: Document, identity: Identity, read: _Read, cleaned: Cleaned) -> tuple[str, ...]:
    untitled = () if cleaned.title else ("no_title",)
    found = (*document.flags, *identity.flags, *read.flags, *cleaned.flags, *untitled)
    return tuple(dict.fromkeys(found))


def _origins(identity: Identity, read: _Read, cleaned: Cleaned, spoken: str | None) -> tuple[tuple[str, str], ...]:
    """(field, origin): what was given keeps its own origin, whatever the cleaner calls it."""
    given = dict(read.origins)
    found = {field: _own_origin(field, origin, given) for field, origin in cleaned.origins}
    dates = _origins_of_dates(found, cleaned)
    found = {field: origin for field, origin in found.items() if field not in _DATES} | dates
    if spoken:
        by_form = identity.form is not None and spoken == identity.form.language
        found["language"] = "form" if by_form else "page" if spoken == read.language else "detected"
    return (*identity.origins, *found.items())


def _origins_of_dates(found: Mapping[str, str], cleaned: Cleaned) -> dict[str, str]:
    """Of what is held: the printed date, the day that was read in it, and the moment of the last change."""
    printed = found.get("published_raw", found.get("published_on"))
    changed = found.get("updated_raw", found.get("updated_at"))
    held = {
        "published_raw": printed if cleaned.published and cleaned.published.raw else None,
        "published_on": found.get("published_on", printed) if cleaned.published and cleaned.published.on else None,
        "updated_at": changed if cleaned.updated_at else None,
    }
    return {field: origin for field, origin in held.items() if origin}


def _own_origin(field: str, origin: str, given: Mapping[str, str]) -> str:
    """`given` is the field's own place in the page, `given byline` that of the byline."""
    told, _, place = origin.partition(" ")
    return given.get(place or field, origin) if told == "given" else origin
