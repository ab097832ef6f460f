"""`broadsheet sql` without a query: a prompt with history and completion."""

from __future__ import annotations

import readline
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from flows.commands import show
from flows.exits import unwind_on_ctrl_c
from flows.progress import say
from scrapers.counting import counted
from warehouse.catalog import names, tables
from warehouse.errors import QueryFailed
from warehouse.read import Answer, ask, open_published
from warehouse.shape import told_newer

HISTORY = "sql_history"
"""In the home, for its owner alone."""

GREETING = "Read-only. A query ends with ; and may take several lines. .tables shows what there is, Ctrl-D leaves."

_LEAVES = frozenset((".quit", ".exit", "quit", "exit", "quit;", "exit;"))


def prompt(home: Path, *, unsafe: bool) -> int:
    """Answer queries until the user leaves."""
    unwind_on_ctrl_c()
    with closing(open_published(home, unsafe=unsafe)) as con:
        _complete(names(con))
        if told := told_newer(con, home):
            say(told)
    print(GREETING)
    with _history(home / HISTORY):
        for query in _queries():
            _answer(query, home, unsafe=unsafe)
    return 0


def _queries() -> Iterator[str]:
    """What is typed, query by query; Ctrl-C drops the one that was begun."""
    lines: list[str] = []
    while True:
        try:
            lines.append(input("   ...> " if lines else "broadsheet> "))
        except EOFError:
            print()
            return
        except KeyboardInterrupt:
            print()
            lines = []
            continue
        text = "\n".join(lines).strip()
        if text.lower() in _LEAVES:
            return
        if text.endswith(";") or text.startswith("."):
            yield text
        if not text or text.endswith(";") or text.startswith("."):
            lines = []


def _answer(text: str, home: Path, *, unsafe: bool) -> None:
    """Print a query's rows, from what was published last."""
    try:
        with closing(open_published(home, unsafe=unsafe)) as con:
            answer = _asked(con, text)
        show.print_table(answer.columns, answer.rows)
        print(counted(len(answer.rows), "row"))
    except QueryFailed as error:
        say(str(error))
    except KeyboardInterrupt:
        say("Interrupted.")


def _asked(con: Any, text: str) -> Answer:
    if text == ".tables":
        return tables(con)
    if text.startswith("."):
        raise QueryFailed(f"There is no {text}: .tables and .quit are all there are.")
    return ask(con, text)


def _complete(words: Sequence[str]) -> None:
    """Tab completes the names, in whatever case they are begun."""

    def nth(begun: str, n: int) -> str | None:
        found = [word for word in words if word.lower().startswith(begun.lower())]
        return found[n] if n < len(found) else None

    readline.set_completer(nth)
    readline.set_completer_delims(" \t\n()[]{},;.=<>+-*/%|&^'\"")
    readline.parse_and_bind("tab: complete")


@contextmanager
def _history(path: Path) -> Iterator[None]:
    """Earlier queries, by the arrow keys and Ctrl-R; a home that can't be written keeps none."""
    readline.set_history_length(1_000)
    if path.exists():
        readline.read_history_file(path)
    try:
        yield
    finally:
        try:
            readline.write_history_file(path)
            path.chmod(0o600)
        except OSError as error:
            say(f"{path} could not be written: {error.strerror}.")
