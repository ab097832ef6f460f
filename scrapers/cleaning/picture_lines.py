"""Captions told by the line beside them: a label above (`Chú thích ảnh`), the photo's credit alone above or below."""

from __future__ import annotations

import re
from itertools import pairwise

from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.prose import n_sentences

_LABEL = re.compile(
    r"^(?:chú thích ảnh|chụp lại hình ảnh,?|图像加注文字,?|圖像加註文字,?|image caption,?)$", re.IGNORECASE
)
_PICTURE_LINE = re.compile(
    _LABEL.pattern
    + r"|^(?:photo(?:graph(?:s|y)?|s)?|images?|pictures?)(?: credits?| courtesy)?(?: (?:by|of)|\s?[:：])\s?[^.]{2,60}$"
    r"|^(?:nguồn hình ảnh|图像来源|圖像來源|image source)\s?[,，:：]\s?\S.{1,50}$|^ảnh\s?[:：][^.]{2,40}$"
    r"|^(?-i:[㐀-鿿·]){2,16}[/／](?-i:[A-Z])[\w.]+(?: [\w.’'-]+){1,3}$",
    re.IGNORECASE,
)
_LONGEST_LINE = 90
_LONGEST = 200
_MOST_SENTENCES = 2


def join_pictures(draft: Draft) -> None:
    """Tag labels and credits of pictures, and the line beside one, where no blank line parts them, as its caption."""
    found = [mark for mark in draft.marks if _is_picture_line(mark)]
    for mark in found:
        mark.tag, mark.prose = mark.tag or "caption", False
        if mark.tag == "caption" and _LABEL.match(mark.text):
            mark.tag, mark.rule = "signs", "shape:caption_label"
    if not found or not draft.n_blank:
        return
    places = {mark.place for mark in found}
    for above, below in pairwise(draft.marks):
        if below.after_blank or (above.place in places) == (below.place in places):
            continue
        mark = below if above.place in places else above
        if _may_be_caption(mark, draft):
            mark.tag, mark.prose = "caption", False


def _is_picture_line(mark: Mark) -> bool:
    if len(mark.text) > _LONGEST_LINE or not mark.is_open or mark.tag not in ("", "caption", "label"):
        return False
    return bool(_PICTURE_LINE.match(mark.text))


def _may_be_caption(mark: Mark, draft: Draft) -> bool:
    if not mark.is_open or mark.tag or len(mark.text) > _LONGEST:
        return False
    return n_sentences(mark.text, han=draft.han) <= _MOST_SENTENCES
