"""What earlier pages taught takes furniture off later ones, and never a sentence of the text."""

from __future__ import annotations

import pytest

from scrapers.clean import Cleaned, clean
from scrapers.extraction.designs import renewed_designs
from scrapers.fingerprint import exact_hash
from scrapers.learned import NOTHING, Learned, Seen, renewed
from scrapers.records import Line
from scrapers.template import Template
from scrapers.template_learning import learn

STORY = (
    "The women's union of Lorbin opened a course on safe roads for two hundred households on Monday.",
    "Its chair said that forty villages had asked to join before the end of the year, twice as many as before.",
)
HEADING = "You might be fond of"
FOOTER = "The Lorbin Courier is put together by volunteers of the provincial federation."
PHRASE = "The federation has 12,000 members in nine districts of the province."


def seen(line: str, on: int) -> Seen:
    return Seen(exact_hash(line), on, on)


def learned(*texts: str, on: int = 150, of: int = 200) -> Learned:
    made = renewed(NOTHING, [seen(text, on) for text in texts], of=of, templates=())
    assert made is not None
    return made


def cleaned(*texts: str, by: Learned = NOTHING, title: str = "A course") -> Cleaned:
    lines = [Line(number=number, text=text) for number, text in enumerate("\n\n".join(texts).split("\n"), 1)]
    return clean(lines, language="en", given={"title": title}, learned=by)


def rules(made: Cleaned) -> dict[str, str]:
    return {line.text: line.rule for line in made.removed}


def test_a_footer_nobody_knows_goes_once_it_is_learned() -> None:
    assert cleaned(*STORY, FOOTER).body.endswith(FOOTER)
    made = cleaned(*STORY, FOOTER, by=learned(FOOTER))
    assert made.body == "\n\n".join(STORY)
    assert rules(made) == {FOOTER: "learned:150/200"}


def test_what_stands_below_a_learned_heading_goes_with_it() -> None:
    teasers = ("School of Mastel opens course", "Union of Quorra opens course")
    made = cleaned(*STORY, HEADING, *teasers, FOOTER, by=learned(HEADING, FOOTER))
    assert made.body == "\n\n".join(STORY)
    assert made.captions == ()
    assert rules(made) == {
        HEADING: "learned:150/200",
        FOOTER: "learned:150/200",
        **dict.fromkeys(teasers, "shape:after_text"),
    }


def test_a_learned_line_is_no_caption() -> None:
    desk = "Lorbin Courier desk, tel 0123 456 789"
    assert cleaned(*STORY, desk).captions == (desk,)
    made = cleaned(*STORY, desk, by=learned(desk, on=10))
    assert (made.captions, rules(made)) == ((), {desk: "learned:10/200"})


def test_a_sentence_within_the_text_stays_however_often_it_repeats() -> None:
    assert PHRASE in cleaned(STORY[0], PHRASE, STORY[1], by=learned(PHRASE, on=200)).body


def test_a_short_line_within_the_text_goes_only_where_most_documents_have_it() -> None:
    short = "Share with your friends today"
    assert short in cleaned(STORY[0], short, STORY[1], by=learned(short, on=20)).body
    assert short not in cleaned(STORY[0], short, STORY[1], by=learned(short, on=150)).body


def test_a_sentence_that_closes_a_few_texts_is_a_series_own() -> None:
    assert PHRASE in cleaned(*STORY, PHRASE, by=learned(PHRASE, on=10)).body


def test_a_text_of_learned_lines_is_left_alone() -> None:
    assert cleaned(*STORY, by=learned(*STORY)).body == "\n\n".join(STORY)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (
            "妇联星期一在林山开办道路安全培训班，二百户家庭报名参加，全省共有四十个村庄提出申请。",
            "本网由全省志愿者共同编辑维护，欢迎各界朋友关注和支持。",
            "您可能感兴趣的内容",
        ),
        (
            "Hội phụ nữ tỉnh khai mạc lớp tập huấn về an toàn giao thông cho hai trăm hộ gia đình vào sáng thứ Hai.",
            "Trang tin do các tình nguyện viên của hội thực hiện và duy trì hằng ngày.",
            "Có thể bạn muốn đọc thêm ở đây",
        ),
    ],
)
def test_in_every_script(text: str, before: str, after: str) -> None:
    made = cleaned(text, text[::-1] + "。.", before, after, by=learned(before, after))
    assert {rule for line, rule in rules(made).items() if line in (before, after)} == {"learned:150/200"}
    assert before not in made.body
    assert after not in made.body


def test_a_version_stands_until_something_of_weight_changes() -> None:
    first = learned(FOOTER, HEADING, on=150, of=200)
    grown = [seen(FOOTER, 300), seen(HEADING, 290)]
    assert renewed(first, grown, of=400, templates=()) is None
    assert renewed(first, [*grown, seen("One teaser more", 8)], of=400, templates=()) is None
    other = renewed(first, [*grown, seen("A new footer", 100)], of=400, templates=())
    assert other is not None
    assert other.version != first.version
    assert renewed(first, grown[:1], of=400, templates=()) is not None


def test_a_line_near_the_bound_does_not_come_and_go() -> None:
    first = learned(FOOTER, on=4, of=200)
    assert renewed(first, [seen(FOOTER, 5)], of=300, templates=()) is None
    assert renewed(NOTHING, [seen(FOOTER, 5)], of=300, templates=()) is None


def test_lines_that_other_rules_take_off_need_no_learning() -> None:
    assert renewed(NOTHING, [seen("By Minh Anh", 100)._replace(n_open=0)], of=200, templates=()) is None


def test_what_was_learned_is_a_value() -> None:
    (design,) = renewed_designs((), pages("story"))
    made = renewed(NOTHING, [seen(FOOTER, 10)], of=20, templates=(design,))
    assert made is not None
    assert Learned.from_json(made.to_json()) == made


def test_what_was_learned_has_no_word_of_any_article() -> None:
    told = Learned(n_documents=20, lines=learned(FOOTER).lines, templates=renewed_designs((), pages("story"))).to_json()
    assert not any(word in told for text in (*STORY, FOOTER, "Course") for word in text.split() if len(word) > 5)


def story(number: int, box: str) -> str:
    text = "".join(f"<p>On day {number} {part}</p>" for part in STORY)
    return f"<title>Course {number}</title><div><h1>Course {number}</h1><div class={box}>{text}</div></div>"


def pages(box: str, n: int = 8, start: int = 0) -> list[str]:
    return [story(number, box) for number in range(start, start + n)]


def test_each_design_of_a_source_gets_its_template() -> None:
    designs = renewed_designs((), [*pages("story", 12), *pages("report", 8)])
    assert {design.body for design in designs} == {"div.story", "div.report"}


def test_known_designs_stay_while_they_fit() -> None:
    known = (learned_design("story"),)
    assert renewed_designs(known, pages("story", 20, start=50)) == known
    assert renewed_designs(known, [*pages("story", 20), *pages("report", 4)]) == known


def test_a_new_design_stands_before_the_old_one() -> None:
    designs = renewed_designs((learned_design("story"),), [*pages("story"), *pages("report")])
    assert [design.body for design in designs] == ["div.report", "div.story"]


def learned_design(box: str) -> Template:
    design = learn(pages(box))
    assert design is not None
    return design
