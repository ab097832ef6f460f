"""`broadsheet history`: what a publisher changed, word by word."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from rich.text import Text

from flows.commands import show
from flows.commands.values import cell, printable
from scrapers.counting import counted
from scrapers.word_diff import Piece, paragraph_diff, word_diff
from warehouse.history import history as held_history
from warehouse.read import Row, open_of_today

_STYLE = {"removed": "red strike", "added": "green", "same": ""}
_MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "same": ("", "")}
_TEXTS = ("body", "old_body", "new_body")
_AROUND = 60
"""Characters of unchanged text shown on each side of a change."""


def history(what: str, home: Path, *, json: bool) -> int:
    """Print the revisions of an article, each with what differs from the one before."""
    with closing(open_of_today(home)) as con:
        revisions = held_history(con, what)
    if json:
        show.print_json([_told(*pair) for pair in _pairs(revisions)])
        return 0
    out = show.console()
    for before, after in _pairs(revisions):
        out.print(Text(_headline(before, after), style="bold"))
        for line in _changes(before, after) if before else [shown([Piece("same", after["title"] or "(no title)")])]:
            out.print(line)
        out.print()
    if len(revisions) == 1:
        out.print("It has not changed since.")
    return 0


def _pairs(revisions: Sequence[Row]) -> Iterator[tuple[Row | None, Row]]:
    return zip([None, *revisions[:-1]], revisions, strict=True)


def _told(before: Row | None, after: Row) -> Row:
    """A revision for a program: what it is, and the pieces that lead to it from the one before."""
    about = {key: value for key, value in after.items() if key not in _TEXTS}
    if before is None:
        return {**about, "changes": []}
    pieces = [piece for pieces in paragraph_diff(after["old_body"], after["new_body"]) for piece in pieces]
    return {**about, "changes": [piece._asdict() for piece in pieces if piece.kind != "same"]}


def _headline(before: Row | None, after: Row) -> str:
    when = f"fetched {cell(after['fetched_at'])}" if after["fetched_at"] else "when it was fetched is not known"
    why = "; the same page, read by other rules" if after["is_reread"] and before else ""
    return f"Revision {after['revision']}, {when}{why}"


def _changes(before: Row, after: Row) -> Iterator[Text]:
    for label, field in (("Title: ", "title"), ("Printed date: ", "published_raw")):
        if before[field] != after[field] and (field != "title" or after["title_changed"]):
            yield Text(label) + shown(word_diff(before[field] or "", after[field] or ""))
    if after["old_body"] == after["new_body"]:
        yield Text("The text is the same.")
    for pieces in paragraph_diff(after["old_body"], after["new_body"]):
        if any(piece.kind != "same" for piece in pieces):
            yield shown(pieces)
    if n := after["n_ruled_lines"]:
        yield Text(f"Left out: {counted(n, 'line')} standing on both pages, which rules took off one of the two texts.")


def shown(pieces: Sequence[Piece]) -> Text:
    """Removed and added passages marked by signs, on a terminal by colour too; of what stays, only what is near."""
    told = Text()
    last = len(pieces) - 1
    for place, (kind, text) in enumerate(pieces):
        opening, closing_mark = _MARKS[kind]
        near = _near(text, is_first=place == 0, is_last=place == last) if kind == "same" and last else text
        told.append(f"{opening}{_printable(near)}{closing_mark}", style=_STYLE[kind] if sys.stdout.isatty() else "")
    return told


def _near(text: str, *, is_first: bool, is_last: bool) -> str:
    if len(text) <= 2 * _AROUND + 10:
        return text
    head = "" if is_first else text[:_AROUND]
    tail = "" if is_last else text[-_AROUND:]
    return f"{head} … {tail}"


def _printable(text: str) -> str:
    """Safe for a terminal; paragraphs stay apart."""
    return "\n\n".join(printable(paragraph) for paragraph in text.split("\n\n"))
