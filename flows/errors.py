"""Errors of the command line and the flows. Each message is one clear sentence for the user."""

from __future__ import annotations

import traceback

from scrapers.errors import BroadsheetError


class UsageError(BroadsheetError):
    """What was typed cannot be done: the message says what to type instead."""


class SettingsError(BroadsheetError):
    """`settings.toml` of the home has a mistake: the message names file, key and what was expected."""


class PortTaken(BroadsheetError):
    """Another program listens where the Prefect server should."""


class ServerFailed(BroadsheetError):
    """The Prefect server did not start, or was not healthy in time."""


def forget_frames(error: BaseException | None) -> None:
    """Let go of what the functions that failed were holding.

    Prefect keeps an error for as long as the process lives. A connection in one of its frames would then still be open
    at the end, and DuckDB's binding answers that with two pages of complaints.
    """
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
