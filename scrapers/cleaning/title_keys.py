"""What two printings of one title have in common."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from scrapers.fingerprint.letters import letters_of


@lru_cache(maxsize=2048)
def key_of(text: str) -> str:
    """Letters and digits, case folded: equal for two printings of one title."""
    return letters_of(text.casefold())


@lru_cache(maxsize=512)
def fold(text: str) -> str:
    """The key without accents: what is left of a title in a file name or an address."""
    return letters_of(unicodedata.normalize("NFD", text.casefold().replace("đ", "d")))
