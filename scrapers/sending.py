"""Records as plain values, for the way from process to process: records themselves take twice as long to send."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from scrapers.identity import UNKNOWN, Identity
from scrapers.learned import NOTHING
from scrapers.records import Article, Document, Fingerprint, Rejection
from scrapers.source import Sources

Pair = tuple[Document, Identity]
Result = Article | Rejection
Values = tuple[Any, ...]
Light = tuple[Values, Values, str]
"""A document and its identity without what a worker has already or doesn't need, and the source they are read for."""
Sent = Values | Rejection
"""An article as the values of its fields, the fingerprint last."""

_OF_DOCUMENT = tuple(name for name in Document.__slots__ if name != "content")
_OF_IDENTITY = tuple(name for name in Identity.__slots__ if name not in ("form", "learned"))
_OF_ARTICLE = tuple(name for name in Article.__slots__ if name != "fingerprint")
_document_values = attrgetter(*_OF_DOCUMENT)
_identity_values = attrgetter(*_OF_IDENTITY)
_article_values = attrgetter(*_OF_ARTICLE)


def lightened(pair: Pair) -> Light:
    """What a worker is sent: form and lessons, which all workers have, go by their source's name."""
    document, identity = pair
    return _document_values(document), _identity_values(identity), identity.page_source


def whole(light: Light, sources: Sources) -> Pair:
    """The document, without its bytes, and its identity again."""
    told, known, name = light
    document = Document(content=b"", **dict(zip(_OF_DOCUMENT, told, strict=True)))
    form = sources[name] if name != UNKNOWN else None
    learned = sources.lessons.get(name, NOTHING)
    return document, Identity(form=form, learned=learned, **dict(zip(_OF_IDENTITY, known, strict=True)))


def sent(result: Result, fingerprint: Fingerprint | None) -> Sent:
    """What a worker answers."""
    return (*_article_values(result), fingerprint) if isinstance(result, Article) else result


def received(answer: Sent) -> Result:
    """The article, with its fingerprint, or why there is none."""
    if isinstance(answer, Rejection):
        return answer
    return Article(**dict(zip((*_OF_ARTICLE, "fingerprint"), answer, strict=True)))
