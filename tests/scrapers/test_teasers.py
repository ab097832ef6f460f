"""A front page or a section's page is no article; an article is one, however short and whatever stands around it."""

from __future__ import annotations

import pytest

from scrapers.documents import Known, read_document
from scrapers.identity import identify
from scrapers.process import process
from scrapers.records import Article, Document, Rejection
from scrapers.source import Sources

Story = tuple[str, str]
ENGLISH = [
    (
        "A sewing course opens in the province",
        "The union opened a sewing course on Monday, the first since the flood […]",
    ),
    (
        "Forty members learn to keep bees",
        "Members in four districts learn to keep bees, now that there is money for hives.",
    ),
    (
        "A shelter opens in the old school",
        "A shelter with twenty beds opened on Friday in the old school by the river.",
    ),
    (
        "The council debates equal pay",
        "The council debated for four hours whether all teachers should be paid alike […]",
    ),
]
VIETNAMESE = [
    (
        "Khai mạc hội nghị tổng kết công tác phụ nữ",
        "Sáng 12/11, Hội Liên hiệp Phụ nữ tỉnh tổ chức hội nghị tổng kết...",
    ),
    ("Trao quà cho hội viên khó khăn", "Đoàn công tác của Hội đã đến thăm và tặng 50 suất quà cho hội viên của xã."),
    ("Phát động Tháng hành động vì bình đẳng giới", "Tỉnh tổ chức lễ phát động Tháng hành động vì bình đẳng giới..."),
    ("Tập huấn kỹ năng chuyển đổi số", "Hội Liên hiệp Phụ nữ tỉnh tập huấn kỹ năng chuyển đổi số cho cán bộ cơ sở."),
]
CHINESE = [
    ("市妇联举办缝纫培训班", "市妇联星期一举办了缝纫培训班，这是去年春天洪水之后的第一期培训班……"),
    ("区妇联开展反家暴宣传活动", "活动现场，志愿者向过往群众发放宣传手册三百余份，解答咨询五十余人次。"),
    ("女企业家协会换届选举大会召开", "女企业家协会换届选举大会在市会议中心召开，一百二十名代表参加了会议。"),
    ("妇女发展规划终期评估完成", "妇女儿童发展规划终期评估工作全面完成，评估组听取了各部门的汇报……"),
]
FOOTER = "<div class=foot><p>Run by the women's union, which answers no letters about what it prints here.</p></div>"


def made_of(markup: str) -> Article | Rejection:
    known = Known(url="https://nowhere.example.org/1")
    document = read_document(markup.encode(), location="x", media_type="text/html", known=known)
    assert isinstance(document, Document)
    return process(document, identify(document, Sources([])))


def portal(stories: list[Story]) -> str:
    boxes = (f"<div class=news><h3><a href=/{t}>{t}</a></h3><p class=sapo>{text}</p></div>" for t, text in stories * 2)
    return f"<title>Women's Union</title><h1>News</h1>{''.join(boxes)}{FOOTER}"


def category(stories: list[Story]) -> str:
    about = "<div><time datetime=2025-11-02>November 2, 2025</time> <span>by <a href=/jane>Jane Doe</a></span></div>"
    more = "<p><a href=/more>Continue reading</a></p>"
    articles = (
        f"<article class=hentry><h2><a href=/{t}>{t}</a></h2>{about}<p>{text}</p>{more}</article>"
        for t, text in stories
    )
    return f"<title>News Archives - Union</title><main><h1>Category: News</h1>{''.join(articles)}</main>{FOOTER}"


def whole_posts(stories: list[Story]) -> str:
    articles = (
        f"<article><h2><a href=/{t}>{t}</a></h2><p>{text}</p><p>{t}: {text}</p><p>{text} {t}.</p></article>"
        for t, text in stories
    )
    return f"<title>Women's Union</title><main>{''.join(articles)}</main>{FOOTER}"


def channel(stories: list[Story]) -> str:
    day = "<tr><td>2025-11-02</td></tr>"
    rows = (
        f"<tr><td><a href=/{t}>{t}</a></td></tr><tr><td>{text} <a href=/{t}>[+]</a></td></tr>{day}"
        for t, text in stories
    )
    return f"<title>News - Union</title><table>{''.join(rows)}</table>{FOOTER}"


def links(stories: list[Story]) -> str:
    listed = (f"<li><a href=/{t}{n}>{t}</a> <i>2025-11-02</i></li>" for n in range(4) for t, _ in stories)
    return f"<title>Union</title><ul>{''.join(listed)}</ul><div><a href=/2>Next</a></div>{FOOTER}"


def links_with_one_story(stories: list[Story]) -> str:
    title, text = stories[0]
    story = f"<div><a href=/0><b>{title}</b></a><br><span>{text}</span></div>"
    return f"<title>Union</title><table><tr><td>Menu</td><td>{story}{links(stories[1:] * 2)}</td></tr></table>"


@pytest.mark.parametrize("stories", [ENGLISH, VIETNAMESE, CHINESE])
@pytest.mark.parametrize("page", [portal, category, whole_posts, channel, links, links_with_one_story])
def test_a_page_that_leads_to_articles_is_none(page: object, stories: list[Story]) -> None:
    assert callable(page)
    made = made_of(page(stories))
    assert isinstance(made, Rejection)
    assert (made.reason, made.detail) == (
        "no_body",
        "It leads to other pages and has no text of its own, as front pages do.",
    )


@pytest.mark.parametrize("stories", [ENGLISH, VIETNAMESE, CHINESE])
@pytest.mark.parametrize("n", [1, 2, 4])
@pytest.mark.parametrize("window", ["{} - Union", "Union"])
def test_an_article_of_a_few_lines_among_teasers_is_one(stories: list[Story], n: int, window: str) -> None:
    title, text = stories[0]
    own = "".join(f"<p>{text} {number}.</p>" for number in range(n))
    teasers = portal(stories[1:]).replace("h1>", "h2>")
    made = made_of(f"<title>{window.format(title)}</title><div><h1>{title}</h1>{own}</div>{teasers}")
    assert isinstance(made, Article)
    assert text in made.body
    assert stories[1][1] not in made.body


@pytest.mark.parametrize("stories", [ENGLISH, VIETNAMESE, CHINESE])
def test_a_headline_that_leads_to_itself_makes_no_teaser(stories: list[Story]) -> None:
    title, text = stories[0]
    own = f"<div><h2><a href=/self>{title}</a></h2><p>{text}</p><p>{text} 1.</p></div>"
    assert isinstance(made_of(f"<title>{title} - Union</title>{own}{portal(stories[1:])}"), Article)


def test_an_article_with_links_between_its_paragraphs_is_one() -> None:
    parts = "".join(
        f"<p>{text}</p><p>{text} So they said.</p><p><a href=/{title}>{title}</a></p>" for title, text in ENGLISH
    )
    assert isinstance(made_of(f"<title>A week of news</title><h1>A week of news</h1><div>{parts}</div>"), Article)


def test_a_digest_that_says_it_is_an_article_is_one() -> None:
    stated = '<meta property="og:type" content="article">'
    assert isinstance(made_of(stated + portal(ENGLISH)), Article)


def test_a_table_of_linked_papers_belongs_to_its_article() -> None:
    rows = "".join(f"<tr><td><a href=/{t}>{t}</a></td><td>{text}</td></tr>" for t, text in VIETNAMESE * 2)
    own = f"<h1>Văn bản mới</h1><p>{VIETNAMESE[0][1]}</p>"
    assert isinstance(made_of(f"<title>Văn bản mới</title><div>{own}<table>{rows}</table></div>"), Article)
