"""Where a home is and what it says, and the environment Prefect needs to live inside it.

Nothing here imports Prefect: its settings are read from the environment once, when it is imported.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.errors import SettingsError
from scrapers.errors import PathError
from scrapers.forms.wording import in_words, why_no_toml
from warehouse.errors import StorageFailed

LOGGING = Path(__file__).with_name("logging.yml")

NIGHTLY = "0 2 * * *"
"""02:00 UTC. In a zone with summer time a night would be skipped, and another come twice."""

KEYS = {"contact": "a mail address or web page where the operators of a site can reach you"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a command was told: by its options, the environment and the home's `settings.toml`, in this order."""

    home: Path
    """Absolute; it need not exist yet."""
    forms: tuple[Path, ...]
    """Folders of forms beside the built-in ones; a later one overrides."""
    told_forms: Path | None
    """The folder of forms named with `--sources`."""
    contact: str | None

    @property
    def own_forms(self) -> Path:
        """The folder that the user's forms are written to."""
        return self.told_forms or self.home / "forms"

    @property
    def places(self) -> dict[str, str | None]:
        """What a flow, which reads the settings itself, is told of where things are."""
        return {"home": str(self.home), "forms": str(self.told_forms) if self.told_forms else None}


def read_settings(*, home: Path | str | None = None, sources: Path | str | None = None) -> Settings:
    """The settings for one command. Raises `PathError` or `SettingsError`."""
    folder = Path(home or os.environ.get("BROADSHEET_HOME") or "data").expanduser().absolute()
    file = next((place for place in (folder, *folder.parents) if place.is_file()), None)
    if file:
        raise PathError(f"The home {folder} cannot be a folder: {file} is a file.")
    if sources and not Path(sources).is_dir():
        raise PathError(f"There is no folder of forms {sources}.")
    told = _read_toml(folder / "settings.toml")
    return Settings(
        home=folder,
        forms=(folder / "forms", *([Path(sources).absolute()] if sources else [])),
        told_forms=Path(sources).absolute() if sources else None,
        contact=os.environ.get("BROADSHEET_CONTACT") or told.get("contact"),
    )


def _read_toml(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: expected a TOML file in UTF-8 ({why_no_toml(error)}).") from error
    except OSError as error:
        raise SettingsError(f"{path}: expected a readable file ({error.strerror}).") from error
    return {key: _checked(path, key, value) for key, value in values.items()}


def _checked(path: Path, key: str, value: Any) -> str:
    if key not in KEYS:
        raise SettingsError(f"{path}: {key}: not a key of the settings; known: {', '.join(KEYS)}.")
    if not isinstance(value, str) or not value.strip():
        raise SettingsError(f"{path}: {key}: expected {KEYS[key]}, found {in_words(value)}.")
    return value


def use_prefect_in(home: Path) -> None:
    """Set the environment of this process and its children so that Prefect keeps everything in the home.

    Call it before Prefect is imported. What the user has set wins, except the place of Prefect's own files.
    Raises `StorageFailed` where the home cannot be made.
    """
    try:
        (home / "prefect").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFailed(f"The home {home} cannot be made or written ({error.strerror}).") from error
    os.environ["PREFECT_HOME"] = str(home / "prefect")
    os.environ["BROADSHEET_HOME"] = str(home)
    for name, value in (_PREFECT | _PYTHON).items():
        os.environ.setdefault(name, value)
    for name in ("NO_PROXY", "no_proxy"):  # a server of our own is not to be looked for behind a proxy
        os.environ[name] = ",".join(filter(None, (os.environ.get(name), "127.0.0.1")))


_PREFECT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_SETTINGS_PATH": str(LOGGING),
    # Our loggers also speak outside of a flow run: then there is nobody to send it to, and that is no reason to warn.
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_LOGGING_COLORS": "false",
}
# A load ended by a second Ctrl-C leaves the tidying to a process of Python's, which would say at length that it does.
_PYTHON = {"PYTHONWARNINGS": "ignore:resource_tracker"}
