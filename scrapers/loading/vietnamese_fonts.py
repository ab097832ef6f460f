"""Vietnamese whose letters were those of a font: TCVN3 (`.VnTime`) and VNI, as texts before Unicode were written.

Copied into UTF-8 they are sound text of other letters (`Héi Liªn hiÖp`, `Hoäi Lieân hieäp`), so no charset tells.
"""

from __future__ import annotations

import re
import unicodedata

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3_WORD = re.compile(r"[A-Za-z\xa1-\xff]+")
_ALONE = re.compile(r"[\xa1-\xa6\xa8-\xad\xaf-\xbf\xd7\xf7]")
"""Signs that by themselves may be what they look like: a copyright, a quotation mark."""
_TCVN3_SIGN = re.compile(r"(?<=[A-Za-z])[\xa1-\xbf]|[\xa1-\xbf](?=[a-z])")
_TCVN3_FREQUENT = "¸µ¹©ª¬«®¨¶·\xad"
"""No letters elsewhere; in Vietnamese twelve frequent ones."""

_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HATS = dict(zip("âáàåãä", ("\u0302", *(f"\u0302{tone}" for tone in _TONES.values())), strict=True))
_BOWLS = dict(zip("êéèúüë", ("\u0306", *(f"\u0306{tone}" for tone in _TONES.values())), strict=True))
_VNI_MARKS = _TONES | _HATS | _BOWLS
_VNI_ALONE = dict(zip("ôöñíìæóòî", "ơưđíìỉĩịỵ", strict=True))
_VNI_PAIR = re.compile(r"a[ùøûõïâáàåãäêéèúüë]|[eo][ùøûõïâáàåãä]|[uyôö][ùøûõï]", re.IGNORECASE)
_VNI_FREQUENT = ("ñ", "aø", "aù", "aï", "aû", "eä", "oä", "oâ", "uï", "öô", "ôû", "ôù")
_VNI = re.compile(f"{_VNI_PAIR.pattern}|[ôöñíìæóòî]", re.IGNORECASE)

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_UNICODE_VIETNAMESE = re.compile(r"[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_NOT_TCVN3 = re.compile(r"[ÀÁÂÃÄÅÍÙÚÛàðÿ]")
"""Frequent in UTF-8 that was read as something else, and in French; in TCVN3 no letters of running text."""
_FEWEST = 20
"""Letters beyond ASCII: of fewer nothing is certain."""


def from_fonts(text: str) -> str | None:
    """The text in Unicode; None for a text that isn't in one of these encodings beyond doubt."""
    if text.isascii():
        return None
    if sum(sign in text for sign in _TCVN3_FREQUENT) >= 5 and _is_tcvn3(text):
        return _TCVN3_WORD.sub(_from_tcvn3, text)
    if sum(pair in text for pair in _VNI_FREQUENT) >= 5 and _is_made_of(text, _VNI_PAIR, share=0.4):
        return unicodedata.normalize("NFC", _VNI.sub(_from_vni, text))
    return None


def _is_tcvn3(text: str) -> bool:
    return _is_made_of(text, _TCVN3_SIGN, share=0.15) and not _is_made_of(text, _NOT_TCVN3, share=0.05)


def _is_made_of(text: str, typical: re.Pattern[str], *, share: float) -> bool:
    """Whether so many of the letters beyond ASCII stand as they do in this encoding only, and none as in Unicode."""
    n = len(_BEYOND_ASCII.findall(text))
    return n >= _FEWEST and len(typical.findall(text)) >= share * n and not _UNICODE_VIETNAMESE.search(text)


def _from_tcvn3(word: re.Match[str]) -> str:
    """A word; capital letters with tones are the small ones in another font, as their neighbours show."""
    if _ALONE.fullmatch(word[0]):
        return word[0]
    ascii_letters = "".join(filter(str.isascii, word[0]))
    converted = "".join(_TCVN3.get(sign, sign) for sign in word[0])
    return converted.upper() if len(ascii_letters) > 1 and ascii_letters.isupper() else converted


def _from_vni(found: re.Match[str]) -> str:
    base, mark = found[0][0], found[0][1:].lower()
    letter = _VNI_ALONE.get(base.lower(), base)
    return (letter.upper() if base.isupper() else letter) + _VNI_MARKS.get(mark, "")
