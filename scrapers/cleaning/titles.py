"""Which line is the title."""

from __future__ import annotations

import re
from urllib.parse import unquote

from scrapers.cleaning.below_headline import is_first_sentence, is_of_text, is_particular, opens_with_agency
from scrapers.cleaning.codas import is_office
from scrapers.cleaning.date_blocks import heads_text
from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.media import is_medium
from scrapers.cleaning.names import line_names, stationed_names
from scrapers.cleaning.openings import read_opening
from scrapers.cleaning.prose import MIN_PROSE, MIN_PROSE_HAN, ends_sentence, is_spoken
from scrapers.cleaning.scenes import tells
from scrapers.cleaning.spacing import HAN
from scrapers.cleaning.title_copies import HEAD, copy_of
from scrapers.cleaning.title_keys import fold
from scrapers.dates import find_date

_SLUG_END = re.compile(r"[.?].*$|[-_](?:post)?\d{4,}.*$")
_SUBTITLE = ("——", "--")
_UNFINISHED = ":：,，;；、"
_DATED = re.compile(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\s?\|")
_LONGEST = 260
_LONGEST_HAN = 70
_HEADLINE_WORDS = 12
_NAME_WORDS = 6
"""Between the reader's clock and the date of publication, a line of more words is the headline."""
_PARAGRAPH_WORDS = 20
_FEWEST = 4
_PARTICULARS = 3
_LONGEST_SENTENCE = 200


def find_title(draft: Draft, *, url: str | None) -> Mark | None:
    """The mark most likely to be the headline; None when the text has none before its first paragraphs."""
    candidates = [mark for mark in _head(draft) if _may_be_title(mark, draft)]
    slug = _slug(url)
    scores = {mark.place: _score(mark, draft, slug) + (mark is candidates[0]) for mark in candidates}
    best = max(candidates, key=lambda mark: (scores[mark.place], -mark.place), default=None)
    return best if best and scores[best.place] > 0 else None


def _head(draft: Draft) -> list[Mark]:
    """Everything before the second paragraph of text; more where a date line shows that the head goes on."""
    marks = draft.marks[:HEAD]
    places = [mark.place for mark in marks if mark.is_text]
    third = places[2] if len(places) > 2 else len(marks)
    second = places[1] if len(places) > 1 else len(marks)
    last_date = max((mark.place for mark in marks[: third + 1] if mark.tag == "date"), default=0)
    return marks[: max(second, last_date + 1)]


def _may_be_title(mark: Mark, draft: Draft) -> bool:
    text = mark.text
    if not mark.is_open or mark.tag or len(text) < (4 if draft.han else 8):
        return False
    if text.startswith(_SUBTITLE) or _DATED.match(text) or is_spoken(text) or _tells_of_day(mark, draft):
        return False
    if len(text) > (_LONGEST_HAN if HAN.search(text) else _LONGEST) or opens_with_agency(text, draft):
        return False
    if draft.han and read_opening(text, han=True):
        return False
    return not mark.prose or _stands_above_date(mark, draft)


def _tells_of_day(mark: Mark, draft: Draft) -> bool:
    """Whether it is the sentence below a date within the text: a chronicle's."""
    above = draft.marks[mark.place - 1] if mark.place else None
    if above is None or above.tag != "date" or not heads_text(above, draft):
        return False
    return any(other.is_text for other in draft.marks[: above.place])


def _stands_above_date(mark: Mark, draft: Draft) -> bool:
    """Whether the next line that counts is the date: then even a whole sentence may be a title."""
    following = _next(mark, draft)
    return following is not None and following.tag == "date" and len(mark.text) < _LONGEST_SENTENCE


def _score(mark: Mark, draft: Draft, slug: str) -> float:
    """How much speaks for a line: its copies, its neighbours, its length and form, the address."""
    text, han = mark.text, bool(HAN.search(mark.text))
    is_late = _is_below_text(mark, draft)
    score = 1 + _neighbours(mark, draft) - 5 * is_late
    score += 4 * (not is_late and _has_copy(mark, draft)) + 2 * _is_in_menu(mark, draft) + 5 * _shares_slug(text, slug)
    score += 9 <= len(text) <= 45 if han else (30 <= len(text) <= 160) - 2 * (len(text) < 20)
    score -= 4 * ((not han and _reads_on(mark, draft)) or _says_more(mark, draft))
    score -= 3 * (text[-1] in _UNFINISHED) + 3 * (find_date(text) is not None)
    score -= 2 * (ends_sentence(text, han=draft.han) and text[-1] in ".。")
    score -= 3 * (han and is_office(text)) + 4 * (_is_in_date_block(mark, draft) or is_medium(mark, draft))
    score -= 3 * bool(line_names(text) or stationed_names(text)) + 3 * mark.prose + 2 * (han and len(text.split()) >= 5)
    return score


def _is_in_date_block(mark: Mark, draft: Draft) -> bool:
    """Whether a line stands between the date and the labels below it, no blank line between: a medium's name."""
    if not draft.n_blank or mark.after_blank or not 0 < mark.place < len(draft.marks) - 1:
        return False
    above, below = draft.marks[mark.place - 1], draft.marks[mark.place + 1]
    if above.tag != "date" or below.after_blank:
        return False
    return below.tag == "label" or (below.tag == "date" and len(mark.text.split()) <= _NAME_WORDS)


def _reads_on(mark: Mark, draft: Draft) -> bool:
    """Whether a line is rather a paragraph that lost its stop: long, it tells, and a headline stands above it."""
    n_words = len(mark.text.split())
    if n_words < _HEADLINE_WORDS or not (n_words >= _PARAGRAPH_WORDS or tells(mark.text)):
        return False
    above = (other for other in draft.marks[: mark.place] if other.is_open and not other.tag and not other.prose)
    return any(_FEWEST <= len(other.text.split()) < n_words for other in above)


def _says_more(mark: Mark, draft: Draft) -> bool:
    """Whether a line goes on from a headline above: the text's first sentence, a particular; no date is below."""
    if not mark.place or _stands_above_date(mark, draft):
        return False
    return is_first_sentence(mark, draft) or is_particular(mark, draft)


def _neighbours(mark: Mark, draft: Draft) -> float:
    """What stands above and below: a title stands by the date and right above the text."""
    before, after = _previous(mark, draft), _next(mark, draft)
    is_below_date = before is not None and before.tag == "date"
    for _ in range(0 if is_below_date else _PARTICULARS):
        if after is None or after.tag or after.prose or not is_particular(after, draft):
            break
        after = _next(after, draft) or after
    score = 0.0
    if after is not None and after.tag == "date":
        beyond = _next(after, draft)
        score += 3.5 if beyond is None or beyond.prose else 3 if _is_credited(after) else 1
    elif after is None or after.prose:
        score += 1 if after is not None and len(after.text) < (MIN_PROSE_HAN if draft.han else MIN_PROSE) else 2
    elif not mark.place and is_of_text(after.text, draft):
        score += 1
    if is_below_date and after is not None and (after.prose or after.tag == "date"):
        score += 1.5
    return score


def _is_credited(dated: Mark) -> bool:
    """Whether a date line names a source or a writer: no reader's clock does."""
    return any(name in ("credit", "byline", "aside") for name, _ in dated.fields)


def _next(mark: Mark, draft: Draft) -> Mark | None:
    """The next mark that says something of the head: a date, text, another candidate."""
    below = draft.marks[mark.place + 1 : mark.place + HEAD]
    return next((other for other in below if _counts(other, mark, draft)), None)


def _previous(mark: Mark, draft: Draft) -> Mark | None:
    return next((other for other in reversed(draft.marks[: mark.place]) if _counts(other, mark, draft)), None)


def _counts(other: Mark, mark: Mark, draft: Draft) -> bool:
    if other.tag == "date":
        return True
    if not other.is_open or other.tag or other.text == mark.text:
        return False
    return not other.text.startswith(_SUBTITLE) and not line_names(other.text) and not is_medium(other, draft)


def _has_copy(mark: Mark, draft: Draft) -> bool:
    if len(mark.text) < 6:
        return False
    return any(other is not mark and copy_of(other.text, mark.text) is not None for other in draft.marks[:HEAD])


def _is_in_menu(mark: Mark, draft: Draft) -> bool:
    """Whether a row of headlines above names it: papers list those of the page."""
    if len(mark.text) < 8:
        return False
    return any(other.rule == "shape:menu" and mark.text in other.text for other in draft.marks[:HEAD])


def _is_below_text(mark: Mark, draft: Draft) -> bool:
    """Whether running text stands above and the date isn't right below: a caption, a heading, a teaser."""
    if not any(other.prose and not other.tag for other in draft.marks[: mark.place]):
        return False
    return not _stands_above_date(mark, draft)


def _slug(url: str | None) -> str:
    """The words of an address that may repeat the title."""
    parts = unquote(url).split("/")[3:] if url else []
    return fold(_SLUG_END.sub("", max(parts, key=len, default="")))


def _shares_slug(text: str, slug: str) -> bool:
    folded = fold(text)
    if len(slug) <= 12 or len(folded) <= 12:
        return False
    return folded[:40].startswith(slug[:30]) or slug.startswith(folded[:30])
