"""Captions of pictures, known by a mark: a photo credit at the end, a sign at the start, a stock phrase."""

from __future__ import annotations

import re

from scrapers.cleaning.prose import n_sentences
from scrapers.cleaning.scenes import is_clause, tells

SHORTEST_CAPTION = 20
"""A shorter line without a mark says too little to be one."""

_AGENCIES = "VNA|VNS|VNP|AFP|AP|Xinhua|Reuters|UN Women|CNA|PNA|ANI|EPA|Bernama|Kyodo|Yonhap|Antara"
_END = re.compile(
    r"[(\[]\s?(?:illustrati(?:on|ve)|file|archive|courtesy|stock)?\s?"
    r"(?:photo(?:graph)?s?|images?|pictures?|pic|source|credits?|graphics?|illustration)\b[^()\[\]]{0,80}[)\]]\.?$"
    r"|(?:^|[.!?…\"”)]?\s)(?:photo(?:graph)?s?|images?|pictures?)(?: (?:by|courtesy of|credits?))? ?[:/–-] ?"
    r"[^.:]{2,60}\.?$"
    r"|[.!?…\"”)]\s(?:/\s?)?(?:(?:photo(?:graph)?s?|pictures?|images?) (?:by|courtesy of) (?=(?-i:[A-Z])|the )"
    r"|credits?\s?: ?|courtesy(?: of |\s?: ?))[^.:,]{2,60}\.?$"
    r"|\s/\s?(?:photo(?:graph)?s? )?courtesy(?: of |\s?: ?)[^.:,]{2,60}\.?$"
    r"|(?:^©|[.!?…\"”)]\s(?:©|\(c\))) ?[^\W\d_][^.]{1,40}$"
    rf"|[.!?…\"”)–—-]\s?/?(?:{_AGENCIES})(?:/(?:{_AGENCIES}))?(?: file)? photos?(?: by)?(?: [^.]{{2,40}})?\.?$"
    r"|[.!?…\"”)–—-]\s?photos? (?:[a-z\d-]+\.)+[a-z]{2,4}\.?$"
    rf"|(?<=\w)\s?/\s?(?:VNA|VNS|VNP)\.?$|\((?:{_AGENCIES})[/ ][^()]{{2,40}}\)\.?$"
    r"|[(\[]?\b(?:ảnh|nguồn ảnh|hình|nguồn)(?: (?:minh họa|minh hoạ|tư liệu|chụp))?\s?[:：][^:]{1,60}[)\]]?\.?$"
    r"|\bảnh (?:- ?[^\W\d_][\w .]{1,30}|KT|NVCC|TL|internet|tư liệu|minh h[ọo][aạ]|CTV|ST|BTC|\w+ cung cấp)\)?\.?$"
    r"|[(\[][^()\[\]]{0,20}ảnh[^()\[\]]{0,40}[)\]]\.?$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\S \[(?!\W*\d*\W*\])[^\[\]]{3,70}\]\.?$")
_HAN_END = re.compile(
    r"(?:^©|[。.！!\s](?:©|[(（][cC][)）]))\s?[^\W\d_][^。]{1,39}$|"
    r"(?:图|圖)(?:自|源|片来源|片來源|/|片由|片[:：])[^。]{1,30}[)）]?[。.]?$"
    r"|[(（](?:图|圖|图片|圖片|照片|资料|資料|来源|來源)[^()（）]{0,30}[)）][。.]?$"
    r"|[\s/／。(（][^\s。]{0,24}[/／\s]?(?:[摄攝]影?|供图|供圖)[)）]?[。.]?$"
    r"|(?:资料图|資料圖|资料图片|示意图|网络图片|配图)[)）]?[。.]?$"
    r"|(?:摄影|攝影)[:：/]?\s?[^\s。]{2,12}$|(?:新华社|中新社)发[)）]?$"
)
_START_SIGNS = "△▲▼◀▶"
_START = re.compile(
    rf"^(?:[{_START_SIGNS}]\s?\S|图为|圖為|图[一二三四五六七八九十\d]{{1,2}}\s?[:：]|(?:photo|ảnh|hình)\s?\d{{0,2}}\s?[:：.]\s?\S"
    r"|ảnh trên|ảnh dưới|photo(?:graph)?s? (?:by|courtesy of) (?-i:[A-Z])(?=[^.]{1,60}$)"
    r"|(?:image|media|video|photo) caption(?:\s?[,:]| (?=(?-i:[A-Z]))))",
    re.IGNORECASE,
)
_STOCK = re.compile(
    r"^(?:\w+|for illustration|for illustrative purposes?|the illustrative|an illustrative)"
    r" (?:photos?|images?|pictures?)(?: only)?\.?$"
    r"|^(?:ảnh|hình)(?: ảnh)? (?:minh h[ọo][aạ]|tư liệu|internet|KT|chụp màn hình|cắt từ clip)\.?$|^chú thích ảnh$"
    r"|^(?:资料图|资料图片|示意图|网络图片|配图|資料圖片?)[。.]?$"
    r"|^(?:image|photo|picture|img|ảnh|hình ảnh|图片?|照片)\s?\d{0,3}$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\s?[(\[（](?:(?:photos?|ảnh|source|nguồn|图源|图片来源|圖源)(?: by)?\s?[:：]?\s?)?"
    r"(?P<credit>[^()\[\]（）]{2,70})[)\]）]\.?$"
    r"|\s(?:photo|ảnh)(?: by)?\s?[:：]\s?(?P<credit_after>[^:.]{2,60})\.?$",
    re.IGNORECASE,
)
_SOURCED = re.compile(r"[(（](?:source|nguồn|来源|來源)\s?[:：]?\s?[^()（）]{2,80}[)）][.。]?$", re.IGNORECASE)
_HAN_SENTENCE_END = re.compile("[。！？]")
_HAN_SIGNS = frozenset("图圖摄攝影照發发")
_LABEL = re.compile(r"[^\s:：]{1,12}(?: [^\s:：]{1,12})?\s?[:：]\s?(?=\S)")
_WORDS = ("hoto", "ảnh", "nguồn", "picture", "image", "hình", "/vn", "courtesy", ". credit")
_LABELLED = ("Image caption", "Media caption", "Video caption", "Photo caption")
_REACH = 110
_MOST_SENTENCES = 3
_LONGEST_LINE = 200
_LONGEST = 450
_LONGEST_PICTURED = 100
"""A longer line with a source in brackets and a verb that tells is a paragraph."""
_LONGEST_HAN = 90
_LONGEST_STOCK = 60


def has_credit(text: str, *, han: bool) -> bool:
    """Whether a line is a caption by its mark; a long paragraph that ends in a credit is none."""
    tail = text[-_REACH:]
    if not _may_have_credit(text, tail, han=han) or _is_sourced(text, tail) or _is_said(text):
        return False
    if han:
        marked = bool(_HAN_END.search(tail) or _START.match(text) or _END.search(tail))
        return marked and len(_HAN_SENTENCE_END.findall(text)) < _MOST_SENTENCES
    marked = bool(_END.search(tail) or _BRACKET.search(tail) or _START.match(text))
    return marked and (len(text) <= _LONGEST_LINE or n_sentences(text, han=False) <= _MOST_SENTENCES)


def is_stock(text: str) -> bool:
    """Whether a line only says that there is a picture: `Illustrative photo.`, `Ảnh minh họa`, `image 2`."""
    return len(text) < _LONGEST_STOCK and bool(_STOCK.match(text))


def split_credit(text: str) -> tuple[str, str]:
    """A caption as (text, credit); the credit is "" where none is set apart at its end."""
    match = _CREDIT.search(text, max(0, len(text) - _REACH))
    return (
        (text[: match.start()].rstrip(), (match["credit"] or match["credit_after"]).strip())
        if match and match.start()
        else (text, "")
    )


def _is_sourced(text: str, tail: str) -> bool:
    """Whether the bracket at the end says where a statement is from, and not a picture."""
    match = _SOURCED.search(tail) if tail[-1] in ")）" or tail[-2:-1] in ")）" else None
    if not match or (tail[-1] in ")）" and len(text) < _LONGEST_PICTURED):
        return False
    return tells(text[: len(text) - len(match.group())])


def _is_said(text: str) -> bool:
    """Whether a line that begins as credits do goes on as a sentence: `Nguồn: theo khảo sát của hội, …`."""
    label = _LABEL.match(text) if text[-1] in ".。" else None
    return label is not None and is_clause(text[label.end() :])


def _may_have_credit(text: str, tail: str, *, han: bool) -> bool:
    """A cheap gate: most paragraphs end in a letter and a stop and name no picture."""
    if len(text) > (_LONGEST_HAN if han else _LONGEST):
        return False
    if tail[-1] in ")]" or tail[-2:] in (").", "].") or text[0] in _START_SIGNS or "©" in tail or "(c)" in tail:
        return True
    if text.startswith(_LABELLED):
        return True
    lowered = tail.lower()
    return any(map(lowered.__contains__, _WORDS)) or (han and bool(_HAN_SIGNS.intersection(tail)))
