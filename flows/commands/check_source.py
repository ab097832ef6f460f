"""`broadsheet sources check`: a form proved on its saved pages and, with --live, on the site itself."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from flows.commands import show
from flows.commands.values import cell
from flows.errors import UsageError
from flows.hosts import told_client
from flows.settings import Settings
from flows.wanted import contact_of
from scrapers.forms.checking import Finding, check_saved
from scrapers.forms.live_checking import check_live
from scrapers.forms.saved_pages import saved_pages
from scrapers.source import load_sources

CHECKOUT = Path(__file__).parents[2] / "tests" / "pages"
WIDTH = 300
"""Characters of a value that are shown."""


def check(name: str, settings: Settings, *, live: bool, json: bool) -> int:
    """Print what was expected and what came; 1 when something differs."""
    sources = load_sources(*settings.forms)
    source = sources[name]
    contact = contact_of(settings) if live else None
    folder = pages_of(name, settings)
    pages = saved_pages(folder) if folder else []
    if not pages and not live:
        place = settings.own_forms / "pages" / name
        raise UsageError(f"{name} has no saved pages: put CASE.html and CASE.toml in {place}, or add --live.")
    findings = check_saved(source, sources, pages)
    if contact:
        with told_client(settings.home, contact) as client:
            findings += check_live(source, sources, client)
    if json:
        show.print_json([asdict(finding) for finding in findings])
    else:
        _print(findings)
    return _verdict(name, findings)


def pages_of(name: str, settings: Settings) -> Path | None:
    """The folder of a form's saved pages: the user's, else the checkout's."""
    users = [place / "pages" / name for folder in reversed(settings.forms) for place in (folder, folder.parent)]
    return next((folder for folder in (*users, CHECKOUT / name) if folder.is_dir()), None)


def _verdict(name: str, findings: Sequence[Finding]) -> int:
    wrong = sum(not finding.ok for finding in findings)
    told = f"{wrong} of {len(findings)} differ" if wrong else f"all {len(findings)} as expected"
    print(f"{name}: {told}.", file=sys.stderr)
    return 1 if wrong else 0


def _print(findings: Sequence[Finding]) -> None:
    """Page by page; a next step that was told for the page already isn't told again."""
    told: set[tuple[str, str]] = set()
    for place, finding in enumerate(findings):
        if not place or findings[place - 1].page != finding.page:
            print(cell(finding.page))
        mark = "ok " if finding.ok else "NO "
        print(f"  {mark} {finding.field}: {_short(finding.found if finding.ok else finding.expected)}")
        if not finding.ok:
            print(f"        came: {_short(finding.found)}")
            if (finding.page, finding.next_step) not in told:
                print(f"        next: {cell(finding.next_step)}")
                told.add((finding.page, finding.next_step))


def _short(value: object) -> str:
    text = cell(value)
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"
