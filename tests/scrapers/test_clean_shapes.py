"""Made-up texts in the shapes of real pages: what stays, what goes and what is lifted, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from scrapers.clean import Cleaned, clean
from scrapers.cleaning.spacing import join, tidy
from scrapers.records import Line
from scrapers.source import load_sources

SHAPES = Path(__file__).parent / "shapes"
SOURCES = load_sources()
FIELDS = ("title", "lead", "byline", "agency", "dateline_place", "credit", "editor", "translator", "issue", "section")


@dataclass(frozen=True)
class Case:
    name: str
    expected: dict[str, str]
    lines: tuple[tuple[str, str], ...]
    """(letter, text) of each line of the document."""

    @property
    def body(self) -> str:
        groups: list[list[str]] = []
        for letter, text in self.lines:
            kept = tidy(re.sub("«[^»]*»", "", text))
            if letter == "B":
                groups.append([kept])
            elif letter == "b":
                groups[-1].append(kept)
        return "\n\n".join(map(join, groups))


def read_cases() -> Iterator[Case]:
    for path in sorted(SHAPES.glob("*.txt")):
        for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            yield read_case(f"{path.stem}: ", block.rstrip("\n").split("\n"))


def read_case(prefix: str, block: list[str]) -> Case:
    expected, rows = {}, block[1:]
    while rows and re.match(r"[a-z_]+:( |$)", rows[0]):
        key, _, value = rows.pop(0).partition(":")
        expected[key] = value.strip()
    lines = tuple((row[:1], row[2:]) if row else ("", "") for row in rows)
    return Case(prefix + block[0], expected, lines)


def cleaned(case: Case) -> Cleaned:
    form = case.expected.get("form")
    lines = [Line(number=n, text=re.sub("[«»]", "", text)) for n, (_, text) in enumerate(case.lines, start=1)]
    source = SOURCES[form] if form else None
    language = source.language if source else case.expected.get("language", "en")
    url = {"url": case.expected["url"]} if "url" in case.expected else {}
    return clean(lines, form=source, language=language, given=url)


def found(article: Cleaned, name: str) -> str | None:
    if name == "published_on":
        return str(article.published.on) if article.published and article.published.on else None
    if name == "published_at":
        at = article.published.at if article.published else None
        return at.isoformat().replace("+00:00", "Z") if at else None
    if name == "updated_at":
        return article.updated_at.isoformat().replace("+00:00", "Z") if article.updated_at else None
    value = getattr(article, name)
    return None if value is None else str(value)


@pytest.mark.parametrize("case", list(read_cases()), ids=lambda case: case.name)
def test_shape(case: Case) -> None:
    article = cleaned(case)
    assert article.body.split("\n\n") == case.body.split("\n\n")
    for name in (*FIELDS, "published_on", "published_at", "updated_at", "not_before"):
        if name in case.expected or name in ("title", "published_on"):
            assert found(article, name) == (case.expected.get(name) or None), name
