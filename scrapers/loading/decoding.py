"""From loaded bytes to text: one encoding for the whole document, line ends as `\\n`, NFC.

The order is that of the web: byte order mark, valid UTF-8, what the server or the markup declares, then a detector.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator

from scrapers.loading.vietnamese_fonts import from_fonts
from scrapers.records import Rejection

MAX_BYTES = 10_000_000
"""Of one document; no news text of public bodies comes near it."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (b"%PDF-", b"\x89PNG", b"PK\x03\x04", b"\x1f\x8b", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"RIFF")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "big5": "big5hkscs"}
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_NEVER_DECLARED = ("utf-16", "utf-32", "utf-7")  # markup that could be read to find them isn't in them
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UTF16_USUAL = re.compile(
    r"[\t\n\r -~\u00a0-\u01ff\u0300-\u0323\u0400-\u04ff\u1e00-\u1eff\u2010-\u2026"
    r"\u3000-\u3002\u300a-\u3011\uff01-\uff5e]"
)
_UTF16_KNOWN = re.compile(r"[\u2000-\u206f\u3000-\u30ff\u4e00-\u9fff\ufeff]")
_ASCII = bytes(range(128))
_CP1252_SIGNS = "‘’“”–—…•€£§©®°·«» ".encode("cp1252")
_ODD_PAIR = re.compile(rb"[\x80-\xff]{2}")  # as every Chinese character has, and Vietnamese in windows-1258 often
_BROKEN_SHARE = 0.02
_DETECT_BYTES = 1_000_000


def decode(content: bytes, *, markup: bool = False, charset: str | None = None) -> tuple[str, str] | Rejection:
    """The text of a document and the name of its encoding; a rejection when it is empty or no text.

    `charset` is what the server names; like all of them it is believed only where the bytes are valid in it.
    """
    if not content.strip():
        return Rejection(reason="empty", detail="There is nothing in it.")
    if content.startswith(_BINARY):
        return Rejection(reason="not_text", detail=f"It begins like a binary file ({content[:4]!r}).")
    for text, encoding in _readings(content, _declared(content, markup, charset)):
        problem = _why_no_text(text)
        if problem is None:
            return regular(text), encoding
        if "\x00" not in text:
            return problem
    if b"\x00" in content:
        return Rejection(reason="not_text", detail=f"It holds {content.count(0)} NUL bytes.")
    return Rejection(reason="bad_encoding", detail="It is in no encoding that could be recognised.")


def regular(text: str) -> str:
    """The text with `\\n` as line end, in NFC; half a character (a lone surrogate) becomes U+FFFD."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text))
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _readings(content: bytes, declared: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The text by each way of reading that applies, the surest first."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            yield content[len(mark) :].decode(encoding, "replace"), encoding
            return
    for encoding in ("utf-8", *declared):
        text = _strictly(content, encoding)
        if text is not None:
            yield text, encoding
    yield from _unmarked_utf16(content)
    yield from _damaged_utf8(content)
    yield from _of_fonts(content)
    yield from _sparse_cp1252(content)
    yield from _detected(content)


def _declared(content: bytes, markup: bool, charset: str | None) -> Iterator[str]:
    yield from _python_name(charset or "")
    found = _DECLARED.search(content[:4096]) if markup else None
    if found:
        yield from _python_name(found[1].decode("ascii"))


def _python_name(name: str) -> Iterator[str]:
    """The codec for an encoding's name, its superset where pages use more than the name allows."""
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return
    if not known.startswith(_NEVER_DECLARED):
        yield _WIDER.get(known, known)


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):  # LookupError: a codec that makes no text, such as base64
        return None


def _unmarked_utf16(content: bytes) -> Iterator[tuple[str, str]]:
    """UTF-16 without its mark: nearly all characters known, and the usual ones of any running text among them."""
    if len(content) % 2:
        return
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strictly(content, encoding)
        if text is None:
            continue
        usual = len(_UTF16_USUAL.findall(text))
        if usual >= 0.03 * len(text) and usual + len(_UTF16_KNOWN.findall(text)) >= 0.97 * len(text):
            yield text, encoding


def _damaged_utf8(content: bytes) -> Iterator[tuple[str, str]]:
    """UTF-8 with a few broken bytes: they become U+FFFD, and the document is flagged."""
    text = content.decode("utf-8", "replace")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    broken = text.count("\ufffd")
    if broken <= _BROKEN_SHARE * len(text) and broken * 4 <= beyond_ascii:
        yield text, "utf-8"


def _of_fonts(content: bytes) -> Iterator[tuple[str, str]]:
    """Vietnamese in a font's own encoding, which no detector knows: left as it is for `from_fonts`."""
    text = content.decode("latin-1")
    if from_fonts(text) is not None:
        yield text, "latin-1"


def _sparse_cp1252(content: bytes) -> Iterator[tuple[str, str]]:
    """English with a few curly quotes, signs and accents: too little for a detector, which says cp932 or cp775."""
    n_odd = len(content.translate(None, _ASCII))
    if n_odd <= len(content) // 30 and not _ODD_PAIR.search(content.translate(None, _CP1252_SIGNS)):
        text = _strictly(content, "cp1252")
        if text is not None:
            yield text, "cp1252"


def _detected(content: bytes) -> Iterator[tuple[str, str]]:
    from charset_normalizer import from_bytes  # hardly a document comes to this, and it takes its time to be imported

    best = from_bytes(content[:_DETECT_BYTES]).best()
    if best is not None:
        for encoding in _python_name(best.encoding):
            yield content.decode(encoding, "replace"), encoding


def _why_no_text(text: str) -> Rejection | None:
    if not text.strip():
        return Rejection(reason="empty", detail="There is nothing in it.")
    controls = len(_CONTROLS.findall(text))
    if "\x00" in text or controls > len(text) // 50:
        return Rejection(reason="not_text", detail=f"It holds {controls} control characters.")
    return None
