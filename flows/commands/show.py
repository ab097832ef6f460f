"""Rows for people and for programs: tables, CSV, JSON."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import chain, count
from typing import IO, Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from flows.commands.values import as_text, cell, plain, printable

Row = Mapping[str, Any]

MAX_TABLE_ROWS = 1_000
"""A terminal is no place for more, and laying them out would take longer than the query."""

MAX_CELL = 60
"""What one value of a query may take of a terminal's width."""

MIN_CELL = 8
"""What it is left with at least, where a query has many columns."""

GAP = "  "

MAX_RULE = 200
"""A piped table is underlined as far as it goes, but one that holds whole texts no wider than a screen."""

MAX_WORD = 20
"""Columns of a value that isn't folded: names of sources, days, states."""

MIN_FOLDED = 16
"""What folded values are left with at least; narrower ones would be read letter by letter."""


def console(file: IO[str] | None = None) -> Console:
    """Where results go: as wide as the terminal, or as wide as they are when read by a program."""
    out = file or sys.stdout
    return Console(file=out, width=None if out.isatty() else 100_000, highlight=False, soft_wrap=not out.isatty())


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, file: IO[str] | None = None) -> None:
    """A query's rows, aligned in every script: all of them and whole, but for what a terminal has no room for."""
    out = console(file)
    shown = rows[:MAX_TABLE_ROWS] if out.is_terminal else rows
    texts = [[cell(column) for column in columns], *([cell(value) for value in row] for row in shown)]
    numeric = {place for place in range(len(columns)) if any(_is_number(row[place]) for row in shown)}
    if not out.is_terminal:
        _print_plain(texts, numeric, out.file)
        return
    widths = [min(width, MAX_CELL) for width in _widths(texts)]
    while len(widths) > 1 and not _fits([min(width, MIN_CELL) for width in widths], out.width):
        widths.pop()
    widths = _fitted(widths, [MIN_CELL] * len(widths), out.width)
    cut_texts = [[cut(text, width) for text, width in zip(row, widths, strict=False)] for row in texts]
    out.print(_table(cut_texts, widths, numeric))
    if len(widths) < len(columns):
        print(f"The first {len(widths)} of {len(columns)} columns; --format json shows all.", file=sys.stderr)
    if len(shown) < len(rows):
        print(f"The first {MAX_TABLE_ROWS:,} of {len(rows):,} rows; --format csv shows all.", file=sys.stderr)


def print_drawing(text: str, *, file: IO[str] | None = None) -> None:
    """Lines whose places matter, as they are."""
    for line in text.splitlines():
        print(printable(line).rstrip(), file=file or sys.stdout)


def print_rows(rows: Sequence[Row], columns: Mapping[str, str]) -> None:
    """Some columns of our own rows under headings for people; long values are folded, a null is left blank.

    The column that may be longest comes last: what is piped isn't folded, and only the last one isn't padded.
    """
    texts = [
        list(columns.values()),
        *(["" if row[name] is None else cell(row[name]) for name in columns] for row in rows),
    ]
    numeric = {place for place, name in enumerate(columns) if any(_is_number(row[name]) for row in rows)}
    out = console()
    if not out.is_terminal:
        _print_plain([[" ".join(text.split()) for text in row] for row in texts], numeric, out.file)
        return
    columns_of_texts = list(zip(*texts, strict=True))
    least, widths = [_least(column) for column in columns_of_texts], _widths(texts)
    places = _places([_is_long(column) for column in columns_of_texts], least, out.width)
    shown = [[row[place] for place in places] for row in texts]
    fitted = _fitted([widths[place] for place in places], [least[place] for place in places], out.width)
    out.print(_table(shown, fitted, {at for at, place in enumerate(places) if place in numeric}))
    if left_out := [" ".join(heading.split()) for place, heading in enumerate(texts[0]) if place not in places]:
        print(f"No room for: {', '.join(left_out)}; --json shows all.", file=sys.stderr)


def _places(long: Sequence[bool], least: Sequence[int], room: int) -> list[int]:
    """The columns there is room for: for that of long values, others give way, the last first, but never the first."""
    places = list(range(len(least)))
    while not _fits([least[place] for place in places], room):
        short = [place for place in places[1:] if not long[place]]
        if not short:
            break
        places.remove(short[-1])
    return places


def _is_long(column: Sequence[str]) -> bool:
    """Whether its values are folded."""
    return any(cell_len(text) > MAX_WORD for text in column[1:])


def _least(column: Sequence[str]) -> int:
    """The width below which a column cannot be read: its values', or some of a folded one's; headings are folded."""
    heading, *values = column
    widest = MIN_FOLDED if _is_long(column) else max(map(cell_len, values), default=0)
    return max(widest, *map(cell_len, heading.split()))


def _table(texts: list[list[str]], widths: Sequence[int], numeric: set[int]) -> Table:
    """For a terminal; the first of the texts are the headings."""
    headings, *rows = texts
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for place, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        justify: JustifyMethod = "right" if place in numeric else "left"
        table.add_column(Text(heading), justify=justify, width=width, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _print_plain(texts: Sequence[Sequence[str]], numeric: set[int], file: IO[str]) -> None:
    """For a program, or a pager: a line for each row, nothing cut, no spaces at the end."""
    widths = _widths(texts)
    width = sum(widths) + len(GAP) * (len(widths) - 1)
    rule = "─" * (width if width <= MAX_RULE else min(width, shutil.get_terminal_size().columns))
    for n, row in enumerate(texts):
        padded = (_padded(text, width, at in numeric) for at, (text, width) in enumerate(zip(row, widths, strict=True)))
        print(GAP.join(padded).rstrip(), file=file)
        if not n:
            print(rule, file=file)


def _padded(text: str, width: int, is_right: bool) -> str:
    room = " " * (width - cell_len(text))
    return room + text if is_right else text + room


def _widths(texts: Sequence[Sequence[str]]) -> list[int]:
    return [max(cell_len(line) for text in column for line in text.split("\n")) for column in zip(*texts, strict=True)]


def _fitted(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths, the widest made narrower until all fit, but none below its least."""
    fitted = list(widths)
    while not _fits(fitted, room):
        wide = [place for place, width in enumerate(fitted) if width > least[place]]
        if not wide:
            break
        fitted[max(wide, key=fitted.__getitem__)] -= 1
    return fitted


def _fits(widths: Sequence[int], room: int) -> bool:
    return sum(widths) + len(GAP) * (len(widths) - 1) <= room


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
        numbered = (f"{column}_{n}" for n in count(2))
        names.append(next(name for name in chain([column], numbered) if name not in names))
    return [dict(zip(names, row, strict=True)) for row in rows]


def cut(text: str, width: int = MAX_CELL) -> str:
    """The text in at most `width` columns of a terminal, where a Chinese character takes two."""
    whole = Text(text)
    whole.truncate(width, overflow="ellipsis")
    return whole.plain


def _csv_value(value: Any) -> Any:
    if value is None:
        return ""
    return value if isinstance(value, float | Decimal) else as_text(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
