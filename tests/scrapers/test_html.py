"""A page becomes the lines a reader sees, by its form's layout or by the fallback, in bounded time."""

from __future__ import annotations

import time

import pytest

from scrapers.html import HtmlRead, read_lines
from scrapers.records import Rejection
from scrapers.source import load_sources

SOURCES = load_sources()
PROSE = "The women's union of the province opened a course for its members on Monday, the first of its kind. "


def read(markup: str, source: str | None = None) -> HtmlRead:
    page = read_lines(markup, SOURCES[source] if source else None)
    assert isinstance(page, HtmlRead)
    return page


def texts(page: HtmlRead) -> list[str]:
    return [line.text for line in page.lines if line.text]


def fields(page: HtmlRead) -> dict[str, str]:
    return {field: value for field, value, _ in page.fields}


def test_a_layout_reads_its_fields_and_only_its_body() -> None:
    page = read(
        """<html lang="en-GB"><body><div>Home</div><span id=ReportIDname>Course
        Opened</span><span id=ReportIDIssueTime>July 27, 2021</span>By<span id=ReportIDgetAuthor>Ye Shan</span>
        <span id=ReportIDtext><p>First <b>para</b>graph.</p>Second<br>third.<ul id=ReportIDcorrelation1><li>Related
        </ul></span><div>Footer</div>""",
        "womenofchina",
    )
    assert fields(page) == {"title": "Course Opened", "published_raw": "July 27, 2021", "byline": "Ye Shan"}
    assert texts(page) == ["First paragraph.", "Second", "third."]
    assert (page.layout, page.language, page.flags) == ("tea", "en", ())
    assert {origin for _, _, origin in page.fields} == {"layout:tea"}


def test_the_first_layout_that_fits_is_used_and_attributes_are_read() -> None:
    old = """<h1 class=details__headline>Old</h1><div class=source><time datetime="2019-05-02 07:30">then</time></div>
        <div class="content article-body"><p>Text</p><div class=article-photo>Photo: VNA</div></div>"""
    page = read(old, "vietnamplus")
    assert page.layout == "details-2012"
    assert fields(page)["published_raw"] == "2019-05-02 07:30"
    assert [(line.kind, line.text) for line in page.lines if line.text] == [
        ("caption", "Photo: VNA"),
        ("paragraph", "Text"),
    ]
    new = read('<h1 class="article__title">New</h1>' + old, "vietnamplus")
    assert new.layout == "cms-2024"


def test_blocks_keep_their_kind() -> None:
    page = read(
        f"""<article><h1>T</h1><h2>Part</h2><p>{PROSE * 3}</p><ol><li><p>One</p><li>Two</ol>
        <blockquote><p>Said.</p></blockquote><figure><img><figcaption>Shown.</figcaption></figure>
        <table><tr><th>Year<td>2024</table><script>no()</script><p>A&nbsp;B<!-- no --></article>"""
    )
    assert [(line.kind, line.text) for line in page.lines if line.text and PROSE not in line.text][1:] == [
        ("heading", "Part"),
        ("list_item", "One"),
        ("list_item", "Two"),
        ("quote", "Said."),
        ("caption", "Shown."),
        ("table_row", "Year | 2024"),
        ("paragraph", "A B"),
    ]


def test_a_page_of_line_breaks_is_read_too() -> None:
    parts = [f"{place}: {PROSE.strip()}" for place in ("Hà Nội", "Huế", "Cần Thơ")]
    page = read("<title>T</title><div>{}<br><br>{}<br>{}</div><nav><a>Home</a></nav>".format(*parts))
    assert texts(page) == parts
    assert page.flags == ("fallback",)


def test_lines_stand_apart_as_a_reader_sees_them() -> None:
    page = read("<span id=ReportIDtext><p>One<br>two<br><br>three<p>four<div><div>five</div></div>six", "womenofchina")
    assert [line.text for line in page.lines] == ["One", "two", "", "three", "", "four", "", "five", "", "six"]
    assert [line.number for line in page.lines if line.text] == [1, 2, 3, 4, 5, 6]


def test_the_fallback_leaves_furniture_out() -> None:
    page = read(
        f"""<nav><p>Menu</p></nav><aside><p>Most read</p></aside><div><article><p>{PROSE * 3}</p>
        <ul><li><a href=x>More news</a></ul></article></div><footer><p>Contact</p></footer>"""
    )
    assert texts(page) == [(PROSE * 3).strip()]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Course opened | The Gazette</title><h1>The Gazette</h1>", "Course opened"),
        ("<title>Course opened - Women - The Gazette</title><h1>Course opened</h1>", "Course opened"),
        ("<title>Anti-drug day - 2024 held</title>", "Anti-drug day - 2024 held"),
        ("<title>X</title><meta property=og:title content='Course opened'>", "Course opened"),
        (
            "<meta property=og:title content='Course: a start - The Gazette'>"
            "<meta property=og:site_name content='The Gazette'>",
            "Course: a start",
        ),
        ("<title>妇联举行座谈会讨论家庭教育_中国妇女网</title>", "妇联举行座谈会讨论家庭教育"),
        ("<h1>Course opened</h1>", "Course opened"),
        ("<title></title>", None),
    ],
)
def test_the_headline_is_without_the_sites_name(head: str, title: str | None) -> None:
    assert fields(read(f"{head}<p>{PROSE * 3}")).get("title") == title


def test_a_declared_time_is_printed_metadata() -> None:
    page = read(f'<meta property="article:published_time" content="2024-11-12T08:32:00+07:00"><p>{PROSE * 3}')
    assert ("published_raw", "2024-11-12T08:32:00+07:00", "meta:article:published_time") in page.fields


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<div>" * 50_000 + PROSE, "too_deep"),
        ("<div></span>" * 20_000 + PROSE, "too_deep"),
        ("<b>" * 50_000 + PROSE, "too_deep"),
        ("<h1>Title</h1>" + "line<br>" * 60_000, "too_big"),
        ("<div " + " ".join(f"a{n}" for n in range(40_000)) + f">{PROSE}", "too_big"),
        ("No markup at all.", "not_html"),
        ("1 < 2 and 3 > 2", "not_html"),
    ],
)
def test_what_cannot_be_read_says_so(markup: str, reason: str) -> None:
    started = time.process_time()
    rejection = read_lines(markup, None)
    assert isinstance(rejection, Rejection)
    assert rejection.reason == reason
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "markup",
    [
        "<p>" * 50_000 + PROSE,
        "<a href=x>" * 20_000,
        "<td>" * 50_000,
        "<p><a>" * 10_000,
        "<br>" * 100_000,
        "<!--" * 100_000,
        "<p " + "a" * 2_000_000,
        "<p>" + "a" * 5_000_000,
        "<ul><li>" * 200,
    ],
)
def test_broken_markup_is_read_in_bounded_time(markup: str) -> None:
    started = time.process_time()
    read_lines(markup, None)
    assert time.process_time() - started < 3
