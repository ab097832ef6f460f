"""How a Chinese first paragraph opens before its own words: `新华社北京9月19日电(记者甲)`, `本报讯`, `【某报专讯】`."""

from __future__ import annotations

import re

from scrapers.cleaning.names import han_names, is_nobody
from scrapers.cleaning.newsrooms import HAN_AGENCIES
from scrapers.cleaning.opening import Opening

_HAN_NUMBER = "[0-9０-９一二三四五六七八九十〇零]"
_HAN_DAY = rf"(?:{_HAN_NUMBER}{{1,4}}年)?(?:{_HAN_NUMBER}{{1,3}}月)?{_HAN_NUMBER}{{1,3}}日"
_HAN_PAPER_NAME = "[㐀-鿿]{2,8}(?:报|社|网|報|網)"
_HAN_BY = r"[(（【\[](?P<by>[^()（）【】\[\]]{2,50})[)）】\]]"
_HAN_BARE_BY = (
    r"(?P<bare>(?:\s?(?:记者|記者|通讯员|通訊員)[:：\s]?[㐀-鿿]{2,4}(?:[\s、][㐀-鿿]{2,4}(?=[\s、]))*(?=\s))+)\s"
)
"""`讯 记者甲乙 …`: a blank parts the name from the first words."""
_HAN_OPENINGS = (
    re.compile(  # as Taiwan's agency writes it: most names have three signs
        rf"^[(（](?P<agency>{HAN_AGENCIES})(?:记者|記者)(?P<by>[㐀-鿿]{{3}}|[㐀-鿿]{{2}})(?P<place>[㐀-鿿]{{2,6}})"
        rf"(?P<day>{_HAN_DAY})(?:[电電]|外[电電]|綜合外電)[)）]\s?"
    ),
    re.compile(
        rf"^[(（【]?据?(?P<agency>{HAN_AGENCIES}|本报|本網|本网|{_HAN_PAPER_NAME})(?P<place>[㐀-鿿]{{2,8}}?)\s?"
        rf"(?P<day>{_HAN_DAY})[㐀-鿿]{{0,6}}?(?:[电電讯訊]|消息|报道|報道)[)）】]?\s?(?:{_HAN_BY}|{_HAN_BARE_BY})?[\s—–:：-]*"
    ),
    re.compile(rf"^(?P<agency>{HAN_AGENCIES})驻?(?P<place>[㐀-鿿]{{2,8}})\s?(?:——|—|--|–)\s?"),
    re.compile(
        rf"^(?P<agency>{HAN_AGENCIES}|[㐀-鿿]{{2,5}}(?:[日晚早]报|报网|新闻网|通讯社|日報|晚報))\s?(?:——|—|--)\s?"
    ),
    re.compile(
        r"^[㐀-鿿·/ ]{0,24}?(?:记者|記者|采访人员)[:：]?\s?"
        r"(?P<by>[㐀-鿿]{2,4}(?:[\s、](?!发自|發自)[㐀-鿿]{2,4}){0,4})\s*"
        r"(?:发自|發自|(?=\s))(?P<place>[㐀-鿿]{2,8})?(?:报道|報道|报导)?[\s:：]+"
    ),
    re.compile(
        r"^[【\[(（]?\s?(?:[㐀-鿿A-Za-z·]{1,14}(?:报|網|网|刊|社|台|報|线|在线))?[专專]?(?:讯|訊|消息)[】\])）]?[\s:：]*"
        rf"(?:{_HAN_BY})?[\s:：]*"
    ),
    re.compile(
        r"^[(（【\[]?(?:本报|本刊|本网|[㐀-鿿]{2,8}[报報网網社台])?(?:记者|記者|通讯员|作者)[:：]?\s?(?P<by>[㐀-鿿\s、]{2,30})[)）】\]]\s*"
    ),
)
_HAN_SELF = frozenset(("本报", "本報", "本網", "本网", "本刊", "本站"))
_HAN_REPORT = re.compile(
    r"(?:\s+|(?<=^[㐀-鿿]{3})|(?<=[、，,][㐀-鿿]{3}))(?P<place>[㐀-鿿]{2,6})(?:报道|報道|报导|報導)$"
)
"""Without a blank between, the name has three signs, as most have."""


def han_opening(head: str) -> Opening | None:
    """What the paragraph opens with; None when it opens with its own words."""
    for pattern in _HAN_OPENINGS:
        match = pattern.match(head)
        if match and match.end():
            rest = head[match.end() :]
            return _from_han(match.groupdict(), match.end() + len(rest) - len(rest.lstrip("，, ")))
    return None


def _from_han(groups: dict[str, str | None], length: int) -> Opening | None:
    agency, place, by = groups.get("agency"), groups.get("place"), groups.get("by") or groups.get("bare") or ""
    report = _HAN_REPORT.search(by)
    if report:
        place, by = place or report["place"], by[: report.start()]
    names = han_names(by)
    if by and not names and not is_nobody(by):
        return None
    return Opening(
        length=length,
        place=place,
        agency=None if agency in _HAN_SELF else agency,
        byline=" ".join(names) or None,
        day=groups.get("day"),
    )
