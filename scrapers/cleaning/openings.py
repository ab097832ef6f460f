"""How a first paragraph opens before its own words: `HCM City (VNA) –`, `(BNP) –`, `新华社北京9月19日电(记者甲)`."""

from __future__ import annotations

import re

from scrapers.cleaning.newsrooms import AGENCIES, COUNTRIES, PLACES
from scrapers.cleaning.opening import Opening
from scrapers.cleaning.title_keys import fold
from scrapers.urls import site_of

_SMALL = frozenset(("of", "and", "de", "la", "the", "thành", "phố", "tỉnh"))
_ARTICLES = frozenset(("the", "a", "an"))
"""Places begin with them, too: The Hague, A Luoi, An Khe."""
_NOT_PLACES = frozenset((
    "mr", "mrs", "ms", "dr", "on", "in", "at", "this", "these", "to", "for", "with", "by", "from",
    "as", "after", "before",
))  # fmt: skip
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DASHES = "-–—―"
_DASH = rf"\s?[{_DASHES}]{{1,2}}\s?"

_NUMBERS = r"\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?"
_WRITTEN = rf"{_MONTHS} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {_MONTHS}(?:,? \d{{4}})?"
_VIETNAMESE_DAY = rf"ngày (?:{_NUMBERS}|\d{{1,2}} tháng \d{{1,2}}(?:,? năm \d{{4}})?)"

_PLACE = r"[^\W\d_a-z][^()–—:!?\"“]{1,45}?"

_MONTH = re.compile(_MONTHS)
_PLACE_AGENCY = re.compile(
    rf"^(?P<place>{_PLACE}(?:\s?[–—]\s?{_PLACE})?)"
    r"(?: \([^\W\d_a-z][^()]{2,30}\))?(?: \[[^\[\]]{2,30}\])?,?"
    rf"(?: (?:on )?(?P<day>{_WRITTEN}|{_NUMBERS}|{_VIETNAMESE_DAY}))?"
    rf"\s?\((?P<agency>[^\W\d_][\w+ ./’'-]{{1,24}}?)(?:[ ,]+(?P<wired>{_VIETNAMESE_DAY}|{_NUMBERS}))?\)"
    rf"(?P<dash>{_DASH}|:\s)?\s?"
)
_INNER_DASH = re.compile(r"\s?[–—]\s?")
_PLACE_DATE = re.compile(
    rf"^(?P<place>{_PLACE}), (?P<day>{_WRITTEN}|{_VIETNAMESE_DAY}|(?P<digits>{_NUMBERS}))"
    rf"(?:{_DASH}|(?P<colon>:\s)|\s/(?P<agency>[^\W\d_][\w .&-]{{2,30}})/{_DASH})"
)
"""Between strokes stands a wire of press releases."""
_IN_BRACKETS = re.compile(rf"^\((?P<place>{_PLACE})(?:, (?P<day>{_WRITTEN}|{_VIETNAMESE_DAY}))?\){_DASH}")
_PLACE_COUNTRY = re.compile(
    rf"^(?P<place>[A-Z][A-Z .'’-]{{2,30}}, [A-Z][a-z]+(?: [A-Z][a-z]+){{0,2}}){_DASH}(?=[A-Z\"“‘])"
)
_NAME = r"[^\W\d_a-z][\w.'’-]+(?: [^\W\d_a-z][\w.'’-]+){0,2}"
_PLACE_SPACED = re.compile(rf"^(?P<place>(?P<city>{_NAME}), (?P<country>{_NAME}))\s[{_DASHES}]{{1,2}}\s(?=[A-Z\"“‘])")
_PLACE_SAYS = re.compile(rf"^(?P<place>{_NAME})(?:, {_NAME})?: (?=[A-Z\"“‘])")
_MEDIUM = re.compile(
    r"^(?P<agency>(?:Cổng (?:TTĐT|[Tt]hông tin điện tử)|Trang (?:TTĐT|tin điện tử|thông tin điện tử)"
    rf"|Báo(?= [^\W\d_a-z])|Tạp chí)(?: [\w.&]+){{0,6}}?)\s[{_DASHES}]\s(?=[^\W\d_a-z]|[\"“‘])"
)
"""`Cổng TTĐT - …`, `Báo Phụ nữ - …`: the medium by its kind."""
_PLACE_DAY = re.compile(rf"^(?P<place>[A-Z][^\W\d_]+(?:[ /][A-Z][^\W\d_]+){{0,3}}) \((?P<day>{_WRITTEN})\){_DASH}")
_PLACE_COLON = re.compile(r"^(?P<place>[A-Z][A-Z'’-]{2,}(?: [A-Z][A-Z'’-]{2,}){0,2}): (?=[A-Z\"“‘])")
_CODE = re.compile(
    r"^\((?P<agency>[^\W\d_][\w+ .&’'-]{1,22}?)(?:[ ,]+\d{1,2}[/-]\d{1,2})?\)"
    r"(?P<dash>\s?(?:[-–—―]{1,2}|:)\s?)?\s?(?=\S)"
)
_BARE = re.compile(
    r"^(?P<head>[^\W\d_a-z][\w.’']*(?: [^\W\d_a-z][\w.’']*){0,3})(?P<gap>,?\s?[-–—―]{1,2}\s?)(?=[^\W_]|[\"“‘(])"
)
_SITE = re.compile(r"^(?P<name>[^\W\d_][\w.]*(?: [\w.]+){0,3})\s?[-–—]\s(?=\S)")
_HOST = re.compile(r"^[\w-]+\.(?:vn|com|net|org|cn|gov)$", re.IGNORECASE)

_LOOKED_AT = 140
_COLON_REACH = 40
_LONGEST_PLACE = 4
_LONGEST_DATED = 6
"""In words; beside a day a country may follow."""


def read_opening(text: str, *, han: bool) -> Opening | None:
    """The place, agency and reporters a paragraph opens with; None when it opens with its own words."""
    head = text[:_LOOKED_AT]
    opening = (_han_opening(head) if han else None) or _latin_opening(head)
    return opening if opening and opening.length < len(text) else None


def _han_opening(head: str) -> Opening | None:
    from scrapers.cleaning.han_openings import han_opening  # 30 ms of patterns that other texts don't need

    return han_opening(head)


def site_opening(text: str, url: str) -> Opening | None:
    """The name of its own site that a paragraph opens with: `The Hanoitimes - ` on hanoitimes.vn."""
    match = _SITE.match(text[:_LOOKED_AT])
    if not match or not url or fold(match["name"]).removeprefix("the") != site_of(url).removeprefix("the"):
        return None
    return Opening(length=match.end(), agency=match["name"])


def place_opening(text: str) -> Opening | None:
    """The place that a first paragraph opens with before a colon: `New Delhi: …`."""
    match = _PLACE_SAYS.match(text[:_LOOKED_AT]) if ": " in text[:_COLON_REACH] else None
    if not match or match["place"].lower() not in PLACES:
        return None
    return Opening(length=match.end(), place=text[: match.end()].rstrip(": "))


def _latin_opening(head: str) -> Opening | None:
    if head[0] == "(":
        return _code(head)
    match = _PLACE_AGENCY.match(head) if "(" in head[:80] else None
    if match and _is_dateline(match):
        place = match["place"].strip()
        day = match["day"] or match["wired"]
        place = None if _MONTH.match(place) else place
        return Opening(length=match.end(), place=place, agency=match["agency"], day=day)
    if ": " in head[:_COLON_REACH] and head[1].isupper():
        match = _PLACE_COLON.match(head)
        if match and match["place"].lower() in PLACES:
            return Opening(length=match.end(), place=match["place"])
    if not any(map(head.__contains__, _DASHES)):
        return _place_and_date(head) if ": " in head[:_COLON_REACH] else None
    match = _MEDIUM.match(head)
    if match:
        return Opening(length=match.end(), agency=match["agency"])
    match = _PLACE_SPACED.match(head)
    if match and (match["city"].lower() in PLACES or match["country"].lower() in COUNTRIES):
        return Opening(length=match.end(), place=match["place"])
    match = _PLACE_COUNTRY.match(head) or (_PLACE_DAY.match(head) if "(" in head[:80] else None)
    if match:
        return Opening(length=match.end(), place=match["place"], day=match.groupdict().get("day"))
    return _place_and_date(head)


def _place_and_date(head: str) -> Opening | None:
    """`HANOI, March 8 –`; before a colon or beside a day in digits, a place that we know."""
    match = _PLACE_DATE.match(head)
    is_plain = match is not None and not match["colon"] and not match["digits"]
    if match and _is_place(match["place"]) and (is_plain or match["place"].lower() in PLACES):
        agency, place = _part_agency(match["place"])
        return Opening(length=match.end(), place=place, agency=match["agency"] or agency, day=match["day"])
    match = _BARE.match(head)
    return _bare(match) if match else None


def _part_agency(place: str) -> tuple[str | None, str]:
    """`AKP Phnom Penh` as agency and place."""
    first, _, rest = place.partition(" ")
    return (first, rest) if rest and first in AGENCIES else (None, place)


def _code(head: str) -> Opening | None:
    """`(BNP) –`, `(BDO) Ngày …`: an agency's code alone; `(Nairobi) –`, `(Nairobi, July 11) –`: a place."""
    match = _IN_BRACKETS.match(head)
    if match and (_is_known(match["place"]) or (match["day"] and _is_place(match["place"]))):
        return Opening(length=match.end(), place=match["place"], day=match["day"])
    match = _CODE.match(head)
    if not match:
        return None
    agency, following = match["agency"], head[match.end()]
    opens = following.isupper() or following.isdigit() or following in '"“‘'
    if agency in AGENCIES or match["dash"] or (_is_code(agency) and opens):
        return Opening(length=match.end(), agency=agency)
    return None


def _bare(match: re.Match[str]) -> Opening | None:
    """`QTO -`, `VTV.vn -`, `Kinhtedothi -` are agencies; `HÀ NỘI —`, `BAC NINH-` places; a hyphen in a word neither."""
    head, gap = match["head"], match["gap"]
    if head.lower() in PLACES or (" " in head and head.isupper() and len(head) > 5):
        return Opening(length=match.end(), place=head)
    if " " not in gap and "-" in gap and not (_is_code(head) or _HOST.match(head)):
        return None
    is_site = " " not in head and head.isascii() and len(head) >= 9 and gap == " - "
    if is_site or _HOST.match(head) or head in AGENCIES or (_is_code(head) and " " in gap):
        return Opening(length=match.end(), agency=head)
    return None


def _is_code(text: str) -> bool:
    """Whether it looks like a paper's code: ĐCSVN, HBĐT, LĐ online."""
    first, _, rest = text.partition(" ")
    return (
        (not rest or rest.islower() or rest == "Online")
        and 2 <= len(first) <= 9
        and sum(map(str.isupper, first)) >= max(2, len(first) - 1)
    )


def _is_dateline(match: re.Match[str]) -> bool:
    """Whether `Place (AGENCY) –` is a dateline and not an organisation with its abbreviation."""
    place, agency = match["place"].strip(), match["agency"]
    is_wired = agency in AGENCIES or agency.split("/")[0] in AGENCIES
    if not _is_place(place):
        return bool(is_wired and match["dash"]) and _is_articled_place(place, agency)
    if _INNER_DASH.search(place):
        return bool(is_wired and match["dash"]) and _are_two_places(place, agency)
    if is_wired:
        return True
    is_dated = bool(match["day"] and _MONTH.search(match["day"]))
    longest = _LONGEST_DATED if is_dated else _LONGEST_PLACE
    is_vouched = is_dated or _is_code(agency) or _is_known(place)
    return bool(match["dash"]) and not _abbreviates(agency, place) and len(place.split()) <= longest and is_vouched


def _abbreviates(agency: str, name: str) -> bool:
    """Whether a name has these initials, its small words counted or not."""
    words = [word for word in re.split(r"[\s-]+", name) if word[0].isalpha()]
    return agency in (
        "".join(word[0] for word in words).upper(),
        "".join(word[0] for word in words if word[0].isupper()),
    )


def _is_articled_place(text: str, agency: str) -> bool:
    """Whether a few words behind an article may be a place's name, and are not the agency's."""
    article, _, name = text.partition(" ")
    return (
        article.lower() in _ARTICLES
        and 0 < len(name.split()) < _LONGEST_PLACE
        and _is_place(name)
        and not _abbreviates(agency, name)
        and agency.casefold() not in name.casefold()
    )


def _are_two_places(text: str, agency: str) -> bool:
    """`Ba Ria – Vung Tau`: names alike, and none of a body behind the place that it speaks in."""
    one, other = _INNER_DASH.split(text)
    is_parted = " " in text[len(one) : len(text) - len(other)]
    are_alike = one.isupper() == other.isupper() and not (is_parted and _is_known(one) != _is_known(other))
    return are_alike and max(len(one.split()), len(other.split())) < _LONGEST_PLACE and not _abbreviates(agency, other)


def _is_known(place: str) -> bool:
    """Whether it is a place that we know, a country behind it or not."""
    return place.partition(",")[0].lower() in PLACES


def _is_place(text: str) -> bool:
    words = text.replace(",", " ").replace("/", " ").split()
    if not words or len(words) > 7 or words[0].lower() in _NOT_PLACES:
        return False
    if words[0].lower() in _ARTICLES and not (_is_known(text) or text.isupper()):
        return False
    return all(word[0].isupper() or word.lower() in _SMALL or not word[0].isalpha() for word in words)
