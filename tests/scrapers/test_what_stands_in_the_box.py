"""Lines that share the article's box without being its text stay out of it: signatures, offers, the next article."""

from __future__ import annotations

import pytest

from scrapers.extract import main_text
from scrapers.html import HtmlRead, read_lines

PARTS = [
    "The weavers of the upper valley met on Sunday to choose who will speak for them in the town of the district.",
    "Thirty looms stood in the hall, most of them older than the women who have worked on them since the war.",
    "“Cloth is patient,” said Mai, who keeps the accounts of the village and teaches her neighbours to keep their own.",
]
OTHER = [
    "The ferry over the lower river stops for a month, because its motor was made in a country that is gone.",
    "Until it runs again, the pupils of the far bank are taught by the two teachers who happen to live there.",
]
TITLE = "<title>Weavers meet | The Gazette</title>"
HEADLINE = "<h1>Weavers meet</h1>"


def paragraphs(parts: list[str]) -> str:
    return "".join(f"<p>{part}</p>" for part in parts)


def lines(inner: str) -> list[str]:
    return main_text(TITLE + inner, "").split("\n\n")


@pytest.mark.parametrize(
    "line",
    [
        "<p>(Source: The Gazette/Edited by Mai Tran)</p>",
        "<p>Bài và ảnh: Minh Hằng - Quốc Bảo</p>",
        "<p style='text-align: right'>Nguyễn Thu Hà</p>",
        "<p>A version of this article appears in print on May 12, 2024, Section A, Page 4 of the valley's edition.</p>",
    ],
)
def test_how_an_article_is_signed_is_no_text(line: str) -> None:
    assert lines(f"<div>{HEADLINE}{paragraphs(PARTS)}{line}</div>") == PARTS


def test_bylines_below_a_lead_are_no_text() -> None:
    lead = "Thirty looms, one voice: how the women of the upper valley came to choose it."
    note = "<p>Mai Tran reported from the valley.</p><time>May 12, 2024</time>"
    about = f"<p>By <b>Mai Tran</b> and <b>John Roe</b></p>{note}"
    markup = f"<article><header>{HEADLINE}<p id=summary>{lead}</p><div>{about}</div></header>"
    assert lines(f"{markup}<section class=text>{paragraphs(PARTS)}</section></article>") == [lead, *PARTS]


def test_a_line_of_labels_is_no_text() -> None:
    parts = ["周日，上游山谷的织女们聚在一起，推选在县城里替她们说话的人，来自六个村的代表参加了会议。"] * 2
    parts[1] = parts[1].replace("周日", "周一")
    about = "<p>发布时间：2024年5月12日 10:22 来源：山谷日报 作者：李娜 【字体：大 中 小】</p>"
    assert lines(f"<div>{HEADLINE}{about}{paragraphs(parts)}</div>") == parts


def test_the_clocks_of_a_diary_are_no_text() -> None:
    posts = "".join(
        f"<article class=post><time>{n}:15</time><p>{part}</p></article>" for n, part in enumerate(PARTS, 7)
    )
    assert lines(f"<main>{HEADLINE}<div>{posts}</div></main>") == PARTS


@pytest.mark.parametrize("tag", ["article", "article class=post-{}", "div class=story"])
def test_the_article_that_is_loaded_below_is_another(tag: str) -> None:
    own = f"<{tag.format(1)}><header>{HEADLINE}</header>{paragraphs(PARTS)}</{tag.split()[0]}>"
    other = f"<{tag.format(2)}><header><h1>Ferry stops</h1></header>{paragraphs(OTHER)}</{tag.split()[0]}>"
    assert lines(f"<div>{own}{other}</div>") == PARTS
    read = read_lines(f"{TITLE}<div>{own}{other}</div>", None)
    assert isinstance(read, HtmlRead)
    assert [line.text for line in read.removed if line.rule == "shape:another"] == ["Ferry stops", *OTHER]


def test_headings_of_the_first_order_in_one_text_are_no_other_article() -> None:
    inner = f"{HEADLINE}{paragraphs(PARTS[:2])}<h1>What they say</h1>{paragraphs(PARTS[2:])}"
    assert lines(f"<article>{inner}</article>") == [*PARTS[:2], "What they say", PARTS[2]]


def test_where_a_thing_is_stands_within_the_text_who_wrote_it_does_not() -> None:
    where, who = "<address>12 Tran Phu, Da Lat</address>", "<address>By Mai Tran, May 12, 2024</address>"
    found = lines(f"<div>{HEADLINE}{who}{paragraphs(PARTS[:2])}{where}{paragraphs(PARTS[2:])}{where}</div>")
    assert found == [*PARTS[:2], "12 Tran Phu, Da Lat", PARTS[2]]


def test_an_offer_is_no_text() -> None:
    offer = "<h2>Read on</h2><p>Try all of the valley's news for a month, for the price of a spool of thread.</p>"
    assert lines(f"<article>{HEADLINE}<p>{PARTS[0]}</p><div class=paywall-offer>{offer}</div></article>") == PARTS[:1]
    assert lines(f"<article>{HEADLINE}<div class=paywall>{paragraphs(PARTS)}</div></article>") == PARTS


def test_advertisements_of_amp_are_no_text() -> None:
    ad = "<amp-ad><p>Buy the fastest loom of the whole world, today only and nowhere else.</p></amp-ad>"
    assert lines(f"<article>{HEADLINE}{paragraphs(PARTS[:2])}{ad}{paragraphs(PARTS[2:])}</article>") == PARTS
