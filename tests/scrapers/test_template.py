"""From several pages of a source its design is learned; it reads the next page faster, or says that it doesn't fit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.extract import main_text
from scrapers.fingerprint import exact_hash
from scrapers.html import HtmlRead, read_lines
from scrapers.template import Template
from scrapers.template_learning import MIN_PAGES, learn

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


def test_a_lead_above_the_box_is_read_with_it(template: Template) -> None:
    lead = "A flood took the shops of half of them: now they learn to sew, and half a district learns with them."
    slogan = "The Gazette has been read in every district of the province since the year of the first great flood."
    markup = page(99).replace("</h1>", f"</h1><p>By Mai Tran</p><div><p>{lead}</p></div><p>{slogan}</p>")
    assert read(replace(template, repeated=((exact_hash(slogan), 8),)), markup) == [lead, *paragraphs(99), NOTICE]


def test_headings_that_stand_loose_in_the_box_are_text() -> None:
    """Beside a stamp that stands loose, too: both are on the path of the box itself."""

    def loose(number: int) -> str:
        stamp = f"{number + 1} May 2024 Last updated at 10:{number + 10}, by the editors of the paper"
        heading = f"<span class=cross-head>What {number} members say</span>" if number > 4 else ""
        return page(number).replace('id="a', f'title="{number}" id="a').replace("<p>The", f"{heading}<p>The").replace(
            "<p>On", f"{stamp}<p>On"
        )  # fmt: skip

    template = learn(map(loose, range(8)))
    assert template is not None
    assert read(template, loose(7)) == [paragraphs(7)[0], "What 7 members say", paragraphs(7)[1]]


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
