"""The headline of a page that no layout reads: its own words about itself, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.cleaning.title_keys import key_of
from scrapers.extraction.about import About, collapse
from scrapers.extraction.tree import Block, size_of
from scrapers.urls import host_of

_SEPARATOR = re.compile(
    r"\s+[|–—»«·•/～~<>-]\s+|\s*(?:\||_+|::|｜|～|--+)\s*|(?<=[㐀-鿿”》！？\w])\s*[-－—–]\s*(?=[㐀-鿿])|:\s+(?=\S)"
)
_ONLY_KNOWN = re.compile(r":|\s*/|[-－—–](?!-)")
"""Signs that stand in headlines, too: what follows must be known as the site's name where no site is told."""
_BEFORE_SECTIONS = ("|", "_", "__", "--", "｜")
_SITE = re.compile(
    r"^(?:Báo|Đài|Cổng thông tin|Trang thông tin|Tạp chí|Cổng TTĐT|Radio|TV)\s"
    r"|\b(?:News|Times|Herald|Post|Gazette|Tribune|Daily|Online|Television|Newspaper|International|điện tử)$"
    r"|[㐀-鿿](?:[网網]|日报|日報|晚报|晚報|[电電][视視][台臺]|新[闻聞][网網]|门户网站|门户)$|^\S+\.(?:com|net|org|vn|cn|[a-z]{2})$"
)
"""What papers, stations and portals are called."""
_TITLE_CLASS = re.compile(r"(?<!sub)(?<!sub-)(?<!site-)(?<!box-)(?:title|tieu-?_?de|headline)|(?<![a-z])tit(?![a-z])")
_SHORTEST_LINE, _LONGEST_LINE = 15, 400
_DASHES = ("-", "–", "—")
_SHORTEST_IN_HOST = 3
_LONGEST_SECTION = 24
_SECTION_WORDS = 2
_LONGEST = 1_000
"""Signs of a window's title that are looked at."""


def headline(about: About, above: Sequence[Block] = ()) -> tuple[str, str]:
    """(headline, origin), both empty when the page names none: stated, or an <h1> its metadata confirm, or these.

    `above` is what stands above the text: a line of it may be what the window's title holds beside the site's name.
    """
    shared = about.meta("og:title")
    window = about.window
    printed = _printed(about, shared, window)
    stated = _without_site(about.stated("headline"), about)
    if stated:
        return _stated(stated, printed, _without_site(shared, about), window)
    if printed:
        return printed, "page:h1"
    if shared:
        return _without_kicker(shared, about) or _without_site(shared, about), "meta:og:title"
    return _of_window(window, about, above)


def _of_window(window: str, about: About, above: Sequence[Block]) -> tuple[str, str]:
    """(headline, origin) by the window's title; where that names the site alone, the line that calls itself a title."""
    bare, lines = _without_site(window, about), [block.text for block in above]
    called = _called_title(above) if not bare or _is_known_site(bare, about) else ""
    if called or not bare:
        return called, "page:title-line" if called else ""
    alone = _said_alone(bare, lines)
    return alone or (window if window in lines and _may_be_whole(window, about) else bare), "page:title"


def _called_title(above: Sequence[Block]) -> str:
    """The line nearest above the text that its class calls a title; empty where none is."""
    for block in reversed(above):
        is_line = _SHORTEST_LINE <= block.weight <= _LONGEST_LINE and not block.n_links
        if is_line and _TITLE_CLASS.search(block.element.hint):
            return block.text
    return ""


def _may_be_whole(window: str, about: About) -> bool:
    """Whether the one dash in a window's title may be the headline's own: what follows is no site that is known."""
    separators = list(_SEPARATOR.finditer(window[:_LONGEST]))
    if len(separators) != 1 or separators[0].group().strip() not in _DASHES:
        return False
    return not _is_known_site(window[separators[0].end() :], about)


def _without_kicker(shared: str, about: About) -> str:
    """The end that the shared title has in common with an <h1> where both begin otherwise; empty for none.

    What stands before it are two kickers: `Attack on the dam: “We saw it coming”` and `The flood - “We saw it coming”`.
    """
    lines = [collapse(node.text(separator=" ")) for node in about.tagged("h1")]
    ends = [shared[separator.end() :] for separator in _SEPARATOR.finditer(shared[:_LONGEST])]
    return next((end for end in ends if 2 * len(end) > len(shared) and any(line.endswith(end) for line in lines)), "")


def _said_alone(title: str, lines: Sequence[str]) -> str:
    """The line that is the title without what a separator parts from it; empty where no line is."""
    parts = {title[separator.end() :] for separator in _SEPARATOR.finditer(title)} | set(_beginnings(title))
    found = (line for line in lines if line in parts and 2 * len(line) > len(title))
    return max(found, key=len, default="")


def _stated(stated: str, printed: str, shared: str, window: str) -> tuple[str, str]:
    """The headline where JSON-LD gives one: of wordings that differ, the one said once was written by hand.

    Content systems fill what an editor leaves out with copies. A stated headline that is also the window's
    title was made for search engines; then the printed one holds.
    """
    said, shown, told = key_of(stated), key_of(printed), key_of(shared)
    if shown and said != shown:
        if shown == told and key_of(window).startswith(said):
            return printed, "page:h1"
    elif told and shown and said != told and not told.startswith(said):
        return shared, "meta:og:title"
    return stated, "json-ld:headline"


def _printed(about: About, shared: str, window: str) -> str:
    """The <h1> that the page's metadata confirm, else the only one unless it holds the site's name; empty for none."""
    lines = [collapse(node.text(separator=" ")) for node in about.tagged("h1")]
    site = about.meta("og:site_name")
    named = (shared, window, *_beginnings(shared), *_beginnings(window))
    for line in lines:
        if line and line != site and line in named:
            return line
    return lines[0] if len(lines) == 1 and not shared and not _names_site(lines[0], site, window) else ""


def _beginnings(title: str) -> list[str]:
    return [title[: separator.start()] for separator in _SEPARATOR.finditer(title[:_LONGEST])]


def _names_site(printed: str, site: str, window: str) -> bool:
    """Whether an <h1> holds the site's name: logos are often marked up so."""
    return printed == site or (window != printed and window.endswith(printed))


def _without_site(title: str, about: About) -> str:
    """The title without the site's name at its end or front, and without the section before that name."""
    separators = list(_SEPARATOR.finditer(title[:_LONGEST]))
    if not separators:
        return title
    first, last = separators[0], separators[-1]
    head, tail = title[: last.start()], title[last.end() :]
    if head and _is_site(tail, head, about, sign=last.group()):
        return _without_section(_without_sites(head, about))
    front, rest = title[: first.start()], title[first.end() :]
    return rest if rest and _is_known_site(front, about) else title


def _is_site(tail: str, head: str, about: About, *, sign: str) -> bool:
    """Whether the end of a title is the site's name: told, built like one or, where none is told, short."""
    if _is_known_site(tail, about):
        return True
    if about.site_names or _ONLY_KNOWN.match(sign):
        return False
    return len(tail) < len(head) and not any(map(str.isdigit, tail))


def _is_known_site(name: str, about: About) -> bool:
    """Whether it is what the site calls itself, in words or in its address, or what only sites are called."""
    key = key_of(name)
    if name in about.site_names or (key and key in map(key_of, about.site_names)):
        return True
    host = key_of((host_of(about.url) or "").removeprefix("www.")) if about.url else ""
    return (len(key) > _SHORTEST_IN_HOST and key in host) or bool(_SITE.search(name))


def _without_sites(title: str, about: About) -> str:
    """The title without names of the site at its end: some print the paper's, then the portal's."""
    last = next(reversed(list(_SEPARATOR.finditer(title))), None)
    if last and last.start() and _is_known_site(title[last.end() :], about):
        return title[: last.start()]
    return title


def _without_section(title: str) -> str:
    """The title without its last part, where that is as short as a section and parted as only sections are."""
    last = next(reversed(list(_SEPARATOR.finditer(title))), None)
    if last is None or last.group().strip() not in _BEFORE_SECTIONS:
        return title
    head, tail = title[: last.start()], title[last.end() :]
    is_short = size_of(tail) <= _LONGEST_SECTION and len(tail.split()) <= _SECTION_WORDS and tail[-1:].isalpha()
    return _without_section(head) if is_short and 2 * size_of(tail) < size_of(head) else title
