"""No text is passed over that a pattern would be found in."""

from __future__ import annotations

import pytest

from scrapers.required_text import required_text
from scrapers.source import load_sources


@pytest.mark.parametrize(
    ("pattern", "required"),
    [
        (r"(?m)^\(BNP\) ?[–-]", "(BNP)"),
        (r"World Watch (?:news|radio) portal", "World Watch "),
        (r"Đà Nẵng|Huế", ""),
        (r"(?i)xinhua", ""),
        (r"(?:ab)?a*b{0}cd", "cd"),
    ],
)
def test_required_text_is_in_every_match(pattern: str, required: str) -> None:
    assert required_text(pattern) == required


def test_forms_can_be_told_quickly() -> None:
    patterns = [pattern for source in load_sources().values() for pattern in source.fingerprints]
    assert all(len(required_text(pattern)) > 1 for pattern in patterns)
