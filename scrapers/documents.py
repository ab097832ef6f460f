"""One document from its bytes: a text, a page of HTML, or one JSON object of a .jsonl."""

from __future__ import annotations

import hashlib
import json
import re
from codecs import BOM_UTF8
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from scrapers.forms.wording import in_words, kind_of
from scrapers.loading.decoding import MAX_BYTES, decode, regular
from scrapers.loading.misread import reread
from scrapers.loading.vietnamese_fonts import from_fonts
from scrapers.records import Document, Reason, Rejection

MediaType = Literal["text/plain", "text/html", "application/json"]
Markup = Literal["text", "html"]

_NO_CHARACTER = re.compile(r"[\x00\ud800-\udfff]")
"""NUL, and half a character (a lone surrogate), which JSON can spell and nothing can store."""

_LETTERS = ((from_fonts, "font_encoding"), (reread, "misread_encoding"))
"""What gives a text in its own letters, None for one that is in these; and the flag that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a document beside its bytes, told by the user or a manifest."""

    url: str | None = None
    source: str | None = None
    title: str | None = None
    fetched_at: datetime | None = None
    charset: str | None = None
    """The encoding that the server names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Bytes that became no document, and why."""

    location: str
    rejection: Rejection
    content: bytes
    """What was read of them; nothing where it was too much."""
    media_type: MediaType
    known: Known = Known()


def read_document(content: bytes, *, location: str, media_type: MediaType, known: Known) -> Document | Unreadable:
    """The document in these bytes, or why there is none."""
    made = _from_json(content, known) if media_type == "application/json" else _from_text(content, media_type, known)
    if isinstance(made, Rejection):
        return Unreadable(location=location, rejection=made, content=content, media_type=media_type, known=known)
    return replace(made, location=location, content=content, media_type=media_type)


def unreadable(reason: Reason, detail: str, location: str, *, media_type: MediaType) -> Unreadable:
    """What no document could be tried with: its bytes aren't kept. `detail` is one sentence."""
    rejection = Rejection(reason=reason, detail=detail)
    return Unreadable(location=location, rejection=rejection, content=b"", media_type=media_type)


def moment(value: object) -> tuple[datetime, bool]:
    """The UTC moment of an ISO 8601 text or TOML time, and whether its zone was printed; ValueError if it is none."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        read = None
    if not isinstance(read, datetime):
        raise ValueError(f"expected an ISO 8601 time such as 2024-11-12T01:32:00Z, found {in_words(value)}")
    if read.tzinfo is None:
        return read.replace(tzinfo=UTC), False
    return read.astimezone(UTC), True


def _from_text(content: bytes, media_type: MediaType, known: Known) -> Document | Rejection:
    markup: Markup = "html" if media_type == "text/html" else "text"
    decoded = decode(content, markup=markup == "html", charset=known.charset)
    if isinstance(decoded, Rejection):
        return decoded
    return _document(decoded[0], markup, known, flags=())


def _from_json(content: bytes, known: Known) -> Document | Rejection:
    if len(content) > MAX_BYTES:
        return Rejection(reason="too_big", detail=f"It is longer than {MAX_BYTES:,} bytes.")
    try:
        values = json.loads(content.removeprefix(BOM_UTF8).decode())
    except UnicodeDecodeError as error:
        return _rejected("bad_encoding", f"JSON is written in UTF-8, but byte {error.start + 1} isn't")
    except RecursionError:
        return _rejected("bad_json", "It is nested more deeply than can be read")
    except ValueError as error:
        return _rejected("bad_json", f"It is no JSON: {_what_is_wrong(content, error)}")
    if not isinstance(values, dict):
        among = "; each of its objects belongs on a line of its own" if isinstance(values, list) else ""
        return _rejected("bad_columns", f"Expected a JSON object, found {kind_of(values)}{among}")
    return _from_values(values, known)


def _what_is_wrong(content: bytes, error: ValueError) -> str:
    """Python's words, but for lines taken out of a list, which are frequent and which it calls `Extra data`."""
    if str(error).startswith("Extra data") and content.rstrip().endswith((b"},", b"}]")):
        return "behind the object stands what belongs to a list; one object per line is expected"
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.removesuffix(' starting at')} (column {error.colno})"
    return str(error)


def _from_values(values: dict[str, Any], known: Known) -> Document | Rejection:
    for key in ("url", "title", "source", "text", "html"):
        if not isinstance(values.get(key), str | None):
            return _rejected("bad_columns", f"{key}: expected a text, found {kind_of(values[key])}")
    for key in ("url", "source"):
        if _NO_CHARACTER.search(values.get(key) or ""):
            return _rejected("bad_columns", f"{key}: expected characters, found {values[key]!a}")
    if values.get("text") is None and values.get("html") is None:
        return _rejected("bad_columns", "Expected a key text or html, found neither")
    markup, refused = _choose_markup(values)
    if refused:
        return refused
    fetched_at, flags = known.fetched_at, tuple[str, ...]()
    if values.get("fetched_at") is not None:
        try:
            fetched_at, zoned = moment(values["fetched_at"])
        except (ValueError, OverflowError) as error:
            return _rejected("bad_columns", f"fetched_at: {error}")
        flags = () if zoned else ("fetched_at_zone_assumed",)
    told = Known(
        url=values.get("url") or known.url,
        source=known.source or values.get("source") or None,
        title=values.get("title") or known.title,
        fetched_at=fetched_at,
    )
    plain = regular(values["text"]) if markup == "html" and not _refused(values, "text") else None
    return _document(regular(values[markup]), markup, told, flags=flags, plain=plain)


def _choose_markup(values: dict[str, Any]) -> tuple[Markup, Rejection | None]:
    """What to read, and why it can't be: the page, where both stand and it holds something."""
    given: list[Markup] = [markup for markup in ("html", "text") if values.get(markup) is not None]
    tried = [(markup, _refused(values, markup)) for markup in given]
    return next((choice for choice in tried if choice[1] is None), tried[0])


def _refused(values: dict[str, Any], markup: Markup) -> Rejection | None:
    """Why there is nothing to read under this key; None where there is."""
    text = values.get(markup) or ""
    if not text.strip():
        return Rejection(reason="empty", detail=f"Its {markup} is empty.")
    if "\x00" in text:
        return Rejection(reason="not_text", detail=f"Its {markup} holds {text.count(chr(0))} NUL characters.")
    return None


def _document(text: str, markup: Markup, known: Known, *, flags: tuple[str, ...], plain: str | None = None) -> Document:
    title = regular(known.title).strip() if known.title else None
    for other_letters, flag in _LETTERS:
        converted = other_letters(text)
        if converted is not None:
            text, flags = converted, (*flags, flag)
            title, plain = title and (other_letters(title) or title), plain and (other_letters(plain) or plain)
    told = "\x1f".join(filter(None, (title, text, plain)))
    return Document(
        location="",
        content=b"",
        media_type="text/plain",
        markup=markup,
        text=text,
        digest=hashlib.sha256(told.encode()).hexdigest(),
        url=known.url,
        title=title or None,
        source=known.source,
        fetched_at=known.fetched_at,
        plain=plain,
        flags=(*flags, "bad_encoding") if "\ufffd" in text else flags,
    )


def _rejected(reason: Reason, detail: str) -> Rejection:
    return Rejection(reason=reason, detail=f"{detail[:200]}.")
