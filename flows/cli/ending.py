"""How a command ends: with its exit code of the contract and, where something went wrong, one sentence."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from flows.errors import ClockBehind, PagesGone, ServerFailed
from flows.exits import INTERRUPTED, MACHINE_FAILED
from scrapers.errors import ArchiveFailed, BroadsheetError
from scrapers.forms.wording import in_words
from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from cyclopts import CycloptsError

READER_GONE = 128 + signal.SIGPIPE
RICH_READER_GONE = 1
"""What rich ends with by itself, of which nothing else here makes use."""

EXPECTED = {int: "a whole number", date: "a day such as 2026-11-21"}
"""What an option takes, in plain words."""


def run_command(words: Sequence[str]) -> int:
    """The exit code of one command; what went wrong is one sentence on stderr."""
    from cyclopts import CycloptsError

    from flows.cli import app

    try:
        return app(words, exit_on_error=False, print_error=False, result_action="return_value") or 0
    except CycloptsError as error:
        return _told(f"{_sentence(error)} Try: {_typed(error)} --help", 2)
    except (BroadsheetError, WarehouseError) as error:
        return _told(str(error), exit_code(error))
    except KeyboardInterrupt as error:
        return _told(str(error) or "Interrupted.", INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except SystemExit as ending:
        if ending.code != RICH_READER_GONE:
            raise
        return READER_GONE
    except OSError as error:
        return _told(_machine(error), MACHINE_FAILED)


def exit_code(error: BroadsheetError | WarehouseError) -> int:
    """2 for what the user can set right; the warehouse's errors know their own."""
    if isinstance(error, WarehouseError):
        return error.exit_code
    return MACHINE_FAILED if isinstance(error, ArchiveFailed | ClockBehind | PagesGone | ServerFailed) else 2


def _told(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _sentence(error: CycloptsError) -> str:
    from cyclopts import CoercionError, UnusedCliTokensError

    if isinstance(error, CoercionError) and error.token and error.target_type in EXPECTED:
        expected, found = EXPECTED[error.target_type], in_words(error.token.value)
        return f"{error.token.keyword}: expected {expected}, found {found}."
    if isinstance(error, UnusedCliTokensError):
        return f"`{_typed(error)}` doesn't take {', '.join(map(in_words, error.unused_tokens or ()))}."
    first = " ".join(str(error).split())
    return first if first.endswith(".") else f"{first}."


def _typed(error: CycloptsError) -> str:
    """The command, and the sub-command if there was one."""
    return " ".join(("broadsheet", *(error.command_chain or ())))


def _machine(error: OSError) -> str:
    what = "The disk is full" if error.errno in (errno.ENOSPC, errno.EFBIG) else (error.strerror or str(error))
    return f"{what}: {error.filename}." if error.filename else f"{what}."
