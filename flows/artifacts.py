"""What an operator reads in the Prefect UI: a summary, a table of sources, a table of what was rejected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args
from urllib.parse import unquote

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from rich.console import Console
from rich.text import Text

from flows.counts import Counts
from flows.report import RunReport
from scrapers.records import Outcome, PageOutcome

ALWAYS_SHOWN: tuple[Outcome, ...] = ("new", "rejected")

CELL_WIDTH = 32
"""The UI folds no cell and lets what is too wide run out of the page; a Chinese character counts as two."""

MAX_NOTICES = 30
"""In the summary."""

MAX_CHARACTERS = 300
"""Of a text from outside in one cell: the UI gives a cell the room it asks for."""

# What markdown or HTML would take for more than text.
_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_{}[]()#+-.!|~<>&:@/"})

_MEASURE = Console(width=CELL_WIDTH)


def publish_artifacts(report: RunReport) -> None:
    """Make the three artifacts of the flow run that is running."""
    create_markdown_artifact(key="summary", markdown=summary(report), description="What the run did")
    create_table_artifact(key="per-source", table=source_table(report.counts), description="Outcomes per source")
    create_table_artifact(key="rejected", table=rejected_table(report.rejected), description="What became no article")


def summary(report: RunReport) -> str:
    """The run in the few lines an operator reads first."""
    lines = [f"# {report.title}", "", f"**{report.sentence}**", ""]
    lines += [f"- **Breach** {escaped(alarm)}" for alarm in report.alarms]
    lines += [f"- {escaped(told)}" for told in report.unread]
    lines += [f"- **Notice** {escaped(notice)}" for notice in report.notices[:MAX_NOTICES]]
    if len(report.notices) > MAX_NOTICES:
        lines += [f"- and {len(report.notices) - MAX_NOTICES:,} more notices; the run's logs have them all"]
    lines += ["", "| outcome | pages |", "|---|---:|"]
    lines += [f"| {outcome.replace('_', ' ')} | {n:,} |" for outcome, n in report.outcomes.items()]
    lines += ["", f"Run `{report.run_id}`, {report.seconds:.1f} s, version {report.version}."]
    return "\n".join(lines)


def source_table(counts: Mapping[str, Counts]) -> list[dict[str, str | int]]:
    """A row per source; a column for each outcome that occurred."""
    occurred = {outcome for of_source in counts.values() for outcome in +of_source.outcomes}
    shown = [outcome for outcome in get_args(Outcome) if outcome in ALWAYS_SHOWN or outcome in occurred]
    return [
        {"source": source, "listed": of_source.listed}
        | {outcome.replace("_", " "): of_source.outcomes[outcome] for outcome in shown}
        | {"breaches": folded(" ".join(of_source.breaches) or "none")}
        for source, of_source in sorted(counts.items())
    ]


def rejected_table(rejected: Sequence[PageOutcome]) -> list[dict[str, str]]:
    """A row per rejected page; one that says so when there is none, since an empty table looks like a fault."""
    if not rejected:
        return [{"source": "none", "reason": "none", "detail": "Nothing was rejected.", "page": "none"}]
    return [
        {
            "source": page.source,
            "reason": str(page.reason).replace("_", " "),
            "detail": folded(page.detail or ""),
            "page": folded(unquote(page.url)),
        }
        for page in rejected
    ]


def folded(text: str) -> str:
    """The text as lines of a cell, so that neither markdown nor HTML in it has an effect."""
    line = " ".join(text.split())
    short = line if len(line) <= MAX_CHARACTERS else f"{line[: MAX_CHARACTERS - 1]}…"
    return "<br>".join(escaped(part.plain.rstrip()) for part in Text(short).wrap(_MEASURE, CELL_WIDTH))


def escaped(text: str) -> str:
    """The text as markdown that shows it."""
    return text.translate(_ESCAPES)
