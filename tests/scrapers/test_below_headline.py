"""The first line of a text stays its title, whatever short lines stand below: a sentence, a list, a label."""

from __future__ import annotations

import pytest

from scrapers.documents import Known, read_document
from scrapers.identity import identify
from scrapers.process import process
from scrapers.records import Article, Document
from scrapers.source import load_sources

SOURCES = load_sources()
REST = {
    "en": "The market stands on a levee and is open from four in the morning.\n\n"
    "Each stall-holder has been lent five million dong without interest, the union said.",
    "vi": "Chợ nằm trên con đê của huyện và mở cửa từ bốn giờ sáng mỗi ngày trong tuần.\n\n"
    "Mỗi tiểu thương được vay năm triệu đồng không lãi, theo Hội Phụ nữ tỉnh cho biết.",
    "zh": "集市位于县城的堤坝上，每天凌晨四点开门，卖鱼和围巾。\n\n妇联说，每个摊主都借到了五百万盾，不要利息。",
}


def read(text: str, url: str = "https://nowhere.example.org/1") -> Article:
    document = read_document(text.encode(), location="x", media_type="text/plain", known=Known(url=url))
    assert isinstance(document, Document)
    made = process(document, identify(document, SOURCES))
    assert isinstance(made, Article)
    return made


def body(article: Article) -> list[str]:
    return article.body.split("\n\n")


@pytest.mark.parametrize("date", ["", "3 March 2020\n\n"])
@pytest.mark.parametrize(
    ("language", "title", "sentence"),
    [
        ("en", "Market opens", "The city opened a market."),
        ("en", "Market opens in river port", "“We waited for years.”"),
        ("en", "Market opens in river port", "It is four in the morning. The boats are in."),
        ("vi", "Khai trương chợ", "Thành phố vừa mở chợ mới."),
        ("zh", "集市开张", "新集市开张了。"),
    ],
)
def test_a_short_first_sentence_is_no_title(language: str, title: str, sentence: str, date: str) -> None:
    article = read(f"{title}\n\n{date}{sentence}\n\n{REST[language]}")
    assert article.title == title
    assert body(article) == [sentence, *REST[language].split("\n\n")]


@pytest.mark.parametrize(
    ("language", "title", "first", "second"),
    [
        (
            "en",
            "Harbour office counts the boats of the bay",
            "The harbour office counted all the boats of the bay again on",
            "Monday.",
        ),
        (
            "en",
            "Harbour office counts the boats of the bay",
            "More than forty towns sent someone",
            "The town had waited.",
        ),
        ("vi", "Ban quản lý đếm thuyền trong vịnh", "Hơn bốn mươi xã đã tham gia", "Cả làng chờ đợi."),
        ("zh", "清点船只", "四十多个镇参加了今年的清点", "全镇都在等。"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\n\n"])
def test_a_line_between_the_date_and_a_short_sentence_is_no_title(
    language: str, title: str, first: str, second: str, end: str
) -> None:
    article = read(f"{title}{end}3/3/2020{end}{first}{end}{second}{end}{REST[language]}")
    assert article.title == title
    assert second in body(article)[0] + body(article)[1] or second in article.captions


@pytest.mark.parametrize("date", ["", "3 March 2020\n\n"])
def test_a_number_is_no_title(date: str) -> None:
    assert read(f"54885\n\n{date}{REST['en']}").title is None


def test_the_last_words_of_a_wrapped_paragraph_are_no_particular() -> None:
    title = "Plan for the market of women is sent to the council"
    wrapped = [
        "The union (an office of the town that lends to women who sell fish) and the",
        "Bank of the Lake Towns sent the plan for the market to the Council on",
        "December 5.",
    ]
    article = read("\n".join([title, "Council meets in Hanoi", "", "6 December 2023", "", *wrapped]))
    assert (article.title, str(article.published_on), body(article)) == (title, "2023-12-06", wrapped)


@pytest.mark.parametrize(
    ("opening", "place", "agency"), [("Can Tho (VNA) - ", "Can Tho", "VNA"), ("(BNP) - ", None, "BNP")]
)
def test_a_line_with_a_dateline_is_no_title(opening: str, place: str | None, agency: str) -> None:
    article = read(f"Market opens in port\n03/03/2020 10:00\n{opening}The city has a new market.\n\n{REST['en']}")
    assert (article.title, article.dateline_place, article.agency) == ("Market opens in port", place, agency)
    assert body(article)[0] == "The city has a new market."


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Who will pay for the new market in the river port?"),
        ("vi", "Vì sao chợ ven sông vẫn không được lòng khách phương xa?"),
        ("zh", "为什么河边的新集市到现在还没有开张的消息呢？"),
    ],
)
def test_a_question_as_long_as_a_sentence_may_be_the_title(language: str, title: str) -> None:
    article = read(f"{title}\n{REST[language]}")
    assert (article.title, body(article)) == (title, REST[language].split("\n\n"))


def test_a_question_below_a_headline_is_text() -> None:
    question = "Who will pay for the new market in the river port?"
    article = read(f"A market without money\n\n{question}\n\n{REST['en']}")
    assert (article.title, body(article)[0]) == ("A market without money", question)


def test_a_sentence_above_the_date_may_be_the_title() -> None:
    article = read(f"Society and family\nWomen open a market.\n3 March 2020\n{REST['en']}")
    assert article.title == "Women open a market."


@pytest.mark.parametrize("section", ["Xã hội", "Văn hóa - Xã hội", "Society"])
def test_a_sentence_below_a_section_may_be_the_title(section: str) -> None:
    article = read(f"{section}\nPhụ nữ Kỳ Sơn mở chợ mới bên sông.\n{REST['vi']}")
    assert article.title == "Phụ nữ Kỳ Sơn mở chợ mới bên sông."


def test_speech_below_a_short_headline_is_text() -> None:
    speech = ["Reporter: Who buys the fish?", "Mai: Everyone who is hungry."]
    article = read("A day at the market\n\n" + "\n\n".join([*speech, REST["en"]]))
    assert (article.title, body(article)[:2]) == ("A day at the market", speech)


def test_a_slogan_above_the_headline_is_no_text() -> None:
    article = read(f"The River Paper\nA voice of the delta.\nWomen open a market in the river port\n{REST['en']}")
    assert article.title == "Women open a market in the river port"


@pytest.mark.parametrize(
    "line", ["Venue: Town hall", "Department: Roads", "Ref. No. 12/2018", "Bulletin 7", "Posted by Admin", "Số: 12/KH"]
)
def test_a_particular_below_the_headline_is_no_title(line: str) -> None:
    article = read(f"Road is closed\nAuthor: Dora Pike\n{line}\n{REST['en']}")
    assert (article.title, article.byline) == ("Road is closed", "Dora Pike")
    assert line in [removed.text for removed in article.removed_lines]


def test_several_particulars_are_no_titles() -> None:
    article = read(f"Road is closed\nVenue: Town hall\nTicket: Two pence\n{REST['en']}")
    assert (article.title, body(article)) == ("Road is closed", REST["en"].split("\n\n"))


def test_a_name_and_a_colon_may_open_the_title() -> None:
    article = read(f"Hoạt động hội\nKỳ Sơn: Khai giảng lớp học thêu cho phụ nữ\n{REST['vi']}")
    assert article.title == "Kỳ Sơn: Khai giảng lớp học thêu cho phụ nữ"


@pytest.mark.parametrize("title", ["防冬季濕疹香港腳 醫師：足部保通風", "汽车三包延长退换期 评:吸纳公众意见"])
def test_a_headline_of_two_parts_below_its_section_is_no_particular(title: str) -> None:
    article = read(f"要闻\n{title}\n没有人受伤。\n{REST['zh']}")
    assert article.title == title


@pytest.mark.parametrize(
    "line",
    ["Published on 31 February 2018", "Published: 31/02/2018", "Ngày đăng: 30/02/2018", "发布时间：2019年2月30日"],
)
def test_a_day_no_calendar_has_is_noted_with_its_label(line: str) -> None:
    article = read(f"Road is closed\n{line}\n{REST['en']}")
    assert (article.title, article.published_on, article.flags) == ("Road is closed", None, ("impossible_date",))


def test_a_list_that_a_long_line_announces_is_text() -> None:
    announced = ["The course asks everyone to bring these things along on the first day:", "* needle and thread"]
    announced += ["* two metres of ramie", "* a lamp", "Lunch is provided", "Accommodation is not"]
    announced += ["The course begins at eight."]
    article = read("What to bring\n\n3 March 2020\n\n" + "\n\n".join(announced))
    assert (article.title, str(article.published_on)) == ("What to bring", "2020-03-03")
    assert body(article) == announced


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("通知", "请带以下物品：\n针线\n灯\n课程八点开始。"),
        ("Notice", "Please bring:\nneedles\na lamp\nThe course begins at eight."),
    ],
)
def test_a_notice_of_short_lines_is_read_whole(title: str, lines: str) -> None:
    article = read(f"{title}\n2020-03-03\n{lines}")
    assert (article.title, body(article)) == (title, lines.split("\n"))


@pytest.mark.parametrize(
    ("title", "rows", "last"),
    [
        ("Prices at the market", ["Fish: 20,000 dong a kilo", "Rice: 12,000 dong a kilo"], REST["en"]),
        ("Giá cả ở chợ Mường", ["Cá: 20.000 đồng một cân", "Gạo: 12.000 đồng một cân"], REST["vi"]),
        ("集市今日价格公布", ["鱼：20元一斤", "米：12元一斤"], REST["zh"]),
    ],
)
def test_rows_of_one_unit_below_the_date_are_text(title: str, rows: list[str], last: str) -> None:
    article = read("\n".join([title, "2020-03-03", *rows, last]))
    assert (article.title, article.captions) == (title, ())
    assert body(article) == [*rows, *last.split("\n\n")]


def test_counts_of_readers_below_the_date_are_none() -> None:
    article = read(f"Giá cả ở chợ Mường\n03/03/2020\nLượt đọc: 1.204 lượt\nBình luận: 30 lượt\n{REST['vi']}")
    assert body(article) == REST["vi"].split("\n\n")
