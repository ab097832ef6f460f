"""Commands that ask the published warehouse: no Prefect, no pyarrow, no waiting."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from flows import show
from flows.errors import UsageError
from flows.explained import print_explained
from flows.settings import Settings
from flows.values import cell
from scrapers.counting import counted
from warehouse.read import Answer, Row, ask, mirrored, open_of_today, open_published, source_health
from warehouse.shape import told_newer

if TYPE_CHECKING:
    from warehouse.explain import PageHeld

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
FORM = {
    "name": "source",
    "enabled": "enabled",
    "title": "title",
    "country": "country",
    "language": "language",
    "kind": "kind",
    "evidence": "evidence",
}

PLAN = ["explain_key", "explain_value"]
"""What DuckDB calls the columns of an EXPLAIN, whose one value is a drawing of many lines."""

VERDICT = {"check": "check", "ok": "result", "n": "broken by", "detail": "detail"}


def sql(text: str | None, home: Path, *, format: str | None, output: Path | None, unsafe: bool) -> int:
    """Print or write the rows of a query, which `-` reads from stdin; without one, prompt for queries."""
    if text is None and sys.stdin.isatty():
        from flows.prompt import prompt  # it sets up the terminal, which no other command wants

        return prompt(home, unsafe=unsafe)
    wanted = format or _format_of(output)
    asked = sys.stdin.read() if text in (None, "-") else text
    if wanted == "parquet" and output is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal: name a file with -o.")
    with closing(open_published(home, unsafe=unsafe)) as con:
        if told := told_newer(con, home):
            print(told, file=sys.stderr)
        if wanted == "parquet":
            _put(_parquet(con, asked), output)
            return 0
        answer = ask(con, asked)
    if output is None:
        _print(answer, wanted, sys.stdout)
        return 0
    text_file = io.StringIO()
    _print(answer, wanted, text_file)
    _put(text_file.getvalue().encode(), output)
    return 0


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


def explain(what: str, settings: Settings, *, json: bool) -> int:
    """Print all that is known of one article."""
    from flows.compared import with_differences
    from warehouse.explain import explain as explained
    from warehouse.explain import page_of

    with closing(open_of_today(settings.home)) as con:
        told = explained(con, what)
        page = page_of(con, told["article"])
    told["blocks"] = _blocks(page, told, settings) if page else []
    told["duplicates"] = with_differences(told["duplicates"], told["article"]["body"])
    if json:
        show.print_json(told)
    else:
        print_explained(told)
    return 0


def _blocks(page: PageHeld, told: Mapping[str, Any], settings: Settings) -> list[dict[str, object]]:
    """What became of each block of a page, by all that reads pages: that takes its time to be imported."""
    from flows.page_blocks import blocks_of

    return blocks_of(page, told, settings)


def list_sources(settings: Settings, *, json: bool) -> int:
    """Print the forms there are."""
    from scrapers.source import load_sources

    forms = [source for _, source in sorted(load_sources(*settings.forms).items())]
    rows: list[Row] = [{key: getattr(form, key) for key in FORM} for form in forms]
    if json:
        show.print_json(rows)
    else:
        show.print_rows(rows, FORM)
    return 0


def verify(home: Path, *, full: bool, json: bool) -> int:
    """Print the checks; 1 when one fails."""
    from warehouse.verify import verify as verified

    checks = [check._asdict() for check in verified(home, full=full)]
    if json:
        show.print_json(checks)
    else:
        marked = [{**check, "ok": "ok" if check["ok"] else "FAILED"} for check in checks]
        show.print_rows(marked, VERDICT)
    failed = sum(not check["ok"] for check in checks)
    if failed:
        print(f"{failed} of {len(checks)} checks failed.", file=sys.stderr)
    return 1 if failed else 0


def _last_run(row: Row) -> str | None:
    """When it ended, and how if not well; None for a source whose articles came by a mirror only.

    A failed run was fine for its sources without a breach.
    """
    if row["last_run_id"] is None:
        return None
    ended = cell(row["last_finished_at"])
    is_fine = row["last_state"] == "completed" or (row["last_state"] == "failed" and not row["breaches"])
    return ended if is_fine else f"{ended} {row['last_state']}"


def _format_of(output: Path | None) -> str:
    suffix = output.suffix.lstrip(".").lower() if output else ""
    if suffix in ("", "txt"):
        return "table"
    if suffix not in ("csv", "json", "parquet"):
        raise UsageError(f"{output}: its ending tells no format that we write; name one with --format.")
    return suffix


def _print(answer: Answer, format: str, file: IO[str]) -> None:
    if format == "csv":
        show.write_csv(answer.columns, answer.rows, file)
    elif format == "json":
        show.print_json(show.records(answer.columns, answer.rows), file=file)
    elif answer.columns == PLAN:
        show.print_drawing(str(answer.rows[0][1]), file=file)
    else:
        show.print_table(answer.columns, answer.rows, file=file)


def _parquet(con: Any, text: str) -> bytes:
    from warehouse.parquet import write_parquet

    content = io.BytesIO()
    write_parquet(con, text, content)
    return content.getvalue()


def _put(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        return
    if output.is_dir() or not output.absolute().parent.is_dir():
        raise UsageError(f"{output} cannot be written: name a file in a folder that is there.")
    show.save(output, content)


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
