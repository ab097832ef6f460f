"""How Python and the C library keep memory while documents stream through: many objects, hardly any in circles."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 50_000
"""Objects made, less those freed, before Python looks for circles: with its own 700 a twentieth of a load."""

_KEPT = {
    -1: 32 << 20,  # M_TRIM_THRESHOLD: free memory at the heap's end that stays with the process
    -3: 32 << 20,  # M_MMAP_THRESHOLD: a block from which on memory comes from the system and goes back at once
    -8: 1,  # M_ARENA_MAX: each thread's own heap would keep memory that others can't have
}
"""glibc's settings (malloc.h). By itself it gives back each batch's arrays, and the system clears the pages again."""


def keep_freed_memory() -> None:
    """Have what is freed used again in place of given back; elsewhere than with glibc, nothing changes.

    As environment variables these count only for processes started later, and would reach the user's editor, too.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        for name, value in _KEPT.items():
            library.mallopt(name, value)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for circles of objects seldom, and not among those that are there already."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
