"""Any one wrong selector of a form is mended from the words of its check alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scrapers.fetch import Client
from scrapers.forms.checking import Finding, check_saved
from scrapers.forms.form import Listing
from scrapers.forms.live_checking import check_live
from scrapers.forms.saved_pages import saved_pages
from scrapers.source import Source, Sources, load_sources
from tests.scrapers.faults.conftest import Site

PAGES = Path(__file__).parents[1] / "pages"
SOURCES = load_sources()
PROPOSED = re.compile(r"""Write: (?P<key>\w+) = ['"](?P<value>.*)['"]$""")

BOTH = re.compile(r"""Write: when = ['"](.*)['"] and body = ['"](.*)['"]$""")


def check(form: Source, name: str) -> list[Finding]:
    return [one for one in check_saved(form, SOURCES, saved_pages(PAGES / name)) if not one.ok]


def with_first_layout(name: str, **values: object) -> Source:
    first, *rest = SOURCES[name].layout
    return SOURCES[name].model_copy(update={"layout": (first.model_copy(update=values), *rest)})


@pytest.mark.parametrize("name", ["binhduong", "bacninh", "vietnamplus_zh"])
@pytest.mark.parametrize("key", ["when", "title", "published", "body"])
def test_a_wrong_selector_is_mended_from_the_words_of_the_check(name: str, key: str) -> None:
    steps = [PROPOSED.search(one.next_step) for one in check(with_first_layout(name, **{key: ".gone"}), name)]
    proposed = [step["value"] for step in steps if step and step["key"] == key]
    assert proposed
    assert check(with_first_layout(name, **{key: proposed[0]}), name) == []


@pytest.mark.parametrize("name", ["binhduong", "bacninh", "vietnamplus_zh"])
def test_a_wrong_when_and_a_wrong_body_are_mended_together(name: str) -> None:
    steps = [BOTH.search(one.next_step) for one in check(with_first_layout(name, when=".gone", body=".away"), name)]
    when, body = next(step.groups() for step in steps if step)
    assert check(with_first_layout(name, when=when, body=body), name) == []


def test_a_form_that_is_right_has_every_field_of_every_page_told_as_met() -> None:
    pages = saved_pages(PAGES / "bacninh")
    findings = check_saved(SOURCES["bacninh"], SOURCES, pages)
    assert len(findings) == sum(len(page.article or {"reason": 1}) for page in pages)
    assert all(one.ok for one in findings)


def test_a_wrong_host_and_a_wrong_address_pattern_are_named() -> None:
    moved = SOURCES["bacninh"].model_copy(update={"hosts": ("elsewhere.example",)})
    assert "not among the form's hosts" in check(moved, "bacninh")[0].next_step
    unmatched = SOURCES["bacninh"].model_copy(update={"article": ()})
    assert any("No [[article]] url matches" in one.next_step for one in check(unmatched, "bacninh"))


WRITTEN = re.compile(r"Write: date_formats = \[(?P<codes>.*)\]$")


@pytest.mark.parametrize("codes", [(), ("%m/%d/%Y %H:%M",), ("%m-%d-%Y",), ("%d-%m-%Y",)])
def test_date_formats_that_read_no_page_are_told_with_the_one_that_does(codes: tuple[str, ...]) -> None:
    form = with_first_layout("bacninh", date_formats=codes)
    written = {step["codes"] for one in check(form, "bacninh") if (step := WRITTEN.search(one.next_step))}
    assert written == {'"%d/%m/%Y %H:%M"'}
    assert check(with_first_layout("bacninh", date_formats=("%d/%m/%Y %H:%M",)), "bacninh") == []


def test_live_only_a_forbidden_listing_is_a_reason_to_give_up() -> None:
    site = Site()
    links = "".join(f'<a href="/story-{number}">Room {number}</a>' for number in (1, 2, 3))
    page = (
        b"<h1>Reading room</h1><div class=text><p>The union of the village opened a reading room for women.</p></div>"
    )
    site.answers = {f"/story-{number}": Site.ok(page) for number in (1, 2, 3)}
    site.answers |= {"/news/": Site.ok(links.encode()), "/robots.txt": Site.ok(b"User-agent: *\nDisallow: /story-2")}
    listing = Listing.model_validate({"kind": "html", "url": site.url("/news/"), "links": "a"})
    form = site.source().model_copy(update={"listing": (listing,)})

    def wrong() -> list[tuple[str, str]]:
        with Client(contact="tests@example.org") as client:
            return [(one.page, one.next_step) for one in check_live(form, Sources([form]), client) if not one.ok]

    [(address, advice)] = wrong()
    assert (address, "enabled" in advice) == (site.url("/story-2"), False)
    site.answers["/robots.txt"] = Site.ok(b"User-agent: *\nDisallow: /")
    [(address, advice)] = wrong()[:1]
    assert (address, "enabled = false" in advice) == (site.url("/news/"), True)
    site.close()


IN_GBK = """<meta charset="gb2312"><h1>山谷里的燕子</h1><p class="date">2026年11月3日</p><div class="text">
<p>今年春天，山谷里的孩子们数了一千三百只燕子，比去年多了两百只，老师把结果写在学校门口的黑板上。</p></div>"""
BEHIND = '<meta charset="gb2312"><div class="text"><p>第二天，他们还在旧磨坊的屋檐下找到了四十个新巢。</p></div>'


def test_pages_that_are_not_utf_8_are_checked_as_a_run_reads_them(tmp_path: Path) -> None:
    layout: dict[str, object] = {"name": "first", "when": ".text", "title": "h1", "published": ".date", "body": ".text"}
    layout |= {"date_formats": ["%Y年%m月%d日"], "continues": "a.next"}
    values: dict[str, object] = {"name": "mine", "platform": "", "language": "zh", "hosts": ("news.example.org",)}
    values |= {"listing": (), "article": (), "layout": (layout,)}
    form = Source.model_validate(SOURCES["bacninh"].model_dump() | values)
    for name, text in (("one", IN_GBK), ("one-2", BEHIND)):
        (tmp_path / f"{name}.html").write_bytes(text.encode("gb18030"))
    record = """url = "https://news.example.org/1"
fetched_at = 2026-11-03T09:00:00Z
[article]
title = "山谷里的燕子"
published_on = 2026-11-03
body_ends = "四十个新巢。"
"""
    (tmp_path / "one.toml").write_text(record, encoding="utf-8")
    findings = check_saved(form, Sources([form]), saved_pages(tmp_path))
    assert findings
    assert [one for one in findings if not one.ok] == []
