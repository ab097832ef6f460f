"""`broadsheet sources new`: a proposed form and its saved pages, written beside the user's other forms."""

from __future__ import annotations

import sys
from pathlib import Path

from flows.commands import show
from flows.errors import UsageError
from flows.exits import unwind_on_ctrl_c
from flows.hosts import told_client
from flows.settings import Settings
from flows.wanted import contact_of
from scrapers.counting import counted
from scrapers.forms.proposal import Proposal, propose
from scrapers.forms.proposed_form import draft_source, form_text, name_of, record_of
from scrapers.source import Source, Sources, load_sources, read_form


def new(url: str, settings: Settings, *, name: str | None, allow_private: bool, json: bool) -> int:
    """Write HOME/forms/NAME.toml and its saved pages; nothing that is there is overwritten."""
    unwind_on_ctrl_c()
    contact = contact_of(settings)
    draft = draft_source(url, name=name or name_of(url), is_private=allow_private)
    sources = load_sources(*settings.forms)
    form, pages = settings.own_forms / f"{draft.name}.toml", settings.own_forms / "pages" / draft.name
    if draft.name in sources or form.exists() or pages.exists():
        raise UsageError(f"There is a source {draft.name} already: give another name with --name.")
    with told_client(settings.home, contact) as client:
        proposal = propose(url, lambda address: client.fetch(address, source=draft))
    text = form_text(proposal, name=draft.name, is_private=allow_private)
    _write(form, text.encode())
    source = read_form(form)
    saved, unread = _save_pages(proposal, source, Sources([*sources.values(), source]), pages)
    _tell(proposal, form, saved, json=json)
    for told in (*proposal.left_out, *unread):
        print(told, file=sys.stderr)
    return 0


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)


def _save_pages(proposal: Proposal, source: Source, sources: Sources, folder: Path) -> tuple[list[Path], list[str]]:
    """The samples that the form makes an article of, each with its record; a sentence for each of the others."""
    saved, unread = [], []
    for number, sample in enumerate(proposal.samples, 1):
        record = record_of(sample.page, source, sources)
        if record is None:
            unread.append(f"{sample.page.url} isn't saved: the proposed form makes no article of it.")
            continue
        _write(folder / f"article-{number}.html", sample.page.content)
        _write(folder / f"article-{number}.toml", record.encode())
        saved.append(folder / f"article-{number}.html")
    return saved, unread


def _tell(proposal: Proposal, form: Path, saved: list[Path], *, json: bool) -> None:
    rows = [
        {"key": key, "selector": one.selector, "yields": one.yields} for key, found in proposal.layout for one in found
    ]
    rows += [
        {"key": "links", "selector": one, "yields": f"{counted(n, 'article')}, {counted(m, 'other')}"}
        for one, n, m in _links(proposal)
    ]
    rows += [{"key": "date_formats", "selector": code, "yields": "reads them"} for code in proposal.date_formats]
    rows += [{"key": "article url", "selector": proposal.shape.pattern, "yields": proposal.shape.urls[0]}]
    if proposal.platform:
        rows += [{"key": "platform", "selector": proposal.platform.name, "yields": proposal.platform.layout.name}]
    if json:
        show.print_json(rows)
    else:
        show.print_rows(rows, {"key": "key", "selector": "candidate", "yields": "yields"})
    print(
        f"Written: {form} and {counted(len(saved), 'saved page')} in {form.parent / 'pages' / form.stem}.",
        file=sys.stderr,
    )
    print(f"Correct what the form marks, then: broadsheet sources check {form.stem}", file=sys.stderr)


def _links(proposal: Proposal) -> tuple[tuple[str, int, int], ...]:
    return proposal.listed.links if proposal.listed else ()
