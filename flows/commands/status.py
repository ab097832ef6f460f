"""`broadsheet status`: sources at a glance, and where the warehouse is."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from flows.commands import show
from flows.commands.values import cell
from scrapers.counting import counted
from warehouse.read import Row, mirrored, open_of_today, source_health

HEALTH = {
    "source": "source",
    "last": "last run",
    "listed": "listed",
    "new": "new",
    "rejected": "rejected",
    "n_articles": "articles",
    "n_exact": "exact\ncopies",
    "n_near": "near\ncopies",
    "n_contained": "contained",
    "days_silent": "days\nsilent",
    "breaches": "breaches",
}
SHOWN_IF_ANY = ("n_exact", "n_near", "n_contained", "breaches")
"""Columns that most homes would have nothing in."""


def status(home: Path, *, json: bool) -> int:
    """Print how every source fares."""
    with closing(open_of_today(home)) as con:
        rows, mirrors = source_health(con), mirrored(con)
    if json:
        show.print_json(rows)
        return 0
    seen = [row for row in rows if row["last_run_id"] or row["n_articles"]]
    columns = {name: told for name, told in HEALTH.items() if name not in SHOWN_IF_ANY or any(r[name] for r in seen)}
    own = [{**row, "n_articles": row["n_articles"] or (None if row["source"] in mirrors else 0)} for row in seen]
    told = [{**row, "last": _last_run(row), "breaches": " ".join(row["breaches"] or ())} for row in own]
    show.print_rows(told, columns)
    for mirror in (row["source"] for row in seen if row["source"] in mirrors):
        print(f"{mirror} is a mirror: its articles are counted with those of {mirrors[mirror]}, whose texts they are.")
    if len(seen) < len(rows):
        others, verb = len(rows) - len(seen), "has" if len(rows) - len(seen) == 1 else "have"
        print(f"{counted(others, 'more source')} {verb} not been run: broadsheet sources list")
    for line in _place(home):
        print(line)
    return 0


def _last_run(row: Row) -> str | None:
    """When it ended, and how if not well; None for a source whose articles came by a mirror only.

    A failed run was fine for its sources without a breach.
    """
    if row["last_run_id"] is None:
        return None
    ended = cell(row["last_finished_at"])
    is_fine = row["last_state"] == "completed" or (row["last_state"] == "failed" and not row["breaches"])
    return ended if is_fine else f"{ended} {row['last_state']}"


def _place(home: Path) -> list[str]:
    """Where the warehouse is, what it takes, and who runs the nights."""
    from flows.prefect_server import noted_server  # it loads what speaks HTTP

    published = home / "news.duckdb"
    archived = sum(path.stat().st_size for path in (home / "archive").glob("*.warc.gz"))
    sizes = (
        f"{_size(published.stat().st_size)}, its archive {_size(archived)}, {_size(shutil.disk_usage(home).free)} free"
    )
    server = noted_server(home)
    night = f"Prefect: {server}" if server else "No night is planned: broadsheet up"
    return [f"{published}: {sizes}.", night]


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e9:,.1f} GB" if n_bytes >= 1e9 else f"{n_bytes / 1e6:,.1f} MB"
