"""A text of short lines, such as a poem, is read whole, however its lines are set apart; an address is none."""

from __future__ import annotations

import pytest

from scrapers.documents import Known, read_document
from scrapers.extract import main_text
from scrapers.identity import identify
from scrapers.process import process
from scrapers.records import Article, Document, Rejection
from scrapers.source import Sources

ENGLISH = """The river rose in the night
and took the ferry away
we stood upon the dyke
and counted those who stay

The women came with lamps
their sleeves above the knee
and carried bread and blankets
from here down to the sea"""
VIETNAMESE = """Em đi qua bến sông xưa
Nghe câu hát cũ như vừa hôm qua
Mẹ ngồi tựa cửa hiên nhà
Đợi con mấy độ sương sa trắng đồng"""
CHINESE = """河水在夜里上涨
带走了渡船
我们站在堤上
数着留下的人"""
ADDRESS = """Women's Union of the province
Hung Vuong 1
Lang Son
Tel: 0205 1234567
Fax: 0205 1234568"""
MENU = "<ul>" + "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(8)) + "</ul>"
FOOTER = "<div class=end><p>Printed by the women's union of the province, which answers no letters.</p></div>"
SHAPES = [("<div>", "<br>", "</div>"), ("<p>", "<br>\n", "</p>"), ("<p>", "</p><p>", "</p>")]
SHAPES += [("<div><div>", "</div><div>", "</div></div>"), ("<table><tr><td>", "<br>", "</table>")]


def page(text: str, opening: str, between: str, end: str) -> str:
    lines = between.join(filter(None, text.split("\n")))
    return f"<title>River</title><body>{MENU}<div><h1>River</h1>{opening}{lines}{end}</div>{FOOTER}"


@pytest.mark.parametrize("text", [ENGLISH, VIETNAMESE, CHINESE])
@pytest.mark.parametrize(("opening", "between", "end"), SHAPES)
def test_a_poem_is_read_whole(text: str, opening: str, between: str, end: str) -> None:
    lines = [line for line in text.split("\n") if line]
    markup = page(text, opening, between, end)
    assert main_text(markup, "").split("\n\n") == lines
    made = made_of(markup)
    assert isinstance(made, Article)
    assert [line for line in made.body.split("\n") if line] == lines


def test_an_address_is_no_article() -> None:
    made = made_of(page(ADDRESS, "<div>", "<br>", "</div>").replace(FOOTER, ""))
    assert isinstance(made, Rejection)


def made_of(markup: str) -> Article | Rejection:
    known = Known(url="https://nowhere.example.org/1")
    document = read_document(markup.encode(), location="x", media_type="text/html", known=known)
    assert isinstance(document, Document)
    return process(document, identify(document, Sources([])))
