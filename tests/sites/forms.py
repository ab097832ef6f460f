"""The built-in forms turned to loopback: the same selectors and patterns, other hosts."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from scrapers.forms.files import BUILT_IN, PLATFORMS
from tests.sites.designs import Design


def turned(name: str, *, base: str, delay_s: float) -> dict[str, Any]:
    """The built-in form with its hosts exchanged for one on loopback, and bounds that fit a small site."""
    values = _built_in(name)
    host = urlsplit(base).netloc
    fetch = {"delay_s": delay_s, "allow_private": [host], "recheck_hours": 0}
    return {
        **values,
        "hosts": [host],
        "aliases": {},
        "enabled": True,
        "fetch": fetch,
        "listing": [_turned(part, base) for part in values["listing"]],
        "expect": {"min_listed": 5},
    }


def switched_off(name: str) -> dict[str, Any]:
    """The built-in form, not enabled: a run of all sources asks nobody outside."""
    return {**_built_in(name), "enabled": False}


def mend(values: dict[str, Any], design: Design) -> dict[str, Any]:
    """The form with a layout for the changed template above the old ones, as a contributor would add it."""
    layouts = [*values.get("layout", ()), *_platform_layouts(values)]
    new = {key: value if key == "date_formats" else _renamed(value, design) for key, value in layouts[0].items()}
    return {**values, "layout": [{**new, "name": f"{layouts[0]['name']}-new"}, *values.get("layout", ())]}


def toml(values: Mapping[str, Any]) -> str:
    """Values as TOML, one key a line, tables inline."""
    return "".join(f"{key} = {_inline(value)}\n" for key, value in values.items())


def _built_in(name: str) -> dict[str, Any]:
    return tomllib.loads((BUILT_IN / f"{name}.toml").read_text(encoding="utf-8"))


def _platform_layouts(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not values.get("platform"):
        return []
    layouts: list[dict[str, Any]] = tomllib.loads(
        (PLATFORMS / f"{values['platform']}.toml").read_text(encoding="utf-8")
    )["layout"]
    return layouts


def _renamed(value: Any, design: Design) -> Any:
    return [_renamed(one, design) for one in value] if isinstance(value, list) else design.renamed(value)


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
