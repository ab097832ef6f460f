"""What stands in a form's file, with what its platform adds, before it is checked."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from scrapers.errors import FormError
from scrapers.forms.wording import in_words, why_no_toml

BUILT_IN = Path(__file__).parents[1] / "sources"
PLATFORMS = Path(__file__).parents[1] / "platforms"


def form_paths(*folders: Path) -> dict[str, Path]:
    """The forms by their names: the built-in ones, then those of each folder; the same name overrides."""
    return {path.stem: path for folder in (BUILT_IN, *folders) for path in sorted(folder.glob("*.toml"))}


def form_values(path: Path) -> dict[str, Any]:
    """The form as TOML tells it, the platform's parts behind its own. Raises `FormError`."""
    values = _read_toml(path)
    return _with_platform(path, values) if values.get("platform") else values


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FormError(f"{path}: expected a TOML file in UTF-8 ({why_no_toml(error)}).") from error
    except OSError as error:
        raise FormError(f"{path}: expected a readable file ({error.strerror}).") from error


def _with_platform(path: Path, values: dict[str, Any]) -> dict[str, Any]:
    """The platform's [[layout]], [[article]] and [clean] stand behind the form's own."""
    platform = PLATFORMS / f"{values['platform']}.toml"
    if not platform.is_file():
        known = ", ".join(sorted(p.stem for p in PLATFORMS.glob("*.toml")))
        raise FormError(f"{path}: platform: expected one of {known}, found {in_words(values['platform'])}.")
    base = _read_toml(platform)
    merged = {**base, **values}
    for key in ("layout", "article"):
        merged[key] = [*values.get(key, []), *base.get(key, [])]
    own, shared = values.get("clean", {}), base.get("clean", {})
    merged["clean"] = {k: [*own.get(k, []), *shared.get(k, [])] for k in {**own, **shared}}
    return merged
