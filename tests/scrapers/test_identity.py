"""Whose a document is and which article, told by raw stable things and by nothing else."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from scrapers.identity import Identity, identify
from scrapers.records import Document
from scrapers.source import load_sources

SOURCES = load_sources()
WOC = "Please understand that womenofchina.cn,a non-profit, information-communication website ..."


def document(text: str = "Some text.", **known: Any) -> Document:
    values = {
        "location": "file:///a.txt",
        "content": text.encode("utf-16"),
        "media_type": "text/plain",
        "markup": "text",
        "text": text,
        "digest": "0",
        **known,
    }
    return Document(**values)


def identity(text: str = "Some text.", **known: Any) -> Identity:
    return identify(document(text, **known), SOURCES)


def test_the_sites_own_number_is_the_articles_identity() -> None:
    found = identity(url="https://www.womenofchina.cn/womenofchina/html1/news/china/2403/934-1.htm?utm_source=x#top")
    assert (found.article_id, found.native_id) == ("womenofchina:24030934", "24030934")
    assert found.url == "https://www.womenofchina.cn/womenofchina/html1/news/china/2403/934-1.htm"
    assert (found.page_source, found.article_source, found.flags) == ("womenofchina", "womenofchina", ())


@pytest.mark.parametrize(
    ("known", "article_id"),
    [
        ({"url": "https://www.womenofchina.cn/about/"}, "womenofchina:https://www.womenofchina.cn/about/"),
        ({"url": "HTTP://News.Example.ORG:80/a?id=7&fbclid=x"}, "unknown:http://news.example.org/a?id=7"),
        ({"url": "http://news.example.org/a", "source": "bacninh"}, "bacninh:http://news.example.org/a"),
    ],
)
def test_without_a_number_the_address_is(known: dict[str, str], article_id: str) -> None:
    assert identity(**known).article_id == article_id


def test_without_an_address_the_loaded_bytes_are() -> None:
    assert identity("Text").article_id == f"file:{hashlib.sha256('Text'.encode('utf-16')).hexdigest()}"
    of_a_record = identity("Text", media_type="application/json")
    assert of_a_record.article_id == f"file:{hashlib.sha256(b'Text').hexdigest()}"


def test_the_source_is_the_one_named_else_the_hosts_else_the_texts() -> None:
    address = "https://old.baolangson.vn/en/?p=49054"
    assert identity(WOC, url=address, source="bacninh").article_source == "bacninh"
    assert identity(WOC, url=address).article_id == "baolangson:49054"
    assert identity(WOC).article_source == "womenofchina"
    assert identity().article_source == "unknown"
    assert identity().page_source == "unknown"


def test_a_copy_on_an_unknown_host_belongs_to_its_original_but_is_not_it() -> None:
    found = identity(WOC, url="http://copies.example/womenofchina/html1/2401/4283-1.htm")
    assert (found.article_source, found.flags) == ("womenofchina", ("mirror",))
    assert found.article_id == "womenofchina:http://copies.example/womenofchina/html1/2401/4283-1.htm"


def test_a_known_mirrors_article_belongs_to_its_original() -> None:
    found = identity(url="https://saintlucia.ultrasupramonte.com/news-16e399898.html")
    assert (found.page_source, found.article_source) == ("womenofchina_mirrors", "womenofchina")
    assert found.article_id == "womenofchina:https://saintlucia.ultrasupramonte.com/news-16e399898.html"
    assert found.flags == ("mirror",)


def test_what_is_not_understood_is_flagged() -> None:
    assert identity(url="not an address").flags == ("bad_url",)
    assert identity(source="nowhere", url="https://old.baolangson.vn/en/?p=1").flags == ("source_not_known",)
    assert identity(source="nowhere", url="https://old.baolangson.vn/en/?p=1").article_id == "baolangson:1"


def test_a_saved_page_says_where_it_stands() -> None:
    link = '<head><link href="https://en.vietnamplus.vn/a-story-post7.vnp" rel="canonical"></head>'
    assert identity(link, markup="html").article_id == "vietnamplus:7"
    assert ("url", "page") in identity(link, markup="html").origins
    front = '<link rel=canonical href="https://en.vietnamplus.vn/">'
    assert identity(front, markup="html").url is None


def test_an_address_of_another_host_gives_no_native_id() -> None:
    named = identity(source="vietnamplus", url="https://copies.example/a-story-post7.vnp")
    assert named.article_id == "vietnamplus:https://copies.example/a-story-post7.vnp"
