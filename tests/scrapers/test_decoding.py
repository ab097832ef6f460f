"""Whatever encoding a text was saved in, the same text is read; what is no text says so."""

from __future__ import annotations

import unicodedata

import pytest

from scrapers.loading.decoding import decode
from scrapers.records import Rejection

ENGLISH = "The women’s union of the province opened a course on farming – “a first”, said its chair. " * 4
VIETNAMESE = "Hội Liên hiệp Phụ nữ tỉnh tổ chức lớp tập huấn về bình đẳng giới cho cán bộ các xã, phường. " * 4
CHINESE = "省妇联今天举行座谈会，讨论如何保护妇女儿童的合法权益。与会者认为，家庭教育十分重要。\n" * 4


def _tones_apart(text: str) -> str:
    """As windows-1258 writes Vietnamese: the vowel, then its tone as a sign of its own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    pieces = []
    for sign in text:
        marks = unicodedata.normalize("NFD", sign)
        tone = "".join(mark for mark in marks if mark in tones)
        pieces.append(unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones)) + tone)
    return "".join(pieces)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [ENGLISH, VIETNAMESE, CHINESE])
def test_unicode_is_read_with_and_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "gb18030"])
def test_chinese_code_pages(encoding: str) -> None:
    assert decode(CHINESE.encode(encoding))[0] == CHINESE


def test_windows_1258_comes_out_composed() -> None:
    assert decode(_tones_apart(VIETNAMESE).encode("cp1258"))[0] == VIETNAMESE


def test_english_with_curly_quotes_in_windows_1252() -> None:
    assert decode(ENGLISH.encode("cp1252"))[0] == ENGLISH


@pytest.mark.parametrize("sign", "€£©®°éàñ")
def test_a_single_sign_in_windows_1252(sign: str) -> None:
    text = "The union of the province opened a course on farming in the town of Lorbin. " * 60 + f"It is a{sign} b."
    assert decode(text.encode("cp1252"))[0] == text


def test_decomposed_text_is_composed() -> None:
    assert decode(unicodedata.normalize("NFD", VIETNAMESE).encode())[0] == VIETNAMESE


@pytest.mark.parametrize("named", ["gb2312", "GBK", "gb18030"])
def test_markup_names_its_encoding(named: str) -> None:
    page = f'<html><head><meta charset="{named}"></head><p>{CHINESE[:8]}镕𠮷</p>'
    assert decode(page.encode("gb18030"), markup=True)[0] == page


def test_markup_that_lies_is_not_believed() -> None:
    page = f'<meta charset="iso-8859-1"><p>{VIETNAMESE}</p>'
    assert decode(page.encode(), markup=True)[0] == page
    page = f'<meta charset="utf-8"><p>{CHINESE}</p>'
    assert decode(page.encode("gb18030"), markup=True)[0] == page


def test_a_broken_byte_costs_one_character() -> None:
    content = bytearray(VIETNAMESE.encode())
    content[content.index("ộ".encode())] = 0xFF
    text, _ = decode(bytes(content))
    assert "\ufffd" in text
    assert text.endswith(VIETNAMESE[-300:])


def test_line_ends_are_one() -> None:
    assert decode(b"one\r\ntwo\rthree\n")[0] == "one\ntwo\nthree\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"\x00" * 5000, "not_text"),
        (b"%PDF-1.7\n1 0 obj", "not_text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_text"),
        (bytes(range(256)) * 20, "not_text"),
        (b"\x01\x02\x03\x04 text \x05\x06" * 30, "not_text"),
    ],
)
def test_what_is_no_text_says_so(content: bytes, reason: str) -> None:
    rejection = decode(content)
    assert isinstance(rejection, Rejection)
    assert rejection.reason == reason
