"""What cleaning promises on any input: nothing vanishes, nothing is made up, no text takes it long."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.clean import Cleaned, clean
from scrapers.cleaning.spacing import tidy
from scrapers.forms.form import Layout
from scrapers.records import Line
from scrapers.source import Source, load_sources

WORDS = (
    "The union of the district opened a library for two hundred families.",
    "Sáng 8/3, Hội Phụ nữ xã tổ chức lễ kỷ niệm với sự tham gia của 200 hội viên.",
    "三月八日，县妇联举办了亲子阅读活动，二百多个家庭参加。",
    "A Library Opens in the Hills", "Lễ kỷ niệm ngày 8-3", "县妇联举办亲子阅读活动",
    "(BNP) – The province has a plan.", "新华社北京9月19日电(记者甲乙)三人获奖。", "It ends here./.",
    "12/11/2024 08:32", "December 6, 2023", "发布时间:2019-01-02 来源: 作者:", "Friday,  09/20/2024",
    "By P.H", "Thu Huyền", "(Source: Xinhua)", "责任编辑:王芳", "Comments", "Tin liên quan", "相关新闻",
    "A view of the hall. (Photo: VNA)", "32.3K", "|", "首页 > 新闻 > 正文", "\xa0", "\u200b", "", "",
)  # fmt: skip
LINES = st.lists(
    st.one_of(st.sampled_from(WORDS), st.text(max_size=90).map(lambda text: text.replace("\n", " "))), max_size=25
)
SOURCES = load_sources()
FORMS = st.sampled_from([None, "womenofchina", "womenofchina_mirrors", "bacninh", "baolangson", "vietnamplus"])


def read(texts: list[str], form: str | None = None, language: str | None = "en", **told: str) -> Cleaned:
    lines = [Line(number=number, text=text) for number, text in enumerate(texts, start=1)]
    return clean(lines, form=SOURCES[form] if form else None, language=language, given=told)


def letters(text: str) -> Counter[str]:
    return Counter(tidy(text).replace(" ", ""))


@settings(max_examples=150, deadline=None)
@given(LINES, FORMS, st.sampled_from(["en", "vi", "zh", None]))
def test_every_line_is_in_the_body_the_title_or_among_the_removed(
    texts: list[str], form: str | None, language: str | None
) -> None:
    article = read(texts, form, language)
    removed = {line.line for line in article.removed}
    kept = tidy(article.body).replace(" ", "") + tidy(article.title or "").replace(" ", "")
    for number, text in enumerate(texts, start=1):
        bare = tidy(text).replace(" ", "")
        assert not bare or number in removed or bare in kept, text


@settings(max_examples=100, deadline=None)
@given(LINES, FORMS)
def test_no_letter_vanishes_or_is_made_up(texts: list[str], form: str | None) -> None:
    article = read(texts, form)
    title = article.title if dict(article.origins).get("title", "").startswith(("shape:title", "shape:glued")) else ""
    printed = letters("".join(texts))
    accounted = letters("".join([article.body, title or "", *(line.text for line in article.removed)]))
    assert not printed - accounted
    assert accounted - printed <= letters((title or "") + ".。")  # a copy of the title; the stop a coda stood for


@settings(max_examples=50, deadline=None)
@given(LINES, FORMS)
def test_the_same_lines_give_the_same_article(texts: list[str], form: str | None) -> None:
    assert read(texts, form) == read(texts, form)


def test_removed_lines_name_number_text_and_rule() -> None:
    article = read(["A Title of Some Length Here", "", "Comments", "", "A sentence that is long enough to be text."])
    assert [(line.line, line.text, line.rule) for line in article.removed] == [(3, "Comments", "known:en")]


def test_a_form_s_rules_come_first_and_name_themselves() -> None:
    article = read(
        ["Tea for All the Villages", "", "32.3K", "", "Tea was served to 300 guests on Monday."], "womenofchina"
    )
    assert article.removed[0].rule == r"form:drop ^\d+(?:\.\d+)?K$"


def test_what_is_given_wins_and_its_copies_go() -> None:
    texts = ["A title", "A sentence that is long enough to be text, and a bit longer.", "A title"]
    article = read(texts, title="A title", published_raw="2020-05-04")
    assert (article.title, article.body) == ("A title", texts[1])
    assert article.published is not None
    assert article.published.on == date(2020, 5, 4)
    assert dict(article.origins)["title"] == "given"


def test_a_date_after_the_fetch_is_no_date() -> None:
    lines = [Line(number=1, text="A Title of Some Length"), Line(number=2, text="May 4, 2030")]
    body = Line(number=3, text="A sentence that is long enough to be taken for running text.")
    article = clean([*lines, body], language="en", fetched_at=datetime(2024, 1, 1, tzinfo=UTC))
    assert article.published is not None
    assert article.published.on is None
    assert "impossible_date" in article.flags


def test_a_weekday_that_disagrees_is_flagged() -> None:
    body = "Hội Phụ nữ huyện đã trao 50 suất quà cho học sinh nghèo của ba xã vùng cao trong tuần qua."
    article = read(["Trao quà cho học sinh nghèo", "Thứ Hai, 08/03/2025", body], language="vi")
    assert article.published is not None
    assert (article.published.raw, article.published.on) == ("08/03/2025", None)
    assert "weekday_disagrees" in article.flags


def test_the_event_of_the_lead_bounds_an_undated_article() -> None:
    first = "The province on November 13 opened a campaign against violence, its third in 2023."
    article = read(["A Campaign Opens in the Province", "", first, "", "It runs until 2030."])
    assert article.not_before == date(2023, 11, 13)
    assert "year_inferred" in article.flags


def test_a_picture_and_its_caption_alone_are_news() -> None:
    caption = "Girls of the village school plant trees in a valley of Gansu on March 12. [China Women's News/Li Na]"
    article = read(["Girls Plant Trees in Gansu", "", "March 13, 2020", "", caption], "womenofchina")
    assert article.body == "Girls of the village school plant trees in a valley of Gansu on March 12."
    assert article.credit == "China Women's News/Li Na"
    assert "only_caption" in article.flags


@pytest.mark.parametrize(
    "text",
    [
        "a" * 500_000, "Ngày 8/3. " * 50_000, "。" * 250_000, "( " * 125_000, "12/11/2024 " * 25_000,
        "A - " * 100_000, "> " * 125_000, "[" * 125_000, "Mr. X. " * 50_000, "ả" * 250_000, "记者:" * 75_000,
    ],
    ids=lambda text: text[:6],
)  # fmt: skip
def test_one_endless_line_costs_no_more_than_its_length(text: str) -> None:
    started = time.process_time()
    read(["A Title of Some Length Here", "", text], language=None)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "line", ["Comments", "A short line", "Tin liên quan", "A sentence that is long enough to be text.", "甲"]
)
def test_ten_thousand_lines_cost_no_more_than_their_number(line: str) -> None:
    started = time.process_time()
    read([line, ""] * 5_000, language=None)
    assert time.process_time() - started < 2


def american(*formats: str) -> Source:
    """A form of a country whose language doesn't tell the order."""
    layout = Layout(name="l", when="p", body="p", date_formats=formats)
    return SOURCES["womenofchina"].model_copy(update={"country": "US", "layout": (layout,)})


@pytest.mark.parametrize(
    ("form", "printed", "day", "flags"),
    [
        (american("%m/%d/%Y"), "08/11/2026 08:30", date(2026, 8, 11), ()),
        (american("%d/%m/%Y"), "08/11/2026 08:30", date(2026, 11, 8), ()),
        (american(), "08/11/2026 08:30", None, ("day_or_month",)),
        (american(), "Wednesday, 08/11/2026", None, ("day_or_month",)),
        (american(), "Tuesday, 08/11/2026", date(2026, 8, 11), ()),
        (american().model_copy(update={"country": "VN"}), "08/11/2026 08:30", date(2026, 11, 8), ()),
        (american("%m/%d/%Y").model_copy(update={"country": "VN"}), "08/11/2026", date(2026, 8, 11), ()),
    ],
)
@pytest.mark.parametrize("is_given", [True, False])
def test_the_order_of_day_and_month_is_the_form_s_else_the_country_s_and_never_a_default(
    form: Source, printed: str, day: date | None, flags: tuple[str, ...], is_given: bool
) -> None:
    texts = ["A Library Opens in the Hills", "" if is_given else printed, WORDS[0], WORDS[0][:-1] + " and a school."]
    lines = [Line(number=number, text=text) for number, text in enumerate(texts, start=1)]
    article = clean(lines, form=form, language="en", given={"published_raw": printed} if is_given else {})
    assert article.published
    assert (article.published.on, article.published.flags) == (day, flags)


def test_a_first_paragraph_is_no_lead_because_it_begins_as_the_next_one_does() -> None:
    start = "The women's union of the mountain district of Ba Be in the province"
    own = (
        f"{start} has opened a weaving school with looms, dye pots, a kiln and a shop for forty pupils of six hamlets."
    )
    article = read(["A Library Opens", "", own, "", f"{start} met on Monday.", "", WORDS[0]])
    assert "weaving school" in article.body
    copied = read(["A Library Opens", "", own, "", f"{own} It met on Monday.", "", WORDS[0]])
    assert (copied.lead, copied.body.count("weaving school")) == (own, 1)


def test_a_chinese_dateline_takes_its_comma_with_it() -> None:
    article = read(
        ["县妇联举办亲子阅读活动", "", "本报讯，省妇女联合会举办了亲子阅读活动，二百多个家庭参加。"], language="zh"
    )
    assert article.body.startswith("省妇女联合会")


def test_furniture_beside_pictures_is_no_caption() -> None:
    article = read(
        [
            "Thư viện mới của làng chài",
            "",
            "Chú thích ảnh",
            "Các em đọc sách trong thư viện. Ảnh: Hồng Quang",
            "",
            "Sáng nay, thư viện của làng chài mở cửa sau mười tháng xây dựng với hai nghìn cuốn sách.",
            "",
            "In bài viết   Gửi email",
        ],
        language="vi",
    )
    assert article.captions == ("Các em đọc sách trong thư viện. Ảnh: Hồng Quang",)


@pytest.mark.parametrize("second", ["March 2, 2018", "March 5, 2018"])
def test_the_days_of_a_chronicle_stay_even_where_one_of_them_is_the_page_s_date(second: str) -> None:
    texts = [
        "The harbour office counted all the boats of the bay again, and tells here how that went.",
        "March 2, 2018",
        "The boats of the north shore came in the morning, and all of them were counted before noon.",
        second,
        "The boats of the island came at night, and nobody went home before the last was counted.",
    ]
    article = read(texts, title="Boats are counted", published_raw="March 2, 2018", markup="html")
    assert article.body.split("\n\n") == texts
