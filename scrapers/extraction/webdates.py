"""When a page without a form was published and updated: structured dates first, then the one printed by the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, islice
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.cleaning.asides import is_sentence
from scrapers.dates import EARLIEST
from scrapers.extraction.about import About
from scrapers.extraction.tree import Block
from scrapers.extraction.webdays import Order, day_of, read_day

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "og:pubdate", "datepublished",
    "article:published", "rnews:datepublished", "parsely-pub-date", "sailthru.date", "publishdate", "publish-date",
    "publish_date", "published_time", "published-date", "published", "pubdate", "pub_date", "publication_date",
    "date.issued", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date",
    "dc.date.published", "date.available", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "article_date_original", "originalpublicationdate", "displaydate", "article.published", "article:post_date",
    "article.created", "datecreated", "date.created", "last-publish", "contentcreated", "date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "article:modified", "revised", "article.updated", "date.updated",
    "parsely-mod-date",
)  # fmt: skip
_CLOCK = re.compile(
    r"今天是|现在时间|現在時間|今日|today is|hôm nay|bây giờ|©|copyright|\(c\)|版权|all rights", re.IGNORECASE
)
_UPDATE = re.compile(
    r"updated?|modified|aktualisiert|mis à jour|actualizado|aggiornat|upraveno|cập nhật|更新|修改|최종|수정",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"publish|posted|veröffentlicht|publié|publicado|pubblicato|stand:|datum|ngày đăng|发布|發布|发表|發表"
    r"|时间|時間|日期|입력|등록",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_TIME = re.compile(r"\d\d?[:：]\d\d")
_IN_URL = re.compile(
    r"/(?P<y>(?:19|20)\d\d)(?P<s>[-/]?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])(?=[-/._]|$)"
)
_MONTH_FIRST = ("en-us", "en_us")
_DAY_FIRST = (
    "vi", "fr", "de", "es", "it", "pt", "nl", "ru", "pl", "cs", "tr", "id", "en-gb", "en_gb", "en-au", "en-in", "en-ie",
    "en-nz",
)  # fmt: skip


class Dated(NamedTuple):
    """A day and where it was found."""

    on: date
    raw: str
    origin: str


def read_published(
    about: About, blocks: Sequence[Block], *, start: int, end: int, last: date | None = None
) -> Dated | None:
    """The day the article was published; None where the page doesn't say, or says what cannot be."""
    order = _order(about)
    told = chain(_stated(about, "datePublished", _PUBLISHED), _times(about))
    return _first_possible(told, order, last) or _first_possible(
        _printed(about, blocks, order, start=start, end=end), order, last
    )


def read_updated(about: About, *, last: date | None = None) -> Dated | None:
    """The day the article was last changed, where the page states one."""
    return _first_possible(_stated(about, "dateModified", _UPDATED), _order(about), last)


def _first_possible(told: Iterable[tuple[str, str]], order: Order | None, last: date | None) -> Dated | None:
    """The first of several dates that can be an article's: not before 1990, not after `last` (a day for the zones)."""
    for raw, origin in told:
        on = read_day(raw, order)
        if on and on.year >= EARLIEST and (last is None or on <= last + timedelta(days=1)):
            return Dated(on, raw, origin)
    return None


def _order(about: About) -> Order | None:
    """What comes first in this page's numeric dates, by its language; None where English doesn't say whose."""
    declared = about.declared_language
    locale = about.meta("og:locale").lower()
    if declared.startswith(_MONTH_FIRST) or (locale.startswith(_MONTH_FIRST) and declared in ("", "en")):
        return "md"
    return "dm" if (declared or locale).startswith(_DAY_FIRST) else None


def _stated(about: About, key: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(text, origin) of what JSON-LD and meta elements give, in the order of trust."""
    if stated := about.stated(key):
        yield stated, f"json-ld:{key}"
    for name in names:
        for value in about.metas.get(name, ()):
            yield value, f"meta:{name}"


def _times(about: About) -> Iterator[tuple[str, str]]:
    """Marked-up moments: microdata, and <time> that says it is the publication's."""
    for node in about.noted:
        attributes = node.attributes
        if attributes.get("itemprop") == "datePublished" or (node.tag == "time" and "pubdate" in attributes):
            yield attributes.get("content") or attributes.get("datetime") or node.text(), "page:datePublished"
    moments = (node for node in about.tagged("time") if "datetime" in node.attributes and _heads_text(node))
    for node in islice(moments, 1):
        yield node.attributes.get("datetime") or "", "page:time"


def _heads_text(node: LexborNode) -> bool:
    """Whether it stands in what calls itself the article or the head of something."""
    above = node.parent
    while above is not None and above.tag not in ("article", "main", "header"):
        above = above.parent
    return above is not None


def _printed(
    about: About, blocks: Sequence[Block], order: Order | None, *, start: int, end: int
) -> list[tuple[str, str]]:
    """(line, origin) of the dates printed by the text: the best placed first."""
    found: list[tuple[float, str, str]] = []
    address = _day_in(about.url)
    for place in range(max(0, start - 40), min(len(blocks), end + 26)):
        block = blocks[place]
        if block.weight > 220 or 2 * block.linked > block.weight or not _YEAR.search(block.text):
            continue
        if start + 4 <= place and not (_LABEL.search(block.text) or (place >= end - 2 and block.weight < 45)):
            continue
        if is_sentence(block.text) and block.weight > 60 and not _LABEL.search(block.text):
            continue
        if _CLOCK.search(block.text) or (_UPDATE.search(block.text) and not _LABEL.search(block.text)):
            continue
        on = read_day(block.text, order)
        if on and (address is None or abs(on - address) <= timedelta(days=3)):
            found.append((_distance(place, start, end) - _bonus(block), block.text, "page:printed"))
    return [(text, origin) for _, text, origin in sorted(found)]


def _distance(place: int, start: int, end: int) -> float:
    """How unlikely a place is to hold the date: right above the text it stands most often."""
    if place < start:
        return float(start - place)
    return 0.5 * (place - start) if place < start + 4 else 20.0 + abs(place - end)


def _bonus(block: Block) -> float:
    """What a line itself says: a label and a time of day speak for it, prose against."""
    text = block.text
    bonus = 6.0 * bool(_LABEL.search(text)) + 4.0 * bool(_TIME.search(text)) - 0.02 * block.weight
    return bonus - 15 if block.weight > 90 and not _LABEL.search(text) else bonus


def _day_in(url: str) -> date | None:
    """The full day an address holds: never the article's by itself, but a printed day must not contradict it."""
    match = _IN_URL.search(url)
    return day_of(match["y"], match["m"], match["d"]) if match else None
