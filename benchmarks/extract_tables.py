"""What `extract.py` prints: its tables, as they stand in the README."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]

_COLUMNS = {
    "python:scrapers.extract:main_text": "Broadsheet", "trafilatura_precision": "trafilatura, precise",
    "trafilatura_fast": "trafilatura, fast", "readability_lxml": "readability",
}  # fmt: skip


def print_readme(found: Mapping[str, Sequence[Row]]) -> None:
    """F1 of the text by set and tool, our share of exact texts, and pages per CPU-second: how many times as many."""
    tools = [tool for tool in _COLUMNS if tool in found]
    speed = "pages/s, Broadsheet : trafilatura fast" if "trafilatura_fast" in found else "pages/s"
    print(f"\n| set | {' | '.join(_COLUMNS[tool] for tool in tools)} | exact | {speed} |")
    print(f"|---|{'--:|' * len(tools)}--:|--:|")
    ours = found[tools[0]]
    for number, row in enumerate(ours):
        scores = " | ".join(_share(found[tool][number]["f1"]) for tool in tools)
        fast = found["trafilatura_fast"][number] if "trafilatura_fast" in found else None
        print(f"| {row['set']} | {scores} | {_share(row['acc'])} | {_ratio(row, fast)} |")


def print_ways(rows: Sequence[tuple[Row, Path]], fast: Mapping[str, Row], learned: Sequence[Row]) -> None:
    """Speed of the ways that know their source, with what the page says about the article; quality of templates."""
    print(f"\n| read by | pages | pages/s{' : trafilatura fast' if fast else ''} | failed |\n|---|--:|--:|--:|")
    for row, pages in rows:
        ratio = _ratio(row, fast.get(pages.name))
        print(f"| {pages.name}, with metadata | {row['pages']} | {ratio} | {sum(row['errors'].values())} |")
    print("\n| set | templates learned from its own pages | F1 | P | R |\n|---|---|--:|--:|--:|")
    for row in learned:
        print(f"| {row['set']} | {row['tool']} | {' | '.join(_share(row[key]) for key in ('f1', 'p', 'r'))} |")


def print_metadata(rows: Sequence[Row]) -> None:
    """Shares of the labelled dates, authors and titles that are right."""
    print("\n| set | tool | dates | authors | titles |\n|---|---|--:|--:|--:|")
    for row in sorted(rows, key=lambda row: str(row["set"])):
        shown = " | ".join(_share(row[key]) if key in row else "" for key in ("date_acc", "author_acc", "title_acc"))
        print(f"| {row['set']} | {row['tool'].removeprefix('python:')} | {shown} |")


def print_memory(row: Row) -> None:
    """What the process grew by beyond the loaded pages, and by each further pass over them."""
    grown = row["rss_peak_MB"] - row["rss_loaded_MB"]
    passes = len(row["cpu_s"]) - 1
    print(f"\nMemory: {grown:.0f} MB beyond {row['pages']} loaded pages at the most;", end=" ")
    print(f"{passes} more passes added {row['rss_growth_per_pass_MB'] * passes:.1f} MB.")


def _share(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _ratio(row: Row, fast: Row | None) -> str:
    if fast is None:
        return f"{row['pages_per_s']:.0f}"
    return f"{row['pages_per_s']:.0f} : {fast['pages_per_s']:.0f} = {row['pages_per_s'] / fast['pages_per_s']:.1f} ×"
