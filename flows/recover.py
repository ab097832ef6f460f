"""What was committed and the database lost, made again from the archive before a run goes on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from flows.errors import PagesGone
from flows.lessons import with_lessons
from flows.progress import TELL_EVERY_S, Pace
from flows.remake import Remade, Remaking
from scrapers.counting import counted
from scrapers.source import Sources
from warehouse.ledger import read_receipts
from warehouse.opening import Lost
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
        archive=warehouse.archive,
        sources=with_lessons(sources, warehouse),
        target=warehouse,
        stored=lambda _: {},
    )
    if lost.keys:
        log.warning("Being made again from the archive: %s.", _how_many(lost, warehouse.home))
    remade = list(_told_of(remaking.remake(lost.batches()), len(lost.keys)))
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


def _how_many(lost: Lost, home: Path) -> str:
    """The lost batches, with their pages where the ledger tells of all of them."""
    pages = {receipt.key: receipt.pages for receipt in read_receipts(home)}
    batches = counted(len(lost.keys), "lost batch")
    if not all(key in pages for key in lost.keys):
        return batches
    return f"{batches} ({counted(sum(pages[key] for key in lost.keys), 'page')})"


def _told_of(remade: Iterator[Remade], n_batches: int) -> Iterator[Remade]:
    """Each batch; now and then it is said how far they are."""
    pace, n_pages = Pace(TELL_EVERY_S), 0
    for number, one in enumerate(remade, 1):
        n_pages += one.n_pages
        if pace.is_due():
            log.info("Made again: %s, batch %s of %s", counted(n_pages, "page"), f"{number:,}", f"{n_batches:,}")
        yield one
