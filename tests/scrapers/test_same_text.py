"""Two states of an article read in different ways: a new design is no revision, a new sentence is one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scrapers.documents import Known, MediaType, read_document
from scrapers.extraction.same_text import State, is_read_otherwise, says_the_same
from scrapers.identity import identify
from scrapers.process import process
from scrapers.records import Article, Document
from scrapers.source import load_sources

SOURCES = load_sources()
FORM = SOURCES["bacninh"]
URL = "https://bacninh.gov.vn/web/english/news/-/details/4790216/night-school-for-fishermen-81900101"
TEXT = [
    "(BNP) - The night school above the Mastel valley has opened a workshop, and asks no fee of families.",
    "Forty fishermen have signed for it since Monday, as the council of Lorbin had promised two winters ago.",
    "The boats stay in the harbour until the tide turns, because the road is closed from June to October.",
]
TITLE = "Night school for fishermen opens"


def state(content: str, media_type: MediaType = "text/html", **known: str) -> State:
    told = Known(url=URL, fetched_at=datetime(2025, 3, 12, tzinfo=UTC), **known)  # type: ignore[arg-type]
    document = read_document(content.encode(), location=URL, media_type=media_type, known=told)
    assert isinstance(document, Document)
    article = process(document, identify(document, SOURCES))
    assert isinstance(article, Article), article
    return State(document, article)


def known_design(*texts: str, day: str = "10/03/2025 08:30", title: str = TITLE, pager: str = "") -> State:
    body = "".join(f"<p>{text}</p>" for text in texts)
    return state(
        f'<h1 id="contentDetailTitleId">{title}</h1><span class="date_time">{day}</span>'
        f'<div id="contentDetail">{body}</div>{pager}<footer>Copyright of Bac Ninh Portal</footer>'
    )


def new_design(*texts: str, title: str = TITLE) -> State:
    body = "".join(f"<p>{text}</p>" for text in texts)
    return state(
        f"<title>{title}</title><main><h1>{title}</h1><time>March 10, 2025</time><ul><li>Share</li><li>Print</li></ul>"
        f"<article>{body}<p>Share on Zalo</p></article></main><footer>Bac Ninh Portal, all rights reserved</footer>"
    )


def same(now: State, before: State) -> bool:
    assert is_read_otherwise(now, before)
    return says_the_same(now, before, form=FORM)


def test_a_new_design_of_the_same_text_says_the_same() -> None:
    now, before = new_design(*TEXT), known_design(*TEXT)
    assert now.article.revision_hash != before.article.revision_hash
    assert same(now, before)


@pytest.mark.parametrize(
    "now",
    [
        new_design(*TEXT, "Correction: eighty fishermen have signed for it, not forty."),
        new_design(*TEXT[:2]),
        new_design(TEXT[0], TEXT[1].replace("Forty", "Eighty"), TEXT[2]),
        new_design(*TEXT, title="Night school for fishermen opens late"),
    ],
    ids=["longer", "shorter", "corrected", "retitled"],
)
def test_a_new_design_of_another_text_is_a_revision(now: State) -> None:
    assert not same(now, known_design(*TEXT))


def test_a_document_loaded_before_its_page_was_fetched_is_the_same_article_in_the_same_state() -> None:
    loaded = state("\n\n".join([*TEXT, "By P.H"]), "text/plain")
    assert loaded.article.title is None  # a page that names one adds nothing that its publisher changed
    assert same(known_design(*TEXT), loaded)
    assert not same(known_design(*TEXT, "Correction: eighty fishermen have signed for it."), loaded)


def test_one_design_is_compared_by_what_was_extracted() -> None:
    assert not is_read_otherwise(known_design(*TEXT), known_design(*TEXT, day="11/03/2025 08:30"))


def test_half_of_an_article_on_several_pages_is_no_shorter_article() -> None:
    form = SOURCES["womenofchina"]
    tea = "<h1><span id='ReportIDname'>Reeds of Quorra</span></h1><span id='ReportIDtext'>{}</span>{}"
    pager = "<div id='ContentPageDIV'><a href='412-2.htm'>2</a></div>"
    body = "".join(f"<p>{text}</p>" for text in TEXT)
    before, now = state(tea.format(body, pager)), new_design(*TEXT[:2], title="Reeds of Quorra")
    assert says_the_same(now, _of_women(before), form=form)


def _of_women(one: State) -> State:
    document = read_document(
        one.document.content,
        location="x",
        media_type="text/html",
        known=Known(url="https://www.womenofchina.cn/womenofchina/html1/2307/412-1.htm"),
    )
    assert isinstance(document, Document)
    article = process(document, identify(document, SOURCES))
    assert isinstance(article, Article)
    return State(document, article)
