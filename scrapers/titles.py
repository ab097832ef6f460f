"""Which line is the title, and which lines are copies of it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from scrapers.draft import Draft, Mark
from scrapers.names import is_byline
from scrapers.prose import ends_sentence
from scrapers.spacing import HAN

_ALT = re.compile(r"\s(?:[-–—]\s)?(?:h[iì]nh\s)?[ảa]nh\s?\d{1,2}(?!\d)\s?(?P<caption>.*)$", re.IGNORECASE)
_HAN_ALT = re.compile(r"(?<=[㐀-鿿”》])\s(?:[A-Za-zì]{2,12}\s)?[ảa]nh\s\d{1,2}(?P<caption>.*)$")
_ALT_AFTER = re.compile(
    r"^\s*(?:[-–—]\s?)?(?:\w{2,12}\s)?(?:[ảa]nh|photo|图|圖)\s?\d{1,2}(?!\d)\s?(?P<caption>.*)$", re.IGNORECASE
)
_ORIGINAL = re.compile(r"^[(（](?:原标题|原標題|原题|\w{3})[:：]\s?(?P<title>.+?)[)）]$")
_SITE_AFTER = re.compile(r"^\s*[-–—_|·:：]{1,2}\s?\S.{0,60}$")
_PICTURES_AFTER = re.compile(r"^\s?[(（\[](?:组?图|組?圖|ảnh|photos?|video)[)）\]]$", re.IGNORECASE)
_NOT_ALNUM = re.compile(r"[\W_]+")
_MAX = 260
_MAX_HAN = 70


@lru_cache(maxsize=2048)
def key_of(text: str) -> str:
    """Letters and digits, case folded: equal for two printings of one title."""
    return _NOT_ALNUM.sub("", text.casefold())


@lru_cache(maxsize=512)
def fold(text: str) -> str:
    """The key without accents: what is left of a title in a file name or an address."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return _NOT_ALNUM.sub("", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def find_title(draft: Draft, *, url: str | None) -> Mark | None:
    """The mark most likely to be the headline; None when the text has none before its first paragraphs."""
    candidates = [mark for mark in _head(draft) if _may_be_title(mark, draft)]
    if not candidates:
        return None
    slug = _slug(url)
    scored = [(_score(mark, draft, candidates, slug), -place, mark) for place, mark in enumerate(candidates)]
    best = max(scored, key=lambda scored_mark: scored_mark[:2])
    return best[2] if best[0] > 0 else None


def strip_site(title: str, draft: Draft) -> str:
    """The title without the name of its site, where the bare title stands alone further down."""
    for mark in draft.marks:
        if mark.text != title and len(mark.text) >= 8 and title.startswith(mark.text):
            rest = title[len(mark.text) :]
            if _SITE_AFTER.match(rest):
                return mark.text
    return title


def copy_of(text: str, title: str) -> str | None:
    """What follows the title in a copy of it ('' = nothing worth keeping); None when the text is no copy."""
    if text.startswith(title):
        rest = text[len(title) :]
        alt = _ALT_AFTER.match(rest)
        if alt:
            return alt["caption"].strip()
        return "" if not rest.strip(" .|") or _SITE_AFTER.match(rest) or _PICTURES_AFTER.match(rest) else None
    original = _ORIGINAL.match(text) if text[0] in "(（" else None
    if original and key_of(original["title"]) == key_of(title):
        return ""
    if not len(title) * 0.6 < len(text) < len(title) * 1.6 + 10:
        return None
    if key_of(text) == key_of(title):
        return ""
    if not text.isascii() or title.isascii():
        return None
    folded = fold(title)
    return "" if len(folded) > 12 and fold(text).startswith(folded[:60]) else None


def title_in_alt(text: str) -> tuple[str, str] | None:
    """(title, caption) of `<title> hinh anh 1<caption>`, the text of a picture that names the story."""
    match = (_HAN_ALT.search(text[:400]) if HAN.search(text) else None) or _ALT.search(text[:400])
    if not match or match.start() < 6:
        return None
    return text[: match.start()].strip(), match["caption"].strip()


def _head(draft: Draft) -> list[Mark]:
    """Everything before the second paragraph of running text; more where a date line shows that the head goes on."""
    n_prose, last_date = 0, 0
    for place, mark in enumerate(draft.marks[:80]):
        if mark.tag == "date" and n_prose <= 2:
            last_date = place
    head = []
    for place, mark in enumerate(draft.marks[:80]):
        n_prose += mark.prose and mark.is_open and not mark.tag
        if n_prose >= 2 and place > last_date:
            break
        head.append(mark)
    return head


def _may_be_title(mark: Mark, draft: Draft) -> bool:
    if not mark.is_open or mark.tag or len(mark.text) < (4 if draft.han else 8) or mark.text.startswith(("——", "--")):
        return False
    return len(mark.text) <= (_MAX_HAN if HAN.search(mark.text) else _MAX) and not (
        mark.prose and not _above_date(mark, draft)
    )


def _above_date(mark: Mark, draft: Draft) -> bool:
    """Whether the next line that counts is the date: then even a whole sentence may be a title."""
    following = _next(mark, draft)
    return following is not None and following.tag == "date" and len(mark.text) < 200


def _score(mark: Mark, draft: Draft, candidates: list[Mark], slug: str) -> float:
    text = mark.text
    before, after = _previous(mark, draft), _next(mark, draft)
    score = 1.0 + (mark is candidates[0])
    is_late = _is_below_text(mark, draft)
    score += 4 * (not is_late and _is_repeated(mark, draft)) - 5 * is_late
    score += _beside(before, after, draft)
    score += 1.0 if 30 <= len(text) <= 160 or (HAN.search(text) and 9 <= len(text) <= 45) else 0
    score += 2 * (
        len(text) >= 8 and any(other.rule == "shape:menu" and text in other.text for other in draft.marks[:60])
    )
    score += 5 * (len(slug) > 12 and _shares_slug(text, slug))
    score -= 3 * (text[-1] in ":：") + 2 * (ends_sentence(text, han=draft.han) and text[-1] in ".。")
    score -= 3 * is_byline(text) + 2 * (len(text) < 20 and not HAN.search(text))
    score -= 3 * mark.prose + 2 * (len(text.split()) >= 5 and bool(HAN.search(text)))
    return score


def _beside(before: Mark | None, after: Mark | None, draft: Draft) -> float:
    """What the neighbours say: a title stands by the date and right above the text."""
    score = 0.0
    if after is not None and after.tag == "date":
        beyond = _next(after, draft)
        score += 3.5 if beyond is None or beyond.prose else 1
    elif after is None or after.prose:
        score += 2
    if before is not None and before.tag == "date" and after is not None and (after.prose or after.tag == "date"):
        score += 1.5
    return score


def _next(mark: Mark, draft: Draft) -> Mark | None:
    """The next mark that says something of the head: a date, text, another candidate."""
    place = draft.marks.index(mark)
    return next((other for other in draft.marks[place + 1 :] if _counts(other, mark)), None)


def _previous(mark: Mark, draft: Draft) -> Mark | None:
    place = draft.marks.index(mark)
    return next((other for other in reversed(draft.marks[:place]) if _counts(other, mark)), None)


def _counts(other: Mark, mark: Mark) -> bool:
    if other.tag == "date":
        return True
    return other.is_open and not other.tag and other.text != mark.text and not is_byline(other.text) and other.text[:2] not in ("——", "--")


def _is_repeated(mark: Mark, draft: Draft) -> bool:
    if len(mark.text) < 6:
        return False
    return any(other is not mark and copy_of(other.text, mark.text) is not None for other in draft.marks[:60])


def _is_below_text(mark: Mark, draft: Draft) -> bool:
    """Whether running text stands above and the date isn't right below: a caption, a heading, a teaser."""
    if _above_date(mark, draft):
        return False
    return any(other.prose and not other.tag for other in draft.marks[: draft.marks.index(mark)])


def _slug(url: str | None) -> str:
    """The words of an address that may repeat the title."""
    if not url:
        return ""
    parts = [part for part in unquote(url).split("/")[3:] if part]
    longest = max(parts, key=len, default="")
    return fold(re.sub(r"[.?].*$|[-_](?:post)?\d{4,}.*$", "", longest))


def _shares_slug(text: str, slug: str) -> bool:
    folded = fold(text)
    return len(folded) > 12 and (folded[:40].startswith(slug[:30]) or slug.startswith(folded[:30]))
