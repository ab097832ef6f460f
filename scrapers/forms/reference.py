"""`python -m scrapers.forms.reference` writes docs/forms.md: each key of a form with an example from a built-in one."""

from __future__ import annotations

import ast
import inspect
import tomllib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from scrapers.forms.files import BUILT_IN, PLATFORMS
from scrapers.forms.form import ArticleUrl, Clean, Expect, Fetch, Layout, Listing, Part, UrlFrom
from scrapers.source import Source

PAGE = Path(__file__).parents[2] / "docs" / "forms.md"

_INTRODUCTION = """# Forms

A source is a form: one TOML file, named after the source. Built-in forms stand in `scrapers/sources/`, page designs
that several of them share in `scrapers/platforms/`; your own stand in `HOME/forms/` or in a folder given with
`--sources`, where the same name overrides. A mistake is answered with file, key and what was expected.

This page is generated from the model that reads the forms (`python -m scrapers.forms.reference`). Each key is shown
with an example from a built-in form, where one uses it.
"""
_TABLES = {
    "": "Top of the form",
    "fetch": "`[fetch]`",
    "listing": "`[[listing]]`",
    "listing.url_from": "`url_from` of a `[[listing]]`",
    "article": "`[[article]]`",
    "layout": "`[[layout]]`",
    "clean": "`[clean]`",
    "expect": "`[expect]`",
}
_MODELS: dict[str, type[Part]] = {
    "": Source, "fetch": Fetch, "listing": Listing, "listing.url_from": UrlFrom, "article": ArticleUrl,
    "layout": Layout, "clean": Clean, "expect": Expect,
}  # fmt: skip
_UNUSED = {
    ("fetch", "allow_private"): 'allow_private = ["127.0.0.1:8080"]',
    ("listing", "page_url"): 'page_url = "https://www.example.org/news/index_{page}.htm"',
    ("listing", "page_from"): "page_from = 1",
    ("expect", "muted_until"): "muted_until = 2027-01-31",
}
"""Keys that no built-in form has reason to use."""


def reference() -> str:
    """The page as Markdown, always the same for the same forms."""
    examples = _examples()
    parts = [_INTRODUCTION]
    for table, heading in _TABLES.items():
        schema, about = _MODELS[table].model_json_schema(), _docstrings(_MODELS[table])
        parts.append(f"## {heading}\n")
        if table:
            parts.append(f"{schema['description']}\n")
        names = [name for name in schema["properties"] if table or name not in _TABLES]
        parts += [f"{_key(name, schema)}: {about[name]}\n\n{_example(table, name, examples)}\n" for name in names]
    return "\n".join(parts)


def _docstrings(model: type[Part]) -> dict[str, str]:
    """The text below each key; pydantic would read them whenever a form is, which takes longer than the forms do."""
    (table,) = ast.parse(inspect.getsource(model)).body
    assert isinstance(table, ast.ClassDef)
    return {
        key.target.id: str(text.value.value)
        for key, text in pairwise(table.body)
        if isinstance(key, ast.AnnAssign) and isinstance(key.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
    }


def _key(name: str, schema: Mapping[str, Any]) -> str:
    kind = "required" if name in schema.get("required", ()) else _default(schema["properties"][name])
    return f"**`{name}`** ({kind})"


def _example(table: str, name: str, examples: Mapping[tuple[str, str], str]) -> str:
    return examples.get((table, name)) or f"```toml\n{_UNUSED[table, name]}\n```"


def _default(about: Mapping[str, Any]) -> str:
    default = about.get("default")
    if default in (None, "", [], {}):
        return "optional"
    return f"optional, `{str(default).lower() if isinstance(default, bool) else default}`"


def _examples() -> dict[tuple[str, str], str]:
    """The first use of each key in the forms, then in the platforms, as it stands there."""
    found: dict[tuple[str, str], str] = {}
    for path in (*sorted(BUILT_IN.glob("*.toml")), *sorted(PLATFORMS.glob("*.toml"))):
        origin = f"{path.parent.name}/{path.name}"
        for table, name, text in _assignments(path.read_text(encoding="utf-8")):
            found.setdefault((table, name), f"```toml\n{text}  # {origin}\n```")
            for inner in tomllib.loads(text)[name] if name == "url_from" else ():
                found.setdefault(("listing.url_from", inner), found[table, name])
    return found


def _assignments(text: str) -> Iterator[tuple[str, str, str]]:
    """(table, key, the assignment as written) of a form; one that goes over several lines is given whole."""
    table, waiting = "", ""
    for line in text.splitlines():
        if not waiting and line.startswith("["):
            table = line.strip("[] \t").split("#")[0]
            continue
        waiting += line + "\n"
        try:
            read = tomllib.loads(waiting)
        except tomllib.TOMLDecodeError:
            continue
        yield from ((table, name, _without_comment(waiting)) for name in read)
        waiting = ""


def _without_comment(text: str) -> str:
    """The assignment alone: comments above it, and one behind it that is no part of the value, belong to the form."""
    lines = [line for line in text.strip().splitlines() if not line.startswith("#")]
    shorter = lines[-1].rpartition("  # ")[0]
    whole = "\n".join(lines)
    try:
        is_comment = bool(shorter) and tomllib.loads("\n".join([*lines[:-1], shorter])) == tomllib.loads(whole)
    except tomllib.TOMLDecodeError:
        return whole
    return "\n".join([*lines[:-1], shorter]) if is_comment else whole


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
