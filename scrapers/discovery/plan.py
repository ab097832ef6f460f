"""What a night asks for: of the links found and the articles held, which are fetched, and how the others end. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scrapers.discovery.links import Link
from scrapers.discovery.recheck import is_due
from scrapers.forms.form import Fetch

_MANY = 10
"""From so many held links on, a listing that claims most of them changed is not believed: it prints its own clock."""
_TRUSTED = 4
"""At so many addresses an id was one article's: a site that makes up a new one each night costs no more requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An article we hold, as far as asking for it again is concerned."""

    article_id: str
    url: str
    """Where it was asked for."""
    first_seen_at: datetime
    last_checked_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    is_article: bool = True
    """False for a page that was read and rejected."""
    read_at: datetime | None = None
    """When the answer came that `etag` and `last_modified` are of."""
    found_at: str | None = None
    """Where that answer came from, at the end of the redirects; None where that is `url`."""
    archived: tuple[str, int] | None = None
    """Where that answer is in the archive: file and offset."""
    n_addresses: int = 1
    """At how many it was read so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page to fetch tonight."""

    url: str
    article_id: str | None = None
    """None for an address that failed before and isn't listed any more, and for a further one with an article's id."""
    listed: bool = True
    held: Held | None = None
    """What its conditions come from; then 404 means that the article is gone."""
    fields: tuple[tuple[str, str], ...] = ()
    """What the listing prints of it."""
    listed_at: str | None = None
    """Another address under which it is listed tonight: asked before an article that we hold is called gone."""

    @property
    def is_known(self) -> bool:
        """Whether it is asked for as an article we hold."""
        return self.held is not None and self.held.is_article


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Each listed link once in one of the four; `wanted` also has looks again at what isn't listed any more."""

    wanted: tuple[Wanted, ...]
    known: tuple[Link, ...]
    deferred: tuple[Link, ...]
    """Over the cap of one run."""
    out_of_scope: tuple[Link, ...]


def recognised(links: Iterable[Link], names: Mapping[str, str]) -> list[Link]:
    """The links under the ids by which their articles are held; `names` leads there from every id and address known."""
    return [
        replace(link, article_id=next((names[known] for known in link.names if known in names), link.article_id))
        for link in links
    ]


def plan(
    links: Sequence[Link],
    held: Mapping[str, Held],
    *,
    fetch: Fetch,
    now: datetime,
    pending: Iterable[str] = (),
    addresses: Container[str] = frozenset(),
    limit: int | None = None,
) -> Plan:
    """Tonight's plan: what is new first, then `pending` addresses that failed before, then looks again.

    `held` is by article id: what the links name, and what is young enough to be looked at again. A further link to an
    article, listed with it or held, is asked for once unless it is at one of the `addresses` that were read before: it
    may be another one's. `limit` lowers the form's `max_pages`.
    """
    in_scope = [link for link in links if link.in_scope]
    articles, beside = _parted(in_scope, held, addresses)
    new = [link for link in articles if link.article_id not in held]
    due = set(_due(articles, held, fetch=fetch, now=now))
    again = [link for link in articles if link.article_id in due]
    asked = [Wanted(url=link.url, article_id=link.article_id, fields=link.fields) for link in new]
    asked += [Wanted(url=link.url, fields=link.fields) for link in beside]
    named = {link.url for link in in_scope}
    asked += [Wanted(url=url, listed=False) for url in dict.fromkeys(pending) if url not in named]
    apart, of_tonight = set(beside), {*new, *again}
    read = [link for link in in_scope if link not in apart]
    taken = named.union(one.url for one in asked)
    asked += _looks_again(again, due, held, taken=taken, listed_at=_listed_at(read))
    wanted = tuple(asked[: fetch.max_pages if limit is None else min(fetch.max_pages, limit)])
    return Plan(
        wanted=wanted,
        known=tuple(link for link in read if link not in of_tonight),
        deferred=(*_left_out([*new, *again], wanted), *_not_asked(beside, wanted)),
        out_of_scope=tuple(link for link in links if not link.in_scope),
    )


def _parted(
    links: Sequence[Link], held: Mapping[str, Held], addresses: Container[str]
) -> tuple[list[Link], list[Link]]:
    """(the link to each article, the further ones that may lead to another article)."""
    chosen = _one_of_each(links, held)
    firsts = set(chosen)
    further = (link for link in links if link not in firsts or link.article_id in held)
    beside = [link for link in further if _is_unread(link, held, addresses)]
    apart = set(beside)
    return [link for link in chosen if link not in apart], beside


def _one_of_each(links: Iterable[Link], held: Mapping[str, Held]) -> list[Link]:
    """The link to each article: at the address held, else the first."""
    found: dict[str, Link] = {}
    for link in links:
        one = held.get(link.article_id)
        if link.article_id not in found or (one and link.is_at_one_of((one.url, one.found_at))):
            found[link.article_id] = link
    return list(found.values())


def _is_unread(link: Link, held: Mapping[str, Held], addresses: Container[str]) -> bool:
    """Whether another article may be at its address, as far as is known."""
    one = held.get(link.article_id)
    if one and (one.n_addresses >= _TRUSTED or link.is_at_one_of((one.url, one.found_at))):
        return False
    return not link.is_at_one_of(addresses)


def _due(articles: Sequence[Link], held: Mapping[str, Held], *, fetch: Fetch, now: datetime) -> Iterator[str]:
    """Ids of the articles held that are looked at again tonight, listed or not."""
    changed = {link.article_id: link.modified for link in articles if link.modified}
    claims = [held[name].last_checked_at < moment for name, moment in changed.items() if name in held]
    is_believed = len(claims) < _MANY or 2 * sum(claims) < len(claims)
    for name, one in held.items():
        modified = changed.get(name) if is_believed else None
        if is_due(one.first_seen_at, one.last_checked_at, now=now, fetch=fetch, modified=modified):
            yield name


def _listed_at(links: Iterable[Link]) -> dict[str, list[str]]:
    """The addresses under which each article is listed."""
    found: dict[str, list[str]] = defaultdict(list)
    for link in links:
        found[link.article_id].append(link.url)
    return found


def _looks_again(
    listed: Sequence[Link],
    due: Iterable[str],
    held: Mapping[str, Held],
    *,
    taken: set[str],
    listed_at: Mapping[str, Sequence[str]],
) -> Iterator[Wanted]:
    """Those that the listings still name, then the others, the youngest first; at no address that is `taken`."""
    for link in listed:
        one = held[link.article_id]
        # At the address held: another address of the same article would have other validators.
        taken.discard(link.url)
        url = _free(one, taken) or link.url
        taken.add(url)
        other = next((address for address in listed_at[link.article_id] if address != url), None)
        yield Wanted(url=url, article_id=one.article_id, held=one, fields=link.fields, listed_at=other)
    told = {link.article_id for link in listed}
    others = [held[name] for name in due if name not in told]
    others.sort(key=lambda one: (one.first_seen_at, one.article_id), reverse=True)
    for one in others:
        if free := _free(one, taken):
            taken.add(free)
            yield Wanted(url=free, article_id=one.article_id, listed=False, held=one)


def _free(one: Held, taken: Container[str]) -> str | None:
    return next((url for url in (one.url, one.found_at) if url and url not in taken), None)


def _left_out(links: Iterable[Link], wanted: Iterable[Wanted]) -> Iterator[Link]:
    asked = {one.article_id for one in wanted}
    return (link for link in links if link.article_id not in asked)


def _not_asked(links: Iterable[Link], wanted: Iterable[Wanted]) -> Iterator[Link]:
    asked = {one.url for one in wanted}
    return (link for link in links if link.url not in asked)
