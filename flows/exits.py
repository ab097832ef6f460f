"""How the command `broadsheet` ends: with an exit code of the contract and, where something went wrong, one sentence.

Little is imported before Ctrl-C has an answer of ours: Python's own would be a traceback.
"""

from __future__ import annotations

import atexit
import errno
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from flows.errors import PagesGone, ServerFailed
from flows.stopping import INTERRUPTED
from scrapers.errors import ArchiveFailed, BroadsheetError
from scrapers.wording import in_words
from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from cyclopts import CycloptsError

MACHINE_FAILED = 4

EXPECTED = {int: "a whole number", date: "a day such as 2026-11-21"}
"""What an option takes, in plain words."""


def main() -> None:
    """Run what was typed and exit with the code of the contract."""
    signal.signal(signal.SIGINT, partial(_leave_at_once, INTERRUPTED))
    codes: list[int] = []
    atexit.register(_leave, codes)  # registered first, so called last: after Prefect has sent its logs
    try:
        codes.append(run_command(sys.argv[1:]))
    except SystemExit as ending:  # `up` was told to stop
        codes.append(int(ending.code or 0))
    signal.signal(signal.SIGINT, partial(_leave_at_once, codes[0]))
    sys.exit(codes[0])


def run_command(words: Sequence[str]) -> int:
    """The exit code of one command; what went wrong is one sentence on stderr."""
    from cyclopts import CycloptsError

    from flows.cli import app

    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return app(words, exit_on_error=False, print_error=False, result_action="return_value") or 0
    except CycloptsError as error:
        return _told(f"{_sentence(error)} Try: broadsheet --help", 2)
    except (BroadsheetError, WarehouseError) as error:
        return _told(str(error), exit_code(error))
    except KeyboardInterrupt as error:
        return _told(str(error) or "Interrupted.", INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except OSError as error:
        return _told(_machine(error), MACHINE_FAILED)


def exit_code(error: BroadsheetError | WarehouseError) -> int:
    """2 for what the user can set right; the warehouse's errors know their own."""
    if isinstance(error, WarehouseError):
        return error.exit_code
    return MACHINE_FAILED if isinstance(error, ArchiveFailed | PagesGone | ServerFailed) else 2


def _leave(codes: list[int]) -> None:
    """End without taking the interpreter apart: after an error, DuckDB's binding has two pages to say about that."""
    code = codes[0] if codes else _told("This is a fault of Broadsheet: please report the lines above.", MACHINE_FAILED)
    with suppress(OSError):
        sys.stdout.flush()
    os._exit(code)


def _leave_at_once(code: int, *_: object) -> None:
    os._exit(code)


def _told(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _sentence(error: CycloptsError) -> str:
    from cyclopts import CoercionError, UnusedCliTokensError

    if isinstance(error, CoercionError) and error.token and error.target_type in EXPECTED:
        expected, found = EXPECTED[error.target_type], in_words(error.token.value)
        return f"{error.token.keyword}: expected {expected}, found {found}."
    if isinstance(error, UnusedCliTokensError):
        command = " ".join(("broadsheet", *(error.command_chain or ())))
        return f"`{command}` doesn't take {', '.join(map(in_words, error.unused_tokens or ()))}."
    first = " ".join(str(error).split())
    return first if first.endswith(".") else f"{first}."


def _machine(error: OSError) -> str:
    what = "The disk is full" if error.errno in (errno.ENOSPC, errno.EFBIG) else (error.strerror or str(error))
    return f"{what}: {error.filename}." if error.filename else f"{what}."
