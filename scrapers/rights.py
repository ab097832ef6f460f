"""What a page and its response's headers say of its use; kept, so that whoever publishes can honour it."""

from __future__ import annotations

import re
from collections.abc import Iterable

NO_ARCHIVE = "noarchive"
TDM_RESERVED = "tdm-reservation"

_HEAD = 50_000
"""Characters of a page among which its metadata is looked for."""
_META = re.compile(r"<meta\b[^>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(name|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def rights_in_headers(headers: Iterable[tuple[str, str]], *, agent: str) -> tuple[str, ...]:
    """The rights reserved in `X-Robots-Tag` (for all, or for `agent`) and `tdm-reservation` (TDMRep)."""
    found: list[str] = []
    for name, value in headers:
        if name.lower() == "x-robots-tag" and NO_ARCHIVE in _robots_tags(value, agent=agent.lower()):
            found.append(NO_ARCHIVE)
        if name.lower() == "tdm-reservation" and value.strip() == "1":
            found.append(TDM_RESERVED)
    return tuple(dict.fromkeys(found))


def rights_in_markup(markup: str, *, agent: str) -> tuple[str, ...]:
    """The rights reserved in `<meta name="robots">` (for all, or for `agent`) and `<meta name="tdm-reservation">`."""
    found: list[str] = []
    for meta in _META.finditer(markup, 0, _HEAD):
        values = {name.lower(): (a or b or c).strip().lower() for name, a, b, c in _ATTRIBUTE.findall(meta[0])}
        name, content = values.get("name"), values.get("content", "")
        if name in ("robots", agent.lower()) and NO_ARCHIVE in re.split(r"[\s,]+", content):
            found.append(NO_ARCHIVE)
        if name == TDM_RESERVED and content == "1":
            found.append(TDM_RESERVED)
    return tuple(dict.fromkeys(found))


def _robots_tags(value: str, *, agent: str) -> set[str]:
    """The directives meant for us: a name and a colon before one limit it and those after it to that robot."""
    directives: set[str] = set()
    ours = True
    for part in value.lower().split(","):
        name, colon, rest = part.partition(":")
        if colon and name.strip() not in ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"):
            ours, part = name.strip() == agent, rest
        if ours:
            directives.add(part.strip())
    return directives
