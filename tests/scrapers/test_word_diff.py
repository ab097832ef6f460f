"""What a publisher changed, as a reader sees it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scrapers.word_diff import Piece, paragraph_diff, word_diff

TEXT = st.lists(
    st.sampled_from(["the ", "hotline ", "Đà Nẵng, ", "妇联", "北", ".", " ", "\n\n", "12 ", "(VNA) "])
).map("".join)


@given(TEXT, TEXT)
def test_the_pieces_are_both_texts_and_nothing_else(before, after):
    pieces = word_diff(before, after)
    assert "".join(text for kind, text in pieces if kind != "added") == before
    assert "".join(text for kind, text in pieces if kind != "removed") == after


def test_a_replaced_word_stands_before_the_one_that_replaced_it():
    assert word_diff("opened on Monday night.", "opened on Tuesday night.") == [
        Piece("same", "opened on "),
        Piece("removed", "Monday"),
        Piece("added", "Tuesday"),
        Piece("same", " night."),
    ]


def test_two_changes_with_a_comma_between_them_are_one():
    assert [piece.kind for piece in word_diff("a red, old door", "a blue, new door")] == [
        "same",
        "removed",
        "added",
        "same",
    ]


def test_chinese_is_compared_by_characters():
    assert word_diff("全国妇联主席", "全国妇联副主席") == [
        Piece("same", "全国妇联"),
        Piece("added", "副"),
        Piece("same", "主席"),
    ]


def test_a_number_is_replaced_whole_and_alone():
    assert word_diff("鸡蛋每500克14.20元", "鸡蛋每500克14.35元") == [
        Piece("same", "鸡蛋每500克"),
        Piece("removed", "14.20"),
        Piece("added", "14.35"),
        Piece("same", "元"),
    ]


def test_paragraphs_left_alone_are_told_apart_from_changed_ones():
    told = paragraph_diff("One.\n\nTwo.\n\nThree.", "One.\n\n2.\n\nThree.")
    assert [{piece.kind for piece in pieces} for pieces in told] == [{"same"}, {"removed", "added", "same"}, {"same"}]


def test_a_long_text_written_anew_takes_no_time_to_speak_of():
    before = " ".join(f"word{n % 997}" for n in range(20_000))
    after = " ".join("word" if n % 10 == 0 else f"word{n % 997}" for n in range(20_000))
    assert {piece.kind for piece in word_diff(before, after)} == {"removed", "added"}
