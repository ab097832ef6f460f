"""A loaded document becomes one complete article or a rejection, and nothing but its bytes and its form decide."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import seeds
from scrapers.archive import Archive, document_from_record, read_record
from scrapers.documents import Known, Unreadable, read_document
from scrapers.identity import identify
from scrapers.loaders import read_documents
from scrapers.process import extractor, process
from scrapers.records import Article, Document, Rejection
from scrapers.source import load_sources

SOURCES = load_sources()
SEEDS = Path(next(iter(seeds.__path__)))
PAGE = """<html lang="vi"><title>Mở lớp tập huấn về bình đẳng giới</title><h1>Mở lớp tập huấn về bình đẳng giới</h1>
<p>Hội phụ nữ tỉnh khai mạc lớp tập huấn về bình đẳng giới cho cán bộ các xã, phường trong tỉnh vào sáng thứ hai.</p>
<p>Lớp tập huấn kéo dài ba ngày, với sự tham gia của hơn một trăm học viên đến từ các huyện miền núi của tỉnh.</p>"""


def document(**values: str) -> Document:
    loaded = read_document(
        json.dumps(values).encode(), location="file:///a.jsonl#1", media_type="application/json", known=Known()
    )
    assert isinstance(loaded, Document)
    return loaded


def processed(loaded: Document) -> Article | Rejection:
    return process(loaded, identify(loaded, SOURCES))


def article(**values: str) -> Article:
    made = processed(document(**values))
    assert isinstance(made, Article)
    return made


@pytest.fixture(scope="module")
def seed_documents() -> list[Document]:
    return [loaded for loaded in read_documents([SEEDS]) if isinstance(loaded, Document)]


def test_the_five_seeds_become_five_articles_of_their_sources(seed_documents: list[Document]) -> None:
    articles = [processed(loaded) for loaded in seed_documents]
    assert all(isinstance(made, Article) for made in articles)
    told = [(a.source, a.native_id, a.published_on, a.not_before) for a in articles if isinstance(a, Article)]
    assert told == [
        ("womenofchina", "24014283", date(2023, 12, 6), None),
        ("womenofchina", None, date(2023, 7, 1), None),
        ("baolangson", "49054", None, date(2023, 11, 13)),
        ("bacninh", "81779933", date(2024, 11, 12), None),
        ("vietnamplus", None, None, date(2024, 11, 15)),
    ]


def test_a_document_read_again_from_the_archive_gives_the_same_article(
    seed_documents: list[Document], tmp_path: Path
) -> None:
    with Archive(tmp_path, stem="a") as archive:
        places = [
            archive.write_document(loaded, loaded_at=datetime(2026, 11, 21, tzinfo=UTC)) for loaded in seed_documents
        ]
        archive.flush()
    again = [document_from_record(read_record(tmp_path / name, offset)) for name, offset in places]
    assert [processed(loaded) for loaded in again if isinstance(loaded, Document)] == list(
        map(processed, seed_documents)
    )


def test_an_article_tells_where_each_field_comes_from() -> None:
    loaded = document(
        url="https://en.vietnamplus.vn/a-story-post7.vnp", title="A course", text="A course was opened.\n\nIt goes on."
    )
    made = processed(loaded)
    assert isinstance(made, Article)
    origins = dict(made.field_origins)
    assert origins["title"] == "document"
    assert (origins["source"], origins["url"], origins["native_id"]) == ("host", "document", "url")
    assert origins["language"] == "form"
    assert made.extractor == extractor(identify(loaded, SOURCES))
    assert SOURCES["vietnamplus"].form_hash in made.extractor


def test_words_are_counted_where_words_are_spaced() -> None:
    made = article(
        url="https://zh.vietnamplus.vn/a-post7.vnp", title="会议", text="省妇联今天举行座谈会，讨论家庭教育。"
    )
    assert (made.language, made.n_words, made.n_characters) == ("zh", None, len(made.body))
    assert article(title="A course", text="A course was opened on Monday.").n_words == 6
    wide = (
        "A  course was\u3000opened\tat the school on Monday. \n \n\n\nIt had\xa0been asked for\x1cby all its pupils.\n"
    )
    made = article(title="A course", text=wide)
    assert made.n_words == len(made.body.split()) == 18


def test_a_page_without_a_form_is_read_by_the_fallback() -> None:
    made = article(url="https://tin.example.vn/1.html", html=PAGE)
    assert made.title == "Mở lớp tập huấn về bình đẳng giới"
    assert made.body.count("\n\n") == 1
    assert (made.language, made.layout) == ("vi", None)
    assert "fallback" in made.flags


def test_a_page_by_its_layout() -> None:
    page = """<span id=ReportIDname>Course Opened</span><span id=ReportIDIssueTime>July 27, 2021</span>
        <span id=ReportIDtext><p>A course was opened in Hangzhou.</p><p>It goes on for three days.</p></span>"""
    made = article(url="http://www.womenofchina.cn/womenofchina/html1/news/2107/2601-1.htm", html=page)
    assert (made.title, made.layout, made.published_on) == ("Course Opened", "tea", date(2021, 7, 27))
    assert made.body == "A course was opened in Hangzhou.\n\nIt goes on for three days."
    assert {("published_raw", "layout:tea"), ("published_on", "layout:tea")} <= set(made.field_origins)


def test_every_origin_is_of_a_field_that_is_held() -> None:
    text = (
        "Course opened\n16/05/2023 08:00\nUpdated: 17/05/2023 09:30 GMT+7\n"
        + "The union opened a course in the town. " * 9
    )
    page = f"""<meta property="article:modified_time" content="2023-05-07T09:30:00+07:00">
        <meta property="article:published_time" content="2023-05-06T08:00:00+07:00">
        <h1>Course opened</h1><p>{"The union opened a course in the town. " * 9}</p>"""
    for made in (article(text=text), article(url="https://tin.example.vn/1.html", html=page)):
        origins = dict(made.field_origins)
        assert made.published_on
        assert made.updated_at
        assert {"published_on", "updated_at"} <= set(origins)
        assert all(getattr(made, field) for field in origins)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"html": "<title>Course</title><p></p>"}, "no_body"),
        (
            {"html": "<p>A course was opened in the town of Lorbin on Monday, the first of its kind there.</p>" * 3},
            "no_title",
        ),
        ({"html": "no markup"}, "not_html"),
        ({"html": "<div>" * 5000 + "text"}, "too_deep"),
        ({"html": "line<br>" * 60_000}, "too_big"),
        ({"text": "\u200b\n\u00a0"}, "no_body"),
    ],
)
def test_what_is_no_article_says_why(values: dict[str, str], reason: str) -> None:
    made = processed(document(url="https://news.example.org/1", **values))
    assert isinstance(made, Rejection)
    assert made.reason == reason


def test_a_text_without_a_headline_is_stored_and_flagged() -> None:
    made = article(text="The union of the province opened a course, and a hundred members came to take part.\n\n" * 3)
    assert made.title is None
    assert "no_title" in made.flags


def test_two_texts_of_one_address_are_two_states_of_one_article() -> None:
    first = article(url="https://news.example.org/1", title="A", text="A course was opened on Monday.")
    second = article(url="https://news.example.org/1?utm_source=x", title="A", text="A course was opened on Tuesday.")
    assert first.article_id == second.article_id
    assert first.revision_hash != second.revision_hash


def test_nothing_unreadable_reaches_it() -> None:
    loaded = read_document(b"", location="file:///a.txt", media_type="text/plain", known=Known())
    assert isinstance(loaded, Unreadable)


TEXT = "The women's union opened a course for mediators on Monday.\n\nForty of them will learn how to take notes."


@pytest.mark.parametrize(
    "page", ["<nav>Home</nav>", "<p>no headline", "  ", "<title>Course</title>" + "x<br>" * 60_000]
)
def test_the_text_beside_a_page_without_an_article_is_used(page: str) -> None:
    made = article(html=page, text=f"Course for mediators\n\n{TEXT}")
    assert (made.title, made.body) == ("Course for mediators", TEXT)
    assert ("page_not_used" in made.flags) == bool(page.strip())


def test_the_text_beside_a_wall_is_not_taken_for_an_article() -> None:
    wall = "<title>Just a moment...</title><h1>Just a moment...</h1><p>Checking your browser before accessing."
    made = processed(
        document(html=wall, text="Checking your browser before accessing the site. It takes five seconds.")
    )
    assert isinstance(made, Rejection)
    assert made.reason == "block_wall"


def test_a_text_beside_a_page_is_part_of_the_state() -> None:
    assert document(html=PAGE, text="one").digest != document(html=PAGE, text="two").digest


def test_another_headline_than_the_title_given_stays() -> None:
    made = article(title="Union of Women, report 17", text=f"Forty mediators go back to school\n\n{TEXT}")
    assert (made.title, made.body) == (
        "Union of Women, report 17", f"Forty mediators go back to school\n\n{TEXT}",
    )  # fmt: skip
    assert made.captions == ()


def test_other_words_of_the_title_given_are_its_copy() -> None:
    made = article(
        title="Forty mediators go back to school - Portal", text=f"Forty mediators go back to school\n\n{TEXT}"
    )
    assert made.body == TEXT
    assert [line.rule for line in made.removed_lines] == ["shape:title_repeated"]


def test_a_day_of_a_dateline_is_flagged_and_keeps_its_origin() -> None:
    made = article(text=f"Forty mediators go back to school\n\nHANOI, March 8, 2024 (VNA) – {TEXT}")
    assert (made.published_on, made.published_raw, made.flags) == (
        date(2024, 3, 8),
        "March 8, 2024",
        ("dateline_date",),
    )
    assert ("published_on", "shape:opening line 3") in made.field_origins


def test_a_dateline_without_its_year_is_kept_as_printed() -> None:
    made = article(text=f"Forty mediators go back to school\n\nHANOI, March 8 (VNA) – {TEXT}")
    assert (made.published_on, made.published_raw, made.not_before) == (None, "March 8", None)
    assert made.flags == ("no_year",)


def of_page(markup: str, **values: str) -> Article:
    text = "<p>The women's union of the province opened a sewing course on Monday, the first since the flood.</p>" * 2
    return article(html=f"<title>Course opened</title><body>{markup.replace('TEXT', text)}", **values)


def test_a_page_is_dated_as_the_extractor_alone_dates_it() -> None:
    american = of_page("<html lang=en-US><h1>Course opened</h1><div>Posted 04/05/2023</div>TEXT")
    assert (american.published_on, american.flags) == (date(2023, 4, 5), ("fallback",))
    german = of_page("<h1>Course opened</h1><div>12. Oktober 2023</div>TEXT")
    assert (german.published_on, german.published_raw) == (date(2023, 10, 12), "12. Oktober 2023")
    teaser = "<div class=side><div>15 October 2023</div><a href=1>Other news of the month</a></div>"
    of_another = of_page(f"<h1>Course opened</h1>TEXT{teaser}")
    assert of_another.published_on is None
    assert any(removed.text == "15 October 2023" for removed in of_another.removed_lines)
    clock = of_page("<div>Sunday, 22 September 2024</div><h1>Course opened</h1>TEXT")
    assert clock.published_on is None


def test_what_lies_ahead_of_today_is_no_date() -> None:
    ahead = '<meta property="article:published_time" content="2098-01-01T00:00:00Z"><h1>Course opened</h1>TEXT'
    assert of_page(ahead).published_on is None
    assert article(title="Course opened", text="2 May 2098\n\nThe course opened.").published_on is None
