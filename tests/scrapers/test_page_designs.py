"""Pages as content systems make them: title, day, authors and text of each, by the library and loaded."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest

from scrapers.documents import Known, read_document
from scrapers.extract import main_text, read_page
from scrapers.identity import identify
from scrapers.process import process
from scrapers.records import Article, Document
from scrapers.source import Sources

PARTS = [
    "The women's union of the province opened a sewing course on Monday, the first since the flood of last spring.",
    "Forty members will learn for three months; half of them lost their shops when the river rose over the dyke.",
    "“We want to stand on our own feet again,” said Lan, who sells rice cakes at the ferry and has two daughters.",
]
VIETNAMESE = [
    "Hội Liên hiệp Phụ nữ tỉnh khai giảng lớp may vào thứ Hai, lớp đầu tiên kể từ trận lụt mùa xuân năm ngoái.",
    "Bốn mươi hội viên sẽ học trong ba tháng; một nửa trong số họ mất cửa hàng khi nước sông tràn qua đê.",
    "“Chúng tôi muốn tự đứng trên đôi chân của mình”, chị Lan, người bán bánh ở bến đò, chia sẻ.",
]
CHINESE = [
    "市妇联星期一举办了缝纫培训班，这是去年春天洪水之后的第一期培训班，共有四十名学员参加。",
    "学员们将学习三个月，其中一半人的店铺在河水漫过堤坝时被冲毁，培训班将帮助她们重新就业。",
]
TITLE, TITLE_VI, TITLE_ZH = "A sewing course opens", "Khai giảng lớp may cho hội viên", "市妇联举办缝纫培训班"
LISTED = "".join(f"<li><a href=/{n}>Tin khác về hoạt động của hội, số {n}</a></li>" for n in range(8))


class Design(NamedTuple):
    markup: str
    title: str
    authors: list[str]
    parts: list[str]
    charset: str = "utf-8"


def paragraphs(parts: list[str]) -> str:
    return "".join(f"<p>{part}</p>" for part in parts)


def script(kind: str, value: object) -> str:
    return f"<script {kind}>{json.dumps(value)}</script>"


def amp() -> Design:
    stated = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2025-11-12T08:00:00+07:00"}
    stated["author"] = [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "Ann Roe"}]  # type: ignore[assignment]
    head = f"<title>{TITLE} - The Gazette</title>{script('type=application/ld+json', stated)}"
    unread = (
        "<amp-sidebar><p>Menu one is here for you.</p></amp-sidebar><amp-consent><p>We use cookies.</p></amp-consent>"
    )
    advert = "<amp-ad>Buy this thing now, it is good.</amp-ad>"
    article = (
        f"<article><h1>{TITLE}</h1><p>By Jane Doe</p>{paragraphs(PARTS[:1])}{advert}{paragraphs(PARTS[1:])}</article>"
    )
    return Design(f"<html amp><head>{head}</head><body>{unread}{article}</body>", TITLE, ["Jane Doe", "Ann Roe"], PARTS)


def blogger() -> Design:
    day = "<abbr class=published itemprop=datePublished title='2025-11-12T08:00:00-08:00'>8:00 AM</abbr>"
    foot = f"<div>Posted by <span itemprop=author><span itemprop=name>Jane Doe</span></span> at {day}</div>"
    body = f"<div class='post-body entry-content' itemprop='description articleBody'>{'<br /><br />'.join(PARTS)}</div>"
    post = f"<h3 class='post-title entry-title'>{TITLE}</h3>{body}{foot}"
    comments = (
        "<div id=comments><dl><dt>Ann said...</dt><dd>What a lovely course, I should like to join!</dd></dl></div>"
    )
    outer = f"<h2 class=date-header>Wednesday, November 12, 2025</h2><div class='post hentry'>{post}</div>{comments}"
    return Design(
        f"<title>Women of the Delta: {TITLE}</title><div class=date-outer>{outer}</div>", TITLE, ["Jane Doe"], PARTS
    )


def portal_of_tables() -> Design:
    """Its window names the portal alone; headline, lead and text are cells one below the other."""
    menu = f"<td><table><tr><td class=menu><ul>{LISTED}</ul></td></tr></table></td>"
    picture = "<table><tr><td><img src=x></td></tr><tr><td><i>Học viên tại lễ khai giảng</i></td></tr></table>"
    rows = [
        "<td class=path><a href=/>Trang chủ</a> &gt; <a href=/t>Tin tức</a></td>",
        f"<td class=tieude><b>{TITLE_VI}</b></td>",
        "<td align=right><i>(12/11/2025 08:32 AM)</i></td>",
        f"<td class=sapo><b>{VIETNAMESE[0]}</b></td>",
        f"<td>{paragraphs(VIETNAMESE[1:2])}{picture}{paragraphs(VIETNAMESE[2:])}<p><b>Nguyễn Thị Hoa</b></p></td>",
        f"<td><b>Các tin khác</b><ul>{LISTED}</ul></td>",
    ]
    own = f"<td><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table></td>"
    head = "<title>Cổng thông tin điện tử tỉnh</title>"
    return Design(f"{head}<table><tr>{menu}{own}</tr></table>", TITLE_VI, ["Nguyễn Thị Hoa"], VIETNAMESE)


def web_forms() -> Design:
    """ASP.NET: all of the page in one form, its text in spans that hold paragraphs."""
    state = f"<input type=hidden name=__VIEWSTATE value={'dDwtMTI' * 400}>"
    own = f"""<span id=ctl00_lblTitle class=Title>{TITLE_VI}</span><br/>
        <span id=ctl00_lblDate>Cập nhật: Thứ tư, 12/11/2025 | 08:32</span><br/>
        <span id=ctl00_lblSummary style="font-weight:bold">{VIETNAMESE[0]}</span><br/>
        <span id=ctl00_lblContent>{paragraphs(VIETNAMESE[1:])}<p><strong>Thu Hà</strong></p></span>
        <div><a href="javascript:window.print()">Bản in</a></div><span>Tin liên quan</span><ul>{LISTED}</ul>"""
    foot = "<div id=ctl00_footer>Đơn vị quản lý: Hội LHPN tỉnh. Số lượt truy cập: 12345</div>"
    form = f"<form action=./Detail.aspx?ID=12>{state}<div>{own}</div>{foot}</form>"
    return Design(f"<title>\n\t{TITLE_VI} | Hội LHPN tỉnh\n</title>{form}", TITLE_VI, ["Thu Hà"], VIETNAMESE)


def sharepoint() -> Design:
    text = "<div>&#160;</div>".join(f"<div><span class=ms-rteFontSize-2>{part}</span></div>" for part in PARTS)
    field = f"<div class=ms-rtestate-field style=display:inline><div class=ExternalClassA1B2>{text}</div></div>"
    caption = "<div class=caption><div style=display:none>Image Caption</div><div>Lan at the ferry.</div></div>"
    about = "<div class=article-header><div class=date-line>12/11/2025</div><div class=by-line>Jane Doe</div></div>"
    article = f"<div class=article><h1>{TITLE}</h1>{caption}{about}<div class=article-content>{field}</div></div>"
    hidden = "<div id=s4-ribbonrow>Turn on more accessible mode</div>"
    page = f"<html lang=en-gb><title>\n\t{TITLE}\n</title><form>{hidden}{article}</form>"
    return Design(page, TITLE, ["Jane Doe"], PARTS)


def joomla() -> Design:
    about = """<dd class=createdby itemprop=author>Viết bởi <span itemprop=name>Nguyễn Thị Hoa</span></dd>
        <dd><time datetime="2025-11-12T08:32:10+07:00" itemprop=datePublished>Được đăng: 12 Tháng 11 2025</time></dd>
        <dd class=hits>Lượt xem: 523</dd>"""
    own = (
        f"<h2 itemprop=headline>{TITLE_VI}</h2><dl>{about}</dl><div itemprop=articleBody>{paragraphs(VIETNAMESE)}</div>"
    )
    head = f"<title>{TITLE_VI}</title><meta name=author content='Super User'>"
    page = f"<html lang=vi-vn>{head}<div class=item-page>{own}</div><ul class=latestnews>{LISTED}</ul>"
    return Design(page, TITLE_VI, ["Nguyễn Thị Hoa"], VIETNAMESE)


def drupal() -> Design:
    submitted = (
        "<span property='dc:date dc:created' content='2025-11-12T08:32:00+00:00'>By Jane Doe on 11/12/2025</span>"
    )
    field = f"<div class='field field-name-body'><div class=field-items>{paragraphs(PARTS)}</div></div>"
    tags = "<div class=field-name-field-tags><div class=field-label>Tags:&nbsp;</div><a href=x>course</a></div>"
    node = f"<div class='meta submitted'>{submitted}</div><div class=content>{field}{tags}</div>"
    page = f"<html lang=en><title>{TITLE} | Ministry</title><h1 id=page-title>{TITLE}</h1>{node}"
    return Design(
        f"{page}<ul class=links><li><a href=x>Log in to post comments</a></li></ul>", TITLE, ["Jane Doe"], PARTS
    )


def state_of_markup() -> Design:
    """Next.js, whose text only scripts show."""
    own = {"id": 12, "title": TITLE, "publishedAt": "2025-11-12T08:00:00Z", "author": {"name": "Jane Doe"}}
    others = [{"title": f"Other story {n}", "body": paragraphs(PARTS * 2)} for n in range(3)]
    props = {"pageProps": {"related": others, "article": {**own, "body": paragraphs(PARTS)}}}
    state = script("id=__NEXT_DATA__ type=application/json", {"props": props})
    return Design(f"<title>{TITLE} | The Gazette</title><div id=__next></div>{state}", TITLE, ["Jane Doe"], PARTS)


def state_of_blocks() -> Design:
    content = [{"type": "paragraph", "children": [{"text": part}]} for part in PARTS]
    story = {"headline": TITLE, "published": "2025-11-12", "content": content, "authors": [{"name": "Jane Doe"}]}
    state = script("id=__NEXT_DATA__ type=application/json", {"props": {"story": story}})
    page = f"<title>{TITLE} | The Gazette</title><div id=__next><h1>{TITLE}</h1></div>{state}"
    return Design(page, TITLE, ["Jane Doe"], PARTS)


def old_markup() -> Design:
    """Paragraphs that are never closed, and lines about the article that look like them."""
    own = f"<CENTER><H1>{TITLE}</H1></CENTER><P>By Jane Doe<P>November 12, 2025<P>{'<P>'.join(PARTS)}"
    page = f"<HTML><TITLE>{TITLE}</TITLE><BODY>{own}<HR><A HREF=index.htm>Home</A></BODY></HTML>"
    return Design(page, TITLE, ["Jane Doe"], PARTS)


def builder() -> Design:
    """WordPress with a page builder: each paragraph in a widget of its own."""
    about = "<ul><li itemprop=datePublished><a href=/2025><span>November 12, 2025</span></a></li></ul>"
    by = "<ul><li itemprop=author>Jane Doe</li></ul>"
    texts = (
        f"<div class='elementor-widget elementor-widget-text-editor'><div><p>{part}</p></div></div>" for part in PARTS
    )
    heading = f"<div class=elementor-widget><h2 class=elementor-heading-title>{TITLE}</h2></div>"
    page = f"<title>{TITLE} - Union</title><section>{heading}{about}{by}{''.join(texts)}</section>"
    return Design(page, TITLE, ["Jane Doe"], PARTS)


def national_characters() -> Design:
    """GB 2312 that no header and no element names."""
    rows = [
        "<td><a href=/>首页</a> | <a href=/1>动态</a></td>",
        f"<td align=center><font size=5><b>{TITLE_ZH}</b></font></td>",
        "<td align=center>2025年11月12日 08:32　来源：某某日报　作者：王小明</td>",
        f"<td><font size=3>{'<br>'.join(f'　　{part}' for part in CHINESE)}</font></td>",
        "<td align=right>（责任编辑：李红）</td>",
        "<td>版权所有 某某市妇女联合会</td>",
    ]
    page = f"<title>{TITLE_ZH}_某某市妇女网</title><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    return Design(page, TITLE_ZH, ["王小明"], CHINESE, "gb2312")


DESIGNS = [
    amp, blogger, portal_of_tables, web_forms, sharepoint, joomla, drupal, state_of_markup, state_of_blocks,
    old_markup, builder, national_characters,
]  # fmt: skip


@pytest.mark.parametrize("design", [make() for make in DESIGNS], ids=[make.__name__ for make in DESIGNS])
def test_an_article_is_read_whatever_made_its_page(design: Design) -> None:
    document = read_document(
        design.markup.encode(design.charset),
        location="x",
        media_type="text/html",
        known=Known(url="https://a.example/1"),
    )
    assert isinstance(document, Document)
    page = read_page(document.text, "https://a.example/1")
    told = page["title"], page["date"], page["authors"], str(page["body"]).split("\n\n")
    assert told == (design.title, "2025-11-12", design.authors, design.parts)
    assert main_text(document.text, "") == page["body"]
    made = process(document, identify(document, Sources([])))
    assert isinstance(made, Article)
    assert (made.title, str(made.published_on)) == (design.title, "2025-11-12")
    assert (list(made.authors), made.body.split("\n\n")) == (design.authors, design.parts)
