"""A form's `date_formats`: which of these strptime codes reads a text, and whether they set the day first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timezone
from functools import lru_cache
from typing import NamedTuple

from scrapers.clocks import zone_at_end

_CODES = re.compile("%.", re.DOTALL)
_ORDER = re.compile(r"(?<!%Y[^%])(?P<first>%[dm])[^%\w]{1,3}(?!(?P=first))%[dm]")


class Read(NamedTuple):
    """What a text says by its format."""

    on: date
    clock: time | None
    offset: timezone | None
    zone: str | None


def read_whole(text: str, formats: Sequence[str]) -> Read | None:
    """The whole text by the first format that reads it, with the zone it ends in or without; None where none does."""
    bare, offset, name = zone_at_end(text) if formats else (text, None, None)
    for code in formats:
        moment = _read(text, code) or (_read(bare, code) if bare != text else None)
        if moment is None:
            continue
        is_timed = any(sign in code for sign in ("%H", "%I", "%T", "%c", "%X"))
        own = moment.tzinfo if isinstance(moment.tzinfo, timezone) else None
        return Read(moment.date(), moment.time() if is_timed else None, own or offset, None if own else name)
    return None


def _read(text: str, code: str) -> datetime | None:
    if not all(map(text.__contains__, _literals(code))):
        return None
    try:
        return datetime.strptime(text, code)  # noqa: DTZ007 -- the zone is the form's, set later
    except ValueError:
        return None


@lru_cache(maxsize=512)
def day_first_in(formats: tuple[str, ...]) -> bool | None:
    """Whether a form's formats set the day before the month; None where none has both in digits, or they disagree."""
    orders = {match["first"] == "%d" for code in formats if (match := _ORDER.search(code.replace("%D", "%m/%d/%y")))}
    return orders.pop() if len(orders) == 1 else None


@lru_cache(maxsize=512)
def _literals(code: str) -> frozenset[str]:
    """The signs that a strptime format prints as they are: without them it can't be the text's."""
    return frozenset(sign for sign in _CODES.sub("", code) if not (sign.isalnum() or sign.isspace()))
