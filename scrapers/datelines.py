"""How the first paragraph opens and the last one closes: place, agency and reporters; codas such as `./.`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scrapers.names import han_names, has_surname, is_nobody, latin_names

_AGENCIES = frozenset((
    "VNA", "TTXVN", "VNS", "VOV", "VOV5", "VTV", "VGP", "NDO", "SGGP", "Vietnam+", "VietnamPlus", "Vietnam News Agency", "Xinhua",
    "AFP", "AP", "Reuters", "BNP", "LSO", "HBO", "TASS", "Kyodo", "Yonhap", "Bernama", "Antara", "KPL", "AKP", "VNN", "QĐND", "CPV", "VLLF",
    "ANI", "PTI", "CNA", "ACN", "EFE", "UNN", "IPS", "VNP", "VNEWS",
))  # fmt: skip
_PLACES = frozenset((
    "ha noi", "hanoi", "hà nội", "hcm city", "ho chi minh city", "hồ chí minh", "tp. hồ chí minh", "tp hồ chí minh", "tphcm", "tp.hcm", "hue", "huế", "da nang", "đà nẵng", "hai phong", "hải phòng",
    "can tho", "cần thơ", "beijing", "shanghai", "guangzhou", "bangkok", "geneva", "new york", "jakarta", "phnom penh", "vientiane", "manila",
    "singapore", "kuala lumpur", "tokyo", "seoul", "london", "paris", "washington", "moscow", "new delhi", "canberra", "yangon", "brussels", "berlin",
    "quang ninh", "bac ninh", "lang son", "nghe an", "lao cai", "dak lak", "gia lai", "quang nam", "khanh hoa", "lam dong", "an giang", "nha trang", "hong kong", "taipei",
    "macao", "tehran", "kabul", "islamabad", "dhaka", "colombo", "kathmandu", "nairobi", "rome", "vienna", "madrid", "cairo", "suva", "dili",
))  # fmt: skip
_NOT_PLACES = frozenset(
    [
        "the",
        "a",
        "an",
        "mr",
        "mrs",
        "ms",
        "dr",
        "on",
        "in",
        "at",
        "this",
        "these",
        "to",
        "for",
        "with",
        "by",
        "from",
        "as",
        "after",
        "before",
    ]
)
_SMALL = frozenset(["of", "and", "de", "la", "the", "thành", "phố", "tỉnh"])
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"

_MONTH = re.compile(_MONTHS)
_DASH = r"\s?(?:[-–—―]{1,2}|:)\s?"
_PLACE_AGENCY = re.compile(
    r"^(?P<place>[^\W\d_a-z][^()–—:!?\"“]{1,45}?),?(?: (?:on )?(?P<date>"
    + _MONTHS
    + r" \d{1,2}(?:, \d{4})?|\d{1,2}[/-]\d{1,2}|\d{1,2} "
    + _MONTHS
    + r"(?: \d{4})?))?"
    r"\s?\((?P<agency>[^\W\d_][\w+ ./’'-]{1,24}?)(?:[ ,]+(?:ngày )?\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?)?\)(?P<dash>\s?[-–—―]{1,2})?\s?"
)
_PLACE_DATE = re.compile(
    r"^(?P<place>[^\W\d_a-z][^()–—:!?\"“]{1,45}?), (?:"
    + _MONTHS
    + r" \d{1,2}(?:, \d{4})?|\d{1,2} "
    + _MONTHS
    + r"(?:,? \d{4})?)\s?[-–—―]{1,2}\s?"
)
_CODE = re.compile(
    r"^\((?P<agency>[^\W\d_][\w+ .&’'-]{1,22}?)(?:[ ,]+\d{1,2}[/-]\d{1,2})?\)(?P<dash>" + _DASH + r")?\s?(?=\S)"
)
_BARE = re.compile(
    r"^(?P<head>[^\W\d_a-z][\w.’']*(?: [^\W\d_a-z][\w.’']*){0,3})(?P<gap>,?\s?[-–—―]{1,2}\s?)(?=[^\W_]|[\"“‘(])"
)
_HOST = re.compile(r"^[\w-]+\.(?:vn|com|net|org|cn|gov)$", re.IGNORECASE)

_HAN_DAY = (
    r"(?:[\d一二三四五六七八九十〇零]{1,4}年)?(?:[\d一二三四五六七八九十]{1,3}月)?[\d一二三四五六七八九十]{1,3}日"
)
_HAN_AGENCY = "越通社|新华社|新華社|新华网|新華網|中新社|中新网|中新網|中国新闻网|中国新闻社|路透社?|法新社|美联社|美聯社|人民网|央广网|央视网|光明网|中央社|共同社|塔斯社|韩联社"
_HAN_BRACKET = r"[(（【\[](?P<{0}>[^()（）【】\[\]]{{2,50}})[)）】\]]"
_HAN_WIRE = re.compile(
    rf"^[(（【]?(?P<agency>{_HAN_AGENCY}|本报|本網|本网|[㐀-鿿]{{2,8}}(?:报|社|网|報|網))(?P<place>[㐀-鿿]{{2,8}}?)\s?{_HAN_DAY}[㐀-鿿]{{0,6}}?[电電讯訊][)）】]?\s?(?:{_HAN_BRACKET.format('by')})?[\s—–:：-]*"
)
_HAN_DASH = re.compile(rf"^(?P<agency>{_HAN_AGENCY})(?:驻)?(?P<place>[㐀-鿿]{{2,8}})\s?(?:——|—|--|–)\s?")
_HAN_PAPER = re.compile(
    rf"^[【\[(（]?\s?(?P<paper>[㐀-鿿A-Za-z·]{{1,14}}(?:报|網|网|刊|社|台|報|线|在线))?(?:讯|訊|消息)[】\])）]?[\s:：]*(?:{_HAN_BRACKET.format('by')})?[\s:：]*"
)
_HAN_FROM = re.compile(
    r"^(?P<paper>[㐀-鿿·/ ]{2,24}?)?(?:记者|記者)[:：]?\s?(?P<by>[㐀-鿿]{2,4}(?:[\s、](?!发自|發自)[㐀-鿿]{2,4}){0,4})\s*(?:发自|發自|(?=\s))(?P<place>[㐀-鿿]{2,8})?(?:报道|報道|报导)?[\s:：]+"
)
_HAN_START = re.compile(
    r"^[(（【\[]?(?:本报|本刊|本网)?(?:记者|記者|通讯员|作者)[:：]?\s?(?P<by>[㐀-鿿\s、]{2,30})[)）】\]]\s*"
)
_HAN_SELF = re.compile("^(?:本报|本报记者|本網|本网|本刊|记者|本站)$")
_HAN_REPORT = re.compile(r"\s*(?P<place>[㐀-鿿]{2,6})(?:报道|報道|报导|報導)$")

_CODA = re.compile(
    r"\s*(?:(?<=[.!?…”\"’)])\s?(?:/\.)+/?|/\.|(?<=[.!?…”\"’)])\s?[-–—]{1,2}\s?(?P<agency>VNA|VNS|VNN|VOV|VNP|TTXVN|NDO|CPV|SGGP|Xinhua|[A-Z]{2,6}/VNA|VNA/[A-Z]{2,6})\.?"
    r"|(?<=[.!?”\"])\s?\(?(?:Enditem|Endit|ENDS?|\#\#\#+|TTXVN/Vietnam\+|VNA/VNP|Xinhua)\)?\.?)$"
)
_HAN_CODA = re.compile(
    r"\s*(?:[(（]\s?(?:完|完毕|完畢|全文完|END|end|越通社[^()（）]{0,8}|VNA)\s?[)）][。.]?|[◆■□●]|[.。]?/[.。])$"
)
_HAN_SIGNED = re.compile(r"\s*[(（【](?P<who>[^()（）【】]{2,40})[)）】]\s?[。.]?$")
_HAN_SIGNED_LABEL = re.compile(
    r"^(?:本报|本网)?(?:记者|記者|作者|通讯员|文|供稿|编辑|编译|来源|来自|据|撰稿|责任编辑|责编)[\s/:：]*"
)
_HAN_OFFICE = re.compile(
    r"(?:妇联|婦聯|联合会|日报|晚报|晨报|时报|周报|报社|新闻网|新华社|新华网|通讯社|电视台|办公室|委员会|宣传部|中心|学院|大学|网)$"
)
_HAN_TAIL_LABELS = re.compile(r"\s(?:作者|责任编辑|责编|编辑|来源|稿源|记者|摄影|审核)[:：].{0,70}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What stands before the first words of the text, and how many signs of it there are."""

    length: int
    place: str | None = None
    agency: str | None = None
    byline: str | None = None


def read_opening(text: str, *, han: bool) -> Opening | None:
    """The place, agency and reporters a first paragraph opens with; None when it opens with its own words."""
    head = text[:140]
    opening = (_han_opening(head) or _latin_opening(head)) if han else _latin_opening(head)
    return opening if opening and opening.length < len(text) else None


def read_coda(text: str, *, han: bool) -> tuple[str, str, str | None]:
    """(text, coda, agency): the closing sign of an agency's story taken off, a full stop kept."""
    match = (_HAN_CODA if han else _CODA).search(text, max(0, len(text) - 40)) or (
        _CODA.search(text, max(0, len(text) - 40)) if han else None
    )
    if not match or not match.start():
        return text, "", None
    kept = text[: match.start()].rstrip()
    if kept[-1] not in '.!?…。！？”"’)）':
        kept += "。" if han and "。" in text else "."
    return kept, match.group().strip(), match.groupdict().get("agency")


def read_signature(text: str) -> tuple[str, str, str]:
    """(text, piece, who): `(记者甲)`, `(甲 乙)` or an office in brackets at the end of a Chinese paragraph."""
    labels = _HAN_TAIL_LABELS.search(text, max(0, len(text) - 80))
    if labels:
        return text[: labels.start()].rstrip(" |"), text[labels.start() :].strip(), ""
    match = _HAN_SIGNED.search(text, max(0, len(text) - 50))
    if not match or (match.start() and text[: match.start()].rstrip()[-1] not in "。！？”.!?…"):
        return text, "", ""
    who = _HAN_SIGNED_LABEL.sub("", match["who"]).strip()
    labelled = who != match["who"].strip()
    names = han_names(match["who"])
    if labelled or (names and has_surname(names[0])) or _HAN_OFFICE.search(who):
        return text[: match.start()].rstrip(), match.group().strip(), " ".join(han_names(who)) or who
    return text, "", ""


def _latin_opening(head: str) -> Opening | None:
    if head[0] == "(":
        return _code(head)
    if "(" not in head[:70] and not re.search("[-–—―]", head[:60]):
        return None
    match = _PLACE_AGENCY.match(head)
    if match and _is_agency_of(match):
        place = match["place"].strip()
        return Opening(length=match.end(), place=None if _MONTH.match(place) else place, agency=match["agency"])
    match = _PLACE_DATE.match(head)
    if match and _is_place(match["place"]):
        return Opening(length=match.end(), place=match["place"])
    return _bare(head)


def _code(head: str) -> Opening | None:
    match = _CODE.match(head)
    if not match:
        return None
    agency = match["agency"]
    following = head[match.end() : match.end() + 1]
    if agency in _AGENCIES or match["dash"] or (_is_code(agency) and (following.isupper() or following in '"“‘')):
        return Opening(length=match.end(), agency=agency)
    return None


def _bare(head: str) -> Opening | None:
    match = _BARE.match(head)
    if not match:
        return None
    words, wide = match["head"], " " in match["gap"].strip("-–—―") or match["gap"] != "-"
    if words.lower() in _PLACES or (" " in words and words.isupper() and len(words) > 5):
        return Opening(length=match.end(), place=words)
    if words.isupper() and not wide and len(words) < 4 and " " not in match["gap"]:
        return None
    if _HOST.match(words) or words in _AGENCIES or (_is_code(words) and " " in match["gap"]):
        return Opening(length=match.end(), agency=words)
    if " " not in words and words.isascii() and len(words) >= 9 and match["gap"] == " - ":
        return Opening(length=match.end(), agency=words)
    return None


def _is_code(text: str) -> bool:
    """Whether it looks like a paper's code: ĐCSVN, HBĐT, LĐ online."""
    first, _, rest = text.partition(" ")
    return (not rest or rest.islower()) and 2 <= len(first) <= 9 and sum(map(str.isupper, first)) >= max(2, len(first) - 1)


def _is_agency_of(match: re.Match[str]) -> bool:
    """Whether `Place (AGENCY) –` is a dateline and not an organisation with its abbreviation."""
    place, agency = match["place"], match["agency"]
    if not _is_place(place):
        return False
    if agency in _AGENCIES or agency.split("/")[0] in _AGENCIES:
        return True
    initials = "".join(word[0] for word in re.split(r"[\s-]+", place) if word[0].isupper())
    return (
        bool(match["dash"])
        and initials != agency
        and len(place.split()) <= 4
        and (_is_code(agency) or place.lower() in _PLACES)
    )


def _is_place(text: str) -> bool:
    words = text.replace(",", " ").replace("/", " ").split()
    if not words or len(words) > 7 or words[0].lower() in _NOT_PLACES:
        return False
    return all(word[0].isupper() or word.lower() in _SMALL or not word[0].isalpha() for word in words)


def _han_opening(head: str) -> Opening | None:
    for pattern in (_HAN_WIRE, _HAN_DASH, _HAN_FROM, _HAN_PAPER, _HAN_START):
        match = pattern.match(head)
        if match and match.end():
            return _from_han(match)
    return None


def _from_han(match: re.Match[str]) -> Opening | None:
    groups = match.groupdict()
    agency, place, by = groups.get("agency"), groups.get("place"), groups.get("by") or ""
    report = _HAN_REPORT.search(by)
    if report:
        place, by = place or report["place"], by[: report.start()]
    names = han_names(by)
    if by and not names and not is_nobody(by):
        return None
    return Opening(
        length=match.end(),
        place=place,
        agency=None if not agency or _HAN_SELF.match(agency) else agency,
        byline=" ".join(names) if names and not latin_names(by) else None,
    )
