"""Lines that were broken inside a sentence are joined as the script wants it; what is no broken line stays apart."""

from __future__ import annotations

import pytest

from scrapers.clean import clean
from scrapers.cleaning.spacing import join
from scrapers.records import Line


def paragraphs(text: str, language: str) -> list[str]:
    lines = [Line(number=number, text=line) for number, line in enumerate(text.split("\n"), start=1)]
    return clean(lines, language=language).body.split("\n\n")


@pytest.mark.parametrize("comma", [",", "，"])
def test_chinese_goes_on_without_a_blank_behind_any_comma(comma: str) -> None:
    text = f"""教师接送学生过河

    在山里的一个小村里{comma}
教师每天早晨在岸边等着学生{comma}一个一个地数过{comma}
再把他们从河上接过去。

    她说{comma}河上没有桥的时候她就背着最小的孩子走{comma}
水大的时候就请船工帮忙。"""
    first = f"在山里的一个小村里{comma}教师每天早晨在岸边等着学生{comma}一个一个地数过{comma}再把他们从河上接过去。"
    second = f"她说{comma}河上没有桥的时候她就背着最小的孩子走{comma}水大的时候就请船工帮忙。"
    assert paragraphs(text, "zh") == [first, second]


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        (["背着孩子走,", "水大的时候"], "背着孩子走,水大的时候"),
        (["用的是县里的", "(旧)机器"], "用的是县里的(旧)机器"),
        (["县妇联(城关镇)", "的教师"], "县妇联(城关镇)的教师"),
        (["Women of the port,", "who sell fish"], "Women of the port, who sell fish"),
        (["Hội Phụ nữ xã,", "(huyện Nông Cống)"], "Hội Phụ nữ xã, (huyện Nông Cống)"),
    ],
)
def test_only_han_meets_han_without_a_blank(pieces: list[str], joined: str) -> None:
    assert join(pieces) == joined


@pytest.mark.parametrize("row", ["一、带针线和两米夏布到学校来,", "(一)带针线和两米夏布到学校来,"])
def test_points_of_a_list_that_end_in_a_comma_stay_apart(row: str) -> None:
    second = row.replace("一", "二", 1)
    text = (
        f"缝纫班通知大家\n\n第一天来上课的人请注意带好以下几样东西,不要迟到:\n{row}\n{second}\n三、晚上课后请把灯关好。"
    )
    assert paragraphs(text, "zh")[1:3] == [row, second]
