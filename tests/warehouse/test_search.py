"""What is looked for is found, in three languages, as it was meant, and ranked."""

from __future__ import annotations

from datetime import date

import pytest

from scrapers.fingerprint.folding import fold_character
from scrapers.fingerprint.prints import fingerprints, join_terms
from warehouse.errors import QueryFailed
from warehouse.read import open_published
from warehouse.search import search

TEXTS = {
    "tea:1": ("Hội thảo tại Đà Nẵng", "Sáng nay, thành phố Đà Nẵng khai mạc hội thảo về bình đẳng giới."),
    "tea:2": ("Một hội nghị", "Các đại biểu đã thấy nắng nóng đi bộ; da dẻ, nặng nề."),
    "tea:3": ("A visit", "The union visited Da Nang to discuss gender-based violence. Equality came later."),
    "tea:4": ("妇联会议", "妇联召开会议，推进男女平等，2023年举办培训班。"),
    "tea:5": ("平等", "男人和女人，平等。"),
    "tea:6": ("Hoà bình", "Tỉnh hoà bình và mạ non. Cô ấy là ma."),
}


@pytest.fixture(scope="module")
def held(fresh_home, article, page):
    home = fresh_home
    days = {"tea:1": date(2024, 11, 25), "tea:3": date(2023, 1, 31)}
    home.append(*(page(article(key, "old words", published_on=days.get(key))) for key in TEXTS))
    home.append(
        *(
            page(article(key, title=title, body=body, captions=("Ảnh: lớp học xóa mù",), published_on=days.get(key)))
            for key, (title, body) in TEXTS.items()
        ),
        run="r2",
    )
    home.warehouse.publish()
    home.warehouse.close()
    return home.path


@pytest.fixture(scope="module")
def con(held):
    with open_published(held) as con:
        yield con


def ids(con, words: str) -> list[str]:
    return [row["article_id"] for row in search(con, words)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("da nang", ["tea:1", "tea:3", "tea:2"]),
        ("DA NANG", ["tea:1", "tea:3", "tea:2"]),
        ("Đà Nẵng", ["tea:1"]),
        ('"da nang"', ["tea:1", "tea:3"]),
        ("mạ", ["tea:6"]),
        ("hòa bình", ["tea:6"]),
        ("ma", ["tea:6"]),
        ("gender-based", ["tea:3"]),
        ('"violence gender"', []),
        ('"gender based violence"', ["tea:3"]),
        ("“gender based”", ["tea:3"]),
        ("男女平等", ["tea:4"]),
        ("等", ["tea:5", "tea:4"]),
        ("2023年", ["tea:4"]),
        ("女平", ["tea:4"]),
        ("妇联 培训", ["tea:4"]),
        ("old", []),
        ("visit", ["tea:3"]),
        ("nothing of this", []),
        ("đà source:tea", ["tea:1"]),
        ("da nang after:2024-01-01", ["tea:1", "tea:2"]),
        ("da nang before:2024-01-01", ["tea:3", "tea:2"]),
        ("da nang after:2023-01-31 before:2023-02-01", ["tea:3", "tea:2"]),
    ],
)
def test_what_is_looked_for_is_found(con, words: str, found: list[str]) -> None:
    assert ids(con, words) == found


def test_captions_are_searched(con) -> None:
    (first, *_) = search(con, '"lớp học"')
    assert first["snippet"] == "Ảnh: **lớp học** xóa mù"


@pytest.mark.parametrize(
    ("words", "snippet"),
    [
        (
            '"gender based violence"',
            "The union visited Da Nang to discuss **gender-based violence**. Equality came later.",
        ),
        ("平等 source:tea 男女", "妇联召开会议，推进**男女平等**，2023年举办培训班。"),
        ("男女", "妇联召开会议，推进**男女**平等，2023年举办培训班。"),
        (
            '"union visited" "to discuss"',
            "The **union visited** Da Nang **to discuss** gender-based violence. Equality came later.",
        ),
        ("visit", "A **visit**"),
    ],
)
def test_the_hit_is_marked(con, words: str, snippet: str) -> None:
    assert search(con, words)[0]["snippet"] == snippet


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "this one has 0"),
        ("source:tea", "this one has 0"),
        ("...", "this one has 0"),
        ("tea " * 200, "this one has 200"),
        ("tea after:yesterday", "^after:yesterday is no day"),
        ("tea before:2024-13-01", "before:2024-13-01 is no day"),
        ("tea after:2024-01-01 before:2023-01-01", "No day is after:2024-01-01 and before:2023-01-01"),
        ("đà source:coffee", "^source:coffee names no source"),
        ("nowhere source:coffee", "^source:coffee names no source"),
        ('"gender based', "^A quotation mark is opened and never closed"),
        ("nowhere “gender based", "^A quotation mark is opened and never closed"),
        ('"gender" based"', "^A quotation mark is opened and never closed"),
    ],
)
def test_a_bad_query_is_one_sentence(con, words: str, told: str) -> None:
    with pytest.raises(QueryFailed, match=told):
        search(con, words)


def test_most(con) -> None:
    assert len(search(con, "da nang", most=2)) == 2


def test_it_is_a_table_of_sql(con) -> None:
    rows = con.execute("SELECT source, count(*) FROM search('da nang', most := 100) GROUP BY ALL").fetchall()
    assert rows == [("tea", 3)]


@pytest.mark.parametrize(
    "text",
    [
        "Đà Nẵng ĐƯỜNG hoà Thuý",
        "ﬁne STRASSE straße ½ x² Ａ１",
        "男女平等 2023年",
        "Łódź œuvre İstanbul",
        "한국 ไทย Ελλάς ς Ґ",
    ],
)
def test_queries_are_folded_as_texts_are(con, text: str) -> None:
    terms = join_terms(list(fingerprints([(text, "", "")])))
    rows = con.execute("SELECT DISTINCT term, marks FROM search_terms(?)", [text]).fetchall()
    assert set(rows) == set(zip(terms.terms.tolist(), terms.marks.tolist(), strict=True))


def test_every_letter_is_folded_alike(con) -> None:
    known = dict(con.execute("SELECT letter, folded FROM search_letters").fetchall())
    letters = [chr(code) for code in range(0x250) if chr(code).isalnum()]
    assert {letter: known.get(letter, letter) for letter in letters} == {c: fold_character(c) for c in letters}


def test_a_home_from_before_the_search_is_caught_up_with(home, article, page) -> None:
    home.append(page(article("tea:1", "rain")), page(article("tea:2", "sun")))
    home.sql("DELETE FROM search_words; DELETE FROM search_texts")
    home.reopen()
    assert home.sql("SELECT article_id FROM search('sun')") == [("tea:2",)]


def test_terms_of_another_version_are_made_anew(home, article, page) -> None:
    home.append(page(article("tea:1", "rain")))
    home.sql("UPDATE search_texts SET terms_version = 0; UPDATE search_words SET term = 0")
    home.reopen()
    assert home.sql("SELECT article_id FROM search('rain')") == [("tea:1",)]


def test_a_long_text_is_searched_to_its_end(home, article, page) -> None:
    body = " ".join(f"w{number}" for number in range(70_000))
    home.append(page(article("tea:1", body=body)))
    ((snippet,),) = home.sql("SELECT snippet FROM search('\"w69997 w69998\"')")
    assert snippet.endswith("**w69997 w69998** w69999")
