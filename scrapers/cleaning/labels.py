"""Lines that name a field: `Editor: X`, `(Source: X/Translated by Y)`, `Tin, ảnh: X`, `作者:甲  来源:乙`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from scrapers.cleaning.names import han_names, has_surname, is_nobody, latin_names, split_office, without_role
from scrapers.cleaning.newsrooms import AGENCIES, SIGNATURES
from scrapers.cleaning.scenes import is_clause
from scrapers.cleaning.spacing import HAN

Fields = list[tuple[str, str]]

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
FIELD_OF: dict[str, str] = {
    word: "" if name == "nothing" else name
    for words_of in _TABLE.values()
    for name, words in words_of.items()
    for word in words
}
"""The field a label names; "" for labels of what is not kept."""
PERSONS = frozenset(("byline", "editor", "translator"))

_HAN_LABEL = re.compile(r"(?:^|(?<=[\s|\]】)）【\[(（;；,，]))(?P<label>[㐀-鿿](?:[㐀-鿿/]{0,6}|\s[㐀-鿿]))\s?[:：]\s*")
_BLANK_FOR_COLON = re.compile(
    r"(?:(?<=\s)|^)(?:(责任编辑|責任編輯|责编|責編|编辑|編輯|校对|校對)\s(?=[㐀-鿿]{2,4}(?:\s|$))"
    r"|(来源|來源|稿源)\s(?=[㐀-鿿]{2,12}(?:\s|$)))"
)
"""`编辑 甲 校对 乙`, `来源 某报`: labels that a blank parts from their names."""
_DATE_LABEL = re.compile(
    r"^(?:(?:first|last|latest|originally|most recently) )?"
    r"(?:posted|published|updated?|modified|revised|created|released|edited|filed|uploaded)(?: (?:date|time|on|at))?$"
    r"|^(?:(?:bài viết|tin) )?(?:được )?(?:đăng(?: tải)?|cập nhật|xuất bản|(?:chỉnh )?sửa(?: đổi)?)"
    r"(?: (?:lần cuối|lần đầu|mới nhất|gần nhất))?(?: (?:ngày|lúc|vào|vào lúc|vào ngày))?$"
    r"|^(?:最[后後新近])?(?:更新|修改|发布|發佈|發布|发表|刊[发登])(?:时间|時間|日期)?[于於]?$"
)
"""Words of a date's label, however they are put together: `Last updated`, `Cập nhật lần cuối`, 最后更新于."""
_FIRST_SIGN = {"编": "editor", "編": "editor", "作": "byline", "记": "byline", "译": "translator"}
_AND_PHOTO = re.compile(r"^\w+(?:,| và| &| -| –) ?ảnh$")
_NO_COLON = re.compile(
    r"^(?P<label>(?i:(?:additional )?reporting by|(?:translated and )?edited by"
    r"|(?:written|translated|compiled|posted|submitted) by"
    r"|(?:(?:story|text) and photos?|photos? and (?:story|text)|reported|editing|writing|story|text|words) by|by|theo))"
    r" (?P<value>[^\W\d_a-z].{1,79})$"
)
_ORIGIN_LINK = re.compile(r"^\w+ (?P<credit>[^\W_][^:]{1,60}?) ?: ?https?://\S+$")
_STATIONED = re.compile(r"(?<=[a-z]) in [A-Z][a-z]+(?:[ ,]+[A-Z][a-z]+){0,2}$")
"""`Cao Chen in Hefei`: where a reporter stands."""
_ISSUE = re.compile(r"^[(\[](?P<issue>[^()\[\]]{6,100} (?:issue|edition))[)\]]\.?$", re.IGNORECASE)
_NEXT_LABEL = re.compile(
    r"\s*(?:[/;|,]|\s[-–—])\s*(?=(?:source|translated|edited|editor|editing|writing|additional|by|written|photos?)\b)"
    r"|(?:\s+|(?-i:(?<=[a-z])))(?=(?-i:Editors?|Source|Author|Translator|Reporter|Photographer)\s?:)"
    r"|\s*[/;|]\s*(?=(?:ảnh|tin|bài|nguồn|biên tập|biên dịch|dịch)\b)",
    re.IGNORECASE,
)
_SPOKEN = re.compile("[。！？，]|[,!?].{6}|[?!]$|^.{31}")
_WIDGETS = re.compile(r"\s*(?:字号|字體|字体|打印|分享|评论|參與|我来说|【|\[关闭|\d+人).*$")
_INPUTS = re.compile(
    r"^with (?:additional |agency |agencies |wire |some )?(?:inputs?|reporting|reports|contributions?|files)"
    r"(?: (?:from|by) (?P<who>[^\W\d_][^.]{1,60}))?\.?$",
    re.IGNORECASE,
)
"""`(With inputs from PTI)`"""
_PHOTOS_BY = re.compile(r"(?:photo(?:graph)?s?|pictures?|images?|video) by ", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_WIDE_GAP = re.compile(r"\s{3,}")
_RIM = " 【】[]()（）|"
_LONGEST = 200
_LONGEST_LABEL = 30
_LONGEST_VALUE = 120
_LONGEST_HAN_VALUE = 60


def may_have_labels(text: str) -> bool:
    """A cheap gate: a colon near the start, brackets around the line, `by` before a name."""
    return (
        ":" in text[:40]
        or "：" in text[:40]
        or text[0] in "([（【"
        or " by " in text
        or text[:5] in ("Theo ", "THEO ")
        or text[:3].lower() == "by "
        or text[:5] == "With "
        or text[0] in "编編责責校来來稿"
    )


def read_labels(text: str, *, spaced: str) -> Fields | None:
    """The (field, value) pairs of a line that holds labels and nothing else; None for any other line.

    `spaced` is the line with its wide gaps. Labels without a value, and those of views or reviewers, give no pair.
    """
    if len(text) > _LONGEST:
        return None
    return _han_labels(spaced) if HAN.match(text.lstrip(_RIM)) else _latin_labels(text)


def field_of(label: str) -> str | None:
    """The field a printed label names ("" = one we don't keep); None when it is no label we know."""
    word = label.strip(" ([（【*•-|").lower()
    if word in FIELD_OF:
        return FIELD_OF[word]
    if _DATE_LABEL.match(word):
        return "published"
    return "byline" if _AND_PHOTO.match(word) else FIELD_OF.get(word.replace(" ", ""))


def pair(name: str, value: str) -> Fields:
    """The fields of one label and its value; a link alone and nobody (`admin`, 本报) give none."""
    value = value.strip(" |;,")
    if not name or not value or '="' in value:  # left-overs of markup
        return []
    if name in PERSONS:
        return person(value, name=name)
    if name == "credit":
        value = _WIDGETS.sub("", _URL.sub("", value)).strip(" |:,;")
        return [] if not value or is_nobody(value) else [("credit", value)]
    return [(name, value)]


def person(value: str, *, name: str) -> Fields:
    """A byline, editor or translator, and the office behind it as credit."""
    value = without_role(_STATIONED.sub("", value.strip(" .,;|()[]（）【】")))
    if not value or is_nobody(value):
        return []
    if value in SIGNATURES or value in AGENCIES:
        return [("agency", value)]
    names = han_names(value) if HAN.search(value) else ()
    if names:
        return [(name, " ".join(names))]
    who, office = split_office(value)
    credit = [("credit", office)] if office else []
    if office and han_names(who):
        return [(name, " ".join(han_names(who))), *credit]
    return credit if is_nobody(who) else [(name, who), *credit]


def _latin_labels(text: str) -> Fields | None:
    issue = _ISSUE.match(text)
    if issue:
        return [("issue", issue["issue"])]
    origin = _ORIGIN_LINK.match(text)
    if origin and len(origin["credit"].split()) <= 6:
        return [("credit", origin["credit"])]
    bare = text[1:-1] if text[0] in "([" and text[-1] in ")]" else text
    inputs = _INPUTS.match(bare)
    if inputs:
        return person(inputs["who"] or "", name="credit")
    first, *others = _NEXT_LABEL.split(bare)
    found = [_latin_label(first), *(_latin_label(other) for other in others if not _PHOTOS_BY.match(other))]
    if found[0] is None and others and (latin_names(first) or _is_link(first)):
        found[0] = [("byline", first)] if latin_names(first) else []
    return None if None in found else [value for values in found for value in values or ()]


def _is_link(text: str) -> bool:
    """Whether a few words in capitals stand before a label like the words of a link: `ECNS App DownloadEditor: X`."""
    return 0 < len(text) <= _LONGEST_LABEL and all(word[0].isupper() for word in text.split()) and text[-1].isalpha()


def _latin_label(text: str) -> Fields | None:
    if text[:3].lower() == "by " and is_nobody(text[3:]):
        return []
    match = _NO_COLON.match(text)
    if match:
        return _without_colon(match["label"].lower(), match["value"])
    label, colon, value = text.partition(":")
    if not colon or len(label) > _LONGEST_LABEL or len(value) > _LONGEST_VALUE:
        return None
    name = field_of(label)
    if name is None or not _fits(name, value.strip()):
        return None
    return pair(name, value)


def _without_colon(label: str, value: str) -> Fields | None:
    n_words = len(value.split())
    if n_words > 6 or (n_words > 4 and value[-1] in ".!?:"):
        return None
    if label == "theo":
        return [("agency" if value.isupper() else "credit", value)]
    return person(value, name=FIELD_OF.get(label, "byline"))


def _fits(name: str, value: str) -> bool:
    """Whether a value is short enough for its field: `Tin: …` may also open a sentence."""
    if is_clause(value):
        return False
    if name in PERSONS:
        return len(value.split()) <= 14 and not value.endswith(("...", "?", "!"))
    return len(value.split()) <= (8 if value.endswith(".") else 14)


def _han_labels(spaced: str) -> Fields | None:
    text = _BLANK_FOR_COLON.sub(r"\1\2:", spaced.strip(_RIM))
    labels = [(match, name) for match in _HAN_LABEL.finditer(text) if (name := _han_field(match, text)) is not None]
    if not labels or labels[0][0].start() > 0:
        return None
    ends = [*(match.start() for match, _ in labels[1:]), len(text)]
    pairs: Fields = []
    for (match, name), end in zip(labels, ends, strict=True):
        value = text[match.end() : end].strip(_RIM)
        is_spoken = name in ("", "byline", "editor") and _SPOKEN.search(value)
        if is_spoken or len(value) > _LONGEST_HAN_VALUE or is_clause(value):
            return None
        pairs += pair(name, _WIDE_GAP.split(value)[0])
    return pairs


def _han_field(match: re.Match[str], text: str) -> str | None:
    """The field of a Chinese label; one sign of it may be another, where the value then fits the field."""
    label = match["label"].replace(" ", "")
    if label in FIELD_OF:
        return FIELD_OF[label]
    value = _WIDE_GAP.split(text[match.end() :].strip(_RIM))[0]
    names = han_names(value)
    if len(label) == 2 and names and has_surname(names[0]):
        return _FIRST_SIGN.get(label[0])
    name = _nearest(label) if len(label) >= 3 else None
    if name in PERSONS:
        return name if names else None
    return name if name in ("published", "credit") and (not value or not _SPOKEN.search(value)) else None


def _nearest(label: str) -> str | None:
    """The field of the known label that differs in one sign."""
    for known, name in FIELD_OF.items():
        if len(known) == len(label) and HAN.match(known) and sum(map(str.__ne__, known, label)) == 1:
            return name
    return None
