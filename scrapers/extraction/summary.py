"""The lead and the section of a page without a form: printed ones first, then what its metadata say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scrapers.cleaning.asides import is_sentence
from scrapers.cleaning.title_keys import key_of
from scrapers.extraction.about import About, as_text, collapse
from scrapers.extraction.crumbs import may_have_crumbs, read_section
from scrapers.extraction.hints import BODY, LEAD, read_hint
from scrapers.extraction.jsonld import Thing
from scrapers.extraction.tree import Block

_WORDS = re.compile(r"[^\W㐀-鿿]{4,}|[㐀-鿿]{2}")
_SHARED = 0.5
_STUB = 250
"""Bytes of text below which nothing can be told by its words."""
_FIRST = 2
_REACH = 20
_LONGEST = 300
_STEP_WORDS = 4
_HOME = re.compile(r"^(?:home|homepage|trang chủ|首页|首頁)$", re.IGNORECASE)


def read_lead(about: About, blocks: Sequence[Block], text: str) -> str:
    """The paragraph that calls itself the lead, else the page's description unless it describes the site."""
    for block in blocks[:_FIRST]:
        flags = read_hint(block.element.hint)
        if flags & LEAD and not flags & BODY:
            return block.text
    told = about.meta("og:description", "description", "twitter:description")
    return told if told and (is_sentence(told) or len(text) < _STUB or _is_of(told, text)) else ""


def read_page_section(about: About, above: Sequence[Block], title: str) -> tuple[str, str]:
    """(section, origin): stated, of a list of crumbs, or of a line of crumbs above the text; both empty for none."""
    if stated := about.stated("articleSection") or about.meta("article:section", "articlesection", "section"):
        return stated, "meta:section"
    if listed := _listed(about.things, title):
        return listed, "json-ld:BreadcrumbList"
    for block in above[-_REACH:]:
        steps = (read_section(block.text) or "").split(" > ") if _may_be_crumbs(block) else []
        section = _without_title([step for step in steps if step], title)
        if section and max(len(step.split()) for step in section.split(" > ")) <= _STEP_WORDS:
            return section, "page:crumbs"
    return "", ""


def _may_be_crumbs(block: Block) -> bool:
    return block.weight < _LONGEST and may_have_crumbs(block.text)


def _is_of(told: str, text: str) -> bool:
    words = set(_WORDS.findall(told.casefold()))
    return len(words & set(_WORDS.findall(text.casefold()))) >= _SHARED * len(words)


def _listed(things: Iterable[Thing], title: str) -> str:
    crumbs = next((thing for thing in things if thing.get("@type") == "BreadcrumbList"), {})
    steps = crumbs.get("itemListElement")
    names = [_name_of(step) for step in steps[:_REACH]] if isinstance(steps, list) else []
    return _without_title([name for name in names if name and not _HOME.match(name)], title)


def _name_of(step: object) -> str:
    if not isinstance(step, dict):
        return ""
    leads_to = step.get("item")
    return collapse(as_text(step.get("name") or (leads_to.get("name") if isinstance(leads_to, dict) else "")))


def _without_title(steps: Sequence[str], title: str) -> str:
    key = key_of(title)
    return " > ".join(
        step for step in steps if not (key and key_of(step) and key.startswith(key_of(step.rstrip(".… "))))
    )
