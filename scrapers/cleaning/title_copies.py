"""Which lines are copies of the title: with the site's name, a picture's number or without accents."""

from __future__ import annotations

import re

from scrapers.cleaning.draft import Draft
from scrapers.cleaning.spacing import HAN
from scrapers.cleaning.title_keys import fold, key_of

HEAD = 80
"""No head of a page has more lines."""

_ALT = re.compile(r"\s(?:[-–—]\s)?(?:h[iì]nh\s)?[ảa]nh\s?\d{1,2}(?!\d)\s?(?P<caption>.*)$", re.IGNORECASE)
_HAN_ALT = re.compile(r"(?<=[㐀-鿿”》])\s(?:[A-Za-zì]{2,12}\s)?[ảa]nh\s\d{1,2}(?P<caption>.*)$")
_ALT_AFTER = re.compile(
    r"^\s*(?:[-–—]\s?)?(?:\w{2,12}\s)?(?:[ảa]nh|photo|图|圖)\s?\d{1,2}(?!\d)\s?(?P<caption>.*)$", re.IGNORECASE
)
_ORIGINAL = re.compile(r"^[(（](?:原标题|原標題|原题|\w{3})[:：]\s?(?P<title>.+?)[)）]$")
_SITE_AFTER = re.compile(r"^\s*[-–—_|·:：]{1,2}\s?\S.{0,60}$")
_PICTURES_AFTER = re.compile(r"^\s?[(（\[](?:组?图|組?圖|ảnh|photos?|video)[)）\]]$", re.IGNORECASE)
_ALT_REACH = 400
_SHARED = 0.6
_FEWEST_SHARED = 3


def strip_site(title: str, draft: Draft) -> str:
    """The title without the name of its site, where the bare title stands alone further down."""
    for mark in draft.marks[:HEAD]:
        is_start = max(8, len(title) * 0.4) <= len(mark.text) < len(title) and title.startswith(mark.text)
        if is_start and _SITE_AFTER.match(title[len(mark.text) :]):
            return mark.text
    return title


def copy_of(text: str, title: str) -> str | None:
    """The caption behind the title in a copy of it ("" = none); None when the text is no copy."""
    if text.startswith(title):
        return _after_title(text[len(title) :])
    original = _ORIGINAL.match(text) if text[0] in "(（" else None
    if original and key_of(original["title"]) == key_of(title):
        return ""
    if not len(title) * 0.6 < len(text) < len(title) * 1.6 + 10:
        return None
    return "" if key_of(text) == key_of(title) or _is_unaccented(text, title) else None


def is_rewording(text: str, title: str) -> bool:
    """Whether most of the words (signs, in Chinese) of the shorter one stand in the other."""
    one, other = (set(HAN.findall(words) or words.casefold().split()) for words in (text, title))
    return len(one & other) >= max(_FEWEST_SHARED, _SHARED * min(len(one), len(other)))


def title_in_alt(text: str) -> tuple[str, str] | None:
    """(title, caption) of `<title> hinh anh 1<caption>`, the text of a picture that names the story."""
    head = text[:_ALT_REACH]
    match = (_HAN_ALT.search(head) if HAN.search(head) else None) or _ALT.search(head)
    if not match or match.start() < 6:
        return None
    return head[: match.start()].strip(), match["caption"].strip()


def _after_title(rest: str) -> str | None:
    alt = _ALT_AFTER.match(rest)
    if alt:
        return alt["caption"].strip()
    is_copy = not rest.strip(" .|") or _SITE_AFTER.match(rest) or _PICTURES_AFTER.match(rest)
    return "" if is_copy else None


def _is_unaccented(text: str, title: str) -> bool:
    """Whether it is the title of a Vietnamese story without its accents, as picture files are named."""
    if not text.isascii() or title.isascii():
        return False
    folded = fold(title)
    return len(folded) > 12 and fold(text).startswith(folded[:60])
