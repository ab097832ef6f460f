"""How much Han and kana a text has, told by the bytes of its encodings: patterns take twenty times as long."""

from __future__ import annotations

from scrapers.cleaning.spacing import HAN

_HAN_ROWS = frozenset((*range(0x34, 0xA0), 0xF9, 0xFA))
"""The upper bytes of Han signs in UTF-16, and of no others."""
_PAIRS = frozenset(range(0xD8, 0xDC))
"""Those of signs beyond U+FFFF, Han and others, which take two."""
_OTHERS = bytes(row for row in range(256) if row not in _HAN_ROWS | _PAIRS)
_HAN = bytes(_HAN_ROWS)
_KANA = (b"\xe3\x81", b"\xe3\x82", b"\xe3\x83")
"""How U+3040 to U+30FF begin in UTF-8."""


def n_han(text: str) -> int:
    """How many Han signs it has."""
    rows = text.encode("utf-16-be", "surrogatepass")[::2].translate(None, _OTHERS)
    return len(HAN.findall(text)) if rows.translate(None, _HAN) else len(rows)


def has_kana(text: str) -> bool:
    """Whether it has a sign of Japanese."""
    return any(map(text.encode("utf-8", "surrogatepass").__contains__, _KANA))
