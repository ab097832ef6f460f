"""Rows for people and for programs: tables on a terminal, CSV, JSON, Parquet."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from rich import box
from rich.console import Console, JustifyMethod, OverflowMethod
from rich.table import Table
from rich.text import Text

Row = Mapping[str, Any]

MAX_TABLE_ROWS = 1_000
"""A terminal is no place for more, and laying them out would take longer than the query."""

MAX_CELL = 60
"""Columns a cell may take where the table isn't fitted to a terminal."""

MAX_WORD = 20
"""Columns of a value that isn't folded: names of sources, days, states."""

# Text from outside may carry terminal commands, or turn the direction of writing: neither may reach a terminal.
_HIDDEN = (
    range(0x20),
    range(0x7F, 0xA0),
    range(0x200B, 0x2010),
    range(0x2028, 0x202F),
    range(0x2060, 0x2070),
    [0xFEFF],
)
_NOT_PRINTED = {code: " " for codes in _HIDDEN for code in codes}


def console(file: IO[str] | None = None) -> Console:
    """Where results go: as wide as the terminal, or as wide as they are when read by a program."""
    out = file or sys.stdout
    return Console(file=out, width=None if out.isatty() else 100_000, highlight=False, soft_wrap=not out.isatty())


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, file: IO[str] | None = None) -> None:
    """A query's rows, aligned in every script; long values end in `…`."""
    texts = [[cut(cell(value)) for value in row] for row in rows[:MAX_TABLE_ROWS]]
    numeric = {place for place in range(len(columns)) if any(_is_number(row[place]) for row in rows[:MAX_TABLE_ROWS])}
    _print_lines(_table([cell(column) for column in columns], texts, numeric, is_folded=False), file)
    if len(rows) > MAX_TABLE_ROWS:
        print(f"The first {MAX_TABLE_ROWS:,} of {len(rows):,} rows; --format csv shows all.", file=sys.stderr)


def print_rows(rows: Sequence[Row], columns: Mapping[str, str]) -> None:
    """Some columns of our own rows under headings for people; long values are folded, a null is left blank.

    The column that may be longest comes last: what is piped isn't folded, and only the last one isn't padded.
    """
    texts = [["" if row[name] is None else cell(row[name]) for name in columns] for row in rows]
    numeric = {place for place, name in enumerate(columns) if any(_is_number(row[name]) for row in rows)}
    _print_lines(_table(list(columns.values()), texts, numeric, is_folded=True))


def _table(columns: Sequence[str], rows: list[list[str]], numeric: set[int], *, is_folded: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for place, column in enumerate(columns):
        justify: JustifyMethod = "right" if place in numeric else "left"
        is_long = any(len(row[place]) > MAX_WORD for row in rows)
        overflow: OverflowMethod = "fold" if is_folded else "ellipsis"
        table.add_column(Text(column), justify=justify, no_wrap=not (is_folded and is_long), overflow=overflow)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _print_lines(table: Table, file: IO[str] | None = None) -> None:
    """The table; without the spaces that fill its lines where it isn't for a terminal."""
    out = console(file)
    if out.is_terminal:
        out.print(table)
        return
    with out.capture() as captured:
        out.print(table)
    for line in captured.get().splitlines():
        print(line.rstrip(), file=file or sys.stdout)


def print_json(value: Any, *, file: IO[str] | None = None) -> None:
    """One JSON value; moments as ISO 8601 in UTC."""
    json.dump(plain(value), file or sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
    print(file=file or sys.stdout)


def write_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]], file: IO[str]) -> None:
    """RFC 4180 with a header; a null is an empty value, a list is JSON."""
    out = csv.writer(file, lineterminator="\n")
    out.writerow(columns)
    out.writerows([_csv_value(value) for value in row] for row in rows)


def records(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Rows as objects; a name that comes twice is numbered."""
    names: list[str] = []
    for column in columns:
        names.append(column if column not in names else f"{column}_{sum(n.startswith(column) for n in names) + 1}")
    return [dict(zip(names, row, strict=True)) for row in rows]


def plain(value: Any) -> Any:
    """The value in JSON's own types: null for what is no number, a text for what no JSON number holds exactly."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Decimal():
            return float(value) if Decimal(repr(float(value))) == value else str(value)
        case bytes():
            return value.hex()
        case timedelta():
            return _duration(value)
        case datetime() if value.tzinfo:
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date() | datetime():
            return value.isoformat()
        case Mapping():
            return {cell(key): plain(of) for key, of in value.items()}
        case list() | tuple():
            return [plain(of) for of in value]
        case _:
            return str(value)


def cell(value: Any) -> str:
    """The value on one line, safe for a terminal."""
    match value:
        case None:
            return "NULL"
        case datetime() if value.tzinfo:
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}Z"
        case list() | tuple():
            return ", ".join(cell(of) for of in value)
        case bool() | bytes() | timedelta() | Mapping():
            return cell(_as_text(value))
        case _:
            return " ".join(printable(str(value)).split())


def printable(text: str) -> str:
    """The text safe for a terminal, its spaces kept."""
    return text.translate(_NOT_PRINTED)


def cut(text: str, width: int = MAX_CELL) -> str:
    """The text in at most `width` columns of a terminal, where a Chinese character takes two."""
    whole = Text(text)
    whole.truncate(width, overflow="ellipsis")
    return whole.plain


def save(path: Path, content: bytes) -> None:
    """The whole file, or the file that was there before."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _csv_value(value: Any) -> Any:
    if value is None:
        return ""
    return value if isinstance(value, float | Decimal) else _as_text(value)


def _as_text(value: Any) -> str:
    """A text as it is, anything else as JSON spells it."""
    safe = plain(value)
    return safe if isinstance(safe, str) else json.dumps(safe, ensure_ascii=False)


def _duration(value: timedelta) -> str:
    """ISO 8601, as in `P1DT3600S`."""
    days, rest = divmod(abs(value), timedelta(days=1))
    seconds = f"{rest.seconds}.{rest.microseconds:06}".rstrip("0").rstrip(".")
    return f"{'-' if value < timedelta() else ''}P{days}DT{seconds}S"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
