"""Each block of a page with what became of it: as the rules that read the page have it."""

from __future__ import annotations

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from scrapers.extraction.fates import Fate
from scrapers.extraction.outline import after_cleaning, outline
from scrapers.forms.pointing import holds
from scrapers.forms.saved_pages import read_saved, saved_pages
from scrapers.html import HtmlRead, read_lines
from scrapers.records import Article
from scrapers.source import Sources, load_sources, read_form
from scrapers.template_learning import learn

STORY = (
    "The women's union of Lorbin opened a course on safe roads for two hundred households on Monday.",
    "Its chair said that forty villages had asked to join before the end of the year, twice as many as before.",
)
FOOTER = "Put together by volunteers of the provincial federation, every evening of the year."
MENU = "".join(f"<li><a href=/{n}>Part {n} of the site</a>" for n in range(40))


def page(number: int = 99) -> str:
    text = "".join(f"<p>On day {number} {part}</p>" for part in STORY)
    return (
        f"<title>Course {number}</title><ul>{MENU}</ul><div class=frame><h1>Course {number}</h1>"
        f"<div class=story>{text}<div class=related><a href=/x>Another course</a></div><p>{FOOTER}</p></div></div>"
    )


def fates(found: list) -> dict[str, str]:
    return {one.text: one.fate for one in found}


def test_the_generic_reading_tells_why_neighbours_were_left_out() -> None:
    told = fates(outline(page(), None, ()))
    assert told[f"On day 99 {STORY[0]}"] == "text"
    assert told["Another course"].startswith("left out: ")
    assert told["Course 99"] in ("left out: the headline", "outside of the article's box")
    assert len(told) < 15, "menus are far from the article"


def test_a_learned_reading_names_its_box_and_the_lines_that_repeat() -> None:
    template = learn(map(page, range(8)))
    assert template is not None
    told = fates(outline(page(), None, (template,)))
    assert told[f"On day 99 {STORY[1]}"] == "text, in the learned box div.story"
    assert told[FOOTER] == "left out: stands on 8 of 8 pages of this source"


def test_a_layout_tells_the_selector_that_took_or_left_each_block(tmp_path: Path) -> None:
    (tmp_path / "tea.toml").write_text(
        'name = "tea"\ntitle = "Tea"\npublisher = "Tea"\nkind = "newspaper"\ncountry = "GB"\nlanguage = "en"\n'
        'timezone = "Europe/London"\nhosts = ["tea.example.org"]\nevidence = "page"\n'
        '[[layout]]\nname = "new"\nwhen = ".story"\ntitle = "h1"\nbody = "div.story"\nremove = [".related a"]\n'
    )
    source = Sources([read_form(tmp_path / "tea.toml")])["tea"]
    told = fates(outline(page(), source, ()))
    assert told["Course 99"] == "field: title = h1"
    assert told["Another course"] == "left out: remove = .related a"
    assert told[FOOTER] == "text: body = div.story"
    assert told["Part 39 of the site"] == "outside of body = div.story"
    read = read_lines(page(), source)
    assert isinstance(read, HtmlRead)
    kept = [one.text for one in outline(page(), source, ()) if one.fate.startswith("text")]
    assert kept == [line.text for line in read.lines if line.text]


def test_no_line_that_cleaning_took_is_called_text() -> None:
    """On every saved page that a layout reads: each removed line at its number, with its rule."""
    forms, n_whole, n_pieces = load_sources(), 0, 0
    folders = sorted((Path(__file__).parents[1] / "pages").iterdir())
    for page in (page for folder in folders if folder.is_dir() for page in saved_pages(folder)):
        made = read_saved(page, forms)
        if not isinstance(made, Article) or made.layout is None:
            continue
        markup = page.path.read_text(encoding="utf-8", errors="replace")
        blocks = outline(markup, forms[page.path.parent.name], ())
        told = {one.line: one for one in after_cleaning(blocks, made.removed_lines, title=made.title, body=made.body)}
        for line in made.removed_lines:
            if line.line and holds(LexborHTMLParser(markup), line.text):  # not an article's further pages
                one = told[line.line]
                assert line.text in one.text, page.path
                assert line.rule in one.fate, page.path
                n_whole += one.fate == f"removed: {line.rule}"
                n_pieces += "a piece was removed: " in one.fate
    assert min(n_whole, n_pieces) >= 3


def test_a_line_that_cleaning_took_into_the_text_is_called_text() -> None:
    """The extractor only guesses which lines at the rim are about the article; the row says what became of them."""
    fates = [
        Fate(None, "h1", "outside of the article's box", "Looms of the valley"),
        Fate(3, "p", "text", "Thirty looms stood in the hall."),
        Fate(4, "p", "left out: a byline, date or label at the rim of the text", "At the ferry, 9:30"),
        Fate(5, "p", "left out: a byline, date or label at the rim of the text", "By Mai Tran"),
    ]
    body = "Thirty looms stood in the hall.\n\nAt the ferry, 9:30"
    told = [one.fate for one in after_cleaning(fates, (), title="Looms of the valley", body=body)]
    assert told == ["left out: the headline", "text", "text: cleaning kept it", fates[3].fate]


def test_the_outline_is_of_the_reading_itself() -> None:
    """What it calls text is what the reader of pages gives."""
    forms = load_sources()
    for path in sorted((Path(__file__).parents[1] / "pages").glob("*/*.html")):
        form = forms[path.parent.name]
        markup = path.read_text(encoding="utf-8", errors="replace")
        read = read_lines(markup, form)
        if isinstance(read, HtmlRead) and read.layout:
            kept = " ".join(one.text for one in outline(markup, form, ()) if one.fate.startswith("text"))
            cells = [cell for line in read.lines if line.kind != "caption" for cell in line.text.split(" | ") if cell]
            assert [cell for cell in cells if cell not in kept] == [], path
