"""Texts that were decoded by the wrong table before they came to us: Chinese and Vietnamese as rows of Latin letters.

`HÃ´Ì£i` is UTF-8 read as Windows-1252, `ÖÐ¹ú` Chinese of a page that says so itself. Nothing is lost yet: written by
the wrong table and read by the right one, the text is as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OF_UTF8 = ("Ã", "ï")
"""Where UTF-8 was read so, one of these stands in any Vietnamese (`Ã `), the other before any wide comma (`ï¼Œ`)."""
_DECLARED = re.compile(r"<meta\b[^>]{0,200}\bcharset\s*=\s*[\"']?\s*(gb2312|gbk|gb18030|big5)", re.IGNORECASE)
_READ_AS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}
_HEAD = 4_096
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_CHINESE = re.compile(r"[㐀-鿿　-〿！-～“”‘’…—·\xa0©®→]")
_NOT_LATIN = re.compile(r"[^\x00-\xff€ŠšŽžŒœŸ‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›]")
"""What neither Windows-1252 nor the two tables of Latin letters have: a text that holds it was read otherwise."""
_FEWEST = 20
"""Letters beyond ASCII: of fewer nothing is certain."""
_CP1252 = {
    ord(bytes([byte]).decode("cp1252")): byte for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"
}
"""Bytes of Windows-1252 by its signs; its five gaps stay what they are."""


def reread(text: str) -> str | None:
    """The text in its own letters; None for one that was read rightly, or can't be read so without a doubt."""
    if text.isascii():
        return None
    is_utf8 = any(sign in text for sign in _OF_UTF8)
    head = text[:_HEAD]
    declared = _DECLARED.search(head) if "charset" in head or "CHARSET" in head else None
    if not (is_utf8 or declared) or _NOT_LATIN.search(text):
        return None
    found = next(filter(_is_sound, _decoded(text, "utf-8")), None) if is_utf8 else None
    if found is None and declared:
        return next(filter(_is_chinese, _decoded(text, _READ_AS[declared[1].lower()])), None)
    return found


def _decoded(text: str, encoding: str) -> Iterator[str]:
    """The text by its own encoding, as each of the tables that may have been taken for it gives its bytes back."""
    for as_written in (text, text.translate(_CP1252)):
        for table in ("latin-1", "iso-8859-15"):
            try:
                yield as_written.encode(table).decode(encoding)
            except UnicodeError:
                continue


def _is_sound(text: str) -> bool:
    return len(_BEYOND_ASCII.findall(text)) >= _FEWEST


def _is_chinese(text: str) -> bool:
    n = len(_BEYOND_ASCII.findall(text))
    return n >= _FEWEST and 10 * len(_CHINESE.findall(text)) >= 9 * n
