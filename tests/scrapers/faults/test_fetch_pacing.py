"""How close together a site sees our requests, from however many threads, and when a run stops asking."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from scrapers.fetch import Client
from scrapers.fetching.limits import Limits
from scrapers.fetching.pacing import Pacing

CONTACT = "https://example.org/about"


def gaps(site) -> list[float]:
    return [later - earlier for earlier, later in pairwise(site.moments())]


def test_requests_of_many_threads_and_sources_are_a_delay_apart_and_never_two_at_once(site, limits):
    pacing = Pacing()
    site.answers |= {f"/{number}": site.slow(site.ok(), after_s=0.01) for number in range(8)}
    sources = [site.source(delay_s=0.05), site.source(delay_s=0.1)]
    clients = [Client(contact=CONTACT, limits=limits, pacing=pacing) for _ in range(2)]
    clients[0].fetch(site.url("/0"), source=sources[1])
    with ThreadPoolExecutor(6) as threads:
        for number in range(1, 8):
            threads.submit(clients[number % 2].fetch, site.url(f"/{number}"), source=sources[number % 2])
    assert len(site.requests) == 10
    assert min(gaps(site)) >= 0.09  # a busy test machine notes an arrival late, the next one in time
    assert site.most_at_once == 1
    assert max(gaps(site)) < 0.2


def test_the_delay_counts_from_start_to_start(site, client):
    site.answers |= {f"/{number}": site.slow(site.ok(), after_s=0.15) for number in range(3)}
    for number in range(3):
        client.fetch(site.url(f"/{number}"), source=site.source(delay_s=0.2))
    assert all(0.19 <= gap < 0.33 for gap in gaps(site))  # from end to start it were 0.35


def test_after_a_late_answer_the_next_request_waits_as_much_longer_and_not_much(site, client):
    site.answers |= {
        "/0": site.ok(),
        "/1": site.slow(site.ok(), after_s=0.03),
        "/2": site.slow(site.ok(), after_s=0.19),
    }
    for number in range(4):
        client.fetch(site.url(f"/{number}"), source=site.source(delay_s=0.2))
    _, _, after_late, after_very_late = gaps(site)
    assert after_late >= 0.225
    assert 0.225 <= after_very_late < 0.3


def test_hosts_do_not_wait_for_each_other(site, new_site, client):
    second = new_site()
    hosts = (second.host,)
    source = site.source(delay_s=0.3, hosts=hosts, allow_private=(site.host, second.host))
    began = time.monotonic()
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda one: client.fetch(one.url("/a"), source=source), (site, second)))
    assert time.monotonic() - began < 0.55
    second.close()


def test_a_crawl_delay_is_honoured(site, client):
    site.answers["/robots.txt"] = site.ok(b"User-agent: *\nCrawl-delay: 0.3\n")
    for path in "ab":
        client.fetch(site.url(f"/{path}"), source=site.source(delay_s=0.05))
    assert gaps(site)[1] >= 0.3


def test_a_crawl_delay_over_120_s_defers_the_source_and_says_so(site, client):
    site.answers["/robots.txt"] = site.ok(b"User-agent: *\nCrawl-delay: 121\n")
    page = client.fetch(site.url("/a"), source=site.source())
    assert (page.outcome, page.detail) == ("deferred", "robots.txt asks for 121 s between requests, we wait 120")
    assert site.asked("/a") == []


def test_what_is_left_when_a_sources_time_is_over_is_deferred(site):
    with Client(contact=CONTACT, limits=Limits(source_s=0.2)) as client:
        pages = [client.fetch(site.url(f"/{number}"), source=site.source(delay_s=0.12)) for number in range(5)]
    assert [page.outcome for page in pages] == ["failed", "deferred", "deferred", "deferred", "deferred"]
    assert pages[-1].detail == "the time for this source is over"


def test_a_runs_time_ends_all_sources(site):
    with Client(contact=CONTACT, limits=Limits(run_s=0)) as client:
        assert client.fetch(site.url("/a"), source=site.source()).outcome == "deferred"
    assert site.requests == []


def test_a_pause_never_outlasts_the_sources_time(site):
    site.answers["/a"] = site.ok(b"", "Retry-After: 50", status="503 Busy")
    with Client(contact=CONTACT, limits=Limits(source_s=1)) as client:
        began = time.monotonic()
        page = client.fetch(site.url("/a"), source=site.source())
    assert (page.outcome, page.http_status) == ("deferred", 503)
    assert time.monotonic() - began < 0.5


def test_a_stopping_run_waits_for_nothing(site, limits):
    pacing = Pacing()
    with Client(contact=CONTACT, limits=limits, pacing=pacing) as client, ThreadPoolExecutor(1) as threads:
        source = site.source(delay_s=20)
        waiting = threads.submit(client.fetch, site.url("/a"), source=source)
        while not site.requests:
            time.sleep(0.01)
        pacing.stop()
        assert waiting.result(timeout=1).outcome == "deferred"
