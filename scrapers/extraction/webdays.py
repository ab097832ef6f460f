"""Days as web pages write them, in the languages of their months; a day that could be two is none."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from typing import Literal, NamedTuple

from scrapers.cleaning.han_days import digits_of, number_of
from scrapers.dates import day_in_zone, day_of, find_date

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
_HAN_NUMBER = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]{1,2}"
_IN_HAN = re.compile(rf"(?P<y>[一二][〇○零Ｏ一二三四五六七八九]{{3}})年(?P<m>{_HAN_NUMBER})月(?P<d>{_HAN_NUMBER})日")
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
        return _named(match, day_of(match["year"], _NUMBER_OF[match["month"].lower()], match["day"]), text)
    if match := _IN_HAN.search(text):
        return _named(match, day_of(*(_number_in_han(match[name]) for name in "ymd")), text)
    found = find_date(text)
    if found is None:
        return None
    days = (found.on, found.other) if found.other else (found.on,)
    return Named(found.start, found.end, days, found.clock is not None)


def read_moment(raw: str, zone: tzinfo | None) -> date | None:
    """The day of a moment as machines write them: by the clock of Unix or, in `zone`, with its offset; else None."""
    text = raw[:_LONGEST].strip()
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), zone or UTC).date()
    found = find_date(text) if zone and _OFFSET.search(text[:_REACH]) else None
    return day_in_zone(found, zone) if found else None


def in_order(days: tuple[date, ...], order: Order | None) -> date | None:
    """Of the readings of a date the one in this order; None where it takes an order and there is none."""
    if len(days) == 1:
        return days[0]
    return {"dm": days[0], "md": days[1]}.get(order or "")


def _named(match: re.Match[str], on: date | None, text: str) -> Named | None:
    return Named(match.start(), match.end(), (on,), bool(_TIME.search(text))) if on else None


def _number_in_han(text: str) -> str:
    """二〇二四, 十一 or 二十一 as a number."""
    return str(number_of(text)) if "十" in text else digits_of(text)
