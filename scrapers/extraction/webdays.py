"""Days as web pages write them, in the languages of their months; a day that could be two is none."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Literal

from scrapers.dates import find_date

Order = Literal["dm", "md"]
"""What comes first in 03/04/2024."""
_FORMATS = {"dm": ("%d/%m/%Y",), "md": ("%m/%d/%Y",), None: ()}

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
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")


def read_day(raw: str, order: Order | None = None) -> date | None:
    """The day a text names; None where it names none, or one that could be two (03/04/2024 without an order)."""
    text = raw.strip()
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).date()
    for pattern in (_ISO, _KOREAN):
        if match := pattern.search(text[:80]):
            return day_of(match["y"], match["m"], match["d"])
    if match := _ELSEWHERE.search(text):
        return day_of(match["year"], str(_NUMBER_OF[match["month"].lower()]), match["day"])
    found = find_date(text, formats=_FORMATS[order])
    return found.on if found and not found.other else None


def day_of(year: str, month: str, day: str) -> date | None:
    """The day of three numbers; None where the calendar has none."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
