"""The client: the only place that touches the network. Polite, bounded, and honest about how each URL ended."""

from __future__ import annotations

import logging
import threading
from collections.abc import Container, Iterable
from datetime import UTC, datetime, timedelta
from time import monotonic
from types import TracebackType
from urllib.parse import urlsplit

from scrapers.fetching.contact import user_agent
from scrapers.fetching.exchange import Ask, exchange
from scrapers.fetching.faults import Fault, Refused, Unconnected
from scrapers.fetching.limits import (
    MAX_CRAWL_DELAY_S,
    MAX_REDIRECTS,
    MAX_RETRY_AFTER_S,
    MAX_TRIES,
    ROBOTS_BYTES,
    Limits,
)
from scrapers.fetching.pacing import MOMENT, Lane, NoTurn, Pacing
from scrapers.fetching.retries import is_overload, is_transient, pause_before, read_http_date, read_retry_after
from scrapers.fetching.sessions import Network, Sessions
from scrapers.fetching.visit import (
    Stop,
    TooManyRedirects,
    Unreached,
    Visit,
    check_scope,
    failure,
    header_of,
    redirect_target,
    shown,
    status_text,
)
from scrapers.records import Exchange, Page
from scrapers.robots import Robots, read_robots
from scrapers.source import Source
from scrapers.urls import host_and_port, host_of

log = logging.getLogger(__name__)


class Client:
    """Fetches for one run, from any number of threads; what a site does wrong ends in the `Page`."""

    def __init__(
        self,
        *,
        contact: str,
        limits: Limits | None = None,
        pacing: Pacing | None = None,
        robots: Iterable[Robots] = (),
        network: Network | None = None,
    ) -> None:
        self.user_agent = user_agent(contact)
        self._limits = limits or Limits()
        self._pacing = pacing or Pacing()
        self._sessions = Sessions(user_agent=self.user_agent, limits=self._limits, network=network or Network())
        self._run_until = monotonic() + self._limits.run_s
        self._began: dict[str, float] = {}
        self.clock_elsewhere: datetime | None = None
        """The latest moment that an answer's `Date` told."""
        self._robots = {one.origin: one for one in robots if not one.unreachable}
        self._asking: dict[str, threading.Lock] = {}

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._sessions.close()

    @property
    def robots(self) -> tuple[Robots, ...]:
        """Every robots.txt in use, to be kept and given to the next client (24 h)."""
        return tuple(self._robots.values())

    def fetch(
        self,
        url: str,
        *,
        source: Source,
        etag: str | None = None,
        last_modified: str | None = None,
        validated: str | None = None,
        met: Container[str] = (),
        held: bool = False,
    ) -> Page:
        """The page at `url`, or how asking for it ended; `held`: we hold an article of it, so that 404 means gone.

        The validators are those of an answer from `validated`, else from `url`, and asked with nowhere else. A redirect
        to an address that was `met` is not followed.
        """
        conditions = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
        given = tuple((name, value) for name, value in conditions if value)
        visit = Visit(source=source, asked=url, url=url, validators=given, validated=validated or url)
        try:
            self._follow(visit, met=met)
        except Stop as stop:
            return visit.stopped(stop)
        return visit.answered(held=held)

    def _follow(self, visit: Visit, *, met: Container[str] = ()) -> None:
        """The answer at the end of the redirects, each hop checked. Raises `Stop`."""
        for _ in range(MAX_REDIRECTS + 1):
            check_scope(visit.url, visit.source)
            if not visit.is_robots:
                self._check_robots(visit)
            self._ask(visit)
            target = redirect_target(visit.exchanges[-1])
            if target is None:
                return
            visit.url = target
            if target in met:
                raise Stop("repeated", f"it leads to {shown(target)}, which was asked for already")
        raise TooManyRedirects("failed", f"more than {MAX_REDIRECTS} redirects")

    def _ask(self, visit: Visit) -> None:
        """One answer; three tries for all hops together. Raises `Stop`."""
        while True:
            try:
                return self._ask_once(visit)
            except NoTurn as none:
                raise Stop("deferred", none.detail, retry_at=none.retry_at) from none
            except Refused as refused:
                raise Stop("disallowed", refused.detail) from refused
            except Fault as fault:
                self._pause_after(fault, visit)

    def _ask_once(self, visit: Visit) -> None:
        """One request when its turn has come. Raises `NoTurn`, `Fault`, `Stop`."""
        session, link = self._sessions.to(visit.url, source=visit.source)
        lane = self._pacing.lane(host_and_port(visit.url))
        lane.keep_apart(visit.source.fetch.delay_s)
        max_bytes = ROBOTS_BYTES if visit.is_robots else self._limits.body_bytes
        ask = Ask(url=visit.url, headers=visit.conditions, max_bytes=max_bytes, cut=visit.is_robots)
        with lane.turn(until=self._until(visit.source)):
            visit.tries = max(visit.tries, 1)
            try:
                seen, visit.content = exchange(ask, session=session, link=link)
            finally:
                if link.sent_at:
                    lane.sent(link.sent_at, answered_at=link.answered_at)
            self._note_date(seen)
            self._check_status(seen, lane, visit)
        visit.exchanges.append(seen)

    def _note_date(self, seen: Exchange) -> None:
        told = read_http_date(header_of(seen, "date") or "")
        if told and (self.clock_elsewhere is None or told > self.clock_elsewhere):
            self.clock_elsewhere = told

    def _check_status(self, seen: Exchange, lane: Lane, visit: Visit) -> None:
        """Slows the host when it is overloaded. Raises `Fault` when another try may help, `Stop` when not so soon."""
        if not is_transient(seen.status):
            return lane.recover()
        asked_s = read_retry_after(header_of(seen, "retry-after") or "", now=datetime.now(UTC))
        if asked_s is not None and asked_s > MAX_RETRY_AFTER_S:
            retry_at = datetime.now(UTC) + timedelta(seconds=asked_s)
            lane.close_until(retry_at)
            visit.exchanges.append(seen)
            raise Stop("deferred", f"{status_text(seen.status)}: not before {retry_at:{MOMENT}}", retry_at=retry_at)
        fault = Fault(**failure(seen), is_transient=True, exchange=seen)
        fault.pause_s = pause_before(visit.tries + 1, first_s=self._limits.pause_s) if asked_s is None else asked_s
        if is_overload(seen.status):
            lane.slow_down(fault.pause_s, at_least_s=self._limits.pause_s)
        raise fault

    def _pause_after(self, fault: Fault, visit: Visit) -> None:
        """The wait before the next try. Raises `Stop` when there is none."""
        seen = [fault.exchange] if fault.exchange else []
        if not fault.is_transient or visit.tries == MAX_TRIES:
            visit.exchanges += seen
            after = f" ({visit.tries} tries)" if visit.tries > 1 else ""
            stop = Unreached if isinstance(fault, Unconnected) else Stop
            raise stop("failed", fault.detail + after, reason=fault.reason) from fault
        next_try = visit.tries + 1
        pause_s = pause_before(next_try, first_s=self._limits.pause_s) if fault.pause_s is None else fault.pause_s
        log.info("%s: %s; try %d follows in %.1f s", shown(visit.url), fault.detail, next_try, pause_s)
        try:
            self._pacing.pause(pause_s, until=self._until(visit.source))
        except NoTurn as none:
            visit.exchanges += seen
            raise Stop("deferred", f"{fault.detail}, and {none.detail}") from none
        visit.tries = next_try

    def _until(self, source: Source) -> float:
        """The moment (monotonic) after which nothing more of this source is requested in this run."""
        began = self._began.setdefault(source.name, monotonic())
        return min(self._run_until, began + self._limits.source_s)

    def _check_robots(self, visit: Visit) -> None:
        """Raises `Stop` unless the origin's robots.txt lets us fetch this URL; keeps the delay it asks for."""
        robots = self._robots_of(visit)
        if robots.is_down:
            raise Stop("failed", f"{host_of(visit.url)} cannot be reached: {robots.unreachable}")
        if robots.unreachable:
            raise Stop("disallowed", f"{robots.origin}/robots.txt cannot be had ({robots.unreachable})")
        if not robots.allows(visit.url):
            raise Stop("disallowed", "robots.txt forbids it")
        delay_s = robots.crawl_delay_s or 0.0
        if delay_s > MAX_CRAWL_DELAY_S:
            asked = f"robots.txt asks for {delay_s:,.0f} s between requests"
            raise Stop("deferred", f"{asked}, we wait {MAX_CRAWL_DELAY_S:g}")
        self._pacing.lane(host_and_port(visit.url)).keep_apart(delay_s)

    def _robots_of(self, visit: Visit) -> Robots:
        """The robots.txt of the URL's origin, fetched by one thread while the others wait. Raises `Stop`."""
        origin = f"{urlsplit(visit.url).scheme}://{host_of(visit.url)}"
        with self._asking.setdefault(origin, threading.Lock()):
            known = self._robots.get(origin)
            if known is None or not known.is_fresh(datetime.now(UTC)):
                known = self._robots[origin] = self._fetch_robots(origin, visit)
                if known.unreachable and not known.is_down:  # whoever asks is told of a host that is
                    log.warning("%s/robots.txt cannot be had (%s): nothing there is fetched", origin, known.unreachable)
            return known

    def _fetch_robots(self, origin: str, asked_for: Visit) -> Robots:
        """RFC 9309 §2.3.1: 4xx and endless redirects mean no rules, 5xx and no answer that nothing may be fetched."""
        url, now = f"{origin}/robots.txt", datetime.now(UTC)
        visit = Visit(source=asked_for.source, asked=url, url=url, is_robots=True)
        try:
            self._follow(visit)
        except TooManyRedirects:
            return Robots(origin=origin, fetched_at=now)
        except Stop as stop:
            if stop.outcome in ("deferred", "disallowed"):  # not before some hour; no address to connect to
                raise
            return Robots(origin=origin, fetched_at=now, unreachable=stop.detail, is_down=isinstance(stop, Unreached))
        finally:
            asked_for.beside += visit.exchanges
        last = visit.exchanges[-1]
        if last.status == 200:
            text = read_robots(visit.content, is_cut=last.truncated == "length")
            return Robots(origin=origin, fetched_at=now, text=text)
        unreachable = "" if 400 <= last.status < 500 else status_text(last.status)
        return Robots(origin=origin, fetched_at=now, unreachable=unreachable)
