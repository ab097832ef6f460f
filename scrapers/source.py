"""A source is a form: a TOML file, read here into a checked, immutable value.

`load_sources` reads a folder of forms; a mistake is a `FormError` naming file, key and what was expected.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from scrapers import urls
from scrapers.errors import FormError, UnknownSource
from scrapers.forms.files import form_paths, form_values
from scrapers.forms.form import ArticleUrl, Clean, Expect, Fetch, Layout, Listing, Part
from scrapers.forms.mistakes import mistakes
from scrapers.forms.values import Pattern, Zone
from scrapers.forms.wording import in_words
from scrapers.learned import Lessons
from scrapers.records import SourceRecord
from scrapers.required_text import required_text

__all__ = [
    "ArticleUrl", "Clean", "Expect", "Fetch", "Layout", "Listing", "Source", "Sources", "load_sources", "read_form",
]  # fmt: skip


def _host(text: str) -> str:
    if not text or set(text) & set("/@ "):
        raise ValueError("a host such as www.example.org, without http:// and /")
    return urls.in_ascii(text)


def _country(text: str) -> str:
    if not re.fullmatch("[A-Z]{2}", text):
        raise ValueError("two letters of ISO 3166-1 such as VN")
    return text


Host = Annotated[str, AfterValidator(_host)]
Country = Annotated[str, AfterValidator(_country)]


class Source(Part):
    """One source, as its form declares it."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """Equals the file's name; stored with everything that comes from the source."""
    title: str
    """How people call it."""
    publisher: str
    """The organisation that puts the news out."""
    kind: Literal["government", "party_org", "agency", "newspaper", "intergovernmental", "mirror", "other"]
    """What the publisher is; `mirror` for copies of another source."""
    country: Country
    """ISO 3166-1."""
    region: str = Field(default="", pattern=r"^([A-Z]{2}-[A-Z0-9]{1,3})?$")
    """ISO 3166-2, where the source belongs to one."""
    language: str = Field(pattern=r"^[a-z]{2,3}$")
    """ISO 639-1."""
    timezone: Zone
    """The zone in which its dates are printed."""
    hosts: tuple[Host, ...] = ()
    """Nothing else is ever fetched; `host:port` for an odd port."""
    aliases: dict[str, str] = Field(default_factory=dict)
    """A host that moved, and the host its articles have been known by: identities survive the move."""
    enabled: bool = True
    """Whether the nightly run fetches it."""
    evidence: Literal["live", "page", "code", "vendor", "inferred"]
    """How the selectors are known: tried live, a stored page, somebody's code, the maker's code, or reasoned."""
    platform: str = ""
    """Takes [[layout]], [[article]] and [clean] of `platforms/NAME.toml` behind the form's own."""
    fingerprints: tuple[Pattern, ...] = ()
    """Python `re.search` patterns that recognise a loaded text of unknown origin."""
    mirrors_of: str = ""
    """A mirror names the source it copies."""
    fetch: Fetch = Fetch()
    listing: tuple[Listing, ...] = ()
    article: tuple[ArticleUrl, ...] = ()
    layout: tuple[Layout, ...] = ()
    clean: Clean = Clean()
    expect: Expect = Expect()

    @model_validator(mode="after")
    def _mirror_names_its_original(self) -> Source:
        if (self.kind == "mirror") != bool(self.mirrors_of):
            raise ValueError('kind = "mirror" and mirrors_of go together')
        return self

    @model_validator(mode="after")
    def _hosts_are_declared(self) -> Source:
        named = {host for alias in self.aliases.items() for host in alias}
        named |= {urls.host_of(listing.address) or listing.address for listing in self.listing}
        if strangers := sorted(named - {host.lower() for host in self.hosts}):
            raise ValueError(f"every host of a listing or alias among hosts ({strangers[0]} isn't)")
        return self

    @cached_property
    def form_hash(self) -> str:
        """First 16 hex digits of the SHA-256 of the form's meaning (comments and order of keys don't count)."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    def recognises(self, text: str) -> bool:
        """Whether a loaded text of unknown origin has one of this source's fingerprints."""
        return any(required_text(pattern) in text and re.search(pattern, text) for pattern in self.fingerprints)

    @property
    def date_formats(self) -> tuple[str, ...]:
        """strptime codes of every layout: loaded texts of this source print the same dates."""
        return tuple(dict.fromkeys(code for layout in self.layout for code in layout.date_formats))

    @property
    def record(self) -> SourceRecord:
        """What the warehouse keeps of this form."""
        return SourceRecord(
            source=self.name,
            title=self.title,
            publisher=self.publisher,
            kind=self.kind,
            country=self.country,
            region=self.region or None,
            language=self.language,
            timezone=self.timezone,
            mirrors_of=self.mirrors_of or None,
            evidence=self.evidence,
            form_hash=self.form_hash,
        )

    def address(self, url: str) -> str | None:
        """The URL to fetch for a printed one: no fragment, session or tracking; None if it is no http(s) URL."""
        return urls.canonical(url, keep_params=tuple(name for article in self.article for name in article.keep_params))

    def article_url(self, url: str) -> ArticleUrl | None:
        """The first `[[article]]` that the URL, without its tracking, matches."""
        address = self.address(url) or url
        return next((article for article in self.article if article.regex.search(address)), None)

    def native_id(self, url: str) -> str | None:
        """The number the source itself gives the article at `url`; None when no `[[article]]` with an `id` matches."""
        article = self.article_url(url)
        match = article.regex.search(self.address(url) or url) if article and article.id else None
        if article is None or match is None:
            return None
        native = article.id.format_map({k: v or "" for k, v in match.groupdict().items()})
        return (native.lstrip("0") or "0") if native.isdigit() else native or None

    def is_of_same_article(self, url: str, other: str) -> bool:
        """False for two addresses in which the source gives two numbers."""
        native_ids = self.native_id(url), self.native_id(other)
        return None in native_ids or native_ids[0] == native_ids[1]

    def canonical(self, url: str) -> str | None:
        """The one address that stands for this source's article, under the host it is known by."""
        address = self.address(url)
        host = urls.host_of(address) if address else None
        known_by = self.aliases.get(host) if host else None
        return address.replace(f"//{host}", f"//{known_by}", 1) if address and known_by else address

    def article_id(self, url: str) -> str | None:
        """`SOURCE:NATIVE_ID`, else `SOURCE:CANONICAL_URL`; a mirror's articles belong to the source it copies."""
        name = self.native_id(url) or self.canonical(url)
        return f"{self.mirrors_of or self.name}:{name}" if name else None


class Sources(Mapping[str, Source]):
    """The known sources by name, and by what leads to them: a host, a text's fingerprint."""

    def __init__(self, sources: Iterable[Source], lessons: Lessons | None = None) -> None:
        self.lessons = lessons or {}
        """What earlier runs learned of their pages."""
        self._by_name = {source.name: source for source in sources}
        self._by_host = {host.lower(): source for source in self.values() for host in source.hosts}
        self._by_text = sorted(
            (source for source in self.values() if source.fingerprints), key=lambda source: not source.mirrors_of
        )

    def __getitem__(self, name: str) -> Source:
        if name not in self._by_name:
            raise UnknownSource(
                f"There is no source named {in_words(name)}; known: {', '.join(sorted(self._by_name))}."
            )
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def has_design(self, name: str) -> bool:
        """Whether it is known how pages of the source look: by its form, or by what was learned of them."""
        learned = self.lessons.get(name)
        return bool((learned and learned.templates) or (name in self and self[name].layout))

    def by_host(self, host: str) -> Source | None:
        """The source that fetches from this host (lower case, with a port only where the form has one)."""
        return self._by_host.get(host)

    def by_fingerprint(self, text: str) -> Source | None:
        """The source one of whose fingerprints the text has; a mirror's are asked before its original's."""
        return next((source for source in self._by_text if source.recognises(text)), None)


def load_sources(*folders: Path) -> Sources:
    """The built-in forms, then those of each folder; the same name overrides. Raises `FormError`."""
    try:
        return Sources([read_form(path) for path in form_paths(*folders).values()])
    except FormError as error:
        raise FormError(f"{error} Nothing is run until that is corrected, or the form moved elsewhere.") from error


def load_page_rules(name: str, *folders: Path) -> Source:
    """One source without its listings, to read a page of it again. Raises `FormError`.

    Its `form_hash` isn't the form's.
    """
    path = form_paths(*folders)[name]
    return _checked(path, {**form_values(path), "listing": []})


def read_form(path: Path) -> Source:
    """The source declared in one form. Raises `FormError` naming file, key and what was expected."""
    return _checked(path, form_values(path))


def _checked(path: Path, values: Mapping[str, Any]) -> Source:
    try:
        source = Source.model_validate(values)
    except ValidationError as error:
        raise FormError(f"{path}: {'; '.join(mistakes(error, Source))}.") from error
    if source.name != path.stem:
        raise FormError(
            f"{path}: name: expected {in_words(path.stem)}, the file's own name, found {in_words(source.name)}."
        )
    return source
