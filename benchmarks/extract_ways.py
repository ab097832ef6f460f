"""Ways of reading a page that `extract.py` measures, each as `f(html, url)`, and the pages that these are for.

What they need stands in files that the environment names, since each way runs in a process of its own:
`BENCH_TEMPLATES` holds learned templates by host.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scrapers.extract import extract, main_text
from scrapers.extraction.about import About
from scrapers.extraction.headline import headline
from scrapers.forms.saved_pages import saved_pages
from scrapers.html import HtmlRead, read_lines
from scrapers.loading.misread import reread
from scrapers.records import Rejection
from scrapers.source import Sources, load_sources
from scrapers.template import Template
from scrapers.template_learning import learn
from scrapers.urls import host_of

_BODY = re.compile(r"<body(?![a-z])[^>]*>", re.IGNORECASE)
SAVED = Path(__file__).parents[1] / "tests/pages"
Labels = dict[str, dict[str, Any]]


def by_template(html: str, url: str) -> str:
    """The text by its host's learned template, with all that the page says about it."""
    return extract(LexborHTMLParser(html), url, templates=(_templates()[host_of(url)],)).body


def by_layout(html: str, url: str) -> str:
    """The lines that a form's layout reads, with its fields. Raises ValueError where the page isn't read by one."""
    read = read_lines(html, _sources().by_host(host_of(url)))
    if isinstance(read, Rejection) or read.layout is None:
        raise ValueError(f"no layout fits {url}")
    return "\n".join(line.text for line in read.lines)


@cache
def _templates() -> dict[str, Template]:
    stored = json.loads(Path(os.environ["BENCH_TEMPLATES"]).read_text(encoding="utf-8"))
    return {host: Template.from_values(values) for host, values in stored.items()}


@cache
def _sources() -> Sources:
    return load_sources()


def learned_templates(pages: Mapping[str, str], gold: Labels) -> dict[str, Template]:
    """By host, from pages without their gold."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for name, markup in pages.items():
        by_host[host_of(gold[name].get("url") or "") or name].append(reread(markup) or markup)
    found = {host: learn(markups) for host, markups in by_host.items()}
    return {host: template for host, template in found.items() if template}


def learned_texts(
    pages: Mapping[str, str], gold: Labels, templates: Mapping[str, Template]
) -> Iterator[tuple[str, str, str]]:
    """(page, its headline, its text): by the template of its host, by the generic extractor where none reads it."""
    for name, markup in pages.items():
        page = LexborHTMLParser(reread(markup) or markup)  # as loading does
        template = templates.get(host_of(gold[name].get("url") or ""))
        blocks = template.read(page) if template else None
        text = "\n\n".join(block.text for block in blocks) if blocks else main_text(markup, "")
        yield name, headline(About(page))[0], text


def layout_pages(around: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(name, address, markup): saved pages that their forms' layouts read, each in a labelled page for its size."""
    cases = list(_read_by_layouts())
    for number, frame in enumerate(around):
        name, url, own = cases[number % len(cases)]
        place = _BODY.search(frame)
        markup = f"{frame[: place.end()]}{own}{frame[place.end() :]}" if place else own
        read = read_lines(markup, _sources().by_host(host_of(url)))
        if isinstance(read, HtmlRead) and read.layout:
            yield f"layouts__{name}-{number:03}", url, markup


def _read_by_layouts() -> Iterator[tuple[str, str, str]]:
    """(source, address, what stands in the body) of the saved pages."""
    for name in _sources():
        for page in saved_pages(SAVED / name):
            markup = page.path.read_text(encoding="utf-8")
            form = _sources().by_host(host_of(page.url))
            read = read_lines(markup, form) if page.article and not page.further else None
            body = LexborHTMLParser(markup).body
            if isinstance(read, HtmlRead) and read.layout and body is not None:
                yield name, page.url, body.inner_html or ""
