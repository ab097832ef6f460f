"""Pages made to cost: each is read, or refused with its reason, within two seconds, alone and by the whole program."""

from __future__ import annotations

import time

import pytest

from scrapers.extract import main_text, read_page
from scrapers.html import read_lines
from scrapers.records import Rejection

PROSE = "<p>The women's union of the province opened a course for its members on Monday, the first of its kind.</p>" * 5
DIVS = "<div>" * 49_000
QUOTED = '"Jane Doe"'
LD = '<script type="application/ld+json">'


def seconds(markup: str) -> float:
    """CPU of the slowest way to read the page; a third of what a page may hold has a third of the time."""
    slowest = 0.0
    for read in (lambda: main_text(markup, ""), lambda: read_page(markup, ""), lambda: read_lines(markup, None)):
        started = time.process_time()
        read()
        slowest = max(slowest, time.process_time() - started)
    return slowest


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-->",
        "<!--->",
        "<!--x--!>",
        "<script>x</SCRIPT>",
        "<script>x</script >",
        "<svg><title>",
        "<math><style>",
        "<select><title></select>",
        '<a title="<!--">',
        "<a title='<script>'>",
        "<a title = '<title>'>",
        "<a b'c>",
        "<titles>",
        "<!-- a --><!-->",
    ],
)
def test_no_disguise_hides_how_deep_a_page_is(hidden: str) -> None:
    markup = f"{hidden}{DIVS}{PROSE}"
    started = time.process_time()
    rejection = read_lines(markup, None)
    assert isinstance(rejection, Rejection)
    assert rejection.reason == "too_deep"
    assert time.process_time() - started < 2


@pytest.mark.parametrize("text", ["<!--{}-->", "<script>{}</script>", "<textarea>{}</textarea>", '<a title="{}">x</a>'])
def test_tags_in_comments_scripts_and_quotes_are_none(text: str) -> None:
    markup = "<title>Course</title>" + text.format("<div>" * 10_000) + "<i>x</i>" * 11_000 + PROSE
    assert not isinstance(read_lines(markup, None), Rejection)


@pytest.mark.parametrize(
    "markup",
    [
        f"{LD}[{'0,' * 1_000_000}0]</script>{PROSE}",
        f'{LD}{{"articleBody": "x", "more": [{"0," * 400_000}0]}}</script>{PROSE}',
        f"{LD}[{'[],' * 180_000}0]</script>{PROSE}",
        f"{LD}[{'[{}],' * 80_000}0]</script>{PROSE}",
    ],
    ids=["numbers", "beside a body", "lists", "objects"],
)
def test_statements_without_end(markup: str) -> None:
    assert seconds(markup) < 0.7


def test_many_short_lines() -> None:
    assert seconds(f"<title>Course opened</title>{PROSE}{'<br>x' * 10_000}") < 0.7


@pytest.mark.parametrize(
    "markup",
    ["<a " * 49_000, "<a " * 49_000 + 'x=">"', "<a b='" * 49_000, "<!--x" * 49_000, "<title>" * 49_000, "</" * 49_000],
)
def test_tags_that_never_end(markup: str) -> None:
    assert seconds(markup + PROSE) < 2
    assert seconds(PROSE + markup) < 2


@pytest.mark.parametrize(
    "statement",
    [
        f'<meta name="date" content="{"1 1 1 " * 1_500_000}">',
        f'<meta name="date" content="{"12/12/" * 1_500_000}">',
        f'<meta name="author" content="{"Jane Doe, " * 900_000}">',
        f'<meta name="{"author " * 1_000_000}" content="x">',
        f'<time datetime="{"1 1 1 " * 1_000_000}">x</time>',
        f'{LD}{{"@type": "NewsArticle", "headline": "x", "author": [{",".join([QUOTED] * 300_000)}]}}</script>',
        f'{LD}{{"@type": "NewsArticle", "headline": "h", "author": "{"Jane Doe, " * 600_000}"}}</script>',
        f'{LD}{{"@type": "NewsArticle", "headline": "{"a | " * 1_500_000}"}}</script>',
        f'{LD}{{"@type": "NewsArticle", "headline": "h", "datePublished": "{"1 1 1 " * 1_000_000}"}}</script>',
        f'{LD}{{"@type": "NewsArticle", "headline": "h", "keywords": "{"a, " * 2_000_000}"}}</script>',
    ],
    ids=["date", "slashes", "author", "name", "time", "authors", "long author", "headline", "stated date", "keywords"],
)
def test_statements_as_long_as_books(statement: str) -> None:
    assert seconds(f"<title>Course opened</title>{statement}{PROSE}") < 2


def paragraphs(n: int) -> str:
    return "<p>x</p>" * n


@pytest.mark.parametrize(
    "markup",
    [
        "".join(f"<html a{n}=1>" for n in range(40_000)),
        "".join(f"<body a{n}=1>" for n in range(20_000)),
        "".join(f"<BODY a{n}>x" for n in range(30_000)),
        "<select>" + "<option>x" * 40_000,
        "<select>" + "<option>x</option>" * 20_000,
        "<p>" + "".join(f"<font a{n}>" for n in range(400)) + "</p>" + paragraphs(10_000),
        "<p>" + "".join(f"<FONT a{n}>" for n in range(2_000)) + "</p>" + paragraphs(2_000) + "</font>" * 2_000,
        "<p>" + "".join(f"<b id={n}><i id={n}>" for n in range(200)) + "</p>" + paragraphs(9_000),
        "<p><b><b><b><i><i><i><u><u><u><s><s><s><em><em><em><tt><tt><tt></p>" + paragraphs(24_000),
        "<p>" + "".join(f"<font a='<{n}'>" for n in range(400)) + "</p>" + paragraphs(10_000),
        "<p>" + "".join(f'<font a="> {n}">' for n in range(400)) + "</p>" + paragraphs(10_000),
        "<table><tr><td><p>" + "".join(f"<b id={n}>" for n in range(400)) + "</p>" + "<p>x</p><!--<td>-->" * 5_000,
        "<i>x</i>" * 1_200_000,
        "<table></table><td>" + "".join(f"<u id={n}>" for n in range(500)) + "<td>" + paragraphs(5_000),
    ],
    ids=[
        "html",
        "body",
        "capitals",
        "options",
        "closed options",
        "font",
        "closed later",
        "two kinds",
        "no names",
        "in quotes",
        "ended in quotes",
        "in comments",
        "tags",
        "no cells",
    ],
)
def test_what_has_no_end_is_refused(markup: str) -> None:
    started = time.process_time()
    rejection = read_lines(f"<title>Course opened</title>{markup}{PROSE}", None)
    assert isinstance(rejection, Rejection)
    assert rejection.reason == "too_big"
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "markup",
    [
        "<optgroup>" * 16_000 + paragraphs(8_000),
        "<rt>" * 16_000 + paragraphs(8_000),
        "<p><b><b><b><i><i><i><u><u><u><s><s><s><em><em></p>" + paragraphs(4_000),
        "<body a=1>" * 20_000,
        "<table>" + "<tr><td><font color=red>x" * 10_000,
    ],
    ids=["groups", "readings", "formatting without names", "the same attribute", "cells"],
)
def test_what_is_left_open_costs_little(markup: str) -> None:
    assert seconds(f"<title>Course opened</title>{markup}{PROSE}") < 2


@pytest.mark.parametrize(
    "markup",
    [
        "<table>" + "".join(f"<tr><td><font color={n}>x" for n in range(1_300)) + "</table>",
        "".join(f"<p><font color={n}>x</font></p>" for n in range(4_000)),
        "".join(f"<p><i class=icon-{n}></i>x</p>" for n in range(4_000)),
        "<select>" + "".join(f"<option value={n}>x</option>" for n in range(8_000)) + "</select>",
        "<p>x<b>" * 300,
    ],
    ids=["cells", "colours", "icons", "choices", "one kind"],
)
def test_what_only_looks_endless_is_read(markup: str) -> None:
    assert not isinstance(read_lines(f"<title>Course opened</title>{PROSE}{markup}", None), Rejection)
