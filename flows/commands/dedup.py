"""`broadsheet dedup`: copies older than a night looks back, searched for now."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

from flows.commands import show
from flows.dedup import told
from flows.exits import unwind_on_ctrl_c
from flows.naming import new_run_id
from flows.progress import say
from flows.settings import Settings
from scrapers.counting import counted
from warehouse.read import Row, count_copies, open_published
from warehouse.restore import require_history
from warehouse.store import Warehouse


def dedup(settings: Settings, *, is_all: bool, json: bool) -> int:
    """Search for old copies of what came since the last search, or judge all anew; 0 when it is done."""
    unwind_on_ctrl_c()
    require_history(settings.home)
    now = datetime.now(UTC)
    with Warehouse.open(settings.home) as warehouse:
        search = warehouse.renew_stories if is_all else warehouse.search_widely
        for line in told(search(run_id=new_run_id(now), at=now)):
            say(line)
        warehouse.publish()
    with closing(open_published(settings.home)) as con:
        counts = count_copies(con)
    if json:
        show.print_json([counts])
    else:
        print(_in_words(counts))
    return 0


def _in_words(counts: Row) -> str:
    copies = ", ".join(f"{counts[kind]:,} {kind}" for kind in ("exact", "near", "contained"))
    return f"{counted(counts['articles'], 'article')} in {counted(counts['stories'], 'story')}; copies: {copies}."
