"""Days as web pages write them, in the languages of their months; a day that could be two is none."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from typing import Literal, NamedTuple

from scrapers.dates import day_in_zone, find_date

Order = Literal["dm", "md"]
"""What comes first in 03/04/2024."""
_TIME = re.compile(r"\d\d?[:：]\d\d")

_MONTHS = {
    1: "januar jänner januari janvier enero gennaio janeiro ledna stycznia января tammikuuta ocak",
    2: "februar februari février fevrier febrero febbraio fevereiro února lutego февраля helmikuuta şubat",
    3: "märz maart mars marzo março marco března marca марта maaliskuuta mart",
    4: "april avril abril aprile dubna kwietnia апреля huhtikuuta nisan",
    5: "mai mei mayo maggio maio května maja мая toukokuuta mayıs maj",
    6: "juni juin junio giugno junho června czerwca июня kesäkuuta haziran",
    7: "juli juillet julio luglio julho července lipca июля heinäkuuta temmuz",
    8: "august augustus août aout agosto srpna sierpnia августа elokuuta ağustos",
    9: "september septembre septiembre setiembre settembre setembro září września сентября syyskuuta eylül",
    10: "oktober octobre octubre ottobre outubro října października октября lokakuuta ekim",
    11: "november novembre noviembre novembro listopadu listopada ноября marraskuuta kasım",
    12: "dezember december décembre decembre diciembre dicembre dezembro prosince grudnia декабря joulukuuta aralık",
}
_NUMBER_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
_MONTH = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_ELSEWHERE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:er|\.|º)?\s(?:de\s|d')?(?P<month>{_MONTH})(?:\sde|\sdel|,)?\s(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)-?(?P<m>0[1-9]|1[0-2])-?(?P<d>0[1-9]|[12]\d|3[01])(?=T|\s|$|Z|\+)")
_KOREAN = re.compile(r"(?P<y>(?:19|20)\d\d)(?:년|\.)\s?(?P<m>\d{1,2})(?:월|\.)\s?(?P<d>\d{1,2})(?:일|\.)?")
_IN_HAN = re.compile(
    "(?P<y>[一二][〇○零Ｏ一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_HAN_DIGITS = {sign: number for number, signs in enumerate(("〇○零Ｏ", *"一二三四五六七八九")) for sign in signs}
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")
_OFFSET = re.compile(r"T\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$")
_REACH = 80
_LONGEST = 1_000
"""Signs that are looked at: what is longer is no date."""


class Named(NamedTuple):
    """A day that a text names."""

    start: int
    end: int
    days: tuple[date, ...]
    """One, or two where day and month may be either: the reading with the day first comes first."""
    is_timed: bool
    """Whether a time of day is printed beside it."""


def find_day(text: str) -> Named | None:
    """The first day that a text names, and what it may be; None where it names none that the calendar has."""
    text = text[:_LONGEST]
    for pattern in (_ISO, _KOREAN):
        if match := pattern.search(text[:_REACH]):
            return _named(match, day_of(match["y"], match["m"], match["d"]), text)
    if match := _ELSEWHERE.search(text):
        return _named(match, day_of(match["year"], str(_NUMBER_OF[match["month"].lower()]), match["day"]), text)
    if match := _IN_HAN.search(text):
        return _named(match, day_of(*(str(_number_in_han(match[name])) for name in "ymd")), text)
    found = find_date(text)
    if found is None:
        return None
    days = (found.on, found.other) if found.other else (found.on,)
    return Named(found.start, found.end, days, found.clock is not None)


def read_day(raw: str, order: Order | None = None, zone: tzinfo | None = None) -> date | None:
    """The day a text names; None where it names none, or one that could be two (03/04/2024 without an order).

    A moment that is given with its offset from Greenwich falls on the day of `zone`, else on the day that is printed.
    """
    text = raw[:_LONGEST].strip()
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), zone or UTC).date()
    if zone and _OFFSET.search(text[:_REACH]) and (found := find_date(text)):
        return day_in_zone(found, zone)
    named = find_day(text)
    return in_order(named.days, order) if named else None


def in_order(days: tuple[date, ...], order: Order | None) -> date | None:
    """Of the readings of a date the one in this order; None where it takes an order and there is none."""
    if len(days) == 1:
        return days[0]
    return {"dm": days[0], "md": days[1]}.get(order or "")


def day_of(year: str, month: str, day: str) -> date | None:
    """The day of three numbers; None where the calendar has none."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _named(match: re.Match[str], on: date | None, text: str) -> Named | None:
    return Named(match.start(), match.end(), (on,), bool(_TIME.search(text))) if on else None


def _number_in_han(text: str) -> int:
    """二〇二四, 十一 or 二十一 as a number."""
    if "十" not in text:
        return int("".join(str(_HAN_DIGITS[sign]) for sign in text))
    tens, _, ones = text.partition("十")
    return 10 * (_HAN_DIGITS[tens] if tens else 1) + (_HAN_DIGITS[ones] if ones else 0)
