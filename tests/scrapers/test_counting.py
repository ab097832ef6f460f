"""Numbers of things, as every message and summary tells them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scrapers.counting import counted

ROOT = Path(__file__).parents[2]
_BY_HAND = re.compile(r"""(?:''|"") if [^}]+ == 1 else|== 1 else ['"]\w*s['"]""")


@pytest.mark.parametrize(
    ("n", "thing", "told"),
    [
        (0, "page", "0 pages"),
        (1, "page", "1 page"),
        (1_200, "address", "1,200 addresses"),
        (2, "story", "2 stories"),
        (2, "day", "2 days"),
        (3, "batch", "3 batches"),
        (1, "article link", "1 article link"),
    ],
)
def test_one_is_one_and_two_are_two(n: int, thing: str, told: str) -> None:
    assert counted(n, thing) == told


def test_no_message_makes_its_plural_by_hand() -> None:
    paths = [path for package in ("flows", "scrapers", "warehouse") for path in (ROOT / package).rglob("*.py")]
    assert [path for path in paths if _BY_HAND.search(path.read_text(encoding="utf-8"))] == []
