"""What was committed and the database lost, made again from the archive before a run goes on."""

from __future__ import annotations

import logging

from flows.errors import PagesGone
from flows.lessons import with_lessons
from flows.remake import Remaking
from scrapers.counting import counted
from scrapers.source import Sources
from warehouse.store import Warehouse

log = logging.getLogger(__name__)


def recover(warehouse: Warehouse, sources: Sources) -> None:
    """Every batch that was committed is stored when this returns.

    Raises `PagesGone` where the archive lost some of its records, too; the next run goes on without them.
    """
    lost = warehouse.lost
    if lost is None:
        return
    remaking = Remaking(
        archive=warehouse.home / "archive",
        sources=with_lessons(sources, warehouse),
        target=warehouse,
        stored=lambda _: {},
    )
    remade = list(remaking.remake(lost.batches()))
    warehouse.carry_over(lost.index)
    if remade:
        told = f"{counted(len(remade), 'batch')} ({counted(sum(one.n_pages for one in remade), 'page')})"
        log.warning("Made again from the archive, since the database had lost it: %s.", told)
    gone = remaking.unreadable
    if gone:
        more = f" and {len(gone) - 1:,} more" if len(gone) > 1 else ""
        raise PagesGone(
            f"{gone[0]}{more} were lost by the database and the archive alike: pages are fetched again by the next run,"
            " documents have to be loaded again; everything else was made again."
        )
