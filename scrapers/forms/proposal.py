"""A form proposed from a listing and some of its articles: what a contributor begins with and corrects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from scrapers.dates import find_date
from scrapers.discovery.listings import listing_text
from scrapers.errors import BroadsheetError
from scrapers.extract import Extracted, extract
from scrapers.extraction.bounds import beyond_bounds
from scrapers.forms.link_shapes import Shape, shape_of
from scrapers.forms.pointing import Candidate, boxes, candidates, collapsed, selectors_to, squeezed
from scrapers.forms.printed_dates import LONGEST_LINE, date_in
from scrapers.forms.recognised_formats import formats_of
from scrapers.forms.recognised_listing import Listed, is_sitemap_index, recognised_listing
from scrapers.forms.recognised_platform import Platform, recognised_platform
from scrapers.language import detect
from scrapers.layouts import first_printed
from scrapers.pages import document_of
from scrapers.records import Document, Page, Rejection

SAMPLES = 3
"""Articles fetched to see which selectors hold on more than one."""
_SHOWN = 4


class NothingToPropose(BroadsheetError):
    """The page could not be fetched, or holds neither an article nor links to some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An article's page and what the generic extractor makes of it."""

    page: Page
    tree: LexborHTMLParser
    found: Extracted


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the pages show; the first candidate of each key goes into the form."""

    url: str
    listed: Listed | None
    """None where the address given was an article's."""
    shape: Shape
    platform: Platform | None
    """What the pages are built on, if it is known: then its selectors are the form's."""
    layout: tuple[tuple[str, tuple[Candidate, ...]], ...]
    """(key, candidates) for title, published and body."""
    date_formats: tuple[str, ...]
    language: str | None
    samples: tuple[Sample, ...]
    left_out: tuple[str, ...]
    """A sentence for each page that was to be a sample and is none."""


def propose(url: str, fetch: Callable[[str], Page]) -> Proposal:
    """The proposal for the listing or article at `url`. Raises `NothingToPropose`."""
    first = _fetched(fetch(url))
    listed = _listed(first, fetch)
    addresses = (listed.shape.urls if listed else (first.final_url or url,))[:SAMPLES]
    pages = [first] if listed is None else [fetch(address) for address in addresses]
    samples = tuple(sample for page in pages if page.outcome is None and (sample := _sample(page)))
    if not samples:
        raise _nothing_in(url, pages)
    layout = (("title", _title(samples)), ("published", _published(samples)), ("body", _body(samples)))
    printed = [first_printed(one.tree, layout[1][1][0].selector) for one in samples] if layout[1][1] else []
    return Proposal(
        url=url,
        listed=listed,
        shape=listed.shape if listed else _own_shape(addresses[0]),
        platform=recognised_platform([one.tree for one in samples], addresses, dated=bool(layout[1][1])),
        layout=layout,
        date_formats=tuple((formats_of(printed) or formats_of([date_in(one) for one in printed]))[:_SHOWN]),
        language=detect(samples[0].found.body, declared=samples[0].found.language),
        samples=samples,
        left_out=tuple(_left_out(pages, samples)),
    )


def _fetched(page: Page) -> Page:
    if page.outcome is not None:
        raise _unfetched(page)
    return page


def _unfetched(page: Page) -> NothingToPropose:
    return NothingToPropose(f"{page.url} could not be fetched ({page.outcome}: {page.detail}).")


def _nothing_in(url: str, pages: Sequence[Page]) -> NothingToPropose:
    """Why a listing, or the article at `url` itself, gave no sample."""
    if all(page.outcome is not None for page in pages):
        return _unfetched(pages[0])
    if pages[0].url == url:
        return NothingToPropose(f"{url} holds neither an article nor three links with headlines: give its news page.")
    tried = next(page.url for page in pages if page.outcome is None)
    return NothingToPropose(f"No page that {url} lists holds an article, not even {tried}: give another list.")


def _left_out(pages: Sequence[Page], samples: Sequence[Sample]) -> Iterator[str]:
    taken = [sample.page for sample in samples]
    for page in pages:
        if page.outcome is not None:
            yield str(_unfetched(page))
        elif page not in taken:
            yield f"{page.url} holds no article with a title, as far as can be told."


def _listed(page: Page, fetch: Callable[[str], Page]) -> Listed | None:
    """What the address lists; None where it is an article itself. Raises `NothingToPropose` for no text."""
    text = listing_text(page.content)
    if isinstance(text, Rejection):
        raise NothingToPropose(f"{page.url} is no text ({text.detail})")
    if beyond_bounds(text):
        raise NothingToPropose(f"{page.url} has elements, or attributes, without end.")
    found = recognised_listing(page, fetch)
    if found is None and is_sitemap_index(text):
        raise NothingToPropose(f"{page.url} is an index of sitemaps, of which the newest list nothing: give another.")
    if found and found.kind in ("html", "wordpress") and _is_article(page.final_url or page.url, found.shape):
        return None
    return found


def _is_article(url: str, shape: Shape) -> bool:
    own = shape_of([url])
    return own is not None and own.pattern == shape.pattern


def _own_shape(url: str) -> Shape:
    shape = shape_of([url])
    assert shape is not None
    return shape


def _sample(page: Page) -> Sample | None:
    document = document_of(page)
    if not isinstance(document, Document) or beyond_bounds(document.text):
        return None
    tree = LexborHTMLParser(document.text)
    found = extract(tree, page.url)
    return Sample(page=page, tree=tree, found=found) if found.blocks and found.title else None


def _title(samples: Sequence[Sample]) -> tuple[Candidate, ...]:
    told = [one for one in candidates(samples[0].tree, [samples[0].found.title]) if "::attr" not in one.selector]
    exact = [one for one in told if all(_begins(s, one.selector, s.found.title) for s in samples)]
    return tuple((exact or told)[:_SHOWN])


def _begins(sample: Sample, selector: str, text: str) -> bool:
    return first_printed(sample.tree, selector) == " ".join(text.split())


def _body(samples: Sequence[Sample]) -> tuple[Candidate, ...]:
    told = boxes(samples[0].tree, _ends(samples[0]))
    held = [one for one in told if all(_holds(sample, one.selector) for sample in samples)]
    return tuple((held or told)[:_SHOWN])


def _ends(sample: Sample) -> list[str]:
    return [sample.found.blocks[0].text, sample.found.blocks[-1].text]


def _holds(sample: Sample, selector: str) -> bool:
    text = first_printed(sample.tree, selector)
    return all(squeezed(end) in squeezed(text) for end in _ends(sample))


def _published(samples: Sequence[Sample]) -> tuple[Candidate, ...]:
    """Metadata and short lines that print a date on every sample; a clock prints the same one on all."""
    first = samples[0]
    told = [*_stated(first), *_printed(first)]
    dated = [one for one in told if all(_day(sample, one.selector) for sample in samples)]
    several = [one for one in dated if len({_day(sample, one.selector) for sample in samples}) > 1]
    return tuple((several or dated)[:_SHOWN])


def _day(sample: Sample, selector: str) -> object:
    found = find_date(first_printed(sample.tree, selector)[:LONGEST_LINE])
    return found.on if found else None


def _stated(sample: Sample) -> list[Candidate]:
    """Where the generic extractor read the date, if that is an attribute."""
    raw = sample.found.published.raw if sample.found.published else ""
    return [one for one in candidates(sample.tree, [raw]) if "::attr" in one.selector and "publi" in one.selector]


def _printed(sample: Sample) -> list[Candidate]:
    found = []
    for node in sample.tree.css("body *"):
        text = collapsed(node)
        if 8 <= len(text) <= LONGEST_LINE and find_date(text):
            found += [Candidate(selector=one, yields=text) for one in selectors_to(sample.tree, node)]
    return sorted(found, key=lambda one: len(one.yields))
