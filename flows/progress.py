"""What a person sees on stderr while a command works: a moving line on a terminal, plain lines otherwise."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from scrapers.counting import counted

console = Console(stderr=True, highlight=False)

TELL_EVERY_S = 10
"""A long load is told of in some hundred lines, not in one for each batch; a run that waits for hosts isn't silent."""

RATE_FROM_S = 2
"""Before that, a rate says more of the start than of what is to come."""

log = logging.getLogger(__name__)


class Pace:
    """How often it is said how far something is."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._said_at = time.monotonic()

    def is_due(self) -> bool:
        """Whether so many seconds have passed since the beginning, or since it last was."""
        now = time.monotonic()
        if now - self._said_at < self._seconds:
            return False
        self._said_at = now
        return True


class ConsoleHandler(logging.Handler):
    """Log records as lines of their own, above the moving one, which stands for those that tell of progress."""

    def emit(self, record: logging.LogRecord) -> None:
        if console.is_terminal and record.name == __name__:
            return
        try:
            say(self.format(record))
        except OSError:  # the reader of a pipe has gone
            self.handleError(record)


def say(text: str) -> None:
    """A line on stderr, as it is: what somebody named is no markup, and a program reads lines whole."""
    console.print(text, markup=False, soft_wrap=True)


@contextmanager
def waiting_for(what: str) -> Iterator[None]:
    """Say what is being waited for as long as it lasts."""
    if not console.is_terminal:
        say(f"{what} ...")
        yield
        return
    with console.status(f"{what} …"):
        yield


class _Bar:
    """A bar on a terminal as long as it is entered, nothing anywhere else."""

    def __init__(self, total: int | None) -> None:
        columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


class Visits(_Bar):
    """How far the web sources of a run are, each at work in a thread: a bar on a terminal, lines otherwise."""

    def __init__(self, n_sources: int) -> None:
        super().__init__(None)
        self._n_sources = n_sources
        self._n_planned = self._n_asked = self._n_ended = 0
        self._one_at_a_time = Lock()

    def plan(self, n: int) -> None:
        """Tell of `n` pages more to ask for."""
        with self._one_at_a_time:
            self._n_planned += n
            self._show()

    def add(self) -> None:
        """Tell of one page more that was asked for."""
        with self._one_at_a_time:
            self._n_asked += 1
            self._show()

    def end_source(self) -> None:
        """Tell of one source more that is done."""
        with self._one_at_a_time:
            self._n_ended += 1
            self._show()

    def tell(self) -> None:
        """One line."""
        log.info("%s", self._in_words())

    def _show(self) -> None:
        total = self._n_planned or None
        self._bar.update(self._task, completed=self._n_asked, total=total, description=self._in_words())

    def _in_words(self) -> str:
        pages = (
            f"{self._n_asked:,} of {counted(self._n_planned, 'page')} asked for"
            if self._n_planned
            else "Reading listings"
        )
        return f"{pages}, {self._n_ended:,} of {counted(self._n_sources, 'source')} done"


class Meter(_Bar):
    """How far a load is: a bar on a terminal, a line each ten seconds otherwise and in the UI."""

    def __init__(self, n_bytes: int | None) -> None:
        super().__init__(n_bytes)
        self._began = time.monotonic()
        self._told_at: dict[str, float] = {}
        self._n = 0

    def add(self, source: str, *, n: int, n_bytes: int, so_far: str) -> None:
        """Tell of `n` documents more; `so_far` is what became of all of this source."""
        self._n += n
        self._bar.update(self._task, advance=n_bytes, description=f"{counted(self._n, 'document')}{self._rate()}")
        last, now = self._told_at.get(source), time.monotonic()
        if last is None or now > last + TELL_EVERY_S:
            self._told_at[source] = now
            log.info("%s: %s%s%s", source, so_far, "" if last is None else " so far", self._rate())

    def _rate(self) -> str:
        seconds = time.monotonic() - self._began
        return f", {self._n / seconds:,.0f} documents/s" if seconds > RATE_FROM_S else ""
