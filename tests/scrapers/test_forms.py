"""The built-in forms keep their promises to whom they are enabled for, and to the sites they read."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrapers.errors import FormError
from scrapers.forms.files import BUILT_IN
from scrapers.source import Source, load_sources, read_form

FORMS = load_sources()


@pytest.mark.parametrize("form", list(FORMS.values()), ids=lambda form: form.name)
def test_a_form_whose_selectors_are_inferred_is_not_enabled(form: Source) -> None:
    assert not (form.enabled and form.evidence == "inferred")


@pytest.mark.parametrize("form", [form for form in FORMS.values() if form.enabled], ids=lambda form: form.name)
def test_an_enabled_form_can_run(form: Source) -> None:
    assert form.listing
    assert form.layout
    assert form.article


def test_the_site_whose_robots_forbid_is_not_enabled() -> None:
    assert not FORMS["baolangson_new"].enabled


@pytest.mark.parametrize(
    ("name", "url", "native_id"),
    [
        ("womenofchina", "http://www.womenofchina.cn/womenofchina/html1/2401/4283-1.htm", "24014283"),
        ("womenofchina", "http://m.womenofchina.cn/womenofchina/xhtml1/news/action/2403/934-1.htm", "24030934"),
        ("womenofchina", "http://www.womenofchina.cn/womenofchina/html1/news/leaders/20073/6871-1.htm", "200736871"),
        ("womenofchina", "http://www.womenofchina.cn/html/news/action/18103646-1.htm", "18103646"),
        ("womenofchina", "http://womenen.redcome.com/about/00083-1.htm", "83"),
        ("womenofchina", "http://womenen.redcome.com/html0/about/0/83-1.htm", "83"),
        ("womenofchina", "http://womenen.redcome.com/html/folder/19053473-1.htm", None),
        ("vietnamplus", "https://en.vietnamplus.vn/re-elected-post223321.vnp?utm_source=x", "223321"),
        ("vietnamplus", "https://en.vietnamplus.vn/reelected/223321.vnp", "223321"),
        ("bacninh", "https://bacninh.gov.vn/web/english/59/-/details/4790216/month-in-2024-81779933", "81779933"),
        ("bacninh", "https://bacninh.gov.vn/web/english/news/-/details/4790216/visit-in-2019", "visit-in-2019"),
        ("baolangson", "https://old.baolangson.vn/en/?p=49054", "49054"),
        ("baolangson", "https://old.baolangson.vn/en/society/47449-a-border-land.html", "47449"),
        ("molisa", "http://english.molisa.gov.vn/Pages/News/Detail.aspx?TinTucID=220452&page=8", "220452"),
        ("vwu", "https://vwu.vn/tin-chi-tiet/-/chi-tiet/a-039-s-40197-4807.html", "40197"),
    ],
)
def test_native_ids_survive_every_address_of_an_article(name: str, url: str, native_id: str | None) -> None:
    assert FORMS[name].native_id(url) == native_id


def test_a_moved_host_is_an_alias() -> None:
    old = "https://en.baobacgiang.com.vn/lychee-postid421118.bbg"
    assert FORMS["baobacninh"].canonical(old) == "https://en.baobacninhtv.vn/lychee-postid421118.bbg"


WOMENOFCHINA = (BUILT_IN / "womenofchina.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"#ReportIDname a, ul.list a"', '"ul.list["', 'listing.0.links: expected a CSS selector, found "ul.list[".'),
        ('links = "#ReportIDname a, ul.list a"', "", 'listing.0: expected links, as kind = "html" needs it.'),
        ('kind = "html"', 'kind = "htlm"', "listing.0.kind: expected one of html, feed, sitemap, json or wordpress, "),
        ("html1/news/", "html1/{yeer}/", "listing.0.url: expected a URL with no blanks but {year}, {month}, {day} and"),
        ("https://www.womenofchina.cn/", "https://x.example/", "form: expected every host of a listing or alias among"),
        ("pages = 3", 'pages = 3\nfollow = "x"', 'listing.0: expected no follow with kind = "html".'),
        ('country = "CN"', 'country = "China"', 'country: expected two letters of ISO 3166-1 such as VN, found'),
        ('hosts = ["', 'hosts = ["http://x.org/", "', "hosts.0: expected a host such as www.example.org, without"),
        ("[expect]", "[[layout]]\nname = 'x'\nwhen = 'a'\nbody = 'p'\ndate_formats = ['dd/mm/yyyy']\n[expect]",
         'layout.0.date_formats.0: expected strptime codes such as %d/%m/%Y, found "dd/mm/yyyy".'),
        ("pages = 3", "pagees = 3", "listing.0.pagees: not a key of a form (did you mean pages?)."),
        ("[expect]", "[[article]]\nurl = '(?P<a>x)'\nid = '{b}'\n[expect]", "article.0: expected id made of"),
        ("[expect]", "[[layout]]\nname = 'x'\nwhen = '#a::attr(b)'\nbody = 'p'\n[expect]", "layout.0.when: expected a"),
    ],
)  # fmt: skip
def test_a_mistake_is_answered_with_key_and_what_was_expected(
    right: str, wrong: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "womenofchina.toml"
    path.write_text(WOMENOFCHINA.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(FormError) as raised:
        read_form(path)
    assert str(raised.value).startswith(f"{path}: {said}")
