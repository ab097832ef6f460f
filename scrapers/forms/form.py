"""The parts of a form: what may stand under `[fetch]`, `[[listing]]`, `[[article]]`, `[[layout]]`, `[clean]` and so on.

The docstring below each key is its line in `docs/forms.md`.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scrapers.forms.values import DateFormat, ListingSelector, Pattern, Selector, Template, ValueSelector


class Part(BaseModel):
    """What every table of a form has in common: no unknown keys, no changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Fetch(Part):
    """How politely and how far the source is fetched."""

    delay_s: float = Field(default=2.0, ge=0)
    """Seconds from the start of one request to the start of the next, per host:port."""
    max_pages: int = Field(default=500, ge=1)
    """At most so many pages in one run; the rest is deferred to the next."""
    recheck_days: int = Field(default=14, ge=0)
    """How many days a known article is looked at again, at growing intervals."""
    recheck_hours: float = Field(default=20, ge=0)
    """How long after its first reading an article is looked at again for the first time; 0 is in each run."""
    tls: Literal["default", "legacy"] = "default"
    """`legacy` allows older ciphers; certificates are checked all the same."""
    allow_private: tuple[str, ...] = ()
    """Exact `host:port` that may be a private address."""


class UrlFrom(Part):
    """Where a listing's address is printed when it changes from day to day."""

    page: Template
    """The page that holds the address."""
    pattern: Pattern
    """Finds it: the group `url`, else the first group, else the whole match."""


ListedKey = Literal[
    "title", "published", "updated", "lead", "byline", "editor", "translator", "agency", "credit", "section",
]  # fmt: skip


class Listing(Part):
    """One place where the source lists its articles."""

    kind: Literal["html", "feed", "sitemap", "json", "wordpress"]
    """`feed` is RSS or Atom; `wordpress` asks the REST interface of the WordPress at `url`."""
    url: Template | Literal[""] = ""
    """Its address; {year}, {month}, {day} and, for further pages, {page} are filled in."""
    url_from: UrlFrom | None = None
    """json: take the address from a page instead of `url`."""
    links: ListingSelector = ""
    """html: CSS of the links to articles (or of elements that hold one)."""
    next: ListingSelector = ""
    """html: CSS of the link to the next listing page."""
    page_url: Template | Literal[""] = ""
    """html: where a script writes the pager, so that no link leads on: the address of further pages, with {page}."""
    page_from: int = Field(default=2, ge=0)
    """html: the {page} of the second page in `page_url`: 1 where `index_1.htm` follows `index.htm`."""
    pages: int = Field(default=1, ge=1)
    """html, json, wordpress: read at most so many pages of it."""
    params: dict[str, str] = Field(default_factory=dict)
    """json: query parameters; {page} is filled in."""
    items: str = ""
    """json: keys that lead to the list, joined by dots; empty when the answer is the list."""
    link: str = ""
    """json: keys that lead to an article's address."""
    fields: dict[ListedKey, str] = Field(default_factory=dict)
    """json: keys of a layout and where the listing prints them: for what an article's own page doesn't print."""
    total_pages: str = ""
    """json: keys that lead to the number of pages."""
    follow: Pattern = ""
    """sitemap: of an index, only sitemaps whose address matches."""
    months: int = Field(default=1, ge=1, le=24)
    """How many months, back from this one, {year} and {month} run through ({day}: today and yesterday)."""

    @property
    def address(self) -> str:
        """What the form spells out, blanks and all."""
        return self.url_from.page if self.url_from else self.url

    @model_validator(mode="after")
    def _keys_fit_the_kind(self) -> Listing:
        if bool(self.url) == bool(self.url_from):
            raise ValueError("either url or url_from")
        if self.kind == "html" and not self.links:
            raise ValueError('links, as kind = "html" needs it')
        if self.kind == "json" and not self.link:
            raise ValueError('link, as kind = "json" needs it')
        if self.page_url and "{page" not in self.page_url:
            raise ValueError("page_url with the blank {page}")
        strange = [key for key in self.model_fields_set if key in _OF_KIND and self.kind not in _OF_KIND[key]]
        if strange:
            raise ValueError(f'no {sorted(strange)[0]} with kind = "{self.kind}"')
        return self


_OF_KIND = {
    "url_from": ("json",), "links": ("html",), "next": ("html",), "page_url": ("html",),
    "page_from": ("html",), "pages": ("html", "json", "wordpress"),
    "params": ("json",), "items": ("json",), "link": ("json",), "fields": ("json",), "total_pages": ("json",),
    "follow": ("sitemap",),
}  # fmt: skip


class ArticleUrl(Part):
    """Which URLs are articles, and the native id in them; the first match wins."""

    url: Pattern
    """Python `re.search` on the whole URL."""
    id: str = ""
    """The native id, from the pattern's named groups; an all-digit one loses leading zeros."""
    keep_params: tuple[str, ...] = ()
    """Query parameters that mean something, whatever their name."""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.url)

    @model_validator(mode="after")
    def _id_uses_its_groups(self) -> ArticleUrl:
        try:
            self.id.format_map(dict.fromkeys(re.compile(self.url).groupindex, "1"))
        except (KeyError, IndexError, ValueError) as error:
            raise ValueError(f"id made of the pattern's named groups ({error} is none)") from error
        return self


class Layout(Part):
    """One page design, in CSS selectors; the first whose `when` matches is used, an old design stays below the new one.

    Where a key takes a value, `selector::attr(name)` takes an attribute's.
    """

    name: str
    """Stored with each article read by it."""
    when: Selector
    """The design is recognised by this selector."""
    title: ValueSelector = ""
    """The headline."""
    published: ValueSelector = ""
    """The printed date."""
    updated: ValueSelector = ""
    """The printed date of the last change."""
    date_formats: tuple[DateFormat, ...] = ()
    """strptime codes with English names, for the whole string after white space is collapsed."""
    lead: ValueSelector = ""
    """The summary above the body."""
    body: Selector
    """The article's own paragraphs."""
    byline: ValueSelector = ""
    """Author or agency."""
    editor: ValueSelector = ""
    """Editor."""
    translator: ValueSelector = ""
    """Translator."""
    agency: ValueSelector = ""
    """Agency."""
    credit: ValueSelector = ""
    """Where the text was taken from."""
    section: ValueSelector = ""
    """Section or crumbs."""
    tags: ValueSelector = ""
    """Key words, one element each."""
    captions: Selector = ""
    """Captions of pictures."""
    continues: Selector = ""
    """Links to the further pages of the same article."""
    remove: tuple[Selector, ...] = ()
    """What stands inside the body but isn't the article."""


class Clean(Part):
    """The source's own line rules, each a Python `re.search` on the trimmed line."""

    stop: tuple[Pattern, ...] = ()
    """This line and all after it go."""
    drop: tuple[Pattern, ...] = ()
    """This line goes."""
    lift: tuple[Pattern, ...] = ()
    """This line goes, its named groups become fields."""


class Expect(Part):
    """What a good run looks like; a breach makes the run Failed and withholds nothing."""

    min_listed: int = Field(default=1, ge=0)
    """Article links found, known ones included."""
    max_rejected_share: float = Field(default=0.3, ge=0, le=1)
    """Of the pages read, where they are three or more."""
    max_fallback_share: float = Field(default=0.2, ge=0, le=1)
    """Of the articles made, where they are three or more: those that no layout fitted."""
    max_days_silent: int = Field(default=14, ge=1)
    """Days since the last new article, counted from the first success."""
    muted_until: date | Literal[""] = ""
    """Until this day the breach is recorded but doesn't fail the run."""
