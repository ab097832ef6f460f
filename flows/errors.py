"""Errors of the command line and the flows. Each message is one clear sentence for the user."""

from scrapers.errors import BroadsheetError


class UsageError(BroadsheetError):
    """What was typed cannot be done: the message says what to type instead."""


class SettingsError(BroadsheetError):
    """`settings.toml` of the home has a mistake: the message names file, key and what was expected."""


class PortTaken(BroadsheetError):
    """Another program listens where the Prefect server should."""


class ServerFailed(BroadsheetError):
    """The Prefect server did not start, or was not healthy in time."""


class ClockBehind(BroadsheetError):
    """The machine's clock was set back: what would be fetched now would be stored under a wrong moment."""


class PagesGone(BroadsheetError):
    """Pages that were committed are neither in the database nor in the archive: they can't be made again."""
