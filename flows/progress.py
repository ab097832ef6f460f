"""What a person sees on stderr while a command works: a moving line on a terminal, plain lines otherwise."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

console = Console(stderr=True, highlight=False)


class ConsoleHandler(logging.Handler):
    """Log records as lines of their own, above the moving one."""

    def emit(self, record: logging.LogRecord) -> None:
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
