"""`replay`: the flow, and what a person or a program is told of it."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from flows.commands import show
from flows.commands.values import printable
from flows.progress import say
from flows.settings import Settings
from flows.start import run_flow
from scrapers.counting import counted
from scrapers.source import load_sources
from warehouse.restore import require_history

if TYPE_CHECKING:
    from prefect import Flow

    from flows.replay import ReplayReport
    from warehouse.compare import Difference

MAX_SHOWN = 40
"""Differences printed; all of them are in --json."""
MAX_PARAGRAPHS = 6
WIDTH = 160


def replay(names: Sequence[str], settings: Settings, *, diff: bool, json: bool) -> int:
    """The exit code of a replay: 1 where records of the archive are gone."""
    require_history(settings.home)
    sources = load_sources(*settings.forms)
    for name in names:
        if name != "unknown":
            _ = sources[name]
    report = cast("ReplayReport", run_flow(settings, _flow, names=tuple(names), diff=diff))
    if diff:
        _tell_differences(report.differences, json=json)
    elif json:
        show.print_json(report.rows)
    else:
        print(f"{settings.home / 'news.duckdb'} was made again by today's rules.")
    for notice in report.notices:
        say(notice)
    return 1 if report.notices else 0


def _flow() -> Flow[..., Any]:
    from flows.replay import replay

    return replay


def _tell_differences(differences: Sequence[Difference], *, json: bool) -> None:
    if json:
        show.print_json([difference._asdict() for difference in differences])
        return
    if not differences:
        print("A replay would change nothing.")
        return
    articles = {difference.article_id for difference in differences}
    counts = Counter(difference.field for difference in differences)
    show.print_rows(
        [{"field": field, "n": n} for field, n in counts.most_common()], {"field": "field", "n": "articles"}
    )
    for difference in differences[:MAX_SHOWN]:
        print(f"\n{difference.article_id}: {difference.field}")
        for line in _lines(difference):
            print(f"  {printable(line)}")
    if len(differences) > MAX_SHOWN:
        print(f"\n... and {len(differences) - MAX_SHOWN:,} more: --json has them all.")
    print(f"\n{counted(len(articles), 'article')} would change; nothing was changed.")


def _lines(difference: Difference) -> Iterator[str]:
    """What goes and what comes, a long text by its paragraphs."""
    before, after = (text.split("\n\n") if text else [] for text in (difference.before, difference.after))
    changed = [line for line in difflib.ndiff(before, after) if line[0] in "-+"]
    yield from (line if len(line) <= WIDTH else f"{line[:WIDTH]}…" for line in changed[:MAX_PARAGRAPHS])
    if len(changed) > MAX_PARAGRAPHS:
        yield f"… {len(changed) - MAX_PARAGRAPHS} more paragraphs"
