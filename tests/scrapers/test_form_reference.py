"""docs/forms.md says what the forms' model says, with an example for every key."""

from __future__ import annotations

from scrapers.forms.reference import PAGE, reference


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run python -m scrapers.forms.reference"
