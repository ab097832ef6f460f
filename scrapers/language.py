"""The language of a text: the declared one unless its script contradicts it, else by signs and letters."""

from __future__ import annotations

import re

from scrapers.spacing import HAN

_VIETNAMESE = re.compile(
    "[ăđơưĂĐƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
)
_KANA = re.compile("[぀-ヿ]")
_LETTER = re.compile(r"[^\W\d_]")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|for|on|with|that|was|is|are|by|from|at|has|have|their)\b", re.IGNORECASE)
_SAMPLE = 4_000


def detect(text: str, *, declared: str | None) -> str | None:
    """ISO 639-1 code of the text's language; None when neither a declaration nor its letters tell it."""
    sample = text[:_SAMPLE]
    n_letters = len(_LETTER.findall(sample))
    if not n_letters:
        return declared
    if len(HAN.findall(sample)) > 0.3 * n_letters:
        return "ja" if len(_KANA.findall(sample)) > 0.1 * n_letters else "zh"
    if len(_VIETNAMESE.findall(sample)) > 0.05 * n_letters:
        return "vi"
    if declared and declared not in ("zh", "ja", "vi"):
        return declared
    return "en" if sample.isascii() or _is_english(sample) else None


def _is_english(text: str) -> bool:
    return len(_ENGLISH.findall(text)) > 0.15 * len(text.split())
