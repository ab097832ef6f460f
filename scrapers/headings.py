"""Short lines between two paragraphs: a heading and a list belong to the text, an unmarked caption doesn't."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.draft import Draft, Mark
from scrapers.spacing import HAN

_WORDS = 7
_WORDS_BESIDE_MARKED = 16
_LONGEST = 100
_FEWEST_WORDS = 4
_VERSE = 3
_VERSE_LINE = 60
_LIST = 4
_LIST_LINE = 80
_LISTING_DOCUMENT = 6

_SHOWS = re.compile(
    r"^(?:Delegates|Participants|Attendees|Leaders|Members|Representatives|Women|Children|Pupils|Students|Workers|Officials"
    r"|Visitors|An? (?:view|scene|corner|overview)|At the |Overview|Mr|Ms|Mrs|Dr"
    r"|Toàn cảnh|Quang cảnh|Một góc|Khung cảnh"
    r"|Các đại biểu|Đại biểu|Lãnh đạo|Đồng chí|Đ/c|Ông|Bà|Chị|Anh|Các em|Các chị)\b"
    r"|\b(?:attends?|visits?|presents?|speaks?|addresses|delivers?|chairs?|hands? over|receives?|poses?|takes? part"
    r"|participates?|performs?|signs?|awards?|launch(?:es)?|cuts?|inspects?|gives? a|discuss(?:es)?|harvests?"
    r"|introduces?"
    r"|from left|trao (?:quà|tặng|giải|bằng|kinh phí|tiền|nhà)|tặng (?:quà|hoa)|phát biểu|tham quan|tham dự|chụp ảnh"
    r"|lưu niệm|biểu diễn|tiết mục|kiểm tra|thăm hỏi|bên trái|bên phải|từ trái|ở giữa|hàng đầu)\b"
    r"|合影|现场|現場|参加|參加|出席|讲话|致辞|發言|发言|正在|颁奖|慰问|走访|展示|举行|舉行|讲解|授课|人员|代表|志愿者|前排|[（(][左右中]"
)
_TOLD = re.compile(
    r"\b(?:chúng tôi|chúng ta|tôi|sẽ|nếu|tuy nhiên|do đó|do vậy|vì vậy|đến nay|dịp này|theo đó|ngoài ra|bên cạnh"
    r"|cho biết"
    r"|we|I|would|however|if|because|therefore|said|according to)\b",
    re.IGNORECASE,
)
_TOLD_LENGTH = 90


def shows_people(text: str) -> bool:
    """Whether a line speaks as captions do: who does what, in the present, or a view of something."""
    return bool(_SHOWS.search(text))


def is_heading(mark: Mark, following: Mark | None, draft: Draft) -> bool:
    """Whether a short line inside the text is a heading or a row of it, and no caption.

    Vietnamese sites print most captions without a mark: there it is one only where the pictures' captions carry one.
    """
    if len(mark.text) >= _TOLD_LENGTH and _TOLD.search(mark.text):
        return True
    if shows_people(mark.text):
        return False
    if draft.unmarked_captions == "rare" or HAN.search(mark.text):
        return True
    if following is None or not following.prose or len(mark.text) >= _LONGEST:
        return False
    marked = draft.has_marked_captions
    if draft.unmarked_captions == "usual" and not marked:
        return False
    return len(mark.text.split()) <= (_WORDS_BESIDE_MARKED if marked else _WORDS)


def prints_unmarked_captions(marks: Sequence[Mark]) -> bool:
    """Whether several lines between the paragraphs show people: then others like them are captions, too."""
    return sum(_is_caption_like(mark) for mark in marks) > 1


def listed(marks: Sequence[Mark]) -> set[int]:
    """The places of short lines that can't all be captions: verse, rows of a list, a document made of such lines."""
    short = [mark for mark in marks if _is_short(mark)]
    if len(short) >= max(_LISTING_DOCUMENT, sum(mark.prose and mark.is_open for mark in marks)):
        return {mark.place for mark in short}
    return {
        *_runs(marks, least=_VERSE, longest=_VERSE_LINE, tight=True),
        *_runs(marks, least=_LIST, longest=_LIST_LINE),
    }


def _runs(marks: Sequence[Mark], *, least: int, longest: int, tight: bool = False) -> set[int]:
    """Runs of at least so many short lines; `tight`: without a blank line between them."""
    found: set[int] = set()
    run: list[int] = []
    for mark in marks:
        fits = _is_short(mark) and len(mark.text) <= longest and not _is_caption_like(mark)
        if not fits or (tight and mark.after_blank):
            run = []
        if fits:
            run.append(mark.place)
        if len(run) >= least:
            found.update(run)
    return found


def _is_short(mark: Mark) -> bool:
    return mark.is_open and not mark.tag and not mark.prose and len(mark.text) <= _LONGEST


def _is_caption_like(mark: Mark) -> bool:
    if not mark.is_open or mark.tag or mark.prose or mark.kind == "heading":
        return False
    return len(mark.text.split()) >= _FEWEST_WORDS and mark.text[-1].isalnum() and shows_people(mark.text)
