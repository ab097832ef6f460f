"""The program's version, as it stands in every article's `extractor`."""

from functools import cache
from importlib import metadata


@cache
def version() -> str:
    """Of the installed package; `PackageNotFoundError` when there is none."""
    return metadata.version("broadsheet")
