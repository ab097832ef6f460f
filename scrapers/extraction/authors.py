"""Who wrote it, on a page without a form: names of people, not their jobs, not labels of links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from scrapers.cleaning.titles import key_of
from scrapers.extraction.about import About, collapse, name_of
from scrapers.extraction.tree import Block

_BY = re.compile(
    r"^(?:(?:written|reported|story|text|words|posted|published)\s+)?(?:by|von|par|por|di|da|av|af|door|od|autor(?:in|en)?(?:/autor)?|author|auteur|redaktion|(?:作者|文|记者|記者|본보)(?=[:：\s]))\b\s*[:：]?\s*",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^(?:autor(?:in)?|author|auteur|autore|作者|記者|记者|tác giả)\b", re.IGNORECASE)
_METAS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_SPLIT = re.compile(r"\s*(?:,|;|、|，|\||·|•|/|／|\s&\s|\s(?:and|und|et|y|e|og|och|en|a|with|mit|và|ja)\s)\s*")
_TAIL = re.compile(
    r"\s*(?:\(.*|<.*|–.*|—.*| - .*|\bfor\b .*|\bin [A-Z].*|@.*|https?:.*|updated?\b.*|published\b.*|\d.*)$",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|staff|journalist|columnist|producer|contributor|redakteur(?:in)?|redaktion|korrespondent(?:in)?|chefredakteur(?:in)?"
    r"|director|professor|analyst|chief|desk|team|newsroom|agency|news|bureau|photographer|fellow|author|politics|sport|business|follow|more|see|all|share|comments?)\b",
    re.IGNORECASE,
)
_URL = re.compile(r"https?:|www\.|\.com\b|/")
_NAME = re.compile(r"^[^\W\d_][\w.'’ʼ\-]*(?:\s[^\W\d_][\w.'’ʼ\-]*){0,5}$")
_HAN = re.compile(r"^[㐀-鿿·]{2,8}$")
_MOST = 100
"""Authors of one article that are looked at."""
_PLACES = (
    '[rel="author"]', '[itemprop="author"] [itemprop="name"]', '[itemprop="author"]', ".byline__name", ".author-name",
    ".author__name", ".byline a", ".author a", '[class*="byline"]', '[class*="author"]',
)  # fmt: skip
_ANY_PLACE = '[rel="author"], [itemprop="author"], [class*="byline"], [class*="author"]'
"""What all of these have: most pages are done with one look."""


def read_authors(about: About, blocks: Sequence[Block], *, start: int, end: int) -> tuple[tuple[str, ...], str]:
    """(names, origin); both empty where the page names nobody."""
    if names := _stated(about):
        return names, "json-ld:author"
    if names := _people([text for name in _METAS for text in about.metas.get(name, ())], about):
        return names, "meta:author"
    if names := _marked(about):
        return names, "page:author"
    names = _printed(about, blocks, start=start, end=end)
    return names, "page:byline" if names else ""


def _stated(about: About) -> tuple[str, ...]:
    value = about.article.get("author") or about.article.get("creator")
    entries = value[:_MOST] if isinstance(value, list) else [value] if value else []
    names = [name for entry in entries for name in _names_of(entry)]
    return _unique(names)


def _names_of(entry: Any) -> Iterator[str]:
    name = name_of(entry)
    if not name or _URL.search(name):
        return
    is_person = isinstance(entry, dict) and entry.get("@type") == "Person"
    if is_person and len(name.split()) <= 3 and "," not in name:
        yield _BY.sub("", name)
        return
    plain = _BY.sub("", name)
    parts = [part for part in _SPLIT.split(plain) if part]
    is_list = len(parts) > 1 and _is_name(parts[0]) and all(_is_name(part) or _is_agency(part) for part in parts)
    yield from parts if is_list else [plain]


def _people(texts: Sequence[str], about: About) -> tuple[str, ...]:
    """The persons named in texts that should hold nothing else; not the site, not addresses."""
    sites = {key_of(name) for name in about.site_names}
    names: list[str] = []
    for text in texts:
        if _URL.search(text) or key_of(text) in sites:
            continue
        names += [name for name in split_names(text) if key_of(name) not in sites]
    return _unique(names)


def split_names(text: str) -> list[str]:
    """`By Jane Doe and John Roe, BBC News` as its persons."""
    plain = _TAIL.sub("", _BY.sub("", collapse(text)))
    return [part for part in (_TAIL.sub("", piece).strip(" .:") for piece in _SPLIT.split(plain)) if _is_name(part)]


def _is_agency(text: str) -> bool:
    """Whether one short word closes a byline, as `dpa` or `AFP` does."""
    return text.isalpha() and len(text) <= 7 and (text.islower() or text.isupper())


def _is_name(text: str) -> bool:
    if _HAN.match(text):
        return True
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 60 or not _NAME.match(text) or _JOB.search(text):
        return False
    return words[0][0].isupper() and words[-1][0].isupper()


def _marked(about: About) -> tuple[str, ...]:
    """Names that markup calls the author's, the closest to one name first."""
    if about.page.css_first(_ANY_PLACE) is None:
        return ()
    for selector in _PLACES:
        found: list[str] = []
        for node in about.page.css(selector)[:12]:
            text = collapse(node.attributes.get("content") or node.text(separator=" "))
            if 3 < len(text) < 120:
                found += split_names(text)
        if found:
            return _unique(found)[:6]
    return ()


def _printed(about: About, blocks: Sequence[Block], *, start: int, end: int) -> tuple[str, ...]:
    """Names on a line by the text that says it is a byline: above it any, below it one that says `author`."""
    for place in range(max(0, start - 8), min(len(blocks), end + 26)):
        block = blocks[place]
        opening = _BY if place < start + 3 else _LABELLED if place >= end else None
        if opening and block.weight < 120 and opening.match(block.text):
            names = _people([block.text], about)
            if names:
                return names
    return ()


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    return tuple({key_of(name): name for name in reversed(names) if name}.values())[::-1]
