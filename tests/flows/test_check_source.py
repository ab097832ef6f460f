"""`broadsheet sources check` as a contributor uses it: exit codes, next steps, a live look at a bundled site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scrapers.forms.files import BUILT_IN
from tests.flows.conftest import Result, clean_environment, command, rows
from tests.sites.sites import Sites

pytestmark = pytest.mark.slow

CONTACT = {"BROADSHEET_CONTACT": "tests@example.org"}


@pytest.fixture(scope="module")
def sites() -> Iterator[Sites]:
    with Sites(["baolangson_new", "womenofchina"]) as running:
        yield running


def check(*words: object, contact: bool = False) -> Result:
    return command("sources", "check", *words, env=clean_environment() | (CONTACT if contact else {}))


def test_a_form_is_mended_from_what_the_command_prints(tmp_path: Path) -> None:
    forms = tmp_path / "home" / "forms"
    forms.mkdir(parents=True)
    form = forms / "bacninh.toml"
    shutil.copy(BUILT_IN / "bacninh.toml", form)
    right = form.read_text(encoding="utf-8")
    wrong = right.replace('title = "#contentDetailTitleId"', 'title = ".headline"')
    form.write_text(wrong, encoding="utf-8")
    broken = check("bacninh", "--home", tmp_path / "home")
    assert broken.returncode == 1
    proposed = broken.stdout.split("Write: title = ")[1].splitlines()[0]
    form.write_text(wrong.replace('title = ".headline"', f"title = {proposed}"), encoding="utf-8")
    assert check("bacninh", "--home", tmp_path / "home").returncode == 0


PAGE = """<title>{title}</title><div id="top"><h1 class="teaser">{teaser}</h1></div>
<div class="page"><p class="kicker"><b class="head">{title}</b></p><div class="text">{text}</div></div>"""
TITLES = "The swallows of Lorbin are counted", "A footbridge is rebuilt above the weir"
TEXT = (
    "<p>The council of the valley has met on Monday, and a second meeting will follow in the spring of next year.</p>"
)
FORM = """
name = "mine"
title = "Mine"
publisher = "Nobody"
kind = "other"
country = "VN"
language = "en"
timezone = "Asia/Ho_Chi_Minh"
hosts = ["news.example.org"]
evidence = "page"

[[layout]]
name = "first"
when = ".text"
title = "h1.gone"
body = ".text"
"""


def test_the_selector_that_fits_one_page_alone_is_not_the_one_proposed(tmp_path: Path) -> None:
    """On the first page the likeliest place holds the headline by chance: a teaser of the article itself."""
    pages = tmp_path / "forms" / "pages" / "mine"
    pages.mkdir(parents=True)
    for number, title in enumerate(TITLES, 1):
        markup = PAGE.format(title=title, teaser=TITLES[0], text=TEXT)
        (pages / f"case-{number}.html").write_text(markup, encoding="utf-8")
        told = f'url = "https://news.example.org/{number}"\nfetched_at = 2025-03-10T01:00:00Z\n'
        record = f'{told}[article]\ntitle = "{title}"\n'
        (pages / f"case-{number}.toml").write_text(record, encoding="utf-8")
    form = tmp_path / "forms" / "mine.toml"
    form.write_text(FORM.replace("h1.gone", "h1.teaser"), encoding="utf-8")
    half_right = check("mine", "--home", tmp_path)
    assert (half_right.returncode, "Write: title = " in half_right.stdout) == (1, True)
    form.write_text(FORM, encoding="utf-8")
    broken = check("mine", "--home", tmp_path)
    assert broken.returncode == 1
    proposed = broken.stdout.split("Write: title = ")[1].splitlines()[0].strip()
    form.write_text(FORM.replace('"h1.gone"', proposed), encoding="utf-8")
    assert check("mine", "--home", tmp_path).returncode == 0, proposed


def test_an_unknown_source_and_one_without_pages_are_told_in_one_sentence(tmp_path: Path) -> None:
    shutil.copy(BUILT_IN / "bacninh.toml", tmp_path / "mine.toml")
    form = tmp_path / "mine.toml"
    form.write_text(form.read_text(encoding="utf-8").replace('"bacninh"', '"mine"', 1), encoding="utf-8")
    for words, told in (("nobody", "no source named"), ("mine", "no saved pages")):
        result = check(words, "--sources", tmp_path, "--home", tmp_path / "home")
        assert (result.returncode, result.stderr.count("\n")) == (2, 1)
        assert told in result.stderr


def test_live_shows_robots_a_listing_and_three_articles(sites: Sites, tmp_path: Path) -> None:
    forms = sites.write_forms(tmp_path / "forms")
    words = ("baolangson_new", "--live", "--json", "--sources", forms, "--home", tmp_path / "home")
    assert check(*words).returncode == 2  # no contact
    found = [row for row in rows(check(*words, contact=True)) if row["page"].startswith("http://127")]
    assert all(row["ok"] for row in found), found
    assert [row["field"] for row in found].count("title") == 3
    assert {"robots", "listing", "published_on", "body", "layout"} <= {row["field"] for row in found}


def test_live_names_the_selector_that_no_longer_fits(sites: Sites, tmp_path: Path) -> None:
    forms = sites.write_forms(tmp_path / "forms")
    form = forms / "baolangson_new.toml"
    right = form.read_text(encoding="utf-8")
    form.write_text(right.replace('when = "#content-detail"', 'when = ".gone"'), encoding="utf-8")
    result = check("baolangson_new", "--live", "--json", "--sources", forms, "--home", tmp_path / "h", contact=True)
    wrong = [row for row in rows(result) if not row["ok"] and row["page"].startswith("http://127")]
    assert result.returncode == 1
    assert {row["field"] for row in wrong} >= {"layout"}
    assert "when" in wrong[0]["next_step"]


@pytest.mark.parametrize(
    ("name", "right", "wrong", "key"),
    [
        ("womenofchina", '"#ReportIDname a, ul.list a"', '".gone a"', "links = "),
        ("womenofchina", '"#ReportIDname a, ul.list a"', '".next"', "links = "),
        ("baolangson_new", r'"/(?:en/)?[a-z0-9-]+-(?P<id>\\d{7})\\.html$"', '"/gone/(?P<id>[0-9]+)"', "url = "),
    ],
    ids=["links find nothing", "links find others", "article pattern"],
)
def test_live_proposes_what_finds_the_articles_of_a_listing(
    sites: Sites, tmp_path: Path, name: str, right: str, wrong: str, key: str
) -> None:
    forms = sites.write_forms(tmp_path / "forms")
    form = forms / f"{name}.toml"
    text = form.read_text(encoding="utf-8")
    assert right in text
    form.write_text(text.replace(right, wrong), encoding="utf-8")
    words = (name, "--live", "--sources", forms, "--home", tmp_path / "h")
    broken = check(*words, contact=True).stdout
    proposed = broken.split(key)[-1].splitlines()[0].split(" and id = ")[0].strip()
    form.write_text(text.replace(right, proposed), encoding="utf-8")
    mended = rows(check(*words, "--json", contact=True))
    assert [row["ok"] for row in mended if row["field"] == "listing"] == [True], (broken, proposed)
    assert sum(row["field"] == "title" and row["page"].startswith("http://127") for row in mended) == 3
