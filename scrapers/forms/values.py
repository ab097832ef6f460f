"""What a single value of a form must be: a pattern, a selector, a zone, an address with blanks, a date's format."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from scrapers.layouts import selector_of

_BLANKS = {"year", "month", "day", "page"}


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"a Python regular expression ({error})") from error
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("an IANA time zone such as Asia/Shanghai") from error
    return name


def _selector(text: str) -> str:
    """A selector as selectolax reads it; article pages are read with it."""
    try:
        LexborHTMLParser("<p>").css(text) if text else []
    except SelectolaxError as error:
        raise ValueError("a CSS selector") from error
    return text


def _value_selector(text: str) -> str:
    """`selector`, whose text is the value, or `selector::attr(name)`."""
    _selector(selector_of(text))
    return text


def _listing_selector(text: str) -> str:
    """A selector as soupsieve reads it; listing pages are read with beautifulsoup4."""
    import soupsieve  # a form whose pages alone are read has none, and needn't wait for it

    try:
        soupsieve.compile(text) if text else None
    except (soupsieve.SelectorSyntaxError, NotImplementedError) as error:
        raise ValueError("a CSS selector") from error
    return text


def _template(text: str) -> str:
    """A URL in which {year}, {month}, {day} and {page} are filled in ({month:02} for two digits)."""
    try:
        text.format_map(dict.fromkeys(_BLANKS, 1))
    except (KeyError, IndexError, ValueError) as error:
        raise ValueError("a URL with no blanks but {year}, {month}, {day} and {page}") from error
    if not re.match(r"https?://[^/]", text):
        raise ValueError("an address that begins with http:// or https://")
    return text


def _date_format(text: str) -> str:
    """Codes that `strptime` knows; without one it reads a single text."""
    wrong = not re.search("%[A-Za-z]", text)
    try:
        datetime.strptime("", text)  # noqa: DTZ007 (nothing is read)
    except (ValueError, re.error) as error:
        wrong = wrong or not str(error).startswith("time data")
    if wrong:
        raise ValueError("strptime codes such as %d/%m/%Y")
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
DateFormat = Annotated[str, AfterValidator(_date_format)]
Zone = Annotated[str, AfterValidator(_zone)]
Template = Annotated[str, AfterValidator(_template)]
Selector = Annotated[str, AfterValidator(_selector)]
ValueSelector = Annotated[str, AfterValidator(_value_selector)]
ListingSelector = Annotated[str, AfterValidator(_listing_selector)]
