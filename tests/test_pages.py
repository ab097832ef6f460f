"""Every form reads its saved pages as their records say: good pages and bad ones, the new design and the old."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrapers.forms.saved_pages import SavedPage, differences, saved_pages
from scrapers.source import Sources, load_sources

PAGES = Path(__file__).parent / "pages"


@pytest.fixture(scope="module")
def sources() -> Sources:
    return load_sources()


def cases() -> list[SavedPage]:
    return [page for folder in sorted(PAGES.iterdir()) for page in saved_pages(folder)]


@pytest.mark.parametrize("page", cases(), ids=lambda page: f"{page.path.parent.name}/{page.path.stem}")
def test_the_page_gives_its_record(page: SavedPage, sources: Sources) -> None:
    assert differences(page, sources) == []


@pytest.mark.parametrize("name", sorted(load_sources()))
def test_every_form_has_a_page_that_succeeds_and_one_that_fails(name: str) -> None:
    found = saved_pages(PAGES / name)
    assert {page.reason is None for page in found} == {True, False}


def test_every_layout_is_proved_by_a_page(sources: Sources) -> None:
    proved = {str(page.article["layout"]) for page in cases() if page.article and "layout" in page.article}
    assert {layout.name for source in sources.values() for layout in source.layout} <= proved


def test_every_page_says_that_it_is_synthetic() -> None:
    for page in cases():
        assert "Synthetic: written for this test" in page.path.read_text(encoding="utf-8"), page.path
