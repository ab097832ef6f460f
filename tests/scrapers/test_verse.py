"""Verse in a text file is read line by line, whether the text is a poem or quotes one; menus and wraps are none."""

from __future__ import annotations

import pytest

from scrapers.documents import Known, read_document
from scrapers.identity import identify
from scrapers.process import process
from scrapers.records import Article, Document, Rejection
from scrapers.source import Sources

HARBOUR = """The boats come home before the rain,
their lanterns small and yellow,
and every window on the hill
is answered by its fellow."""
LULLABY = """Em đi qua bến sông xưa
Nghe câu hát cũ như vừa hôm qua
Mẹ ngồi tựa cửa hiên nhà
Đợi con mấy độ sương sa trắng đồng"""
RIVER = "船在雨前回家，\n灯笼小而发黄。\n山上每扇窗户，\n都有一盏灯光。"
UNSTOPPED = "河水在夜里上涨\n带走了渡船\n我们站在堤上\n数着留下的人"
POEMS = [("The Harbour in March", HARBOUR), ("Ru con", LULLABY), ("春江夜", RIVER), ("河水", UNSTOPPED)]


def read(text: str) -> Article | Rejection:
    known = Known(url="https://nowhere.example.org/1")
    document = read_document(text.encode(), location="x", media_type="text/plain", known=known)
    assert isinstance(document, Document)
    return process(document, identify(document, Sources([])))


def read_article(text: str) -> Article:
    made = read(text)
    assert isinstance(made, Article)
    return made


@pytest.mark.parametrize(("title", "poem"), POEMS)
@pytest.mark.parametrize("between", ["\n\n", "\n", "\n\n2020-03-03\n\n"])
def test_a_poem_is_read_line_by_line(title: str, poem: str, between: str) -> None:
    article = read_article(f"{title}{between}{poem}")
    assert (article.title, article.body.split("\n\n")) == (title, poem.split("\n"))


@pytest.mark.parametrize(("title", "poem"), POEMS[1:])
def test_couplets_are_verse(title: str, poem: str) -> None:
    lines = poem.split("\n")
    article = read_article("\n\n".join([title, "\n".join(lines[:2]), "\n".join(lines[2:])]))
    assert (article.title, article.body.split("\n\n")) == (title, lines)


@pytest.mark.parametrize(
    ("title", "above", "poem", "below"),
    [
        (
            "A song of the harbour",
            "Old women of the port still sing this song when the water is high:",
            HARBOUR,
            "It was written down by a teacher in 1911, and the manuscript is kept in the church.",
        ),
        (
            "Bài hát của mẹ",
            "Các bà mẹ trong làng vẫn hát bài này khi ru con ngủ:",
            "\n".join(LULLABY.split("\n")[:2]),
            "Bài hát được một cô giáo chép lại năm 1911, bản chép tay nay còn giữ ở đình làng.",
        ),
        ("Ru con", "", LULLABY, "Bài hát ru này được các bà mẹ trong làng hát từ nhiều đời nay."),
    ],
)
def test_verse_above_or_in_prose_stays(title: str, above: str, poem: str, below: str) -> None:
    parts = list(filter(None, [above, poem, below]))
    article = read_article("\n\n".join([title, "By Elena Marsh", *parts]))
    assert (article.title, article.byline) == (title, "Elena Marsh")
    assert article.body.split("\n\n") == "\n".join(parts).split("\n")


def test_a_refrain_is_no_caption_and_no_summary() -> None:
    verses = "Hold fast, old dyke, tonight,\nHold fast, old dyke, tonight,\nthe river is old and wide,\nthe water high."
    assert read_article(f"Hold the dyke\n\n{verses}").body.split("\n\n") == verses.split("\n")


@pytest.mark.parametrize("text", [
    "Union\n\nAbout the union\nNews and events\nWomen in business\nContact the office",
    "Báo Phụ nữ\n\nTin tức sự kiện\nHoạt động hội\nGương điển hình tiên tiến\nPhụ nữ với pháp luật",
    "首页\n\n新闻中心\n妇联动态\n政策法规\n联系我们的办公室",
    "The union\n\nThe hall on Hung Vuong 1\nThe town of Lang Son\nThe line is 0205 1234567\nThe fax is 0205 1234568",
])  # fmt: skip
def test_a_menu_or_an_address_is_no_poem(text: str) -> None:
    assert isinstance(read(text), Rejection)


def test_wrapped_prose_is_no_stanza() -> None:
    wrapped = (
        "The province of the hills has opened thirty night\nschools in which women learn to read and to\nkeep accounts."
    )
    assert read_article(f"Night schools open\n\n{wrapped}").body == wrapped.replace("\n", " ")


def test_a_date_above_wrapped_prose_makes_no_stanza_of_it() -> None:
    lines = [
        "The union gave prizes to women who own a shop",
        "in the hills, at the fair of women in trade,",
        "for ten new plans of theirs.",
    ]
    below = f"Each of them has been lent five million dong{' and given a boat' * 5} without interest, the union said."
    article = read_article("\n".join(["Two plans win", "", "Posted: 19 October 2018, 22:11", *lines, "", below]))
    assert (article.title, article.body.split("\n\n")) == ("Two plans win", [" ".join(lines), below])
