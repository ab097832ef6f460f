"""What a page says of its article: the headline without the site, names of people, days that can be."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.extract import extract, read_page
from scrapers.extraction.people import split_names
from scrapers.extraction.webdays import find_day, in_order, read_moment

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
        ("二〇二四年十十月三日", None, None),
    ],
)
def test_a_day_is_read_or_not_but_never_guessed(raw: str, order: Any, day: date | None) -> None:
    named = find_day(raw)
    assert (in_order(named.days, order) if named else None) == day


def test_a_moment_falls_on_the_day_of_the_zone() -> None:
    hanoi = ZoneInfo("Asia/Ho_Chi_Minh")
    assert read_moment("2024-11-12T22:30:00Z", hanoi) == date(2024, 11, 13)
    assert (read_moment("1731449400", hanoi), read_moment("1731449400", None)) == (
        date(2024, 11, 13),
        date(2024, 11, 12),
    )
    assert (read_moment("2024-11-12T22:30:00", hanoi), read_moment("12 November", hanoi)) == (None, None)


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
        ("By Jane Doe, John Roe, and Mary Major", ["Jane Doe", "John Roe", "Mary Major"]),
        ("By Jane Doe, Senior Correspondent, and John Roe, Health Editor", ["Jane Doe", "John Roe"]),
        ("By Jane Doe November 15, 2024", ["Jane Doe"]),
        ("Submitted by Jane Doe on Fri", ["Jane Doe"]),
        ("By Jean-Luc d’Arc", ["Jean-Luc d’Arc"]),
        ("By The Editorial Board", []),
        ("By Jane Doe and wire services", ["Jane Doe"]),
        ("Story by Jane Doe / Photos by John Roe", ["Jane Doe"]),
        ("文/王小明", ["王小明"]),
        ("记者 王敏 实习生 李娜", ["王敏", "李娜"]),
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


CLOCKS = ("Sunday, 22 September 2024", "Chủ nhật, 22/09/2024", "2024年9月22日 星期日", "22/09/2024 10:30:12")
MENU = "<ul><li><a href=/a>Home</a></li><li><a href=/b>News</a></li></ul>"


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("menu", ["", MENU])
def test_a_clock_above_the_headline_is_no_date(clock: str, menu: str) -> None:
    top = f"<title>Course opened</title><div class=top>{clock}</div>{menu}<h1>Course opened</h1>"
    assert page(above=top)["date"] is None
    assert page(above=f"{top}<p>15/11/2023</p>")["date"] == "2023-11-15"
    moment = f"<header><time datetime=2024-09-22T10:00>{clock}</time></header><h1>Course opened</h1><p>12 May 2023</p>"
    assert page(above=moment)["date"] == "2023-05-12"


def test_a_date_above_the_headline_counts_in_the_articles_own_head() -> None:
    head = "<title>Course opened</title>"
    kicker = "<header><p>12 May 2023</p><h1>Course opened</h1></header>"
    assert page(head, above=kicker)["date"] == "2023-05-12"
    labelled = "<p>Von Jana Roth publiziert am 12. Mai 2023</p><h1>Course opened</h1>"
    assert page(head, above=labelled)["date"] == "2023-05-12"


@pytest.mark.parametrize(
    "below",
    [
        "<div><div><a href=1>Flood warnings for the week</a></div><div>15/10/2023</div></div>",
        "<div class=side><div>15 October 2023</div><a href=1>Other news of the month</a></div>",
        "<article class=card><h3><a href=1>Other</a></h3><time datetime=2023-01-05>5 January 2023</time></article>",
        "<figure><img><figcaption>The hall, 24 April 2023</figcaption></figure>",
        "<p>The hall in spring before the flood, 24 April 2023</p>",
        "".join(
            f"<div><h2><a href={n}>Headline of the week {n}</a></h2><span>{n}/11/2023</span></div>"
            for n in (13, 14, 15)
        ),
    ],
)
def test_the_dates_of_others_are_not_the_articles(below: str) -> None:
    assert page(above="<main><h1>Course opened</h1>", below=f"{below}</main>")["date"] is None


def test_what_lies_ahead_is_no_date() -> None:
    ahead = '<meta property="article:published_time" content="2098-01-01T00:00:00Z">'
    assert page(ahead)["date"] is None
    assert page(ahead, above="<p>12 May 2023</p>")["date"] == "2023-05-12"


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("Published: 15 November 2023 | Updated: 17 November 2023", "2023-11-15", "2023-11-17"),
        ("Updated: 17 November 2023 | Published: 15 November 2023", "2023-11-15", "2023-11-17"),
        ("发布时间：2023-11-15 更新时间：2023-11-17", "2023-11-15", "2023-11-17"),
        ("Last update 15/11/2023 | 08:30", "2023-11-15", "2023-11-15"),
        ("Cập nhật lúc 14:20, Thứ Tư, 15/11/2023", "2023-11-15", "2023-11-15"),
        ("来源：今日报 2023-11-15", "2023-11-15", None),
        ("二〇二三年十一月十五日", "2023-11-15", None),
        ("Friday, 15 November 2023", None, None),
    ],
)
def test_what_a_line_calls_its_date_counts(line: str, published: str | None, updated: str | None) -> None:
    found = page(above=f"<h1>Course opened</h1><p>{line}</p>")
    assert (found["date"], found["updated"]) == (published, updated)


@pytest.mark.parametrize(
    ("lang", "line", "day"),
    [
        ("en-US", "11-05-2023", "2023-11-05"),
        ("en-US", "11-15-2023", "2023-11-15"),
        ("en", "11-05-2023", None),
        ("de", "05.11.23", "2023-11-05"),
        ("en", "05.11.23", None),
        ("en", "Sunday, 11/05/2023", "2023-11-05"),
    ],
)
def test_day_and_month_are_told_apart_or_not_read(lang: str, line: str, day: str | None) -> None:
    assert page(f"<html lang={lang}>", f"<h1>Course opened</h1><p>{line}</p>")["date"] == day


def test_other_dates_and_the_texts_own_language_tell_the_order() -> None:
    line = "<h1>Course opened</h1><p>05/11/2023</p>"
    others = "<ul><li>A fair of the spring <b>25/10/2023</b></li></ul>"
    assert page("<html lang=en>", line, others)["date"] == "2023-11-05"
    assert page("<html lang=en>", line, others.replace("25/10", "10/25"))["date"] == "2023-05-11"
    vietnamese = "<p>Sáng nay, Hội phụ nữ của tỉnh đã khai giảng lớp dạy nghề cho một trăm phụ nữ nông thôn.</p>"
    markup = f'<html lang="en-US"><h1>Lớp dạy nghề</h1><p>05/11/2023</p><div>{vietnamese}{vietnamese * 2}</div>'
    assert read_page(markup, "")["date"] == "2023-11-05"


def test_a_moment_falls_on_the_day_of_the_texts_country() -> None:
    vietnamese = "<p>Sáng nay, Hội phụ nữ của tỉnh đã khai giảng lớp dạy nghề cho một trăm phụ nữ nông thôn.</p>"
    head = '<html lang=vi><meta property="article:published_time" content="2023-11-14T17:30:00Z">'
    assert read_page(f"{head}<h1>Lớp dạy nghề</h1><div>{vietnamese}</div>", "")["date"] == "2023-11-15"
    assert page(head.replace("=vi", "=en"))["date"] == "2023-11-14"


@pytest.mark.parametrize("place", ["Da Nang", "Da Lat City", "Di Linh Growers Unite", "Da Nang, Viet Nam"])
def test_places_are_no_authors(place: str) -> None:
    assert page(above=f"<h1>{place}</h1>")["authors"] == []
    assert page(above=f"<h1>Course opened</h1><div>{place}</div>")["authors"] == []
    assert page("<html lang=it>", above="<h1>Corso</h1><p>Di Marco Rossi</p>")["authors"] == ["Marco Rossi"]


VIETNAMESE = "<p>Sáng nay, Hội phụ nữ của tỉnh đã khai giảng lớp dạy nghề cho một trăm phụ nữ nông thôn.</p>" * 3
CHINESE = "<p>省妇联昨天举办农村妇女创业技能培训班，来自全区的一百二十名学员参加了开班仪式，并听取了首场讲座。</p>" * 3


@pytest.mark.parametrize(
    ("text", "above", "below", "names"),
    [
        (VIETNAMESE, "", "Tác giả: Nguyễn Thu Hà", ["Nguyễn Thu Hà"]),
        (VIETNAMESE, "", "Bài, ảnh: Minh Hằng - Quốc Bảo", ["Minh Hằng", "Quốc Bảo"]),
        (VIETNAMESE, "", "<b>Thu Hà</b>", ["Thu Hà"]),
        (CHINESE, "2024/11/15 09:12 | 本报记者 王敏 李娜", "", ["王敏", "李娜"]),
        (CHINESE, "发布时间：2024年11月15日 来源：某日报 作者：王敏", "", ["王敏"]),
        (CHINESE, "", "（记者 王敏）", ["王敏"]),
        (CHINESE, "", "编辑：王敏", []),
        (CHINESE, "某某网广西频道 记者 王敏 李娜", "", ["王敏", "李娜"]),
        (CHINESE, "本报记者王敏发自南宁", "", ["王敏"]),
        (CHINESE, "", "某某报记者 王敏 广西南宁报道", ["王敏"]),
        (CHINESE, "", f"{CHINESE[3:-4].split('<')[0]}（某某日报记者 王敏 李娜）", ["王敏", "李娜"]),
        (CHINESE, "记者手记", "记者从省妇联获悉，第二期培训班将于明年春天开班，报名工作已经开始。", []),
        (TEXT, "Submitted by Jane Doe on Fri, 15/11/2024 - 08:30", "", ["Jane Doe"]),
        (TEXT, "15 November 2024, With Video", "", []),
    ],
)
def test_lines_by_the_text_name_its_authors(text: str, above: str, below: str, names: list[str]) -> None:
    markup = f"<div><h1>Lớp dạy nghề</h1><p>{above}</p>{text}<p>{below}</p></div>"
    assert read_page(markup, "")["authors"] == names


@pytest.mark.parametrize(
    ("window", "title"),
    [
        ("Course opened - Highland Herald", "Course opened"),
        ("Course opened • HH", "Course opened"),
        ("Course opened > News > HH", "Course opened"),
        ("Course opened in the province | Society | HH", "Course opened in the province"),
        ("Course opened - Some Portal International", "Course opened"),
        ("Khai giảng lớp học - Báo Cao Nguyên điện tử", "Khai giảng lớp học"),
        ("培训班在南宁开班-某某妇女网", "培训班在南宁开班"),
        ("培训班在南宁开班--时政--某某网", "培训班在南宁开班"),
        ("全区农村妇女培训班在南宁开班_妇联要闻_某某妇女网", "全区农村妇女培训班在南宁开班"),
        ("全区农村妇女培训班在南宁开班_国内--某某网", "全区农村妇女培训班在南宁开班"),
        ("全区农村妇女培训班在南宁开班--全国妇联", "全区农村妇女培训班在南宁开班"),
        ("Highland Herald » Course opened in the province", "Course opened in the province"),
        ("Spider-Man – the women behind the hero - Highland Herald", "Spider-Man – the women behind the hero"),
        ("Part 1 | The course opened on Monday - 2024", "Part 1 | The course opened on Monday - 2024"),
        ("Flood: what we know", "Flood: what we know"),
        ("COVID-19", "COVID-19"),
    ],
)
def test_a_windows_title_is_read_without_the_site(window: str, title: str) -> None:
    assert page(f"<title>{window}</title>")["title"] == title


def test_a_line_above_the_text_tells_what_of_the_windows_title_is_the_headline() -> None:
    line = "<div>Course opened in the province</div>"
    assert page("<title>HH | Course opened in the province</title>", line)["title"] == "Course opened in the province"


def test_a_dash_stays_in_a_headline_that_is_printed_with_it() -> None:
    line = "<div>Women, peace and security - a report</div>"
    assert page("<title>Women, peace and security - a report</title>", line)["title"] == line[5:-6]
    board = "<div>Course opened - Highland Herald</div>"
    assert page("<title>Course opened - Highland Herald</title>", board)["title"] == "Course opened"


def test_what_two_titles_end_with_is_the_headline_below_two_kickers() -> None:
    told = "The dam: “We saw it coming”"
    head = f"<title>{told} - HH</title><meta property=og:title content='{told}'>"
    printed = "<h1><span>A flood in spring</span> - <span>“We saw it coming”</span></h1>"
    assert page(head, printed)["title"] == "“We saw it coming”"
    assert page(head, "<h1>A flood in spring</h1>")["title"] == "The dam: “We saw it coming”"


def test_of_several_articles_the_one_that_the_page_prints_is_stated() -> None:
    teaser = {"@type": "NewsArticle", "headline": "Other story", "datePublished": "2020-01-01", "author": "Bob Other"}
    own = {"@type": "NewsArticle", "headline": "Course opened", "datePublished": "2023-11-15", "author": "Jane Doe"}
    script = f'<script type="application/ld+json">{json.dumps([teaser, own])}</script>'
    found = page(f"<title>Course opened | HH</title>{script}", "<h1>Course opened</h1>")
    assert (found["title"], found["date"], found["authors"]) == ("Course opened", "2023-11-15", ["Jane Doe"])


@pytest.mark.parametrize(
    "line",
    [
        "When: 30 November 2023",
        "15 - 17 November 2023",
        "15/11/2023 - 17/11/2023",
        "上市时间：2023年11月14日",
        "Hạn nộp: 15/11/2023",
    ],
)
def test_the_day_of_an_event_on_a_line_of_its_own_is_no_date(line: str) -> None:
    assert page(above=f"<h1>Course opened</h1><p>{line}</p>")["date"] is None


@pytest.mark.parametrize(
    "line", ["08:30 - 15/11/2023", "Thứ 4 - 15/11/2023", "Date: 15 November 2023", "时间：2023-11-15 来源：某日报"]
)
def test_a_date_beside_a_time_or_a_label_is_one(line: str) -> None:
    assert page(above=f"<h1>Course opened</h1><p>{line}</p>")["date"] == "2023-11-15"


def test_a_date_that_closes_the_text_is_the_articles_and_a_footers_is_not() -> None:
    assert page(below="<p>15 November 2023</p>")["date"] == "2023-11-15"
    assert page(below="<div>Ngày đăng: 15/11/2023</div>")["date"] == "2023-11-15"
    footer = f"<div>{TEXT}</div><div class=foot><p>Page last updated: 15 November 2023</p></div>"
    assert read_page(f"<h1>Course opened</h1>{footer}", "")["date"] is None


def test_the_section_is_read_from_what_states_or_prints_it() -> None:
    head = "<title>Course opened</title>"
    assert page(f"{head}<meta itemprop=articleSection content=Society>")["section"] == "Society"
    assert page(head, "<div>Home › Society › Course opened</div><h1>Course opened</h1>")["section"] == "Society"
    steps = [{"position": n, "item": {"name": name}} for n, name in enumerate(("Home", "Society", "Course opened"))]
    crumbs = json.dumps({"@type": "BreadcrumbList", "itemListElement": steps})
    assert page(f'{head}<script type="application/ld+json">{crumbs}</script>')["section"] == "Society"
    assert page(head)["section"] is None


def test_the_lead_is_the_articles_and_no_slogan() -> None:
    slogan = "<meta name=description content='Highland Herald: weather, prices, culture, sports, classified adverts'>"
    more = f"<div>{TEXT}{TEXT.replace('sewing', 'cooking')}</div>"
    assert read_page(f"{slogan}<body>{more}", "")["lead"] is None
    printed = "<p class=lead>A course for those who lost their shops when the river rose, in one sentence.</p>"
    assert str(read_page(f"{slogan}<body><div>{printed}{more}</div>", "")["lead"]).startswith("A course for those")
    own = "<meta name=description content='The union opened a sewing course on Monday.'>"
    assert read_page(f"{own}<body>{more}", "")["lead"] == "The union opened a sewing course on Monday."


@pytest.mark.parametrize("given", [b"<p>bytes</p>", None])
def test_what_is_no_text_is_refused_in_words(given: Any) -> None:
    with pytest.raises(TypeError, match="decoded page"):
        read_page(given, "")


PARTS = (
    "<p>The choir of Marlow Street sang in eight towns last week, which it tells here in short for its friends.</p>"
    "{first}<p>In the town hall of Eastgate two hundred people heard the choir and asked for three songs more.</p>"
    "{second}<p>At the harbour inn the wind was louder than the basses, and nobody went home before midnight.</p>"
)


@pytest.mark.parametrize(
    ("above", "first", "second", "day"),
    [
        ("", "<p>March 1, 2018</p>", "<p>March 9, 2018</p>", None),
        ("<p>12 March 2018</p>", "<p>March 1, 2018</p>", "<p>March 9, 2018</p>", "2018-03-12"),
        ("", "", "<p>March 9, 2018</p>", None),
        ("", "<p>March 9, 2018</p>", "", "2018-03-09"),
    ],
    ids=["chronicle", "chronicle with its own date", "behind two paragraphs", "behind a summary"],
)
def test_a_date_that_heads_a_part_of_the_text_dates_nothing(
    above: str, first: str, second: str, day: str | None
) -> None:
    text = PARTS.format(first=first, second=second)
    found = read_page(f"<title>Diary of a choir</title><body><h1>Diary of a choir</h1>{above}{text}", "")
    assert found["date"] == day
