"""Copies older than a night looks back: searched for once a week by the nightly flow."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from flows.progress import Pace
from scrapers.counting import counted
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


def _search(run: Run) -> None:
    for line in told(run.warehouse.search_widely(run_id=run.run_id, at=datetime.now(UTC))):
        log.info("%s", line)


def told(progress: Iterator[Progress]) -> Iterator[str]:
    """A line for where the search is, every few seconds and at its end."""
    pace, n_all = Pace(SAID_EVERY_S), 0
    for n_done, n_all in progress:
        if n_done < n_all and pace.is_due():
            yield f"{n_done:,} of {n_all:,} articles compared"
    if n_all:
        them = "it" if n_all == 1 else "them"
        yield f"{counted(n_all, 'article')} compared with all that came before {them}."
