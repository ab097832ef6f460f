"""The letters and digits of a text, as fast as bytes can be sorted out: patterns take ten times as long."""

from __future__ import annotations

_SIGNS = bytes(sign for sign in range(128) if not chr(sign).isalnum())
_COMMON = "，。、“”；：《》…–"
"""Signs of prose in Chinese and Vietnamese; to look for one that isn't there takes no time."""
_FEW = 16
"""Different signs that are looked for one after the other: prose in Chinese has six."""


def letters_of(text: str) -> str:
    """Without everything that is neither a letter nor a digit."""
    # In UTF-8 no sign of ASCII is part of another one, so that these can go before the text is one again.
    bare = text.encode("utf-8", "surrogatepass").translate(None, _SIGNS).decode("utf-8", "surrogatepass")
    if bare.isascii() or bare.isalnum():
        return bare
    for sign in _COMMON:
        bare = bare.replace(sign, "")
    if bare.isalnum():
        return bare
    signs = [sign for sign in set(bare) if not sign.isalnum()]
    if len(signs) > _FEW:
        return "".join(filter(str.isalnum, bare))
    for sign in signs:
        bare = bare.replace(sign, "")
    return bare
