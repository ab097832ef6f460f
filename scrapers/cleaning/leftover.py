"""A text of which nothing was kept: its one long line is the body, whatever it was taken for."""

from __future__ import annotations

from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.prose import is_prose

_TAKEN_FOR = frozenset((
    "shape:caption", "shape:caption_doubled", "shape:after_text", "shape:above_title", "shape:below_title",
    "shape:kicker", "shape:subtitle", "shape:title_repeated", "shape:lead_repeated",
))  # fmt: skip
"""Rules that judge a line by its place; what is furniture by its words stays off."""
_SHORTEST = 60
_SHORTEST_HAN = 30
_TITLE_WORDS = 20
_TITLE_HAN = 40


def settle_leftover(draft: Draft) -> None:
    """Where no body is left, take back the paragraphs judged by their place, or a title too long to be one."""
    if draft.body():
        return
    taken: set[str] = set()
    for mark in draft.marks:
        if mark.rule in _TAKEN_FOR and mark.tag != "caption" and mark.text not in taken and _is_paragraph(mark, draft):
            taken.add(mark.text)
            _take_back(mark, draft)
    title = next((mark for mark in draft.marks if mark.role == "title"), None)
    if not taken and title and (_is_long(title, draft) or _is_paragraph(title, draft)):
        title.role = "body"
        del draft.fields["title"], draft.origins["title"]


def _is_paragraph(mark: Mark, draft: Draft) -> bool:
    if len(mark.text) < (_SHORTEST_HAN if draft.han else _SHORTEST):
        return False
    return is_prose(mark.text, han=draft.han) or _is_long(mark, draft)


def _is_long(mark: Mark, draft: Draft) -> bool:
    return len(mark.text) >= _TITLE_HAN if draft.han else len(mark.text.split()) >= _TITLE_WORDS


def _take_back(mark: Mark, draft: Draft) -> None:
    numbers = {line.number for line in mark.lines}
    draft.removed = [gone for gone in draft.removed if gone.line not in numbers or gone.rule != mark.rule]
    draft.captions = [caption for caption in draft.captions if caption != mark.text]
    mark.role, mark.rule = "body", ""
