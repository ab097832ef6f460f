"""What is running text: told by length and by how a line ends, in spaced scripts and in Chinese."""

from __future__ import annotations

import re

_CLOSERS = "\"“”‘’«›'»)]）】」』 "
_LATIN_ENDS = frozenset(".!?…")
_HAN_ENDS = frozenset("。！？!?…；.")
_LISTED = re.compile(
    r"^(?:[-–—+•·*▪●○►➢✓»]\s?\S|\(?\d{1,2}[.)/、]\s?\S|\(?[a-zđ][.)]\s|[IVX]{1,4}[.)]\s|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.]"
    r"|第[一二三四五六七八九十]{1,3}[、,，条章:：]|(?:Điều|Bước|Phần|Chương|Bài|Article|Section|Step|Part) \d+)"
)
_SPOKEN = re.compile(
    r"^(?:问|答|問|记者|記者|主持人|Q|A|PV|P\.V|Hỏi|Đáp|Trả lời|Phóng viên|Reporter|Question|Answer|Interviewer)"
    r"\s?[:：]\s?\S"
)
_INNER_END = re.compile(r"[.!?…][\"”’)]?\s+[^\W\d_a-z]")
_SHORTENED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Co|No|St|Sen|Gen|Col|Lt|Assoc|Ass|TP|Tp|ThS|Th\.S|TS|GS|PGS|BS|Đ/c|Ths|\w)$"
)
_QUOTED = "\"“‘'«「『—–-"
MIN_PROSE = 45
MIN_PROSE_HAN = 18
LONG = 400
LONG_HAN = 90


def ends_sentence(text: str, *, han: bool) -> bool:
    """Whether the text ends as a sentence does."""
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in (_HAN_ENDS if han else _LATIN_ENDS)


def is_prose(text: str, *, han: bool) -> bool:
    """Whether a line is a paragraph of running text by itself, whatever stands around it."""
    if han:
        if len(text) < MIN_PROSE_HAN:
            return False
        return len(text) >= LONG_HAN or "。" in text or (ends_sentence(text, han=True) and len(text) >= 30)
    if len(text) < MIN_PROSE:
        return False
    if len(text) >= LONG or ends_sentence(text, han=False):
        return True
    return len(text) >= 120 and n_sentences(text, han=False) > 1


def closes_quote(text: str) -> bool:
    """Whether a line ends speech that a line above opened."""
    return text[-1] in "”»" and not any(sign in text for sign in "“«")


def leads_on(text: str) -> bool:
    """Whether the text announces what follows: a list, a quotation."""
    return text[-1] in ":：;；,，"


def is_listed(text: str) -> bool:
    """Whether a line is a point of a list: bulleted, numbered, lettered."""
    return bool(_LISTED.match(text))


def is_spoken(text: str) -> bool:
    """Whether a line is one side of an interview: `问:…`, `PV: …`, `Reporter: …`."""
    return bool(_SPOKEN.match(text))


def is_quoted(text: str) -> bool:
    """Whether a line opens as speech does."""
    return text[0] in _QUOTED


def n_sentences(text: str, *, han: bool) -> int:
    """How many sentences a text has, roughly."""
    if han:
        return text.count("。")
    ends = (match.start() for match in _INNER_END.finditer(text))
    return 1 + sum(not _SHORTENED.search(text[max(0, end - 8) : end]) for end in ends)
