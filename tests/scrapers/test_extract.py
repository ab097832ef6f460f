"""Any page of news gives its own paragraphs and nothing else, in every script, in bounded time."""

from __future__ import annotations

import gzip
import html
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from scrapers.extract import main_text, read_page

PARTS = [
    "The women's union of the province opened a sewing course on Monday, the first since the flood of last spring.",
    "Forty members will learn for three months; half of them lost their shops when the river rose over the dyke.",
    "“We want to stand on our own feet again,” said Lan, who sells rice cakes at the ferry and has two daughters.",
    "A second course, for beekeepers, is to follow in autumn if the district finds the money for hives and teachers.",
]
PROSE = "".join(f"<p>{part}</p>" for part in PARTS)
CHINESE = [
    "市妇联星期一举办了缝纫培训班，这是去年春天洪水之后的第一期培训班，共有四十名学员参加。",
    "学员们将学习三个月，其中一半人的店铺在河水漫过堤坝时被冲毁，培训班将帮助她们重新就业。",
    "“我们想重新站起来。”在渡口卖米糕的阿兰说，她有两个女儿，丈夫在外地打工。",
]
VIETNAMESE = [
    "Hội Liên hiệp Phụ nữ tỉnh khai giảng lớp may vào thứ Hai, lớp đầu tiên kể từ trận lụt mùa xuân năm ngoái.",
    "Bốn mươi hội viên sẽ học trong ba tháng; một nửa trong số họ mất cửa hàng khi nước sông tràn qua đê.",
    "“Chúng tôi muốn tự đứng trên đôi chân của mình”, chị Lan, người bán bánh ở bến đò, chia sẻ.",
]


def lines(markup: str) -> list[str]:
    return main_text(markup, "https://example.org/a").split("\n\n")


def test_furniture_stays_out() -> None:
    cards = "".join(
        f"<li><a href=/{n}>Mayor opens bridge number {n}</a><p>It took four years.</p></li>" for n in range(4)
    )
    markup = f"""<title>Course opened | The Gazette</title><nav><a href=/>Home</a><p>{PARTS[0]} Menu.</p></nav>
        <div class=wrapper><h1>Course opened</h1>
        <div class=share-bar><a href=x>Facebook</a> Share it with friends!</div>
        <p class=byline>By Jane Doe</p>{PROSE}
        <div class=author-bio><p>Jane has written about rivers for years.</p></div>
        <div class=newsletter><p>Every morning the best of the province in your mailbox, free.</p></div>
        <h3>More from us</h3><ul class=list>{cards}</ul>
        <div id=comments><p>What a lovely course this is, I should like to join it too!</p></div></div>
        <footer><p>The Gazette is published by the Gazette Company, all rights reserved.</p></footer>"""
    assert lines(markup) == PARTS


def test_what_belongs_to_an_article_stays_in() -> None:
    markup = f"""<article><h1>T</h1>{PROSE}<h2>What they need</h2><ul><li>Forty machines that still run.</li>
        <li>Thread in the colours of the province.</li></ul>
        <blockquote>Nobody learns alone, as they say here.</blockquote>
        <table><tr><td>Women<td>38<tr><td>Men<td>2</table><p>{PARTS[0]} Again.</p></article>"""
    found = lines(markup)
    for line in ("What they need", "Forty machines that still run.", "Nobody learns alone, as they say here.", "38"):
        assert line in found


@pytest.mark.parametrize("break_", ["<br>", "<br><br>", "</p><p>", "</div><div>"])
def test_paragraphs_however_they_are_set_apart(break_: str) -> None:
    assert lines(f"<table><tr><td><h1>T</h1><div>{break_.join(PARTS)}</div></td></tr></table>") == PARTS


@pytest.mark.parametrize("parts", [PARTS[:1], VIETNAMESE[:1], CHINESE[:2]])
def test_a_short_article_isnt_lost_to_a_longer_notice(parts: list[str]) -> None:
    title = parts[0].split()[0][:12] + " opens in town"
    notice = "This page is best seen with a younger browser, and some things on it may look odd in yours. "
    below = f"<div><h3>About</h3><p>{notice}</p><p>{notice * 2}</p></div>"
    menu = "".join(f"<li><a href=/{n}>Menu number {n}</a></li>" for n in range(40))
    own = f"<div><h1>{title}</h1><p>{'</p><p>'.join(parts)}</p></div>"
    assert lines(f"<title>{title} - G</title><body>{own}<ul>{menu}</ul>{below}") == parts


def test_hidden_and_repeated_text_is_left_out() -> None:
    hidden = "".join(f"<p>{part} Hidden.</p>" for part in PARTS[:2])
    markup = f"""<div><h1>T</h1><p>{PARTS[0]}<span class=visually-hidden>, opens new tab</span></p>{PROSE}
        <div style="display: none">{hidden}</div><div hidden>{hidden}</div></div>"""
    assert lines(markup) == PARTS


def test_captions_stand_apart() -> None:
    figure = "<figure><img><figcaption>The river last spring, seen from the dyke.</figcaption></figure>"
    markup = f"<article>{PROSE}{figure}{PARTS[0]} End.</article>"
    page = read_page(markup, "")
    assert page["captions"] == ["The river last spring, seen from the dyke."]
    assert "seen from" not in str(page["body"])


@pytest.mark.parametrize(("parts", "language"), [(CHINESE, "zh"), (VIETNAMESE, "vi"), (PARTS, "en")])
def test_no_language_needs_to_be_told(parts: list[str], language: str) -> None:
    menu = "".join(f"<li><a href=/{n}>{part[:9]}</a></li>" for n, part in enumerate(parts * 4))
    markup = f"<body><ul>{menu}</ul><div>{''.join(f'<p>{part}</p>' for part in parts)}</div><ul>{menu}</ul>"
    assert lines(markup) == parts
    assert read_page(markup, "")["language"] == language


def test_a_class_on_every_paragraph_says_nothing() -> None:
    assert lines(f"<div><h1>T</h1>{PROSE.replace('<p>', '<p class=sponsored-by-nobody>')}</div>") == PARTS


def test_of_a_thread_the_first_post_is_the_article() -> None:
    posts = "".join(
        f"<tr><td class=t>2005-03-{n:02} 10:00 by guest{n}</td></tr><tr><td class=b>{PARTS[n % 4]} {n}</td></tr>"
        for n in range(1, 7)
    )
    assert lines(f"<table>{posts}</table>") == [f"{PARTS[1]} 1"]


def test_a_body_that_only_metadata_hold() -> None:
    stated = json.dumps({"@type": "NewsArticle", "headline": "T", "articleBody": "\n".join(PARTS)})
    assert lines(f'<script type="application/ld+json">{stated}</script><p>Please enable scripts.</p>') == PARTS


@pytest.mark.parametrize("escape", [str, html.escape])
def test_a_stated_body_keeps_its_paragraphs_and_no_tag(escape: Callable[[str], str]) -> None:
    body = escape("".join(f"<p>{part.replace('Lan', '<em>Lan</em>')}</p>" for part in PARTS))
    stated = json.dumps({"@type": "NewsArticle", "headline": "A <em>course</em> opens", "articleBody": body})
    page = read_page(f'<script type="application/ld+json">{stated}</script><p>Please enable scripts.</p>', "")
    assert (page["title"], page["body"].split("\n\n")) == ("A course opens", PARTS)


@pytest.mark.parametrize(
    "markup", ["", "   ", "no markup", "<html></html>", "<body></body>", "<p></p>", "<nav><a>x</a></nav>"]
)
def test_a_page_without_text_is_empty(markup: str) -> None:
    assert len(main_text(markup, "")) <= len("no markup")


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 50_000 + PROSE,
        "<div></span>" * 20_000 + PROSE,
        "<p>" * 50_000 + PROSE,
        "<td>" * 50_000,
        "<a href=x>" * 20_000 + PROSE,
        "<br>" * 100_000,
        "<!--" * 100_000,
        "<p class=" + "share-" * 100_000 + ">" + PROSE,
        "<p>" + "a " * 2_000_000,
        "<p>" + "." * 2_000_000,
        "<p>" + "12/11/2024 " * 100_000,
        '<meta name=author content="' + "a, " * 200_000 + '">' + PROSE,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + PROSE,
        '<script type="application/ld+json">{"articleBody": "' + "<" * 500_000 + '"}</script>' + PROSE,
        f"<ul>{'<li><a href=x>Somebody opens something</a><p>Text.</p></li>' * 10_000}</ul>",
        "<table><tr><td>" * 15_000 + PROSE,
        "<p " + "a=1 " * 300_000 + ">" + PROSE,
        ("<p " + " ".join(f"a{n}=1" for n in range(3_500)) + ">x") * 300 + PROSE,
        '<script type="application/ld+json">'
        + json.dumps([{"@type": "Offer", "name": "x" * 20}] * 100_000)
        + "</script>",
        PROSE + "x<br>" * 15_000,
        "<div><p><span><a href=x>word " * 12_000,
        "".join(f'<p class="{" ".join(f"c{n}x{k}" for k in range(100))}">t {n}</p>' for n in range(1_500)) + PROSE,
        "<p>" + "&amp;" * 1_000_000 + "</p>" + PROSE,
        "<title>" + "a | " * 500_000 + "</title><h1>a</h1>" + PROSE,
        "".join(f"<h1>Title {n}</h1>" for n in range(7_000)) + PROSE,
    ],
    ids=range(25),
)
def test_hostile_markup_ends_in_bounded_time(markup: str) -> None:
    started = time.process_time()
    main_text(markup, "")
    assert time.process_time() - started < 1
    started = time.process_time()
    read_page(markup, "")
    assert time.process_time() - started < 1


def test_quality_has_a_floor() -> None:
    folder = Path(__file__).parents[2] / "../shared/extraction/dev_set"
    if not (folder / "gold.json").is_file():
        pytest.skip("The labelled pages of ../shared/extraction are not here.")
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    scores = [_f1(gold[name]["articleBody"], _page(folder, name, gold)) for name in sorted(gold)[::6]]
    assert sum(scores) / len(scores) > 0.94


def _page(folder: Path, name: str, gold: dict[str, dict[str, str]]) -> str:
    return main_text(gzip.decompress((folder / f"{name}.html.gz").read_bytes()).decode(), gold[name].get("url") or "")


def _f1(expected: str, found: str) -> float:
    """Of runs of four words, or of four signs where words aren't spaced."""
    wanted, given = (Counter(zip(*(_words(text)[n:] for n in range(4)), strict=False)) for text in (expected, found))
    return 2 * (wanted & given).total() / max(1, wanted.total() + given.total())


def _words(text: str) -> list[str]:
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+", text)
