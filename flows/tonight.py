"""What a run asks of a web source tonight, from what its listings show and the warehouse knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from threading import Event

from flows.progress import Visits
from flows.run import Run
from scrapers.discovery.links import Link
from scrapers.discovery.plan import Held, Plan, plan, recognised
from scrapers.fetch import Client
from scrapers.source import Source
from warehouse import known


@dataclass(frozen=True, slots=True, kw_only=True)
class Tonight:
    """What the web sources of a run share."""

    run: Run
    client: Client
    since: date | None
    """A backfill: how far back listings are read."""
    limit: int | None
    """Pages of each source, fewer than its form allows."""
    stopping: Event
    """Set when the run is to end: what was read is kept, nothing more is asked for."""
    visits: Visits


def plan_tonight(tonight: Tonight, source: Source, links: Sequence[Link], *, done: frozenset[str]) -> Plan:
    """The plan for the links found; articles and addresses that are `done` already are left out."""
    now, warehouse = datetime.now(UTC), tonight.run.warehouse
    young = now - timedelta(days=source.fetch.recheck_days)
    addresses = [name for link in links for name in link.names]
    visits = known.visited(warehouse, source.name, addresses=addresses, since=young, now=now)
    names = {name: _name(visit) for visit in visits for name in (_name(visit), *_own_addresses(visit, source))}
    return plan(
        [link for link in recognised(links, names) if link.article_id not in done and link.url not in done],
        {_name(visit): _held(visit, source) for visit in visits if _name(visit) not in done},
        fetch=source.fetch,
        now=now,
        pending=known.pending(warehouse, source.name, since=young),
        addresses=names.keys(),
        limit=tonight.limit,
    )


def _name(visit: known.Visited) -> str:
    return visit.article_id or visit.url


def _own_addresses(visit: known.Visited, source: Source) -> list[str]:
    """The addresses that stand for the article, and none that only led to it once."""
    return [url for url in visit.addresses if source.is_of_same_article(url, visit.found_at)]


def _held(visit: known.Visited, source: Source) -> Held:
    return Held(
        article_id=_name(visit),
        url=visit.url if visit.url in _own_addresses(visit, source) else visit.found_at,
        found_at=visit.found_at,
        first_seen_at=visit.first_seen_at,
        last_checked_at=visit.last_checked_at,
        etag=visit.etag,
        last_modified=visit.last_modified,
        is_article=visit.is_article,
        read_at=visit.read_at,
        n_addresses=len(_own_addresses(visit, source)),
        archived=(visit.archive_file, visit.archive_offset or 0) if visit.archive_file else None,
    )
