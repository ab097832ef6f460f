"""The language of a text: the declared one unless its script contradicts it, else by script and letters.

No statistical detector: the light, maintained ones load 100 MB and two seconds into every worker, and take Vietnamese
without marks for Venetian. A script that one language writes tells it, English words tell English, the rest is null.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from scrapers.scripts import has_kana, n_han

_VIETNAMESE_LETTERS = "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
_VIETNAMESE = re.compile(f"[{_VIETNAMESE_LETTERS}{_VIETNAMESE_LETTERS.upper()}]")
_KANA = re.compile("[぀-ヿ]+")
_SCRIPTS = {
    "ko": re.compile("[가-힣]+"),
    "th": re.compile("[฀-๿]+"),
    "lo": re.compile("[຀-໿]+"),
    "km": re.compile("[ក-៿]+"),
    "my": re.compile("[က-႟]+"),
}
_OTHER_SCRIPT = re.compile("".join(("[", *(script.pattern.strip("[]+") for script in _SCRIPTS.values()), "]")))
_LETTERS = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    "the of and to in for on with that was is are by from at has have their its an".split()  # noqa: SIM905
)
_OF_SCRIPTS = frozenset(("zh", "ja", "vi", *_SCRIPTS))
_SAMPLE = 4_000


def detect(text: str, *, declared: str | None) -> str | None:
    """ISO 639-1 code of the text's language; None when neither a declaration nor its letters tell it."""
    return _detect(text[:_SAMPLE], declared)


@lru_cache(maxsize=4)  # an article's text is asked for several times, one after the other
def _detect(sample: str, declared: str | None) -> str | None:
    if not _LETTERS.search(sample):
        return declared
    written = None if sample.isascii() else _by_script(sample)
    if written or (declared and declared not in _OF_SCRIPTS):
        return written or declared
    return "en" if _is_english(sample) else None


def _by_script(sample: str) -> str | None:
    enough = 0.05 * len(sample)  # signs, for a start: there are no more letters
    n_chinese, may_be_japanese = n_han(sample), has_kana(sample)
    if not n_chinese and not may_be_japanese and _has_more(_VIETNAMESE, sample, enough):
        return "vi"
    if n_chinese > 0.3 * len(sample) and not may_be_japanese:
        return "zh"
    is_other = _OTHER_SCRIPT.search(sample) is not None
    if not (n_chinese or may_be_japanese or is_other or _VIETNAMESE.search(sample)):
        return None
    n_letters = _n_signs(_LETTERS, sample)
    if may_be_japanese and _n_signs(_KANA, sample) > 0.2 * n_letters:
        return "ja"
    if n_chinese > 0.3 * n_letters:
        return "zh"
    if _has_more(_VIETNAMESE, sample, 0.05 * n_letters):
        return "vi"
    if not is_other:
        return None
    return next((code for code, script in _SCRIPTS.items() if _n_signs(script, sample) > 0.3 * n_letters), None)


def _has_more(letters: re.Pattern[str], sample: str, number: float) -> bool:
    """Whether a text has more than so many of these letters; they aren't counted any further."""
    return _are_more(letters.finditer(sample), number)


def _are_more(found: Iterator[object], number: float) -> bool:
    return next(islice(found, int(number), None), None) is not None


def _n_signs(runs: re.Pattern[str], sample: str) -> int:
    """How many signs the runs of a script have: runs are much fewer than signs."""
    return sum(map(len, runs.findall(sample)))


def _is_english(sample: str) -> bool:
    words = sample.lower().split()
    return _are_more(filter(_ENGLISH.__contains__, words), 0.12 * len(words))
