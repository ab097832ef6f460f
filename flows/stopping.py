"""Ctrl-C during a run: the first is answered between two batches, and all before is published; a second ends at once.

An exception in the midst of a commit, of a copy, of Prefect's own work would leave them to guess where they stood.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from flows.exits import INTERRUPTED


class CtrlC:
    """While it is entered, Ctrl-C waits for the next `answer`."""

    def __init__(self) -> None:
        self._is_pressed = False
        self._is_waiting = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():  # Python hands signals to no other
            self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    @property
    def is_pressed(self) -> bool:
        """Whether the next `answer` will raise."""
        return self._is_pressed

    def answer(self) -> None:
        """Raise `KeyboardInterrupt` if it was pressed."""
        if self._is_pressed:
            raise KeyboardInterrupt

    @contextmanager
    def answered_at_once(self) -> Iterator[None]:
        """While others work and this thread only waits for them."""
        self._is_waiting = True
        try:
            self.answer()
            yield
        finally:
            self._is_waiting = False

    def _press(self, *_: object) -> None:
        if self._is_pressed:
            os._exit(INTERRUPTED)
        self._is_pressed = True
        # Straight to the file: `print` would fail where it was interrupted itself.
        os.write(2, b"\nStopping after the batch at hand, then publishing. Ctrl-C again ends at once.\n")
        if self._is_waiting:
            raise KeyboardInterrupt
