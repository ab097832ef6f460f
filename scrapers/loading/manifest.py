"""`manifest.toml` of a folder of documents: what is known of each file beside its bytes."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from scrapers.documents import Known, moment
from scrapers.errors import PathError
from scrapers.forms.wording import in_words, why_no_toml

MANIFEST = "manifest.toml"


def read_manifest(folder: Path) -> dict[str, Known]:
    """What is known of the folder's files, by file name; nothing without a manifest. Raises `PathError`."""
    path = folder / MANIFEST
    if not os.path.isfile(path):  # a folder that may not be entered tells nothing
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PathError(f"{path}: expected a TOML file in UTF-8 ({why_no_toml(error)}).") from error
    return {name: _known(path, name, values) for name, values in tables.items()}


def _known(path: Path, name: str, values: object) -> Known:
    if not (path.parent / name).is_file():
        raise PathError(f"{path}: {name}: there is no such file in the folder.")
    if not isinstance(values, dict):
        raise PathError(f"{path}: {name}: expected a table with url, source, title or fetched_at.")
    return Known(**{key: _value(f"{path}: {name}: {key}", key, value) for key, value in values.items()})


def _value(place: str, key: str, value: object) -> Any:
    if key == "fetched_at":
        try:
            return moment(value)[0]
        except ValueError as error:
            raise PathError(f"{place}: {error}.") from error
    if key not in ("url", "source", "title"):
        raise PathError(f"{place}: not a key of a manifest, which are url, source, title and fetched_at.")
    if not isinstance(value, str):
        raise PathError(f"{place}: expected a text, found {in_words(value)}.")
    return value
