"""Copies are told from other articles in each language by one set of rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.fingerprint import line_hash
from scrapers.fingerprint.sameness import Judgement, judge, read_texts

ENGLISH = """The provincial women's union opened a shelter for survivors of domestic violence on Monday.
It has room for 24 families, a clinic and a kitchen run by volunteers from the nearby market.
Lawyers will come every Thursday, said the director, who had asked the council for the building since 2019.
Neighbours brought blankets, books and a piano that nobody has yet been able to tune.
The city pays 60 percent of the costs; a foundation in the capital adds the rest for at least 5 years.
Three other districts have sent delegations to look at the house before they plan their own.
An earlier attempt had failed because the landlord of the old school withdrew his offer at the last moment."""

VIETNAMESE = """Sáng thứ Hai, Hội Phụ nữ tỉnh khánh thành ngôi nhà tạm lánh dành cho nạn nhân bạo lực gia đình.
Ngôi nhà có chỗ ở cho 24 gia đình, một phòng khám và một bếp ăn do các tình nguyện viên trong chợ phụ trách.
Theo bà giám đốc, thứ Năm hằng tuần các luật sư sẽ đến tư vấn; bà đã xin thành phố tòa nhà này từ năm 2019.
Bà con lối xóm mang tới chăn màn, sách vở và cả một cây đàn cũ chưa ai lên dây được.
Thành phố chi trả 60 phần trăm kinh phí, phần còn lại do một quỹ ở thủ đô đóng góp trong ít nhất 5 năm.
Ba quận khác đã cử đoàn đến tham quan trước khi lập kế hoạch cho địa phương mình."""

CHINESE = """省妇联星期一为遭受家庭暴力的妇女开办了一所庇护所，街坊邻居都来祝贺。
这里可以住下24个家庭，还设有诊室和厨房，厨房由附近市场的志愿者轮流管理。
负责人说，律师每逢星期四前来值班，她从2019年起就一直向市里申请这栋楼房。
邻居们送来了棉被、图书和一架至今没有人能调准音的旧钢琴。
市里承担百分之60的费用，其余部分由首都的一家基金会至少资助5年。
另外三个区已经派人前来参观，准备照着这里的样子制定自己的计划。"""

OTHER = {
    ENGLISH: """Rice farmers in the delta have begun to sow a variety that stands in salt water for two weeks.
The seed was bred by a team of botanists at the university, who crossed a wild grass with an old local kind.
Harvests were a fifth smaller than usual in the first season, yet every field that flooded survived.
The ministry wants to hand out the seed free of charge in the coastal communes next spring.""",
    VIETNAMESE: """Nông dân vùng đồng bằng bắt đầu gieo một giống lúa chịu được nước mặn trong hai tuần liền.
Giống này do nhóm nghiên cứu của trường đại học lai tạo từ một loài cỏ dại và một giống cổ truyền ở địa phương.
Vụ đầu năng suất thấp hơn mọi năm một phần năm, nhưng ruộng nào bị ngập cũng sống sót.
Bộ dự định phát không hạt giống cho các xã ven biển vào mùa xuân tới.""",
    CHINESE: """三角洲的农民开始播种一种能在咸水里存活两个星期的水稻新品种。
种子由大学的植物学家用野草和当地的老品种杂交培育而成。
第一季的收成比往年少五分之一，可是被水淹过的田地全都保住了。
农业部打算明年春天在沿海乡镇免费发放这种稻种。""",
}
TEXTS = pytest.mark.parametrize("text", OTHER, ids=["en", "vi", "zh"])
FRAMES = (["home", "news", "tin tức", "首页"], ["menu", "search", "video", "图片"])
WRAPPING = "HANOI, 5/3 (VNA) - {}\nShare this page with your friends | 责任编辑：某某 | Bản quyền thuộc về tòa soạn"


def compare(a: str, b: str) -> Judgement:
    one, other = read_texts([a, b])
    return judge(one, other)


def reordered(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(lines[2:] + lines[:2])


EDITS: dict[str, Callable[[str], str]] = {
    "same": str,
    "upper case": str.upper,
    "one line": lambda text: text.replace("\n", " "),
    "wrapped": WRAPPING.format,
    "no punctuation": lambda text: text.translate(dict.fromkeys(map(ord, ",.;，。、；:"), " ")),
    "reordered": reordered,
    "longer": lambda text: f"{text}\n{OTHER[text][: len(text) // 4]}",
}


@TEXTS
@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_copy_is_near(text: str, edit: str) -> None:
    assert compare(text, EDITS[edit](text)).kind == "near"


@TEXTS
def test_a_shortened_copy_is_contained(text: str) -> None:
    judgement = compare(text[: len(text) // 3], text)
    assert judgement.kind == "contained"
    assert not judgement.is_a_larger
    assert judgement.span_b[0] < 0.02
    assert judgement.span_b[1] < 0.4


@TEXTS
@pytest.mark.parametrize("share", [0.3, 0.5, 0.6])
def test_what_stands_wholly_in_a_longer_text_is_contained(text: str, share: float) -> None:
    whole = f"{text}\n{OTHER[text]}"
    judgement = compare(whole[: int(len(whole) * share)], whole)
    assert judgement.containment > 0.95
    assert judgement.kind == "contained"


@TEXTS
def test_a_copy_that_goes_on_with_other_matter_is_near(text: str) -> None:
    begin, matter = text[: len(text) // 2], OTHER[text]
    assert compare(text, f"{begin}\n{matter}").kind == "near"
    assert compare(text, f"{matter}\n{begin}").kind is None
    assert compare(text, f"{text[: len(text) // 4]}\n{matter}").kind is None


@TEXTS
def test_a_beginning_that_shares_only_phrases_is_no_copy(text: str) -> None:
    words = text.split() if " " in text else list(text)
    woven = [part for n in range(0, len(words), 14) for part in (*words[n : n + 10], "xx", "yy")]
    assert compare(text, f"{' '.join(woven)}\n{OTHER[text]}").kind is None


@TEXTS
def test_another_article_is_none(text: str) -> None:
    assert compare(text, OTHER[text]).kind is None


@TEXTS
def test_the_order_does_not_matter(text: str) -> None:
    short = WRAPPING.format(text[: len(text) // 2])
    one, other = compare(text, short), compare(short, text)
    turned = replace(other, is_a_larger=not other.is_a_larger, span_a=other.span_b, span_b=other.span_a)
    assert one == turned


@TEXTS
def test_one_revised_number_makes_no_other_article(text: str) -> None:
    assert compare(text, text.replace("24", "26")).kind == "near"


@TEXTS
def test_next_years_numbers_make_another_article(text: str) -> None:
    numbers = {"24": "31", "2019": "2020", "60": "45", "5": "3"}
    later = text
    for number, other in numbers.items():
        later = later.replace(number, other)
    judgement = compare(text, later)
    assert judgement.kind is None
    assert judgement.apart == "numbers"
    assert (judgement.n_numbers, judgement.n_differing) == (4, 4)


def test_a_date_printed_with_its_year_is_no_other_date() -> None:
    judgement = compare(ENGLISH + " It opens on 8/3 at noon.", ENGLISH + " It opens on 8/3/2024 at noon.")
    assert judgement.kind == "near"
    assert judgement.n_differing == 0


@TEXTS
def test_lines_a_source_repeats_make_no_copy(text: str) -> None:
    begin, *rest = OTHER[text].split("\n")
    one, other = ("\n".join([begin, part, *rest]) for part in (text[: len(text) // 4], text[-len(text) // 4 :]))
    lines = frozenset(line_hash(line) for line in (begin, *rest))
    assert compare(one, other).kind is not None
    assert judge(*read_texts([one, other], repeated=[lines, lines])).kind is None


@TEXTS
def test_a_common_ending_makes_no_copy(text: str) -> None:
    one, other = (f"{part}\n{OTHER[text]}" for part in (text[: len(text) // 3], text[-len(text) // 3 :]))
    assert compare(one, other).apart == "ending"
    assert compare(OTHER[text], other).kind == "contained"


@TEXTS
def test_a_copy_between_two_frames_is_a_copy(text: str) -> None:
    one, other = (f"{' '.join(frame * 12)}\n{text}\n{' '.join(reversed(frame * 9))}" for frame in FRAMES)
    assert compare(one, other).kind is not None


@TEXTS
def test_a_stray_phrase_does_not_stretch_what_is_shared(text: str) -> None:
    phrase = text[-24:] if " " in text else text[-7:]
    judgement = compare(f"{text[: len(text) // 2]} {phrase}", text)
    assert judgement.span_b[1] < 0.6


def test_prices_in_another_order_are_still_compared() -> None:
    goods = ["rice", "coffee", "steel", "sugar", "pepper", "salt", "pork", "fish", "tea"]
    weeks = [[f"The price of {name} was {n + week} dong" for n, name in enumerate(goods, 7)] for week in (0, 50)]
    one, other = (f"{ENGLISH} {'. '.join(prices)}" for prices in (weeks[0], weeks[1][::-1]))
    assert compare(one, other).apart == "numbers"


@TEXTS
def test_a_shared_sentence_makes_no_copy(text: str) -> None:
    sentence = text.split("\n")[0]
    assert compare(sentence, text).kind is None


@given(
    st.lists(st.sampled_from(["a", "ba", "1", "25", "妇", "\n"]), max_size=120),
    st.integers(0, 120),
    st.integers(0, 120),
)
def test_any_two_texts_are_judged_alike_both_ways(words: list[str], begin: int, end: int) -> None:
    one, other = " ".join(words), " ".join(words[begin:end])
    forth, back = compare(one, other), compare(other, one)
    assert (forth.kind, forth.apart, forth.containment, forth.resemblance) == (
        back.kind, back.apart, back.containment, back.resemblance,
    )  # fmt: skip
    assert (forth.span_a, forth.span_b) == (back.span_b, back.span_a)


def test_texts_without_words_are_no_copies() -> None:
    assert compare("", "").kind is None
    assert compare("", ENGLISH).kind is None
