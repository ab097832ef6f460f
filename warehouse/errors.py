"""Errors of the warehouse, named for the situation; one clear sentence each, and an exit code."""

from pathlib import Path


class WarehouseError(Exception):
    """Something about the home folder that a user can understand and act on."""

    exit_code = 4


class HomeLocked(WarehouseError):
    """Another process holds the home; the message names its PID."""

    exit_code = 3


class NoWarehouse(WarehouseError):
    """Nothing was published in this home yet."""

    exit_code = 2


def none_yet(home: Path) -> NoWarehouse:
    """For a home in which nothing was ever stored."""
    return NoWarehouse(f"There is no warehouse in {home} yet: `broadsheet run seeds` makes one.")


class QueryFailed(WarehouseError):
    """A query of the user is wrong, or asks for what readers may not do."""

    exit_code = 2


class NotHeld(WarehouseError):
    """An article was named that the warehouse doesn't hold."""

    exit_code = 2


class StorageFailed(WarehouseError):
    """The machine failed us: disk full, a folder that can't be written. What was committed stays."""


class DamagedWarehouse(WarehouseError):
    """A file of the home is missing, cut or damaged; it is never silently re-created."""


class OlderHome(WarehouseError):
    """The home was made by an earlier version of the program, and no run of this one has brought it up to date yet."""

    exit_code = 2


class NewerHome(WarehouseError):
    """The home was written by a later version of the program; nothing in it was touched."""

    exit_code = 2
