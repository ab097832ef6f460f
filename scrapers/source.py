"""A source is a form: a TOML file, read here into a checked, immutable value.

`load_sources` reads a folder of forms; a mistake is a `FormError` naming file, key and what was expected.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from scrapers.errors import FormError, UnknownSource
from scrapers.records import SourceRecord

BUILT_IN = Path(__file__).parent / "sources"
PLATFORMS = Path(__file__).parent / "platforms"


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"a Python regular expression ({error})") from error
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("an IANA time zone such as Asia/Shanghai") from error
    return name


Pattern = Annotated[str, AfterValidator(_pattern)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Fetch(_Part):
    """`[fetch]`: how politely and how far the source is fetched."""

    delay_s: float = Field(default=2.0, ge=0)
    max_pages: int = Field(default=500, ge=1)
    recheck_days: int = Field(default=14, ge=0)
    tls: Literal["default", "legacy"] = "default"
    allow_private: tuple[str, ...] = ()


class ArticleUrl(_Part):
    """`[[article]]`: which URLs are articles, and the native id in them."""

    url: Pattern
    id: str = ""
    keep_params: tuple[str, ...] = ()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.url)


class Layout(_Part):
    """`[[layout]]`: one page design; every key but `name`, `when`, `date_formats` is a CSS selector."""

    name: str
    when: str
    title: str = ""
    published: str = ""
    updated: str = ""
    date_formats: tuple[str, ...] = ()
    lead: str = ""
    body: str
    byline: str = ""
    editor: str = ""
    translator: str = ""
    agency: str = ""
    credit: str = ""
    section: str = ""
    tags: str = ""
    captions: str = ""
    continues: str = ""
    remove: tuple[str, ...] = ()


class Clean(_Part):
    """`[clean]`: the source's own line rules, each a Python `re.search` on the trimmed line."""

    stop: tuple[Pattern, ...] = ()
    drop: tuple[Pattern, ...] = ()
    lift: tuple[Pattern, ...] = ()


class Expect(_Part):
    """`[expect]`: what a good run looks like; a breach makes the run Failed and withholds nothing."""

    min_listed: int = Field(default=1, ge=0)
    max_rejected_share: float = Field(default=0.3, ge=0, le=1)
    max_fallback_share: float = Field(default=0.2, ge=0, le=1)
    max_days_silent: int = Field(default=14, ge=1)
    muted_until: date | Literal[""] = ""


class Source(_Part):
    """One source, as its form declares it."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    publisher: str
    kind: Literal["government", "party_org", "agency", "newspaper", "intergovernmental", "mirror", "other"]
    country: str = Field(pattern=r"^[A-Z]{2}$")
    region: str = Field(default="", pattern=r"^([A-Z]{2}-[A-Z0-9]{1,3})?$")
    language: str = Field(pattern=r"^[a-z]{2,3}$")
    timezone: Annotated[str, AfterValidator(_zone)]
    hosts: tuple[str, ...] = ()
    enabled: bool = True
    evidence: Literal["live", "page", "code", "vendor", "inferred"]
    platform: str = ""
    fingerprints: tuple[Pattern, ...] = ()
    mirrors_of: str = ""
    fetch: Fetch = Fetch()
    article: tuple[ArticleUrl, ...] = ()
    layout: tuple[Layout, ...] = ()
    clean: Clean = Clean()
    expect: Expect = Expect()

    @model_validator(mode="after")
    def _mirror_names_its_original(self) -> Source:
        if (self.kind == "mirror") != bool(self.mirrors_of):
            raise ValueError('kind = "mirror" and mirrors_of go together')
        return self

    @cached_property
    def form_hash(self) -> str:
        """First 16 hex digits of the SHA-256 of the form's meaning (comments and order of keys don't count)."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    def recognises(self, text: str) -> bool:
        """Whether a loaded text of unknown origin has one of this source's fingerprints."""
        return any(re.search(pattern, text) for pattern in self.fingerprints)

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

    def native_id(self, url: str) -> str | None:
        """The number the source itself gives the article at `url`; None when no `[[article]]` with an `id` matches."""
        for article in self.article:
            match = article.regex.search(url)
            if match:
                if not article.id:
                    return None
                native = article.id.format_map({k: v or "" for k, v in match.groupdict().items()})
                return (native.lstrip("0") or "0") if native.isdigit() else native or None
        return None


class Sources(Mapping[str, Source]):
    """The known sources by name, and by what leads to them: a host, a text's fingerprint."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._by_name = {source.name: source for source in sources}
        self._by_host = {host.lower(): source for source in self.values() for host in source.hosts}

    def __getitem__(self, name: str) -> Source:
        if name not in self._by_name:
            raise UnknownSource(f"There is no source named {name!r}; known: {', '.join(sorted(self._by_name))}.")
        return self._by_name[name]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def by_host(self, host: str) -> Source | None:
        """The source that fetches from this host (lower case, with a port only where the form has one)."""
        return self._by_host.get(host)

    def by_fingerprint(self, text: str) -> Source | None:
        """The source one of whose fingerprints the text has; a mirror's are asked before its original's."""
        ordered = sorted(self.values(), key=lambda source: not source.mirrors_of)
        return next((source for source in ordered if source.recognises(text)), None)


def load_sources(*folders: Path) -> Sources:
    """The built-in forms, then those of each folder; the same name overrides. Raises `FormError`."""
    paths = {path.stem: path for folder in (BUILT_IN, *folders) for path in sorted(folder.glob("*.toml"))}
    return Sources([read_form(path) for path in paths.values()])


def read_form(path: Path) -> Source:
    """The source declared in one form. Raises `FormError` naming file, key and what was expected."""
    values = _read_toml(path)
    if values.get("platform"):
        values = _with_platform(path, values)
    try:
        source = Source.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "form"
        raise FormError(f"{path}: {key}: {_expected(first)}.") from error
    if source.name != path.stem:
        raise FormError(f"{path}: name: expected {path.stem!r}, the file's own name, found {source.name!r}.")
    return source


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FormError(f"{path}: expected a TOML file in UTF-8 ({error}).") from error
    except OSError as error:
        raise FormError(f"{path}: expected a readable file ({error.strerror}).") from error


def _with_platform(path: Path, values: dict[str, Any]) -> dict[str, Any]:
    """The platform's [[layout]], [[article]] and [clean] stand behind the form's own."""
    platform = PLATFORMS / f"{values['platform']}.toml"
    if not platform.is_file():
        known = ", ".join(sorted(p.stem for p in PLATFORMS.glob("*.toml")))
        raise FormError(f"{path}: platform: expected one of {known}, found {values['platform']!r}.")
    base = _read_toml(platform)
    merged = {**base, **values}
    for key in ("layout", "article"):
        merged[key] = [*values.get(key, []), *base.get(key, [])]
    own, shared = values.get("clean", {}), base.get("clean", {})
    merged["clean"] = {k: [*own.get(k, []), *shared.get(k, [])] for k in {**own, **shared}}
    return merged


def _expected(problem: Any) -> str:
    """pydantic's finding as one clause: what was expected, what was found."""
    if problem["type"] == "extra_forbidden":
        return "not a key of a form"
    if problem["type"] == "missing":
        return "expected, but missing"
    message = problem["msg"].removeprefix("Value error, ")
    return f"expected {message[0].lower()}{message[1:]}, found {problem['input']!r}"[:300]
