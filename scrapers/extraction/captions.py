"""What stands under the pictures of an article: also under those above its first paragraph and below its last."""

from __future__ import annotations

from scrapers.extraction.hints import FURNITURE
from scrapers.extraction.scoring import PICTURE, Scores
from scrapers.extraction.tree import Block, Element

_PICTURED = ("tag:figure", "tag:figcaption", "tag:caption", PICTURE)
_ASIDE = frozenset(("aside", "nav", "footer", "form", "dialog"))


def find_captions(scores: Scores, box: Element, kept: list[int]) -> tuple[int, ...]:
    """The places of the article's captions, copies once; none where there is no text."""
    frame = _holder(box, "article")
    start = frame.start if scores.headline is None else min(scores.headline, frame.start)
    marks = scores.marks[start : frame.end]
    wanted = set(filter(_is_of_picture, set(marks)))
    if not wanted or not kept:
        return ()
    chosen = set(kept)
    found: dict[str, int] = {}
    for place, mark in enumerate(marks, start):
        if mark in wanted and place not in chosen:
            block = scores.tree.blocks[place]
            if _is_caption(block) and not _is_of_other(block, scores, frame):
                found.setdefault(block.text, place)
    return tuple(sorted(found.values()))


def _holder(element: Element, tag: str) -> Element:
    """The innermost element with this tag that it stands in; the element itself where it stands in none."""
    step: Element | None = element
    while step is not None and step.tag != tag:
        step = step.parent
    return step or element


def _is_of_picture(mark: str) -> bool:
    return mark in _PICTURED or (mark.startswith("hint:") and "caption" in mark)


def _is_caption(block: Block) -> bool:
    return not block.is_mostly_links and block.element.kind in ("caption", "paragraph", "table_row")


def _is_of_other(block: Block, scores: Scores, frame: Element) -> bool:
    """Whether the picture stands in a box of its own, with other articles or advertisements."""
    step = _holder(block.element, "figure").parent
    while step is not None and step is not frame:
        if step.tag in _ASIDE or step.is_hidden:
            return True
        if scores.hints.get(step, 0) & FURNITURE and "caption" not in step.hint:
            return True
        step = step.parent
    return False
