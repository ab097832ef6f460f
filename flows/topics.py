"""`HOME/topics.toml`: what an analyst counts, as phrases of each language."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from flows.errors import SettingsError
from warehouse.topics import Phrase


def read_topics(home: Path) -> list[Phrase]:
    """The phrases of all topics; none without the file. Raises `SettingsError` naming file, key and what is wrong."""
    path = home / "topics.toml"
    if not path.exists():
        return []
    try:
        topics = _TOPICS.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: expected a TOML file in UTF-8 ({error}).") from error
    except OSError as error:
        raise SettingsError(f"{path}: expected a readable file ({error.strerror}).") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise SettingsError(f"{path}: {_key(first['loc'])}: {_expected(first)}.") from error
    return [
        Phrase(topic, language, term)
        for topic, languages in topics.items()
        for language, terms in languages.items()
        for term in terms
    ]


def _is_phrase(term: str) -> str:
    if not any(sign.isalnum() for sign in term):
        raise ValueError("a phrase with a letter or digit in it")
    return term


def _key(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location if part != "[key]")


def _expected(problem: ErrorDetails) -> str:
    if problem["type"] == "string_pattern_mismatch":
        is_topic = len(problem["loc"]) == 2
        return (
            "expected a name of small letters, digits and _" if is_topic else "expected a language as in en, vi or zh"
        )
    if problem["type"] == "list_type":
        return 'expected a list of phrases as in ["equal pay"]'
    found = problem["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return f"expected {found[0].lower()}{found[1:]}"


Topic = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Terms = Annotated[list[Annotated[str, AfterValidator(_is_phrase)]], Field(min_length=1)]

_TOPICS = TypeAdapter(dict[Topic, Annotated[dict[Language, Terms], Field(min_length=1)]])
