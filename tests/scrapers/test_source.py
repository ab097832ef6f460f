"""A form is checked when it is read, and says where an article's identity is."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from scrapers.errors import FormError, UnknownSource
from scrapers.forms.files import BUILT_IN
from scrapers.source import Source, load_sources, read_form

FORM = """
name = "gazette"
title = "Gazette"
publisher = "Province of Lorbin"
kind = "government"
country = "VN"
language = "en"
timezone = "Asia/Ho_Chi_Minh"
hosts = ["gazette.example.org"]
evidence = "page"
"""


def form(folder: Path, text: str = "", name: str = "gazette") -> Source:
    path = folder / f"{name}.toml"
    path.write_text(FORM + text, encoding="utf-8")
    return read_form(path)


def test_every_built_in_form_is_sound_and_says_what_is_odd_about_it() -> None:
    sources = load_sources()
    assert set(sources) == {path.stem for path in BUILT_IN.glob("*.toml")}
    assert all(path.read_text(encoding="utf-8").startswith("# ") for path in BUILT_IN.glob("*.toml"))
    assert all(not source.mirrors_of or source.mirrors_of in sources for source in sources.values())


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("colour = 1", "colour", "not a key of a form"),
        ("[clean]\ndrops = []", "clean.drops", "not a key of a form"),
        ("[clean]\ndrop = ['(']", "clean.drop.0", "regular expression"),
        ("fingerprints = ['[']", "fingerprints.0", "regular expression"),
        ("[[article]]\nurl = '*'", "article.0.url", "regular expression"),
        ("[[layout]]\nname = 'a'\nwhen = '#a'", "layout.0.body", "missing"),
        ("[[layout]]\nname = 'a'\nwhen = 'a['\nbody = 'p'", "layout.0.when", "CSS selector"),
        ("[fetch]\ndelay_s = -1", "fetch.delay_s", "greater than or equal to 0"),
        ("platform = 'nowhere'", "platform", "redcome"),
        ("mirrors_of = 'womenofchina'", "form", "go together"),
        ("titel = 'x'", "titel", "(did you mean title?)"),
        ("delay_s = 5", "delay_s", "not a key of a form here, but of fetch"),
        ("[fetch]\nenabled = false", "fetch.enabled", "it stands above the first table"),
        ("enabled = 'ja'", "enabled", 'expected true or false, found "ja"'),
        ("[fetch]\nmax_pages = 1.5", "fetch.max_pages", "expected a whole number, found 1.5"),
        ("layout = 'x'", "layout", 'expected a list, found "x"'),
        ("fetch = []", "fetch", "expected a table, found a list"),
        ("[expect]\nmuted_until = 'soon'", "expect.muted_until", 'expected a day such as 2026-11-21, found "soon"'),
        ("[[listing]]\nkind = 'html'\nurl = 'ftp://x'\nlinks = 'a'", "listing.0.url", "http://"),
        ("[", "", "TOML"),
    ],
)
def test_a_mistake_is_answered_with_file_key_and_what_was_expected(
    tmp_path: Path, text: str, key: str, expected: str
) -> None:
    with pytest.raises(FormError) as raised:
        form(tmp_path, text)
    message = str(raised.value)
    assert message.startswith(f"{tmp_path / 'gazette.toml'}: {key}")
    assert expected in message
    assert "\n" not in message.rstrip(".")


def test_every_mistake_of_a_form_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "gazette.toml").write_text(FORM.replace("title =", "titel =") + "enabled = 3\n[fetch]\ndelay = 1")
    with pytest.raises(FormError) as raised:
        load_sources(tmp_path)
    told = str(raised.value)
    assert "titel: not a key of a form (did you mean title?)" in told
    assert "title: expected, but missing" not in told
    assert "enabled: expected true or false, found 3; fetch.delay: not a key of a form (did you mean delay_s?)" in told
    assert told.endswith("Nothing is run until that is corrected, or the form moved elsewhere.")


def test_a_form_that_is_not_utf_8_is_told_without_python(tmp_path: Path) -> None:
    (tmp_path / "gazette.toml").write_bytes(b"title = '\xe9'")
    with pytest.raises(FormError, match=r"expected a TOML file in UTF-8 \(byte 10 isn't UTF-8\)"):
        read_form(tmp_path / "gazette.toml")


@pytest.mark.parametrize(("old", "new"), [("Asia/Ho_Chi_Minh", "Asia/Nowhere"), ('"VN"', '"Vietnam"'), ('"page"', "3")])
def test_a_wrong_value_is_a_mistake(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "gazette.toml").write_text(FORM.replace(old, new), encoding="utf-8")
    with pytest.raises(FormError, match="expected"):
        read_form(tmp_path / "gazette.toml")


def test_the_name_is_the_files(tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r'name: expected "other"'):
        form(tmp_path, name="other")


def test_a_users_form_overrides_the_built_in_one_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "bacninh.toml").write_text(FORM.replace("gazette", "bacninh"), encoding="utf-8")
    sources = load_sources(tmp_path)
    assert sources["bacninh"].publisher == "Province of Lorbin"
    assert sources.by_host("bacninh.example.org") is sources["bacninh"]
    assert sources.by_host("bacninh.gov.vn") is None


def test_a_form_takes_its_platforms_rules_behind_its_own(tmp_path: Path) -> None:
    source = form(tmp_path, "platform = 'redcome'\n[[layout]]\nname = 'new'\nwhen = '#a'\nbody = '#b'")
    assert [layout.name for layout in source.layout] == ["new", "tea"]


def test_comments_do_not_change_a_forms_hash_but_its_meaning_does(tmp_path: Path) -> None:
    plain = form(tmp_path).form_hash
    assert form(tmp_path, "# odd").form_hash == plain
    assert form(tmp_path, "enabled = false").form_hash != plain
    assert pickle.loads(pickle.dumps(form(tmp_path))).form_hash == plain  # worker processes get it so


@pytest.mark.parametrize(
    ("name", "url", "native_id"),
    [
        ("womenofchina", "http://www.womenofchina.cn/womenofchina/html1/2401/4283-1.htm", "24014283"),
        ("womenofchina", "http://www.womenofchina.cn/womenofchina/html1/news/leaders/2403/934-1.htm", "24030934"),
        ("womenofchina", "http://m.womenofchina.cn/womenofchina/xhtml1/news/20073/6871-1.htm", "200736871"),
        ("womenofchina", "http://www.womenofchina.cn/html/womenofchina/report/71434-1.htm", "71434"),
        ("vietnamplus", "https://en.vietnamplus.vn/a-slug/223321.vnp", "223321"),
        ("vietnamplus", "https://en.vietnamplus.vn/other-slug-post223321.vnp", "223321"),
        ("vietnamplus_zh", "https://zh.vietnamplus.vn/article-post223321.vnp", "223321"),
        ("baolangson", "https://old.baolangson.vn/en/?p=49054", "49054"),
        ("bacninh", "https://bacninh.gov.vn/web/english/59/-/details/4790216/a-slug-81779933", "81779933"),
        ("bacninh", "https://bacninh.gov.vn/web/english/news/-/details/4790216/a-slug-81779933", "81779933"),
        ("womenofchina", "http://www.womenofchina.cn/", None),
    ],
)
def test_the_sites_own_number_of_an_article(name: str, url: str, native_id: str | None) -> None:
    assert load_sources()[name].native_id(url) == native_id


def test_an_unknown_source_is_named_beside_the_known_ones() -> None:
    with pytest.raises(UnknownSource, match=r'"womenofchian"; known: .*womenofchina'):
        load_sources()["womenofchian"]
