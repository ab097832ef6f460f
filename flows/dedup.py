"""Copies older than a night looks back: searched for once a week by the nightly flow, and by `broadsheet dedup`."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from flows import show
from flows.exits import unwind_on_ctrl_c
from flows.naming import new_run_id
from flows.progress import Pace, say
from flows.settings import Settings
from scrapers.counting import counted
from warehouse.read import Row, count_copies, open_published
from warehouse.restore import require_history
from warehouse.store import Warehouse
from warehouse.wide_search import Progress

if TYPE_CHECKING:
    from flows.run import Run

log = logging.getLogger(__name__)

SAID_EVERY_S = 5.0


def look_further(run: Run) -> None:
    """The last step of a night, once a week: the week's articles against all that is held."""
    from flows.steps import step

    if run.warehouse.is_wide_search_due(at=datetime.now(UTC)):
        step("dedup", partial(_search, run))


def dedup(settings: Settings, *, is_all: bool, json: bool) -> int:
    """Search for old copies of what came since the last search, or judge all anew; 0 when it is done."""
    unwind_on_ctrl_c()
    require_history(settings.home)
    now = datetime.now(UTC)
    with Warehouse.open(settings.home) as warehouse:
        search = warehouse.renew_stories if is_all else warehouse.search_widely
        for line in _told(search(run_id=new_run_id(now), at=now)):
            say(line)
        warehouse.publish()
    with closing(open_published(settings.home)) as con:
        counts = count_copies(con)
    if json:
        show.print_json([counts])
    else:
        print(_in_words(counts))
    return 0


def _search(run: Run) -> None:
    for line in _told(run.warehouse.search_widely(run_id=run.run_id, at=datetime.now(UTC))):
        log.info("%s", line)


def _told(progress: Iterator[Progress]) -> Iterator[str]:
    """A line for where the search is, every few seconds and at its end."""
    pace, n_all = Pace(SAID_EVERY_S), 0
    for n_done, n_all in progress:
        if n_done < n_all and pace.is_due():
            yield f"{n_done:,} of {n_all:,} articles compared"
    if n_all:
        them = "it" if n_all == 1 else "them"
        yield f"{counted(n_all, 'article')} compared with all that came before {them}."


def _in_words(counts: Row) -> str:
    copies = ", ".join(f"{counts[kind]:,} {kind}" for kind in ("exact", "near", "contained"))
    return f"{counted(counts['articles'], 'article')} in {counted(counts['stories'], 'story')}; copies: {copies}."
