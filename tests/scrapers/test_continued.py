"""An article on several pages becomes one text, in the order of reading."""

from __future__ import annotations

import time

import pytest

from scrapers.extraction.continued import MAX_FURTHER, further_pages, joined
from scrapers.html import HtmlRead, read_lines
from scrapers.source import load_sources

FORM = load_sources()["womenofchina"]
URL = "http://m.womenofchina.cn/womenofchina/xhtml1/culture/2307/412-1.htm"


def page_of(text: str, *hrefs: str) -> str:
    pager = "".join(f'<a href="{href}">›</a>' for href in hrefs)
    return (
        f"<h1><span id='ReportIDname'>Reeds</span></h1><span id='ReportIDtext'><p>{text}</p></span>"
        f"<div id='ContentPageDIV'>{pager}</div>"
    )


def test_the_pager_names_each_further_page_once_and_no_stranger() -> None:
    page = page_of(
        "One.", "412-1.htm", "412-2.htm", "412-3.htm", "412-2.htm#top", "//evil.example/2.htm", "http://[::1/"
    )
    start = "http://m.womenofchina.cn/womenofchina/xhtml1/culture/2307/412"
    assert further_pages(page, url=URL, source=FORM) == (f"{start}-2.htm", f"{start}-3.htm")


def test_an_endless_pager_is_cut_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    page = page_of("One.", *(f"412-{n}.htm" for n in range(2, 90)))
    assert len(further_pages(page, url=URL, source=FORM)) == MAX_FURTHER
    assert "88 further pages, only 20" in caplog.text


def test_the_pages_are_read_as_one_text() -> None:
    whole = joined(page_of("One."), [page_of("Two."), "<p>another design</p>", page_of("Three.")], source=FORM)
    read = read_lines(whole, FORM)
    assert isinstance(read, HtmlRead)
    assert [line.text for line in read.lines if line.text] == ["One.", "Two.", "Three."]


def test_a_page_of_another_design_stays_as_it_is() -> None:
    assert joined("<p>Old design</p>", [page_of("Two.")], source=FORM) == "<p>Old design</p>"
    assert further_pages("<p>Old design</p>", url=URL, source=FORM) == ()


def test_a_further_page_that_would_take_gigabytes_is_left_out() -> None:
    bomb = page_of("Two.") + "<p>" + "".join(f"<font a{n}>" for n in range(400)) + "</p>" + "<p>x" * 4_000
    started = time.process_time()
    assert joined(page_of("One."), [bomb], source=FORM) == page_of("One.")
    assert further_pages(bomb, url=URL, source=FORM) == ()
    assert time.process_time() - started < 2
