"""A text that was decoded by a wrong table is read in its own letters; no other text is touched."""

from __future__ import annotations

import pytest

from scrapers.documents import Known, read_document
from scrapers.extract import main_text, read_page
from scrapers.loading.misread import reread
from scrapers.records import Document

VIETNAMESE = (
    "Hội Liên hiệp Phụ nữ tỉnh khai giảng lớp may vào thứ Hai. “Chúng tôi muốn tự đứng vững”, chị Lan nói – với Hà."
)
CHINESE = (
    "市妇联星期一举办了缝纫培训班，这是去年春天洪水之后的第一期培训班，共有四十名学员参加。“我们想重新站起来。”她说。"
)
TRADITIONAL = "婦女聯合會星期一舉辦縫紉培訓班，這是去年春天洪水之後的第一期，共有四十名學員參加。"
GAPS = b"\x81\x8d\x8f\x90\x9d"


def by_cp1252(content: bytes) -> str:
    """As Windows and browsers read it: the table's gaps stay what they are."""
    return "".join(chr(byte) if byte in GAPS else bytes([byte]).decode("cp1252") for byte in content)


@pytest.mark.parametrize("text", [VIETNAMESE, CHINESE])
def test_utf8_that_was_read_as_latin_letters(text: str) -> None:
    assert reread(by_cp1252(text.encode())) == text
    assert reread(text.encode().decode("latin-1")) == text


@pytest.mark.parametrize(("charset", "text"), [("gb2312", CHINESE), ("GBK", CHINESE), ("big5", TRADITIONAL)])
@pytest.mark.parametrize("table", ["latin-1", "iso-8859-15", "cp1252"])
def test_a_chinese_page_that_was_read_as_latin_letters(charset: str, text: str, table: str) -> None:
    page = f'<meta http-equiv="content-type" content="text/html; charset={charset}"><p>{text}</p><p>{text} 2</p>'
    content = page.encode(charset)
    misread = by_cp1252(content) if table == "cp1252" else content.decode(table)
    assert reread(misread) == page
    assert main_text(misread, "") == main_text(page, "") == f"{text}\n\n{text} 2"
    assert read_page(misread, "")["language"] == "zh"


def test_a_loaded_text_says_that_it_was_read_anew() -> None:
    misread = by_cp1252(VIETNAMESE.encode()).encode()
    document = read_document(misread, location="x", media_type="text/plain", known=Known())
    assert isinstance(document, Document)
    assert (document.text, document.flags) == (VIETNAMESE, ("misread_encoding",))


@pytest.mark.parametrize(
    "text",
    [
        VIETNAMESE,
        f'<meta charset="gb2312"><p>{CHINESE}</p>',
        '<meta charset="gb2312"><p>' + "Café crème à la carte, déjà vu, naïve façade. " * 5,
        "São João é a cidade. À noite, É POSSÍVEL: AÇÃO, NAÇÃO, CORAÇÃO, PÃO, MÃE, LIMÃO, ÓRGÃO, IRMÃ, MAÇÃ, ROMÃ. "
        * 3,
        "Müller, Größe, Übermut, naïf, Citroën, Noël, Zoë, aïeul, maïs, haïr, ouïe, coïncider, héroïque, égoïste. " * 3,
        f"{by_cp1252(VIETNAMESE.encode())} Đà Nẵng",
        "An English text — with “quotes”.",
    ],
)
def test_a_text_in_its_own_letters_stays(text: str) -> None:
    assert reread(text) is None
