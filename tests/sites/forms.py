"""The built-in forms turned to loopback: the same selectors and patterns, other hosts."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapers.source import BUILT_IN


def write_form(name: str, *, base: str, folder: Path, delay_s: float) -> Path:
    """The form of a built-in source with its hosts exchanged for one on loopback, under the same name."""
    values = tomllib.loads((BUILT_IN / f"{name}.toml").read_text(encoding="utf-8"))
    host = urlsplit(base).netloc
    own = {
        "hosts": [host],
        "enabled": True,
        "aliases": {},
        "listing": [_turned(part, base) for part in values["listing"]],
    }
    fetch = {
        **values.get("fetch", {}),
        "delay_s": delay_s, "tls": "default", "allow_private": [host], "recheck_hours": 0,
    }  # fmt: skip
    path = folder / f"{name}.toml"
    path.write_text(toml({**values, **own, "fetch": fetch}), encoding="utf-8")
    return path


def toml(values: Mapping[str, Any]) -> str:
    """Values as TOML, one key a line, tables inline."""
    return "".join(f"{key} = {_inline(value)}\n" for key, value in values.items())


def _turned(part: Mapping[str, Any], base: str) -> dict[str, Any]:
    turned = dict(part)
    if "url" in part:
        turned["url"] = _at(base, part["url"])
    if "url_from" in part:
        turned["url_from"] = {**part["url_from"], "page": _at(base, part["url_from"]["page"])}
    return turned


def _at(base: str, address: str) -> str:
    parts = urlsplit(address)
    return base + address[len(f"{parts.scheme}://{parts.netloc}") :]


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_inline(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_inline(inner) for inner in value) + "]"
    if isinstance(value, str | bool | int | float):
        return json.dumps(value, ensure_ascii=False)  # JSON's strings, numbers and truth values are TOML's
    return str(value)  # days and moments


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else json.dumps(key)
