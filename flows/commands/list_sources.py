"""`broadsheet sources list`: the forms there are."""

from __future__ import annotations

from flows.commands import show
from flows.settings import Settings
from scrapers.source import load_sources
from warehouse.read import Row

FORM = {
    "name": "source",
    "enabled": "enabled",
    "title": "title",
    "country": "country",
    "language": "language",
    "kind": "kind",
    "evidence": "evidence",
}


def list_sources(settings: Settings, *, json: bool) -> int:
    """Print the forms there are."""
    forms = [source for _, source in sorted(load_sources(*settings.forms).items())]
    rows: list[Row] = [{key: getattr(form, key) for key in FORM} for form in forms]
    if json:
        show.print_json(rows)
    else:
        show.print_rows(rows, FORM)
    return 0
