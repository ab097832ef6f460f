"""What `run` can run: web sources, and collections of documents, each with a manifest, that come with the program."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from flows.errors import SettingsError, UsageError
from flows.settings import Settings
from scrapers.fetching.contact import ContactMissing, user_agent
from scrapers.source import Source, Sources

COLLECTIONS = ("seeds",)


def wanted_documents(names: Sequence[str]) -> list[Path]:
    """The files of the collections among these names."""
    named = [name for name in names if name in COLLECTIONS]
    return [path for name in named for path in sorted(Path(str(files(name))).glob("*.txt"))]


def wanted_sources(names: Sequence[str], sources: Sources) -> list[Source]:
    """The web sources among these names, all enabled ones when there is no name. Raises `UsageError`."""
    if names:
        return [_fetchable(name, sources) for name in dict.fromkeys(names) if name not in COLLECTIONS]
    enabled = [source for source in sources.values() if source.enabled and source.listing]
    if not enabled:
        raise UsageError("No source is enabled; name the ones to run, as in: broadsheet run seeds")
    return enabled


def contact_of(settings: Settings) -> str:
    """The contact for the user agent. Raises `SettingsError` when there is none, or it is no address."""
    contact, place = settings.contact or "", settings.home / "settings.toml"
    try:
        user_agent(contact)
    except ContactMissing as error:
        found = f" (found {contact!r})" if contact else ""
        raise SettingsError(
            "Fetching needs a mail or web address at which a site's operators can reach you: set BROADSHEET_CONTACT, "
            f'or write contact = "you@example.org" into {place}{found}.'
        ) from error
    return contact


def _fetchable(name: str, sources: Sources) -> Source:
    if name not in sources:
        raise UsageError(
            f"{name} is no source; `broadsheet sources list` shows them, and {', '.join(COLLECTIONS)} can be run too."
        )
    if not sources[name].listing:
        raise UsageError(f"{name} cannot be fetched: its form names no [[listing]].")
    return sources[name]
