"""Errors of the library, named for the situation. Each message is one clear sentence for the user."""


class BroadsheetError(Exception):
    """Something a user can understand and act on; the command line prints it without a traceback."""


class FormError(BroadsheetError):
    """A form has a mistake: the message names file, key and what was expected."""


class UnknownSource(BroadsheetError):
    """A source was named that no form declares."""


class PathError(BroadsheetError):
    """A path given by the user cannot be loaded as a whole (missing, unreadable, wrong kind)."""


class ArchiveFailed(BroadsheetError):
    """A WARC file could not be written or read: the disk is full, or the file is damaged."""
