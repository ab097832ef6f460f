"""Stored hashes outlive upgrades, and spelling makes no difference to them."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.fingerprint import content_hash, is_repeated, line_hash
from scrapers.fingerprint.folding import fold
from scrapers.fingerprint.letters import letters_of
from scrapers.fingerprint.shingles import mix, read_shingles, read_words
from scrapers.fingerprint.sketches import SAMPLE_RATE, sketches
from scrapers.fingerprint.terms import LETTERS

KNOWN_SHINGLES = {
    "The union's 3 new homes for women opened": [0xB3B83096A88BBE47, 0xDC15EAECABD5BF7C],
    "Hội Liên hiệp Phụ nữ tỉnh trao 120 suất quà": [0x3C273747D33EAD7C, 0xA96387A400416C32],
    "全国妇联举行2024年新闻发布会": [0x1D262BF466E19A92, 0xEC1B7C24733848B2],
}
SPELLINGS = [
    ("Trường Đại học Hòa Bình", "TRUONG DAI HOC HOA BINH"),
    ("Trường Đại học Hoà Bình", "Tru\u031bo\u031b\u0300ng Đại học Hòa Bình"),
    ("“Women’s Union”, 3.5 %", "Women's Union - \"3,5%"),
    ("全国妇联（北京）", "全国妇联(北京)"),
    ("ＡＢＣ １２３", "abc 123"),
    ("soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"),
    ("ﬁnal ½ ㎡", "final 1⁄2 m2"),
    ("Große Straße", "GROSSE STRASSE"),
]


@pytest.mark.parametrize("text", KNOWN_SHINGLES)
def test_shingle_hashes_are_those_already_stored(text: str) -> None:
    (shingles,) = read_shingles(read_words([text]))
    assert shingles[:2].tolist() == KNOWN_SHINGLES[text]


def test_sketches_are_those_already_stored() -> None:
    chinese = "省妇联星期一为遭受家庭暴力的妇女开办了一所庇护所，街坊邻居都来祝贺。负责人说，律师每逢星期四前来值班。"
    english = " ".join(f"w{n}" for n in range(60))
    assert [found.tolist() for found in sketches([english, chinese])] == [
        [601196049, 1419628706, 1855253332, 2308486347],
        [1501179347, 3767357489, 4014712522],
    ]


def test_mixing_is_that_of_splitmix64() -> None:
    assert mix(np.array([0], np.uint64)).tolist() == [0xE220A8397B1DCDAF]


def test_line_hashes_are_those_already_stored() -> None:
    assert line_hash("  Đọc  NHIỀU nhất: ") == line_hash("đọc nhiều nhất") == "b58908fe8f9a03b4"


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_spelling_makes_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert read_words([one]).hashes.tolist() == read_words([other]).hashes.tolist()


def test_no_letter_that_folding_changes_is_passed_over() -> None:
    looked_at = set(chain.from_iterable(LETTERS))
    passed_over = "".join(chr(code) for code in range(0x40000) if code not in looked_at)
    assert not {"Lu", "Ll", "Lt"} & set(map(unicodedata.category, passed_over)), "none has a case"
    assert unicodedata.is_normalized("NFKD", passed_over)


@given(st.text())
def test_many_texts_at_once_are_folded_as_one_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert read_words([text]).hashes.tolist() == read_words([fold(text)]).hashes.tolist()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's 8 March.", ["it", "s", "8", "march"]),
        ("Hội thảo về bình đẳng giới", ["hoi", "thao", "ve", "binh", "dang", "gioi"]),
        ("妇联 2024年", ["妇", "联", "2024", "年"]),
        ("สตรี", ["ส", "ต", "ร"]),
        ("महिला", ["महिला"]),
        ("", []),
        ("\0 … \ud800", []),
    ],
)
def test_words_are_spaced_or_single_characters(text: str, words: list[str]) -> None:
    expected = [int(read_words([word]).hashes[0]) for word in words]
    assert read_words([text]).hashes.tolist() == expected


def test_texts_of_one_batch_do_not_touch() -> None:
    texts = ["one two", "", "three four five six seven", "tám chín", "妇女"]
    words = read_words(texts)
    alone = [read_words([text]).hashes.tolist() for text in texts]
    assert [words.hashes[begin:end].tolist() for begin, end in pairwise(words.bounds)] == alone
    assert [len(shingles) for shingles in read_shingles(words)] == [0, 0, 1, 0, 0]


def test_a_sketch_is_a_tenth_of_the_distinct_shingles() -> None:
    words = [f"w{number * number}" for number in range(100_000)]
    (found,) = sketches([" ".join(words * 2)])
    assert len(found) == pytest.approx(100_000 / SAMPLE_RATE, rel=0.05)
    assert found.dtype == np.uint32
    assert (np.diff(found.astype(np.int64)) > 0).all()


def test_a_sketch_does_not_depend_on_the_texts_beside_it() -> None:
    texts = [" ".join(f"{name}{n * n}" for n in range(size)) for name, size in (("a", 90), ("b", 3), ("c", 200))]
    texts = [texts[0], "", *texts[1:], "", texts[0]]
    alone = [sketch.tolist() for text in texts for sketch in sketches([text])]
    assert [sketch.tolist() for sketch in sketches(texts)] == alone
    assert alone[0] == alone[-1] != []


def test_a_sketch_shows_what_texts_share() -> None:
    words = [f"w{n * n}" for n in range(4000)]
    whole, half, other = sketches([" ".join(words), " ".join(words[:2000]), " ".join(reversed(words))])
    assert len(np.intersect1d(whole, half)) == len(half)
    assert len(np.intersect1d(whole, other)) == 0


def test_short_texts_have_empty_sketches() -> None:
    assert [found.tolist() for found in sketches(["", "four words of text"])] == [[], []]


def test_three_copies_in_a_source_do_not_make_its_boilerplate() -> None:
    assert is_repeated(3, of=40)
    assert not is_repeated(2, of=2)
    assert not is_repeated(3, of=500)
    assert is_repeated(10, of=500)


def test_letters_are_told_from_signs_in_every_script() -> None:
    every = "".join(map(chr, range(0x30000)))
    pieces = [every[start : start + 9] for start in range(0, 40_000, 9)]
    for text in ("", "Giá: 5.000 đ_", "完，全。文", every, *pieces):
        assert letters_of(text) == re.sub(r"[\W_]+", "", text)


def test_content_hash_is_of_letters_and_digits_only() -> None:
    body = "Phụ nữ Bắc Ninh trao 30 suất quà cho học sinh nghèo vượt khó. " * 3
    assert content_hash(body) == content_hash(body.upper().replace(" ", "\n"))
    assert content_hash(body) != content_hash(body.replace("30", "31"))
    assert content_hash(body[:90]) is None


def test_batches_change_nothing() -> None:
    texts = [f"{'word ' * 1000}{n} tail of this text number {n}" for n in range(120)]
    together = [found.tolist() for found in sketches(texts)]
    assert together == [found.tolist() for text in texts for found in sketches([text])]
