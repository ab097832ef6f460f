"""What a person sees on stderr while a command works: a moving line on a terminal, plain lines otherwise."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

console = Console(stderr=True, highlight=False)

TELL_EVERY_S = 10
"""A long load is told of in some hundred lines, not in one for each batch."""

RATE_FROM_S = 2
"""Before that, a rate says more of the start than of what is to come."""

log = logging.getLogger(__name__)


class ConsoleHandler(logging.Handler):
    """Log records as lines of their own, above the moving one, which stands for those that tell of progress."""

    def emit(self, record: logging.LogRecord) -> None:
        if console.is_terminal and record.name == __name__:
            return
        try:
            console.print(self.format(record), markup=False, soft_wrap=True)
        except OSError:  # the reader of a pipe has gone
            self.handleError(record)


@contextmanager
def waiting_for(what: str) -> Iterator[None]:
    """Say what is being waited for as long as it lasts."""
    if not console.is_terminal:
        console.print(f"{what} ...", markup=False, soft_wrap=True)
        yield
        return
    with console.status(f"{what} …"):
        yield


class Meter:
    """How far a load is: a bar on a terminal, a line each ten seconds otherwise and in the UI."""

    def __init__(self, n_bytes: int | None) -> None:
        columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task("", total=n_bytes)
        self._began = time.monotonic()
        self._told_at: dict[str, float] = {}
        self._n = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def add(self, source: str, *, n: int, n_bytes: int, so_far: str) -> None:
        """Tell of `n` documents more; `so_far` is what became of all of this source."""
        self._n += n
        self._bar.update(
            self._task, advance=n_bytes, description=f"{self._n:,} document{'' if self._n == 1 else 's'}{self._rate()}"
        )
        last, now = self._told_at.get(source), time.monotonic()
        if last is None or now > last + TELL_EVERY_S:
            self._told_at[source] = now
            log.info("%s: %s%s%s", source, so_far, "" if last is None else " so far", self._rate())

    def _rate(self) -> str:
        seconds = time.monotonic() - self._began
        return f", {self._n / seconds:,.0f} documents/s" if seconds > RATE_FROM_S else ""
