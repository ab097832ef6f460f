"""The records that flow from scrapers to the warehouse. Frozen, typed, complete or not at all.

Moments are timezone-aware `datetime`s in UTC (suffix `_at`); days are `date`s in the source's zone (suffix `_on`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

LineKind = Literal["heading", "paragraph", "list_item", "quote", "caption", "table_row"]
Precision = Literal["minute", "day", "month", "none"]
RunKind = Literal["run", "load", "replay", "backfill"]

Outcome = Literal[
    "new", "duplicate", "revised", "unchanged", "repeated", "rejected", "not_modified", "known",
    "failed", "deferred", "disallowed", "gone", "out_of_scope", "withheld",
]  # fmt: skip
Reason = Literal[
    "empty", "not_text", "not_html", "bad_encoding", "bad_json", "bad_columns", "truncated", "too_big", "too_deep",
    "no_title", "no_body", "block_wall", "soft_404", "same_id",
]  # fmt: skip

LED_ELSEWHERE = "A temporary redirect led here: its address is asked for again."
"""The `detail` of a page that another address stood in for: it isn't known under its own yet."""


class Line(NamedTuple):
    """One line of a document or block of a page, with its kind; the cleaner sees nothing else.

    A tuple, since a document has many.
    """

    number: int
    """From 1: the line of a text document, or the place of a block in a page."""
    text: str
    kind: LineKind = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A loaded text of known or unknown origin, decoded but not yet understood."""

    location: str
    """Its `file:` URL; `#N` for the N-th record, from 1, of a file of records."""
    content: bytes
    """The bytes as loaded: what the archive keeps."""
    media_type: Literal["text/plain", "text/html", "application/json"]
    """Of `content`. A record of a .jsonl keeps its whole JSON line."""
    markup: Literal["text", "html"]
    """What `text` is."""
    text: str
    """Decoded, line ends as `\\n`."""
    digest: str
    """SHA-256 (hex) of the decoded input, a given title and `plain` included."""
    plain: str | None = None
    """The text that a record gives beside its page: read where no article can be made of the page."""
    url: str | None = None
    title: str | None = None
    source: str | None = None
    """The source somebody named for it, if any."""
    fetched_at: datetime | None = None
    flags: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    """What the headers of its page reserve."""
    listed: tuple[tuple[str, str], ...] = ()
    """(key of a layout, value) that the listing printed of it: for what the page itself doesn't print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its response as received: what the archive keeps of it."""

    url: str
    requested_at: datetime
    elapsed_ms: int
    address: str | None
    """The IP address that was connected to."""
    request_headers: tuple[tuple[str, str], ...]
    status: int
    status_line: str
    """As in `HTTP/1.1 200 OK`."""
    headers: tuple[tuple[str, str], ...]
    """In their order, repeated ones repeated."""
    body: bytes
    """Without the transfer coding, with the content coding (`Content-Encoding`)."""
    truncated: Literal["length", "time", "disconnect"] | None = None
    """Why `body` isn't whole, in the words of `WARC-Truncated`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How fetching one URL ended, with the content when it is complete."""

    source: str
    url: str
    """As asked for."""
    outcome: Literal["not_modified", "failed", "deferred", "disallowed", "gone", "out_of_scope", "repeated"] | None
    """None for a complete 200: the page can be read. `repeated`: it led to `final_url`, which was met already."""
    reason: Reason | None = None
    detail: str | None = None
    """One clause for the operator; given with every outcome."""
    final_url: str | None = None
    http_status: int | None = None
    fetched_at: datetime
    elapsed_ms: int | None = None
    """Of all its exchanges, without the pauses between them."""
    tries: int
    """0 when nothing was requested."""
    etag: str | None = None
    last_modified: str | None = None
    content: bytes = b""
    """The decoded body of a complete 200, else empty."""
    content_type: str | None = None
    """The header, as received."""
    exchanges: tuple[Exchange, ...] = ()
    """Each redirect, then the answer; the last one may be truncated."""
    beside: tuple[Exchange, ...] = ()
    """What else had to be asked for first: a robots.txt."""
    rights: tuple[str, ...] = ()
    """What the headers reserve: `noarchive`, `tdm-reservation`."""
    retry_at: datetime | None = None
    """The moment a deferring host named."""
    listed: tuple[tuple[str, str], ...] = ()
    """(key of a layout, value) that the listing printed of it."""

    @property
    def n_bytes(self) -> int | None:
        """Of the last body as received."""
        return len(self.exchanges[-1].body) if self.exchanges else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Why a page or document did not become an article."""

    reason: Reason
    detail: str
    """One sentence for the operator: where, and what was found."""


class RemovedLine(NamedTuple):
    """A line, or a piece of one, that was taken off the text.

    A tuple, since an article has many and is sent from process to process.
    """

    line: int
    text: str
    rule: str
    """`form:…`, `known:…`, `shape:…` or `learned:N/M`."""


class Fingerprint(NamedTuple):
    """What the copies and the words of one text are found by, as bytes: `scrapers.fingerprint` makes and reads it.

    A tuple, since it is sent from process to process with each article.
    """

    sketch: bytes
    words: bytes
    """For each word, ascending: its term, its marks and at how many places it stands."""
    places: bytes
    """Of each word, in the order of the words."""
    body_at: int
    """The place where the body begins; places before are the title's."""
    captions_at: int
    n_words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The normalized record of one news item in one state. Field names are the warehouse's column names."""

    article_id: str
    """`SOURCE:NATIVE_ID`, else `SOURCE:CANONICAL_URL`, else `file:SHA256`."""
    source: str
    url: str | None
    native_id: str | None
    title: str | None
    lead: str | None
    body: str
    """Paragraphs separated by one blank line; never empty."""
    language: str | None
    """ISO 639-1."""
    published_at: datetime | None
    published_on: date | None
    published_precision: Precision
    published_raw: str | None
    updated_at: datetime | None
    not_before: date | None
    byline: str | None
    authors: tuple[str, ...]
    editor: str | None
    translator: str | None
    agency: str | None
    dateline_place: str | None
    credit: str | None
    issue: str | None
    section: str | None
    tags: tuple[str, ...]
    captions: tuple[str, ...]
    rights: tuple[str, ...]
    n_words: int | None
    """Null where words aren't spaced."""
    n_characters: int
    flags: tuple[str, ...]
    layout: str | None
    extractor: str
    """Program version + form hash."""
    digest: str
    revision_hash: str
    content_hash: str | None
    removed_lines: tuple[RemovedLine, ...]
    field_origins: tuple[tuple[str, str], ...]
    """(field, origin) for every field that is given."""
    fingerprint: Fingerprint | None = field(default=None, compare=False, repr=False)
    """Of its title, body and captions; the warehouse makes it where it isn't given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOutcome:
    """How one listed URL or loaded document ended in one run: a row of `pages`.

    `outcome` is None when the warehouse decides it: then either `article` is given, or the input's `digest` is
    already held for `article_id` and nothing was extracted.
    """

    source: str
    """The form it was read with (a mirror's own name), else `unknown`."""
    url: str
    outcome: Outcome | None = None
    reason: Reason | None = None
    detail: str | None = None
    final_url: str | None = None
    http_status: int | None = None
    fetched_at: datetime | None = None
    elapsed_ms: int | None = None
    bytes: int | None = None
    tries: int | None = None
    article_id: str | None = None
    digest: str | None = None
    archive_file: str | None = None
    archive_offset: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    article: Article | None = None
    reread_hash: str | None = None
    """`revision_hash` that the last revision's archived input gives under today's rules, where rules changed."""
    mends: bool = False
    """The same input is held, but was read without a layout; `article` is what a mended form makes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """At most 1,000 pages of one source in one run; appended in one transaction."""

    run_id: str
    source: str
    number: int
    """From 1 within the run: makes a batch of a run unique in the ledger."""
    pages: tuple[PageOutcome, ...]
    committed_at: datetime | None = None
    """When it was committed first, for one that is stored again; else now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """A form as it was used: a row of `sources`."""

    source: str
    title: str
    publisher: str
    kind: str
    country: str | None
    region: str | None
    language: str | None
    timezone: str | None
    mirrors_of: str | None
    evidence: str
    form_hash: str
