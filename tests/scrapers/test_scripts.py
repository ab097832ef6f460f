"""What is counted on bytes is what patterns find, in every script."""

from __future__ import annotations

import re

from scrapers.cleaning.spacing import HAN
from scrapers.scripts import has_kana, n_han

EVERY = "".join(map(chr, range(0x32000)))
KANA = re.compile("[\u3040-\u30ff]")


def test_han_and_kana_are_told_from_all_other_signs() -> None:
    for start in range(0, len(EVERY), 7):
        text = EVERY[start : start + 7]
        assert (n_han(text), has_kana(text)) == (len(HAN.findall(text)), bool(KANA.search(text))), hex(start)
