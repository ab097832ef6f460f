"""A form against the site itself: robots.txt, one listing, three articles, each with the next step where it fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from scrapers.counting import counted
from scrapers.discover import discover
from scrapers.discovery.links import Discovery
from scrapers.documents import Unreadable
from scrapers.fetch import Client
from scrapers.forms.checking import Finding
from scrapers.forms.listing_advice import advise
from scrapers.identity import identify
from scrapers.pages import Incomplete, read_page
from scrapers.process import process
from scrapers.records import Article, Page, Rejection
from scrapers.source import Source, Sources
from scrapers.urls import host_of

_ARTICLES = 3
_SHOWN = (
    "article_id", "title", "published_on", "published_raw", "layout", "language", "byline", "lead", "section", "flags",
)  # fmt: skip
_NO_LISTING = "Set enabled = false: what robots.txt forbids is not fetched."
_NO_ARTICLE = "A run leaves it out; of a section that robots.txt forbids as a whole, keep the url of [[article]] clear."
_NO_ROBOTS = "Nothing may be fetched until it answers: try later."


def check_live(source: Source, sources: Sources, client: Client) -> list[Finding]:
    """What one listing and its first three articles give, fetched as a run would."""
    if not source.listing:
        return [_wrong("listing", "form", "none", "The form has no [[listing]]: add one.")]
    pages: list[Page] = []
    found = _discover(source, client, pages)
    findings = [*_robots(source, client), *_listing(found, source, pages)]
    for link in [link for link in found.links if link.in_scope][:_ARTICLES]:
        findings += _article(client.fetch(link.url, source=source), source, sources, client)
    return findings


def _discover(source: Source, client: Client, pages: list[Page]) -> Discovery:
    """One page of the form's first listing; of a sitemap index the first few sitemaps. All go into `pages`."""
    first = source.listing[0]
    one = first.model_copy(update={"pages": 1, "months": 1})
    today = datetime.now(ZoneInfo(source.timezone)).date()

    def fetch(url: str) -> Page:
        pages.append(client.fetch(url, source=source))
        return pages[-1]

    return discover(source.model_copy(update={"listing": (one,)}), fetch, today=today)


def _robots(source: Source, client: Client) -> Iterator[Finding]:
    for one in client.robots:
        if host_of(one.origin) in source.hosts:
            place = f"{one.origin}/robots.txt"
            if one.is_down:
                continue  # the listing's finding tells of its host
            if one.unreachable:
                yield _wrong("robots", place, one.unreachable, _NO_ROBOTS)
            else:
                delay = f"asks for {one.crawl_delay_s} s between requests" if one.crawl_delay_s else "asks for no delay"
                yield _fine("robots", place, delay)


def _listing(found: Discovery, source: Source, pages: Sequence[Page]) -> Iterator[Finding]:
    listing = source.listing[0].address
    advice = "" if found.n_articles else advise(source, pages[-1] if pages else None, found.links)
    for notice in found.notices:
        if notice.kind == "pages":
            continue
        refused = _on_refusal(notice.detail, forbidden=_NO_LISTING)
        step = refused or advice or "Correct the url or the keys of this [[listing]]."
        yield _wrong("listing", notice.listing, notice.detail, step)
    told = f"{counted(len(found.links), 'link')}, {found.n_articles} to articles"
    if found.n_articles:
        yield _fine("listing", listing, told)
    elif found.links:
        why = f"No [[article]] url matches, on the form's hosts, links such as {found.links[0].url}"
        yield _wrong("listing", listing, told, f"{why}. {advice or 'Correct one of them.'}")


def _on_refusal(detail: str, *, forbidden: str) -> str:
    """The next step where it is we who don't ask; `forbidden` where its robots.txt says so."""
    if "allow_private" in detail:
        return "Name it in allow_private of [fetch] if it is of your own machine or network."
    if "robots.txt forbids" in detail:
        return forbidden
    return _NO_ROBOTS if "robots.txt" in detail else ""


def _article(page: Page, source: Source, sources: Sources, client: Client) -> Iterator[Finding]:
    """Each field of one article."""
    if page.outcome is not None:
        refused = _on_refusal(page.detail or "", forbidden=_NO_ARTICLE)
        step = refused or "Open the address in a browser; try again later."
        yield _wrong("fetch", page.url, f"{page.outcome}: {page.detail}", step)
        return
    made = _made(page, source, sources, client)
    if isinstance(made, Rejection):
        step = "Save the page beside the form, with a record of what it should give, and let sources check tell why."
        yield _wrong("article", page.url, f"{made.reason}: {made.detail}", step)
        return
    yield _fine("body", page.url, f"{len(made.body)} characters: {made.body[:80]}")
    yield from (_field(name, made, source) for name in _SHOWN if getattr(made, name) or name in _needed(source))


def _made(page: Page, source: Source, sources: Sources, client: Client) -> Article | Rejection:
    try:
        document = read_page(page, source=source, more=lambda url: client.fetch(url, source=source))
    except Incomplete as error:
        return Rejection(reason="no_body", detail=f"its page {error.page.url}: {error.page.detail}")
    if isinstance(document, Unreadable):
        return document.rejection
    return process(document, identify(document, sources))


def _needed(source: Source) -> list[str]:
    """The fields an article of this form must have."""
    dated = any(layout.published for layout in source.layout)
    return ["title", *(["layout"] if source.layout else []), *(["published_on"] if dated else [])]


def _field(name: str, made: Article, source: Source) -> Finding:
    value, place = getattr(made, name), made.url or made.article_id
    if value or name not in _needed(source):
        return _fine(name, place, value)
    key = {"layout": "when", "published_on": "published or date_formats"}.get(name, name)
    printed = f" It prints {made.published_raw!r}." if name == "published_on" and made.published_raw else ""
    step = f"Correct {key} of the [[layout]].{printed} Save the page with its record, and sources check proposes it."
    return _wrong(name, place, value, step)


def _fine(field: str, page: str, found: object) -> Finding:
    return Finding(page=page, field=field, ok=True, expected=None, found=found)


def _wrong(field: str, page: str, found: object, next_step: str) -> Finding:
    return Finding(page=page, field=field, ok=False, expected="present", found=found, next_step=next_step)
