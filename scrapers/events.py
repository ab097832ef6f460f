"""The day of the event a text opens with: its article was not published before."""

from __future__ import annotations

import re
from datetime import date, datetime

from scrapers.dates import EARLIEST, find_date, month_number
from scrapers.draft import Draft

_MONTH = r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_DAY = re.compile(
    rf"\b(?:on|of|On) (?:\w+day,? )?{_MONTH} (?P<day>\d{{1,2}})(?!\d|[-–]\d|,? (?:to|and|until) )"
    rf"|\b(?:on|of|On) (?:\w+day,? )?(?P<day2>\d{{1,2}}) {_MONTH.replace('month', 'month2')}"
    r"|(?:\b[Nn]gày|\b[Ss]áng|\b[Cc]hiều|\b[Tt]ối|\b[Tt]rưa)(?: ngày)? (?P<day3>\d{1,2})\s?[-/]\s?(?P<month3>\d{1,2})(?![-/]?\d)"
    r"|(?P<month4>\d{1,2})月(?P<day4>\d{1,2})日"
)
_YEAR = re.compile(r"(?<![\d–-])(?P<year>(?:19|20)\d\d)(?![\d–-]|\s?[-–]\s?\d|年代)")
_NOT_PLAIN = re.compile(
    r"(?:until|by|to|till|from|since|after|before|towards?|post|đến(?: năm)?|tới(?: năm)?|từ(?: năm)?|sau|trước|kể từ|giai đoạn|至|到|自|从|起)[ -]?(?:năm )?$",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|shall|is (?:scheduled|set|due|expected)|are (?:scheduled|set|expected)|to be held|upcoming|sẽ|dự kiến|sắp)\b|将于|将在|拟于|即将"
)
_SENTENCES = re.compile(r"(?<=[.!?。！？])\s*")


def read_not_before(draft: Draft, fetched_at: datetime | None) -> date | None:
    """The event's day, from the first paragraph or the lead; None when it names none, or nothing gives its year."""
    body = [mark.text for mark in draft.marks if mark.role == "body"]
    opening = [text for text in (draft.fields.get("lead"), *body[:1]) if text]
    latest = fetched_at.date() if fetched_at else None
    for text in opening:
        day = _event_in(text, [text, *body], draft, latest)
        if day:
            return day
    return None


def _event_in(opening: str, texts: list[str], draft: Draft, latest: date | None) -> date | None:
    for sentence in _SENTENCES.split(opening[:2_000]):
        if _FUTURE.search(sentence):
            continue
        full = find_date(sentence)
        if full and full.on.year >= EARLIEST and (latest is None or full.on <= latest):
            return full.on
        match = _DAY.search(_without_brackets(sentence))
        if match:
            return _with_year(match, texts, draft, latest)
    return None


def _with_year(match: re.Match[str], texts: list[str], draft: Draft, latest: date | None) -> date | None:
    groups = {name.rstrip("234"): value for name, value in match.groupdict().items() if value}
    year = next((year for year in map(_newest_year, texts) if year), None)
    month = month_number(groups["month"])
    if year is None or month is None:
        return None
    try:
        day = date(year, month, int(groups["day"]))
    except ValueError:
        return None
    if latest and day > latest:
        return None
    draft.flag("year_inferred")
    return day


def _newest_year(text: str) -> int | None:
    """The newest year the text names by itself: no plan period, no goal, no beginning."""
    years = [
        int(m["year"]) for m in _YEAR.finditer(text) if not _NOT_PLAIN.search(text[max(0, m.start() - 12) : m.start()])
    ]
    plausible = [year for year in years if year >= EARLIEST]
    return max(plausible, default=None)


def _without_brackets(text: str) -> str:
    return re.sub(r"\([^()]*\)", " ", text)
