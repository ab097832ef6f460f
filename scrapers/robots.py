"""robots.txt by RFC 9309: what a site lets us fetch, and how far apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from protego import Protego

AGENT = "broadsheet"
"""Our product token: what a group of a robots.txt must be named to be ours."""
KEPT_FOR = timedelta(hours=24)

_USER_AGENT = re.compile(r"[ \t]*user[- ]?agent[ \t]*:?[ \t]*(?P<name>.*)", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z_-]+")


@dataclass(frozen=True, kw_only=True)
class Robots:
    """The robots.txt of one origin as last fetched: a plain value, kept for a day and given to the next client."""

    origin: str
    """Scheme, host and port."""
    fetched_at: datetime
    text: str = ""
    """Its rules; empty when there are none."""
    unreachable: str = ""
    """Why it could not be had (5xx, network error): then nothing of the origin may be fetched."""
    is_down: bool = False
    """Whether that is because no connection to its host could be made."""

    def is_fresh(self, now: datetime) -> bool:
        """Whether it may still be relied on (24 h)."""
        return now - KEPT_FOR < self.fetched_at <= now

    def allows(self, url: str) -> bool:
        """Whether our group, or else the group for all, lets us fetch `url`; the longest matching rule decides."""
        return not self.unreachable and self._rules.can_fetch(url, AGENT)

    @property
    def crawl_delay_s(self) -> float | None:
        """The seconds between requests it asks us for, if any."""
        return self._rules.crawl_delay(AGENT)

    @cached_property
    def _rules(self) -> Protego:
        return Protego.parse(only_ours(self.text))


def read_robots(content: bytes, *, is_cut: bool) -> str:
    """The text of a robots.txt; bytes that are not UTF-8 spoil their own line only, a line cut in two is left out."""
    whole = content[: content.rfind(b"\n") + 1] if is_cut else content
    return whole.decode("utf-8-sig", errors="replace")


def only_ours(text: str) -> str:
    """The same file with all other robots' groups under one name.

    Protego copies a group's rules for each robot it names: 250 KB of names before 250 KB of rules would be
    hundreds of millions of them.
    """
    return "\n".join(_with_plain_name(line) for line in text.splitlines())


def _with_plain_name(line: str) -> str:
    match = _USER_AGENT.match(line.lstrip("\ufeff"))
    if not match:
        return line
    name = match["name"].partition("#")[0].strip().lower()
    token = _TOKEN.match(name)
    if name == "*" or (token and token[0] == AGENT):
        return f"User-agent: {'*' if name == '*' else AGENT}"
    return "User-agent: another-robot"
