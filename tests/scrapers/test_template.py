"""From several pages of a source its design is learned; it reads the next page faster, or says that it doesn't fit."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.extract import main_text
from scrapers.fingerprint import exact_hash
from scrapers.html import HtmlRead, read_lines
from scrapers.template import MIN_PAGES, Template, learn

NOTICE = "Like our page and hear every evening what the province was talking about during the day, with pictures."


def paragraphs(number: int) -> list[str]:
    return [
        f"On day {number} the women's union opened a course in district {number}, the first since the flood of spring.",
        f"The {number + 30} members will learn for three months; half of them lost their shops when the river rose.",
    ]


def page(number: int, box: str = "story") -> str:
    text = "".join(f"<p>{part}</p>" for part in paragraphs(number))
    return f"""<title>Course {number} | Gazette</title><body><ul><li><a href=/>Home</a></ul>
        <div class=frame><h1>Course {number}</h1><div class="{box}" id="a-{number}">{text}<p>{NOTICE}</p></div></div>"""


@pytest.fixture
def template() -> Template:
    learned = learn(map(page, range(8)))
    assert learned is not None
    return learned


def read(template: Template, markup: str) -> list[str] | None:
    blocks = template.read(LexborHTMLParser(markup))
    return None if blocks is None else [block.text for block in blocks]


def test_what_repeats_is_furniture(template: Template) -> None:
    assert NOTICE in main_text(page(99), "")
    assert read(template, page(99)) == paragraphs(99)
    assert dict(template.repeated)[exact_hash(NOTICE)] == 8


def test_the_box_is_named_without_what_changes(template: Template) -> None:
    assert template.body == "div.story"
    assert template.n_pages == 8


def test_another_design_is_noticed(template: Template) -> None:
    assert read(template, page(99, box="body-2025")) is None
    assert read(template, "<div class=story><p>Soon.</p></div>") is None


def test_few_pages_are_no_design() -> None:
    assert learn(map(page, range(MIN_PAGES - 1))) is None
    assert learn([]) is None


def test_a_template_is_a_value(template: Template) -> None:
    assert Template.from_json(template.to_json()) == template
    assert learn(map(page, range(8))) == template
    with pytest.raises(ValueError, match="version"):
        Template.from_json(template.to_json().replace('"version": 2', '"version": 0'))


def test_pages_of_a_learned_design_are_no_fallback(template: Template) -> None:
    known, other = (read_lines(page(99, box=box), None, (template,)) for box in ("story", "body-2025"))
    assert isinstance(known, HtmlRead)
    assert isinstance(other, HtmlRead)
    assert (known.layout, known.flags) == ("learned", ())
    assert (other.layout, other.flags) == (None, ("fallback",))
    assert [(line.text, line.rule) for line in known.removed] == [(NOTICE, "learned:8/8")]
