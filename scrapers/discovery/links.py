"""What discovery finds: links to articles, and notices of what it could not read."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from scrapers import urls
from scrapers.discovery.listings import Printed
from scrapers.source import Source

NoticeKind = Literal["failed", "unread", "empty", "malformed", "pages", "links", "sitemaps", "depth", "url_length"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that a listing matched; each distinct article address of a run is one."""

    url: str
    """The address to fetch: no fragment, session or tracking."""
    canonical: str
    """The address that stands for the article; another than `url` where its host has moved."""
    article_id: str
    """What the article's id will be; of a link out of scope its address."""
    in_scope: bool
    """Within the form's hosts and `[[article]]` patterns; the others end as `out_of_scope`."""
    modified: datetime | None = None
    """When the listing says the article last changed."""
    fields: tuple[tuple[str, str], ...] = ()
    """What else the listing prints of it."""

    def is_among(self, known: Container[str]) -> bool:
        """Whether its id or one of its addresses, with either scheme, is held."""
        return any(name in known for name in self.names)

    def is_at_one_of(self, addresses: Container[str | None]) -> bool:
        """Whether one of its addresses, with either scheme, is among these."""
        return any(address in addresses for address in self._addresses)

    @property
    def names(self) -> tuple[str, ...]:
        """All it may be known by."""
        return self.article_id, *self._addresses

    @property
    def _addresses(self) -> tuple[str, ...]:
        addresses = (address.partition(":")[2] for address in (self.url, self.canonical))
        return tuple(scheme + address for address in addresses for scheme in ("https:", "http:"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the operator should know of a listing: it could not be read whole, or a cap was reached."""

    kind: NoticeKind
    listing: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """All that the listings of a source gave in one run."""

    links: tuple[Link, ...]
    notices: tuple[Notice, ...]
    n_requests: int
    unasked: str = ""
    """Why no listing was asked, where none was."""
    put_off: str = ""
    """What the hosts of its listings said, each naming a later moment, where none could be read before it."""

    @property
    def other_notices(self) -> tuple[Notice, ...]:
        """The notices, without those of listings of which `unasked` or `put_off` tells all at once."""
        is_told = bool(self.unasked or self.put_off)
        return tuple(one for one in self.notices if not (is_told and one.kind == "failed"))

    @property
    def n_articles(self) -> int:
        """Article links found, known ones included: what `[expect] min_listed` is about."""
        return sum(link.in_scope for link in self.links)


def link_to(source: Source, printed: Printed) -> Link | None:
    """The printed link as one of the source's; None when it is no address at all."""
    url, canonical = source.address(printed.href), source.canonical(printed.href)
    if url is None or canonical is None:
        return None
    is_article = not source.article or source.article_url(url) is not None
    in_scope = is_article and urls.host_of(url) in source.hosts
    return Link(
        url=url,
        canonical=canonical,
        article_id=(in_scope and source.article_id(url)) or canonical,
        in_scope=in_scope,
        modified=printed.modified,
        fields=printed.fields,
    )
