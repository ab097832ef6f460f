"""What stands first or last in an article may be its own: lists, tables, sentences that open like bylines."""

from __future__ import annotations

import pytest

from scrapers.clean import clean
from scrapers.extract import main_text
from scrapers.html import HtmlRead, read_lines

PARTS = [
    "The weavers of the upper valley met on Sunday to choose who will speak for them in the town of the district.",
    "Thirty looms stood in the hall, most of them older than the women who have worked on them since the war.",
    "“Cloth is patient,” said Mai, who keeps the accounts of the village and teaches her neighbours to keep their own.",
]


def lines(inner: str, *, start: str = "") -> list[str]:
    prose = "".join(f"<p>{part}</p>" for part in PARTS)
    return main_text(f"<title>Weavers meet</title><h1>Weavers meet</h1><div>{start}{prose}{inner}</div>", "").split(
        "\n\n"
    )


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<p>Who comes should bring:</p><ul><li>A lamp<li>Two spools</ul>", ["A lamp", "Two spools"]),
        ("<h2>What to bring</h2><ol><li>A lamp<li>Two spools</ol>", ["What to bring", "A lamp", "Two spools"]),
        ("<table><tr><th>Village<th>Looms<tr><td>Di Linh<td>12</table>", ["Village", "Looms", "Di Linh", "12"]),
        (
            "<dl><dt>Where</dt><dd>In the hall.</dd><dt>When</dt><dd>From 18:00</dl>",
            ["Where", "In the hall.", "When", "From 18:00"],
        ),
    ],
)
def test_a_list_or_table_closes_the_text(inner: str, expected: list[str]) -> None:
    found = lines(inner)
    assert [line for line in found if line in expected] == expected
    assert found[: len(PARTS)] == PARTS


def test_a_table_opens_the_text() -> None:
    assert lines("", start="<table><tr><td>Di Linh<td>12</table>") == ["Di Linh", "12", *PARTS]


def test_links_below_the_text_are_no_list_of_it() -> None:
    assert lines("<ul><li><a href=1>Looms</a><li><a href=2>Valley</a></ul>") == PARTS


@pytest.mark.parametrize("line", [
    "By Monday all of them will be home.",
    "The hall opens at 18:30.",
    "Updated rules apply from May.",
    "Published books were given away.",
    "Từ ngày 15/11, lớp học nhận hồ sơ đăng ký.",
])  # fmt: skip
@pytest.mark.parametrize("break_", ["</div><div>", "<br><br>", "</p><p>"])
def test_a_sentence_that_opens_like_a_byline_is_text(line: str, break_: str) -> None:
    for texts in ([line, *PARTS], [*PARTS, line]):
        assert main_text(f"<h1>Weavers meet</h1><div>{break_.join(texts)}</div>", "").split("\n\n") == texts


@pytest.mark.parametrize(
    "line", ["By Mai Tran", "Updated at 9:30.", "Published 12 May 2024, 10:15", "Cập nhật lúc 9:30."]
)
def test_a_byline_or_stamp_at_the_rim_is_none(line: str) -> None:
    assert main_text(f"<h1>Weavers meet</h1><div>{'<br><br>'.join([line, *PARTS])}</div>", "").split("\n\n") == PARTS


CHINESE = [
    "周日，上游山谷的织女们聚在一起，推选在县城里替她们说话的人，来自六个村的代表参加了会议。",
    "大厅里摆着三十台织机，其中大部分比使用它们的妇女年纪还大，有的从祖母那一代就传了下来。",
    "阿梅说，布是有耐心的，她替全村记账，也教邻居们自己记账，大家都说学会了很多有用的东西。",
]


@pytest.mark.parametrize(("line", "parts"), [
    ("来源：统计部门的数据显示，三成织女已经有了自己的账户。", CHINESE),
    ("编辑：一位从北京回来的年轻妇女，去年在村里开了一家书店。", CHINESE),
    ("Video: a film of the union shows how the cloth of the valley is made.", PARTS),
])  # fmt: skip
def test_prose_that_opens_like_a_label_is_text(line: str, parts: list[str]) -> None:
    texts = [parts[0], line, *parts[1:]]
    assert (
        main_text("<h1>T</h1><div>" + "".join(f"<p>{text}</p>" for text in texts) + "</div>", "").split("\n\n") == texts
    )


@pytest.mark.parametrize(
    "line", ["来源：统计部门", "编辑：李娜", "Video: the weavers of the valley", "网易声明：本文仅供参考，不构成建议。"]
)
def test_a_label_is_none(line: str) -> None:
    texts = [*CHINESE, line]
    assert line not in main_text("<h1>T</h1><div>" + "".join(f"<p>{text}</p>" for text in texts) + "</div>", "")


def test_a_table_in_a_figure_is_text_and_what_stands_under_it_a_caption() -> None:
    figure = "<figure><table><tr><td>Village<td>Looms<tr><td>Di Linh<td>12</table><figcaption>Counted in May.</figure>"
    markup = f"<h1>Weavers meet</h1><div><p>{PARTS[0]}</p>{figure}<p>{PARTS[1]}</p></div>"
    assert main_text(markup, "").split("\n\n") == [PARTS[0], "Village", "Looms", "Di Linh", "12", PARTS[1]]


def test_a_loaded_page_keeps_the_table_below_its_last_sentence() -> None:
    table = "<table><tr><th>Village<th>Looms<tr><td>Di Linh<td>12</table>"
    markup = f"<title>Weavers meet</title><h1>Weavers meet</h1><p>{PARTS[0]}</p><p>{PARTS[1]}</p>{table}"
    read = read_lines(markup, None)
    assert isinstance(read, HtmlRead)
    assert clean(read.lines, language="en", given={"title": "Weavers meet"}).body.split("\n\n") == [
        *PARTS[:2], "Village | Looms", "Di Linh | 12",
    ]  # fmt: skip
