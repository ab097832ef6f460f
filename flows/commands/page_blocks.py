"""The blocks of an article's page, from the archive, read again with the rules it was read with."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flows.settings import Settings
from scrapers.errors import ArchiveFailed
from scrapers.extraction.fates import Fate
from scrapers.extraction.outline import after_cleaning, outline
from scrapers.forms.files import form_paths
from scrapers.learned import NOTHING, Learned
from scrapers.page_archive import archived_markups
from scrapers.records import RemovedLine

if TYPE_CHECKING:
    from scrapers.source import Source
    from warehouse.explain import PageHeld

log = logging.getLogger(__name__)


def blocks_of(page: PageHeld, told: Mapping[str, Any], settings: Settings) -> list[dict[str, object]]:
    """What became of each block of what is told of an article; nothing for a text, or a page the archive hasn't."""
    form = _form_of(page, settings)
    try:
        pages = archived_markups(settings.home / "archive" / page.archive_file, page.archive_offset, source=form)
    except ArchiveFailed as error:
        unformed = f"No form {page.source} is known here: --sources names a folder of forms."
        log.warning("The page itself cannot be shown. %s", error if form else unformed)
        return []
    if not pages:
        return []
    removed = [RemovedLine(line=row["line"], text=row["text"], rule=row["rule"]) for row in told["removed_lines"]]
    fates = _fates(pages, page, form)
    article = told["article"]
    return [one._asdict() for one in after_cleaning(fates, removed, title=article["title"], body=article["body"])]


def _form_of(page: PageHeld, settings: Settings) -> Source | None:
    """The form of its source; None where none declares it (any more): then nothing that checks forms is imported."""
    if page.source not in form_paths(*settings.forms):
        return None
    from scrapers.source import load_page_rules

    return load_page_rules(page.source, *settings.forms)


def _fates(pages: Sequence[str], page: PageHeld, form: Source | None) -> list[Fate]:
    learned = Learned.from_json(page.learned) if page.learned else NOTHING
    return outline(pages[0], form, learned.templates, further=pages[1:])
