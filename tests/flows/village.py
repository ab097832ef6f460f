"""A small site whose addresses lead elsewhere, and the home of its nights."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.ingest import ingest
from flows.report import RunReport
from flows.settings import read_settings
from flows.web import fetch_sources
from scrapers.source import load_sources
from tests.scrapers.faults.conftest import Site
from warehouse.verify import verify

PAGE = """<html><head><title>Room {0}</title></head><body><h1>Reading room number {0} was opened</h1>
<div id="text"><p>The union of village {0} opened a reading room for {0}0 women, and many came on evening {0}.</p>
<p>In village {0} the books were given by {0} neighbours, who carried them there on the {0}th day.</p></div></body>"""
FORM = """
name = "led"
title = "Led"
publisher = "Nobody"
kind = "other"
country = "VN"
language = "en"
timezone = "Asia/Ho_Chi_Minh"
hosts = ["{host}"]
evidence = "page"
[fetch]
delay_s = 0
recheck_hours = 0
allow_private = ["{host}"]
[[listing]]
url = "http://{host}/news/"
kind = "html"
links = "a"
[[article]]
url = '/story-(?P<n>\\d+)'
{id}
[[layout]]
name = "plain"
when = "#text"
title = "h1"
body = "#text"
"""
NUMBERED = 'id = "{n}"'


@dataclass
class Village:
    """A small site, and the home of its nights."""

    site: Site
    home: Path
    native_id: str = NUMBERED
    """The form's line for ids; without one they are made of addresses."""
    form: str = FORM

    def list(self, *numbers: int) -> None:
        links = "".join(f'<a href="/story-{number}">Reading room {number}</a>' for number in numbers)
        self.site.answers["/news/"] = Site.ok(links.encode())
        for number in numbers:
            self.heal(number)

    def heal(self, number: int) -> None:
        self.site.answers[f"/story-{number}"] = Site.ok(PAGE.format(number).encode(), f'ETag: "{number}"')

    def lead(self, number: int, target: str, *, status: str = "302 Found") -> None:
        self.site.answers[f"/story-{number}"] = Site.ok(b"", f"Location: {target}", status=status)

    def night(self) -> RunReport:
        (self.home / "forms").mkdir(parents=True, exist_ok=True)
        form = self.form.replace("{host}", self.site.host).replace("{id}", self.native_id)
        (self.home / "forms" / "led.toml").write_text(form)
        self.site.requests.clear()
        settings = read_settings(home=self.home)
        sources = load_sources(*settings.forms)

        def fetch(run: Any) -> None:
            fetch_sources(run, sources=[sources["led"]], contact="tests@example.org", since=None, limit=None)

        report = ingest(fetch, settings=settings, sources=sources, kind="run")
        asked_for = Counter(path for _, path, _ in self.site.requests)
        assert max(asked_for.values(), default=0) <= 1, asked_for
        assert [check for check in verify(self.home, full=True) if not check.ok] == []
        return report

    def counted(self) -> dict[str, int]:
        """The outcomes of a night; every link of the listing has one."""
        counts = self.night().counts["led"]
        assert counts.links is None or counts.listed >= counts.links
        return dict(+counts.outcomes)

    def asked(self, query: str) -> list[tuple[Any, ...]]:
        return asked(self.home, query)

    def last(self, number: int) -> tuple[Any, ...]:
        """How a story ended when it was asked for last: outcome, article, whether it was asked on purpose."""
        rows = self.asked(f"SELECT outcome, article_id FROM pages WHERE url LIKE '%/story-{number}' ORDER BY rowid")
        return rows[-1]


def name(village: Village, number: int) -> str:
    return f"led:{number}" if village.native_id else f"led:{village.site.url(f'/story-{number}')}"


def asked(home: Path, query: str) -> list[tuple[Any, ...]]:
    """What the published copy of a home answers."""
    with duckdb.connect(str(home / "news.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()
