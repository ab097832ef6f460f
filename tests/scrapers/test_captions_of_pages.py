"""What stands under an article's pictures is a caption, wherever the picture stands, and no line of it gets lost."""

from __future__ import annotations

import pytest

from scrapers.clean import clean
from scrapers.extract import read_page
from scrapers.html import HtmlRead, read_lines

PARTS = [
    "The weavers of the upper valley met on Sunday to choose who will speak for them in the town of the district.",
    "Thirty looms stood in the hall, most of them older than the women who have worked on them since the war.",
    "“Cloth is patient,” said Mai, who keeps the accounts of the village and teaches her neighbours to keep their own.",
]
CAPTION = "Mai at her loom, with the cloth that she sells at the ferry"
FIGURE = f"<figure><img src=a.jpg><figcaption>{CAPTION}</figcaption></figure>"
PROSE = "".join(f"<p>{part}</p>" for part in PARTS)
TITLE = "<title>Weavers meet in the valley</title>"
HEADLINE = "<h1>Weavers meet in the valley</h1>"


@pytest.mark.parametrize(
    "inner",
    [
        f"<article>{FIGURE}{HEADLINE}<div class=body>{PROSE}</div></article>",
        f"<article>{HEADLINE}{FIGURE}<div class=body>{PROSE}</div></article>",
        f"<article>{HEADLINE}<div class=body>{PROSE}</div>{FIGURE}</article>",
        f"<div>{HEADLINE}{PROSE}{FIGURE}</div>",
        f"<div>{HEADLINE}<p>{PARTS[0]}</p><img><p class=wp-caption-text>{CAPTION}</p><p>{PARTS[1]}</div>",
        f"<div>{HEADLINE}{PROSE}<div class=photo-caption><p>{CAPTION}</p></div></div>",
        f"<div>{HEADLINE}<p>{PARTS[0]}</p><table><tr><td><img></tr><tr><td>{CAPTION}</table><p>{PARTS[1]}<p>{PARTS[2]}</div>",
    ],
)
def test_a_caption_is_told_from_the_text(inner: str) -> None:
    page = read_page(TITLE + inner, "")
    assert page["captions"] == [CAPTION]
    assert CAPTION not in page["body"]
    read = read_lines(TITLE + inner, None)
    assert isinstance(read, HtmlRead)
    cleaned = clean(read.lines, language="en", given={"title": "Weavers meet in the valley"})
    assert cleaned.captions == (CAPTION,)
    assert CAPTION not in cleaned.body


def test_a_gallery_is_captions() -> None:
    figures = "".join(f"<figure><img><figcaption>{part}</figcaption></figure>" for part in PARTS[1:])
    page = read_page(f"{TITLE}<article>{HEADLINE}<p>{PARTS[0]}</p>{figures}</article>", "")
    assert (page["body"], page["captions"]) == (PARTS[0], PARTS[1:])


def test_a_caption_of_another_article_is_none() -> None:
    teaser = f"<div class=related-posts>{FIGURE}<a href=1>A bridge for the ferry</a></div>"
    markup = f"{TITLE}<article>{HEADLINE}{PROSE}{teaser}</article><aside>{FIGURE}</aside>"
    assert read_page(markup, "")["captions"] == []
