"""What a page says of its article: the headline without the site, names of people, days that can be."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.extract import extract, read_page
from scrapers.extraction.authors import split_names
from scrapers.extraction.webdays import read_day

PROSE = "<p>The women's union of the province opened a sewing course on Monday, the first since the flood.</p>" * 2
TEXT = PROSE + "<p>Forty members will learn for three months; half of them lost their shops when the river rose.</p>"


def page(
    head: str = "", above: str = "", below: str = "", url: str = "https://example.org/a", **stated: Any
) -> dict[str, Any]:
    script = (
        f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **stated})}</script>'
        if stated
        else ""
    )
    return read_page(f"{head}{script}<body><div>{above}{TEXT}{below}</div>", url)


@pytest.mark.parametrize(
    ("raw", "order", "day"),
    [
        ("2024-11-12T08:32:00+07:00", None, date(2024, 11, 12)),
        ("20241112", None, date(2024, 11, 12)),
        ("1731375120", None, date(2024, 11, 12)),
        ("November 12, 2024", None, date(2024, 11, 12)),
        ("12. November 2024", None, date(2024, 11, 12)),
        ("12 de noviembre de 2024", None, date(2024, 11, 12)),
        ("1er décembre 2024", None, date(2024, 12, 1)),
        ("2024年11月12日 08:32", None, date(2024, 11, 12)),
        ("2024년 11월 12일", None, date(2024, 11, 12)),
        ("Thứ Ba, 12/11/2024 | 08:32", "dm", date(2024, 11, 12)),
        ("11/12/2024", "md", date(2024, 11, 12)),
        ("11/12/2024", None, None),
        ("11/13/2024", None, date(2024, 11, 13)),
        ("13/11/2024", None, date(2024, 11, 13)),
        ("03-04-2024", None, None),
        ("03-04-2024", "dm", date(2024, 4, 3)),
        ("Posted 03-04-2024 08:32", "md", date(2024, 3, 4)),
        ("03 / 04 / 2024", None, None),
        ("03 / 04 / 2024", "md", date(2024, 3, 4)),
        ("11/6/2019 2:12:55 PM", None, date(2019, 11, 6)),
        ("2024-02-31", None, None),
        ("soon", None, None),
    ],
)
def test_a_day_is_read_or_not_but_never_guessed(raw: str, order: Any, day: date | None) -> None:
    assert read_day(raw, order) == day


def test_stated_dates_come_before_printed_ones() -> None:
    found = page(
        above="<p>12 November 2024</p>", datePublished="2024-11-11T23:00:00Z", dateModified="2024-11-13", headline="T"
    )
    assert (found["date"], found["updated"]) == ("2024-11-11", "2024-11-13")


def test_a_printed_date_stands_by_the_text() -> None:
    clock = "<div class=top>Today is 20 September 2024</div>"
    assert page(above=f"{clock}<h1>Course</h1><span>Published: 12 November 2024, 08:32</span>")["date"] == "2024-11-12"
    assert page(above=clock)["date"] is None
    assert page(below="<p>Copyright © 12 November 2024</p>")["date"] is None


def test_the_day_of_an_event_is_no_date() -> None:
    assert (
        page(below="<p>The hall was opened by the minister of the day on 3 May 1998, before a crowd of thousands.</p>")[
            "date"
        ]
        is None
    )


def test_a_printed_day_must_not_contradict_the_address() -> None:
    line = "<p>12 November 2024</p>"
    assert page(above=line, url="https://example.org/2021/03/05/course.html")["date"] is None
    assert page(above=line, url="https://example.org/2024/11/12/course.html")["date"] == "2024-11-12"


def test_numeric_dates_follow_the_language() -> None:
    line = "<p>Posted 03/04/2024</p>"
    assert page('<html lang="en-US">', line)["date"] == "2024-03-04"
    assert page('<html lang="vi">', line)["date"] == "2024-04-03"
    assert page('<html lang="en">', line)["date"] is None


def test_impossible_days_are_refused() -> None:
    markup = f'<meta property="article:published_time" content="2024-11-12"><body><div>{TEXT}</div>'
    assert extract(LexborHTMLParser(markup), "", last=date(2024, 11, 1)).published is None
    assert page(datePublished="1970-01-01", headline="T")["date"] is None


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Jane Doe"}, ["Jane Doe"]),
        ([{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "John Roe"}], ["Jane Doe", "John Roe"]),
        ("Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ({"@type": "Person", "name": "By Jane Doe"}, ["Jane Doe"]),
        ({"@type": "Person", "name": "https://example.org/jane"}, []),
        ([{"name": "Jane Doe"}, {"name": "Jane Doe"}], ["Jane Doe"]),
    ],
)
def test_stated_authors_are_names(author: Any, names: list[str]) -> None:
    assert page(author=author, headline="T")["authors"] == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe, BBC News", ["Jane Doe"]),
        ("Von Jane Doe und John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe | Political correspondent", ["Jane Doe"]),
        ("Staff reporter", []),
        ("Follow us on Facebook", []),
        ("Nguyễn Thị Lan", ["Nguyễn Thị Lan"]),
        ("作者：王小明", ["王小明"]),
    ],
)
def test_a_byline_is_read_as_names_not_jobs(line: str, names: list[str]) -> None:
    assert split_names(line) == names


def test_the_sites_name_is_no_author() -> None:
    head = '<meta property=og:site_name content="The Gazette"><meta name=author content="The Gazette">'
    assert page(head, above="<p>By Jane Doe</p>")["authors"] == ["Jane Doe"]


@pytest.mark.parametrize(
    ("head", "above", "stated", "title"),
    [
        ("<title>Course opened - The Gazette</title>", "<h1>Course opened</h1>", {}, "Course opened"),
        ("", "<h1>Course opened</h1>", {"headline": "Course &amp; fair opened"}, "Course & fair opened"),
        (
            "<title>Sewing course | G</title><meta property=og:title content='Course opened'>",
            "<h1>Course opened</h1>",
            {"headline": "Sewing course"},
            "Course opened",
        ),
    ],
)
def test_the_headline_is_the_editors_own(head: str, above: str, stated: dict[str, str], title: str) -> None:
    assert page(head, above, **stated)["title"] == title
