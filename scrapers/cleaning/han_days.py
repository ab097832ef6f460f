"""Days written in Chinese numerals, as official documents print them: 二〇二四年十一月二十六日."""

from __future__ import annotations

import re

_DIGITS = {sign: str(number) for number, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "Ｏ": "0"}
_YEAR = "[〇零○一二三四五六七八九]"
_DAY = re.compile(
    rf"(?P<year>{_YEAR}{{4}})年(?P<month>[一二三四五六七八九十]{{1,2}})月(?P<day>[一二三四五六七八九十]{{1,3}})[日号號]"
)


def in_digits(text: str) -> str:
    """The text with such days in digits; the same text where there is none."""
    return _DAY.sub(_rewritten, text) if "年" in text and "月" in text else text


def _rewritten(match: re.Match[str]) -> str:
    return f"{digits_of(match['year'])}年{number_of(match['month'])}月{number_of(match['day'])}日"


def digits_of(numerals: str) -> str:
    """Each sign as a digit: 二〇二四 is 2024."""
    return "".join(map(_DIGITS.__getitem__, numerals))


def number_of(numeral: str) -> int:
    """1 to 99: 二十六 is 26."""
    tens, ten, ones = numeral.rpartition("十")
    return 10 * int(_DIGITS.get(tens, "1")) * bool(ten) + int(_DIGITS.get(ones, "0"))
