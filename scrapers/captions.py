"""Captions of pictures, known by a mark: a photo credit at the end, a sign at the start, a stock phrase."""

from __future__ import annotations

import re

from scrapers.prose import n_sentences

_END = re.compile(
    r"[(\[]\s?(?:illustrati(?:on|ve)|file|archive|courtesy|stock)?\s?(?:photos?|images?|pictures?|pic|source|credits?|graphics?|illustration)\b[^()\[\]]{0,80}[)\]]\.?$"
    r"|(?:^|[.!?…\"”)]?\s)(?:photos?|images?|pictures?)(?: (?:by|courtesy of))? ?[:/–-] ?[^.:]{2,60}\.?$"
    r"|[.!?…\"”)–—-]\s?/?(?:VNA|VNS|VNP|AFP|AP|Xinhua|Reuters|UN Women)(?: file)? photos?(?: by)?(?: [^.]{2,40})?\.?$"
    r"|(?<=\w)\s?/\s?(?:VNA|VNS|VNP)\.?$"
    r"|\((?:VNA|VNS|Xinhua|AFP|Reuters|AP|UN Women)[/ ][^()]{2,40}\)\.?$"
    r"|[(\[]?\b(?:ảnh|nguồn ảnh|hình|nguồn)(?: (?:minh họa|minh hoạ|tư liệu|chụp))?\s?[:：][^:]{1,60}[)\]]?\.?$"
    r"|\b[Ảả]nh (?:- ?[^\W\d_][\w .]{1,30}|KT|NVCC|TL|internet|Internet|[Tt]ư liệu|minh h[ọo][aạ]|CTV|ST|BTC|[\w]+ cung cấp)\)?\.?$"
    r"|[(\[][^()\[\]]{0,20}ảnh[^()\[\]]{0,40}[)\]]\.?$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\S \[(?!\W*\d*\W*\])[^\[\]]{3,70}\]\.?$")
_HAN_END = re.compile(
    r"(?:图|圖)(?:自|源|片来源|片來源|/|片由|片[:：])[^。]{1,30}[)）]?[。.]?$|[(（](?:图|圖|图片|圖片|照片|资料|資料|来源|來源)[^()（）]{0,30}[)）][。.]?$"
    r"|[\s/／。(（][^\s。]{0,24}[/／\s]?(?:摄|攝|供图|供圖)[)）]?[。.]?$|(?:资料图|資料圖|资料图片|示意图|网络图片|配图)[)）]?[。.]?$|(?:摄影|攝影)[:：/]?\s?[^\s。]{2,12}$|(?:新华社|中新社)发[)）]?$"
)
_START = re.compile(
    r"^(?:[△▲▼◀▶]\s?\S|图为|圖為|图[一二三四五六七八九十\d]{1,2}\s?[:：]|(?:Photo|Ảnh|Hình)\s?\d{0,2}\s?[:：.]\s?\S|ảnh trên|ảnh dưới)",
    re.IGNORECASE,
)
_STOCK = re.compile(
    r"^(?:\w+|for illustration|for illustrative purposes?|file|the illustrative|an illustrative) (?:photos?|images?|pictures?)(?: only)?\.?$"
    r"|^(?:[Ảả]nh|hình)(?: ảnh)? (?:minh h[ọo][aạ]|tư liệu|internet|KT|chụp màn hình|cắt từ clip)\.?$"
    r"|^(?:资料图|资料图片|示意图|网络图片|配图|資料圖片?)[。.]?$|^chú thích ảnh$",
    re.IGNORECASE,
)
_GENERIC_ALT = re.compile(r"^(?:image|photo|picture|img|ảnh|hình ảnh|图片?|照片)\s?\d{0,3}$", re.IGNORECASE)
_LOOKED_AT = 110
_BODY_SENTENCES = 3
_LINE = 200
_HAN_SIGNS = frozenset("图圖摄攝影照發发")
_LONGEST = 450
_LINE_HAN = 90
_HAN_ENDS = re.compile("[。！？]")


def has_credit(text: str, *, han: bool) -> bool:
    """Whether a line is a caption by its mark; a long paragraph that ends in a credit is none."""
    tail = text[-_LOOKED_AT:]
    if han:
        if len(text) > _LINE_HAN or not (_HAN_SIGNS.intersection(tail) or text[0] in "△▲▼◀▶" or _may_have_mark(tail, text)):
            return False
        marked = bool(_HAN_END.search(tail)) or bool(_START.match(text)) or bool(_END.search(tail))
        return marked and len(_HAN_ENDS.findall(text)) < _BODY_SENTENCES
    if not _may_have_mark(tail, text):
        return False
    marked = bool(_END.search(tail) or _BRACKET.search(tail) or _START.match(text) or _STOCK.match(text[:80]))
    return marked and (len(text) <= _LINE or (len(text) <= _LONGEST and n_sentences(text, han=False) <= _BODY_SENTENCES))


def is_stock(text: str) -> bool:
    """Whether a line only says that there is a picture: `Illustrative photo.`, `Ảnh minh họa`, `image 2`."""
    return len(text) < 60 and bool(_STOCK.match(text) or _GENERIC_ALT.match(text))


def credit_of(text: str) -> tuple[str, str]:
    """A paragraph that ends in a photo credit as (text, credit); the credit is '' where there is none."""
    match = _END.search(text, max(0, len(text) - _LOOKED_AT))
    return (text[: match.start()].rstrip(), match.group().strip()) if match and match.start() else (text, "")


def _may_have_mark(tail: str, text: str) -> bool:
    """A cheap gate: most paragraphs end in a letter and a stop and name no picture."""
    lowered = tail.lower()
    return (
        tail[-1] in ")]" or tail[-2:] in (").", "].") or "hoto" in lowered or "ảnh" in lowered or "nguồn" in lowered
        or "picture" in lowered or "image" in lowered or "hình" in lowered or "/vn" in lowered or text[0] in "△▲▼◀▶"
    )  # fmt: skip
