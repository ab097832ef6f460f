"""What is wrong with a form, each mistake as a clause: the key, what was expected there, what was found."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from scrapers.forms.form import ArticleUrl, Clean, Expect, Fetch, Layout, Listing, UrlFrom
from scrapers.forms.wording import in_words

TABLES: dict[str, type[BaseModel]] = {
    "fetch": Fetch,
    "listing": Listing,
    "url_from": UrlFrom,
    "article": ArticleUrl,
    "layout": Layout,
    "clean": Clean,
    "expect": Expect,
}
EXPECTED = {
    "string_type": "a text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "date_type": "a day such as 2026-11-21",
    "date_parsing": "a day such as 2026-11-21",
    "date_from_datetime_parsing": "a day such as 2026-11-21",
}


def mistakes(error: ValidationError, form: type[BaseModel]) -> list[str]:
    """Each mistake once, as in `titel: not a key of a form (did you mean title?)`."""
    told: dict[str, str] = {}
    meant: set[str] = set()
    for problem in sorted(error.errors(), key=lambda one: one["type"] == "missing"):
        place = [str(part) for part in problem["loc"] if "(" not in str(part)]  # without pydantic's own types
        key = ".".join(place) or "form"
        if problem["type"] == "extra_forbidden":
            table = next((TABLES[part] for part in reversed(place[:-1]) if part in TABLES), form)
            clause, right = _not_a_key(place[-1], table, form)
            meant |= {".".join([*place[:-1], right])} if right else set()
        else:
            clause = _clause(problem)
        if key not in meant and not any(key.startswith(f"{known}.") for known in told):  # one told of a union is enough
            told.setdefault(key, clause)
    return [f"{key}: {clause}" for key, clause in told.items()]


def _not_a_key(name: str, table: type[BaseModel], form: type[BaseModel]) -> tuple[str, str | None]:
    """The clause, and the key that was meant, if one is near."""
    near = get_close_matches(name, table.model_fields, n=1)
    if near:
        return f"not a key of a form (did you mean {near[0]}?)", near[0]
    homes = [place for place, other in TABLES.items() if name in other.model_fields and other is not table]
    if homes:
        return f"not a key of a form here, but of {' or '.join(homes)}", None
    is_above = table is not form and name in form.model_fields
    return f"not a key of a form{' here: it stands above the first table' if is_above else ''}", None


def _clause(problem: Any) -> str:
    if problem["type"] == "missing":
        return "expected, but missing"
    found = problem["input"]
    shown = "" if problem["type"] == "value_error" and not isinstance(found, str) else f", found {in_words(found)}"
    return f"expected {_expected(problem)}{shown}"


def _expected(problem: Any) -> str:
    """pydantic's finding in plain words."""
    kind, message = problem["type"], str(problem["msg"])
    if kind == "string_pattern_mismatch":
        return f"a text like {problem['ctx']['pattern']}"
    if kind == "literal_error":
        return f"one of {problem['ctx']['expected']}".replace("'", "")
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    told = message.removeprefix("Input should be ")
    return EXPECTED.get(kind, f"a number {told}" if told != message else told)
