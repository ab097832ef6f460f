"""An article on several pages, fetched whole: `explain` shows what became of the blocks of each."""

from __future__ import annotations

from contextlib import closing

import pytest

from flows.commands.page_blocks import blocks_of
from flows.settings import read_settings
from tests.flows.village import PAGE, Village
from tests.scrapers.faults.conftest import Site
from warehouse.explain import explain, page_of
from warehouse.read import open_published

FURTHER = '\ncontinues = ".pages a"\nremove = [".shared"]'
PAGER = '<div class="pages"><a href="/story-1">1</a> <a href="/story-1_2">2</a></div></body>'


def test_explain_shows_the_blocks_of_further_pages_too(village: Village) -> None:
    village.form = village.form.replace('body = "#text"', f'body = "#text"{FURTHER}')
    village.list(1)
    village.site.answers["/story-1"] = Site.ok(PAGE.format(1).replace("</body>", PAGER).encode())
    second = '<h1>Page two</h1><div id="text"><p>On the second evening they sang.</p><p class="shared">Share</p></div>'
    village.site.answers["/story-1_2"] = Site.ok(f"<html><body>{second}{PAGER}".encode())
    assert village.counted() == {"new": 1}
    with closing(open_published(village.home)) as con:
        told = explain(con, "led:1")
        page = page_of(con, told["article"])
    assert page is not None
    assert "they sang" in told["article"]["body"]
    blocks = blocks_of(page, told, read_settings(home=village.home))
    fates = {block["text"]: block["fate"] for block in blocks}
    assert fates["On the second evening they sang."] == "text: body = #text"
    assert fates["Share"] == "left out: remove = .shared"
    [headline] = [block for block in blocks if block["text"] == "Page two"]
    assert str(headline["place"]).startswith("page 2: h1")
    lines = [block["line"] for block in blocks if block["line"]]
    assert lines == list(range(1, len(lines) + 1))  # as removed lines have them


def test_that_the_form_of_a_page_is_not_known_here_is_told(village: Village, caplog: pytest.LogCaptureFixture) -> None:
    village.list(1)
    assert village.counted() == {"new": 1}
    (village.home / "forms" / "led.toml").unlink()
    with closing(open_published(village.home)) as con:
        told = explain(con, "led:1")
        page = page_of(con, told["article"])
    assert page is not None
    with caplog.at_level("WARNING"):
        assert blocks_of(page, told, read_settings(home=village.home)) == []
    assert "No form led is known here: --sources" in caplog.text
