"""Where the program begins and ends. Ctrl-C has an answer of ours before anything that takes time is imported."""

import os
import sys

INTERRUPTED = 130
MACHINE_FAILED = 4

_in_haste: list[bool] = []


def end_at_once(*_: object) -> None:
    """The answer to Ctrl-C where nothing has to be put in order."""
    os.write(2, b"Interrupted.\n")
    os._exit(INTERRUPTED)


try:
    import signal  # with `enum`, which it brings, as long as all of Python's own start
except KeyboardInterrupt:
    end_at_once()


def main() -> None:
    """Run what was typed and exit with the code of the contract."""
    signal.signal(signal.SIGINT, end_at_once)
    codes = codes_to_leave_with()
    from flows.cli.ending import run_command

    try:
        codes.append(run_command(sys.argv[1:]))
    except SystemExit as ending:  # `up` was told to stop
        codes.append(int(ending.code or 0))
    if _in_haste:
        _leave(codes)
    signal.signal(signal.SIGINT, lambda *_: os._exit(codes[0]))
    sys.exit(codes[0])


def codes_to_leave_with() -> list[int]:
    """The list whose first number the process is to exit with, once Prefect has sent its logs.

    Call it before Prefect is imported: what is registered first is called last.
    """
    import atexit

    codes: list[int] = []
    atexit.register(_leave, codes)
    return codes


def leave_without_waiting() -> None:
    """From here on Prefect sends nothing more at exit: there is no server to send it to."""
    _in_haste.append(True)


def unwind_on_ctrl_c() -> None:
    """From here on Ctrl-C is a `KeyboardInterrupt`: there are files, locks or a server to be left in order."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave(codes: list[int]) -> None:
    """End without taking the interpreter apart: after an error, DuckDB's binding has two pages to say about that."""
    from contextlib import suppress

    if not codes:
        print("This is a fault of Broadsheet: please report the lines above.", file=sys.stderr)
    with suppress(OSError):
        sys.stdout.flush()
    os._exit(codes[0] if codes else MACHINE_FAILED)
