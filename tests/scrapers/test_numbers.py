"""Numbers are compared as they are read: whole, in whatever signs, and those that are written in numerals."""

from __future__ import annotations

import pytest

from scrapers.fingerprint.numbers import compare_numbers
from scrapers.fingerprint.sameness import Judgement, judge, read_texts

RATES = """Sáng ngày {day}/11, ngân hàng niêm yết đô la Mỹ ở mức {dollar} đồng một đô la, chưa tính phí chuyển tiền.
Mỗi euro đổi được {euro} đồng tại quầy, còn yên Nhật giữ ở mức {yen} đồng trong suốt phiên giao dịch buổi sáng.
Theo biên độ 5% đang áp dụng, các chi nhánh tự quyết định mức chênh giữa mua và bán trong ngày.
Khách cần đổi số tiền lớn nên gọi trước cho phòng giao dịch để được giữ chỗ và chuẩn bị tiền mặt."""

PRICES = """{day}日早市，全市八家菜场白菜均价每500克{cabbage}元，萝卜均价每500克{radish}元。
豆腐均价每500克{tofu}元，比上周略有起伏，摊主们都说货源充足，顾客不必着急。
市场管理处提醒摊主明码标价，不得缺斤短两，有疑问的顾客可以拨打12345反映情况。"""

COURSE = """县图书馆本月为乡村教师开办了阅读课，共有{teachers}名教师从山里赶来报名听讲。
课程由退休的老馆长主持，他带来了{books}册旧书，让大家随意翻看，并讲述每一册的来历。
到月底为止，已经有{schools}所小学设立了读书角，{children}名孩子每周在那里听故事。
图书馆还准备把旧书送到没有公路的村子里去，由邮递员骑马驮运，每季度更换一次。"""

NOTICE = """The reading room on the market square was given to the town by a widow who had taught there all her life.
It has seats for {seats} readers, and the stove is lit at six so that nobody has to wait in the cold.
Children of the hill villages come by boat, and those who miss the last of {boats} boats sleep at the teacher's house.
Whoever brings back a book without a stain on it may take two home for the holidays, the widow used to say."""


def compare(a: str, b: str) -> Judgement:
    return judge(*read_texts([a, b]))


def numbers(a: str, b: str) -> tuple[int, int]:
    one, other = read_texts([f"a sack of rice was {number} dong on that day" for number in (a, b)])
    return compare_numbers(one.numbers, other.numbers)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("25.112", "25.114", (1, 1)),
        ("14,20", "14,35", (1, 1)),
        ("1.234.567,89", "1.234.568,89", (1, 1)),
        ("一百二十", "八十五", (1, 1)),
        ("二〇二五", "二〇二六", (1, 1)),
        ("18/11/2026", "19/11/2026", (3, 1)),
        ("18.11.2026", "19.11.2026", (3, 1)),
        ("3.14.2", "3.14.3", (3, 1)),
        ("11/11/2026", "18/11/2026", (3, 1)),
        ("0912.345.678", "0912.345.679", (3, 1)),
        ("09:15", "09:30", (2, 1)),
        ("3, 4", "3, 5", (2, 1)),
    ],
)
def test_a_number_is_one_and_a_date_is_several(a: str, b: str, expected: tuple[int, int]) -> None:
    assert numbers(a, b) == expected


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("1,000", "1.000"),
        ("1,000", "1000"),
        ("1，000", "1,000"),
        ("14,20", "14.20"),
        ("1.234.567,89", "1,234,567.89"),
        ("18.11.2026", "18/11/2026"),
        ("18/11", "18/11/2026"),
        ("120", "一百二十"),
        ("一", "两"),
    ],
)
def test_what_is_only_written_otherwise_does_not_differ(a: str, b: str) -> None:
    assert numbers(a, b)[1] == 0


def test_a_number_repeated_in_the_same_words_is_one() -> None:
    texts = [f"each costs 5 dong more. each costs 5 dong more. that makes {n} in all" for n in (10, 11)]
    one, other = read_texts(texts)
    assert compare_numbers(one.numbers, other.numbers) == (2, 1)


def test_tables_of_one_wording_are_compared_by_all_their_numbers() -> None:
    one, other = read_texts([" ".join(f"sold at {n} dong per" for n in prices) for prices in ((7, 8, 9), (9, 7, 6))])
    assert compare_numbers(one.numbers, other.numbers) == (3, 1)


@pytest.mark.parametrize(
    ("template", "one", "other"),
    [
        (RATES, {"day": 18, "dollar": "25.112", "euro": "28.940", "yen": "171,4"},
                {"day": 19, "dollar": "25.114", "euro": "28.910", "yen": "171,4"}),
        (PRICES, {"day": 18, "cabbage": "2.20", "radish": "1.60", "tofu": "3.85"},
                 {"day": 19, "cabbage": "2.35", "radish": "1.58", "tofu": "3.90"}),
        (COURSE, {"teachers": "一百二十", "books": "三百六十二", "schools": "四十五", "children": "一千四百"},
                 {"teachers": "八十五", "books": "五百一十八", "schools": "六十七", "children": "二千一百"}),
        (NOTICE, {"seats": 36, "boats": 70}, {"seats": 52, "boats": 95}),
    ],
    ids=["rates", "prices", "numerals", "two of two"],
)  # fmt: skip
def test_another_days_bulletin_is_another_article(
    template: str, one: dict[str, object], other: dict[str, object]
) -> None:
    judgement = compare(template.format(**one), template.format(**other))
    assert judgement.kind is None
    assert judgement.apart == "numbers"


@pytest.mark.parametrize("number", ["dollar", "euro", "yen"])
def test_a_corrected_rate_is_no_other_bulletin(number: str) -> None:
    rates = {"day": 18, "dollar": "25.112", "euro": "28.940", "yen": "171,4"}
    assert compare(RATES.format(**rates), RATES.format(**rates | {number: "26.305"})).kind == "near"


@pytest.mark.parametrize("sign", ["", " ", " . ", ","])
def test_numbers_whose_signs_were_changed_make_no_other_bulletin(sign: str) -> None:
    text = RATES.format(day=18, dollar="25.112", euro="28.940", yen="171,4") + " Vàng: 84.200 đồng, bạc: 1.015 đồng."
    assert compare(text, text.replace(".", sign)).kind == "near"
