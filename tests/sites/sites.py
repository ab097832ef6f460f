"""All small sites together: started on free ports, turned from day to day, with forms that lead to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from scrapers.forms.files import BUILT_IN
from scrapers.forms.saved_pages import SavedPage, saved_pages
from tests.sites.days import DAY_ONE, Story, stories
from tests.sites.designs import DESIGNS, Design, Linked, Paths
from tests.sites.forms import mend, switched_off, toml, turned
from tests.sites.server import Request, Resource, SiteServer

PAGES = Path(__file__).parent.parent / "pages"
ROBOTS = "User-agent: *\nDisallow: /private/\n"


@dataclass(slots=True)
class Site:
    """One source's small site on its own port."""

    name: str
    design: Design
    server: SiteServer
    n_articles: int
    redesigned: bool = False
    """Whether its articles' template has changed."""

    @property
    def saved(self) -> list[SavedPage]:
        """The source's saved pages, those that must be rejected included; the site shows them on every day."""
        return saved_pages(PAGES / self.name)

    def stories(self, day: int) -> list[Story]:
        """The articles of a day, beside the saved pages."""
        return stories(self.name, first=self.design.first_id, n=self.n_articles, day=day)

    def turn(self, day: int) -> None:
        """From now on, serve that day's state."""
        self.server.resources = self._paths(day)

    def _paths(self, day: int) -> Paths:
        listed = self.stories(day)
        links = [Linked(path=self.design.path(s), title=s.title, changed=_changed(s.version)) for s in listed]
        links += [Linked(path=path, title=path, changed=_changed(1)) for path in map(path_of, self.saved)]
        return {
            "/robots.txt": Resource(content=ROBOTS.encode(), content_type="text/plain"),
            **self.design.listings(links, self.server.base),
            **{self.design.path(story): self._page(story, day) for story in listed},
            **{path: self._saved_page(file, day) for page in self.saved for path, file in files_of(page)},
        }

    def _page(self, story: Story, day: int) -> Resource:
        return self._styled(self.design.article(story), version=story.version, day=day)

    def _saved_page(self, file: Path, day: int) -> Resource:
        return self._styled(file.read_text(encoding="utf-8"), version=1, day=day)

    def _styled(self, text: str, *, version: int, day: int) -> Resource:
        if self.redesigned:
            return Resource(content=self.design.renamed(text).encode(), version=day)
        return Resource(content=text.encode(), version=version)


class Sites:
    """Small sites of several sources, day 1 first; a context manager that stops their servers."""

    def __init__(self, names: Iterable[str] = DESIGNS, *, n_articles: int = 6, latency_s: float = 0.0) -> None:
        self.sites = {
            name: Site(
                name=name, design=DESIGNS[name], server=SiteServer(latency_s=latency_s), n_articles=n_articles
            )
            for name in names
        }  # fmt: skip
        self.turn(1)

    def __enter__(self) -> Sites:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for site in self.sites.values():
            site.server.close()

    def __getitem__(self, name: str) -> Site:
        return self.sites[name]

    def turn(self, day: int, *, redesigned: Iterable[str] = ()) -> None:
        """Serve that day's state; the sources named have changed their template."""
        for name, site in self.sites.items():
            site.redesigned = name in set(redesigned)
            site.turn(day)

    def write_forms(self, folder: Path, *, delay_s: float = 0.0, mended: Iterable[str] = ()) -> Path:
        """A folder for `--sources`: these sources turned to loopback, all other built-in ones not enabled.

        The forms named in `mended` know the changed template too.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for name in sorted(path.stem for path in BUILT_IN.glob("*.toml")):
            site = self.sites.get(name)
            values = turned(name, base=site.server.base, delay_s=delay_s) if site else switched_off(name)
            if site and name in set(mended):
                values = mend(values, site.design)
            (folder / f"{name}.toml").write_text(toml(values), encoding="utf-8")
        return folder

    def take_requests(self) -> dict[str, list[Request]]:
        """What each site was asked since the last call."""
        taken = {}
        for name, site in self.sites.items():
            taken[name], site.server.requests = site.server.requests, []
        return taken


def path_of(page: SavedPage) -> str:
    """Where a small site shows a saved page: where the real one would."""
    parts = urlsplit(page.url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def files_of(page: SavedPage) -> list[tuple[str, Path]]:
    """The saved page and its further pages, each with its path: RedCome numbers them `-1.htm`, `-2.htm`."""
    first = path_of(page)
    further = [(first.replace("-1.htm", f"-{number}.htm"), file) for number, file in enumerate(page.further, 2)]
    return [(first, page.path), *further]


def _changed(version: int) -> datetime:
    return DAY_ONE + timedelta(days=version - 1)
