"""The language of a text: the declared one unless its script contradicts it, else by script and letters.

No statistical detector: the light, maintained ones load 100 MB and two seconds into every worker, and take Vietnamese
without marks for Venetian. A script that one language writes tells it, English words tell English, the rest is null.
"""

from __future__ import annotations

import re

from scrapers.spacing import HAN

_VIETNAMESE = re.compile(
    "[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]",
    re.IGNORECASE,
)
_KANA = re.compile("[぀-ヿ]")
_SCRIPTS = {
    "ko": re.compile("[가-힣]"),
    "th": re.compile("[฀-๿]"),
    "lo": re.compile("[຀-໿]"),
    "km": re.compile("[ក-៿]"),
    "my": re.compile("[က-႟]"),
}
_LETTER = re.compile(r"[^\W\d_]")
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|for|on|with|that|was|is|are|by|from|at|has|have|their|its|an)\b", re.IGNORECASE
)
_OF_SCRIPTS = frozenset(("zh", "ja", "vi", *_SCRIPTS))
_SAMPLE = 4_000


def detect(text: str, *, declared: str | None) -> str | None:
    """ISO 639-1 code of the text's language; None when neither a declaration nor its letters tell it."""
    sample = text[:_SAMPLE]
    n_letters = len(_LETTER.findall(sample))
    if not n_letters:
        return declared
    written = None if sample.isascii() else _by_script(sample, n_letters)
    if written or (declared and declared not in _OF_SCRIPTS):
        return written or declared
    return "en" if _is_english(sample) else None


def _by_script(sample: str, n_letters: int) -> str | None:
    if len(_KANA.findall(sample)) > 0.2 * n_letters:
        return "ja"
    if len(HAN.findall(sample)) > 0.3 * n_letters:
        return "zh"
    if len(_VIETNAMESE.findall(sample)) > 0.05 * n_letters:
        return "vi"
    return next((code for code, script in _SCRIPTS.items() if len(script.findall(sample)) > 0.3 * n_letters), None)


def _is_english(sample: str) -> bool:
    return len(_ENGLISH.findall(sample)) > 0.12 * len(sample.split())
