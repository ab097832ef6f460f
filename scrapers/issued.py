"""When the article was published, of all the dates a document prints."""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo

from scrapers.dates import EARLIEST, PrintedDate, read_date, settle
from scrapers.draft import Draft, Mark
from scrapers.published import LABELS_OF_UPDATES

_BRACKET_ZONE = re.compile(r"[\[(]\s*GMT", re.IGNORECASE)
_EN_WEEKDAY = re.compile(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+\d", re.IGNORECASE)
_LONG_CLOCK = re.compile(r"ngày \d{1,2} tháng \d{1,2} năm \d{4}|\d{1,2}:\d\d:\d\d\s?[AaPp][Mm]|今天|现在")
_URL_DAY = re.compile(r"(?P<y>20\d\d)[-/]?(?P<m>[01]\d)[-/]?(?P<d>[0-3]\d)(?!\d{1,5}(?!\d))")
_NEAR = 3


def read_published(
    draft: Draft, *, zone: tzinfo | None, url: str | None, fetched_at: datetime | None
) -> PrintedDate | None:
    """The printed date of publication; None when none is printed, or only clocks and other people's dates are."""
    given = draft.fields.get("published_raw")
    if given:
        read = read_date(given, formats=draft.date_formats, zone=zone, fetched_at=fetched_at)
        return read or PrintedDate(raw=given, on=None, at=None, precision="none", flags=("date_not_understood",))
    mark = _choose(draft, url)
    if mark is None or mark.found is None:
        return None
    draft.lift("published", mark.text, rule="shape:date_line", mark=mark)
    draft.fields.pop("published")
    return settle(mark.found, raw=mark.found.raw, zone=zone, fetched_at=fetched_at)


def read_updated(draft: Draft, *, zone: tzinfo | None) -> datetime | None:
    """The moment of the last change, where one is printed with its time beside the date of publication."""
    raw = draft.fields.get("updated_raw")
    read = read_date(raw, formats=draft.date_formats, zone=zone) if raw else None
    return read.at if read else None


def _choose(draft: Draft, url: str | None) -> Mark | None:
    top, first, last = _bounds(draft)
    dated = [(place, mark) for place, mark in enumerate(draft.marks) if mark.tag == "date" and mark.found]
    above = [mark for place, mark in dated if place < top]
    below = [mark for place, mark in dated if top <= place < first]
    tail = [mark for place, mark in dated if last < place <= last + _NEAR]
    for mark in [m for m in below if not _is_update(m)] + below:
        timed = next((m for m in [*below, *above] if _completes(m, mark)), None)
        return timed or mark
    for mark in above:
        if _is_publication(mark, draft, top, url):
            return mark
    return tail[0] if tail and not above else None


def _bounds(draft: Draft) -> tuple[int, int, int]:
    """The places of the title that heads the text, of the first paragraph, and of the last."""
    body = [place for place, mark in enumerate(draft.marks) if mark.role == "body" or mark.rule == "shape:lead"]
    first = body[0] if body else len(draft.marks)
    titles = [
        place for place, mark in enumerate(draft.marks[:first])
        if mark.role == "title" or mark.rule in ("shape:title_repeated", "shape:caption_title")
    ]  # fmt: skip
    top = next((place for place in reversed(titles) if _date_below(draft, place, first)), titles[0] if titles else 0)
    return top, first, body[-1] if body else len(draft.marks)


def _date_below(draft: Draft, place: int, first: int) -> bool:
    return any(mark.tag == "date" for mark in draft.marks[place + 1 : min(first, place + 6)])


def _is_update(mark: Mark) -> bool:
    label = next((value for name, value in mark.fields if name == "label"), "")
    return any(word in label.lower() for word in LABELS_OF_UPDATES)


def _completes(mark: Mark, other: Mark) -> bool:
    """Whether one date line gives the time of day that the other, of the same day, lacks."""
    one, two = mark.found, other.found
    return bool(one and two and one.on == two.on and one.clock and not two.clock)


def _is_publication(mark: Mark, draft: Draft, top: int, url: str | None) -> bool:
    """Whether a date above the title is the article's, and not the clock of the reader or of a template."""
    if mark.found is None:
        return False
    if url and mark.found.on in url_days(url):
        return True
    if _BRACKET_ZONE.search(mark.text) or _EN_WEEKDAY.match(mark.text) or _LONG_CLOCK.search(mark.text):
        return False
    between = [other for other in draft.marks[draft.marks.index(mark) + 1 : top] if other.tag not in ("known", "signs")]
    return not between


def url_days(url: str) -> set[date]:
    """The days an address may mean by its numbers; good for agreeing with a printed one, never for filling."""
    days = set()
    for match in _URL_DAY.finditer(url):
        try:
            days.add(date(int(match["y"]), int(match["m"]), int(match["d"])))
        except ValueError:
            continue
    return {day for day in days if day.year >= EARLIEST}
