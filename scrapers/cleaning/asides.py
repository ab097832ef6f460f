"""Lines that stand in an article's box without being its text: credits, calls, sign-offs, labels, stamps."""

from __future__ import annotations

import re

from scrapers.boilerplate import furniture, is_notice
from scrapers.extraction.tree import Block

SENTENCE = 60
"""Bytes of a short sentence: what has less and doesn't end as one is a label."""

_ENDS = frozenset(".!?。！？…")
_CLOSERS = '"”’»」』）)]'
_OPENERS = "(（["
_CLOSED = _ENDS | frozenset(":：;；") | frozenset(_CLOSERS)
_SIGN_OFF = re.compile(
    r"[\[【(（]?\s*(?:责任编辑|責任編輯|责编|責編|本文来源|内容由|內容由|免责声明|免責聲明|标签|標籤|关键词|關鍵字"
    r"|分享到|相关报道|相关新闻|相關新聞)\s*[:：]|【?字[体體號号]|調整字體|©"
    r"|(?:本[网網站報报刊]|特别|特別|版[权權]|郑重|鄭重)[声聲]明[:：]"
)
_STATEMENT = re.compile(r"(?:\w{2})?[声聲]明[:：]")
"""What a site declares below its text, or a paragraph in which somebody declares something."""
_SIGN_OFF_OR_TEXT = re.compile(r"[\[【(（]?\s*(?:编辑|編輯|来源|來源|更多)\s*[:：]")
"""A label that may also open a paragraph: `来源：调查组的数据显示，…`."""
_SIGN_OFF_WITHIN = re.compile(
    r"不得轉載|不得转载|凡本[网網站](?:注明|註明)|[欢歡]迎[订訂][阅閱]|我[来來要](?:[说說][两兩]句|[揪纠糾][錯错])"
)
_WITHIN = "不凡欢歡我"
"""Cheap to look for: what tells a sign-off within a line begins with one of them."""
_CREDIT = re.compile(
    r"(?:Photo|Image|Picture|Credit|Foto|Bild|Video|Watch|图|圖|资料图|資料圖|Ảnh)[^.。]{0,12}[:：(/／]"
)
_CLIP = ("Video", "Watch")
_CREDIT_AT_END = re.compile(
    r"(?<!with )(?<!to )(?<!at )(?:Getty Images|Shutterstock|Alamy|iStock|REUTERS|AP Photo|/AP|/AFP|dpa)[^.]{0,20}$"
    r"|[.)”\"]\s?(?:Reuters|AP|AFP|EPA)$|(?:via|courtesy of) [A-Z]\w+$"
)
_CREDITED = (
    "AP", "AFP", "EPA", "Getty Images", "REUTERS", "Reuters", "Shutterstock", "Alamy", "iStock", "dpa", "via ",
    "courtesy of ",
)  # fmt: skip
"""Cheap to look for: a credit at the end has one of them."""
_CREDIT_REACH = 60
_LATER_HALF, _LAST_PART = 0.5, 0.15
_CALL = re.compile(
    r"follow\s(?:[A-Z]|us|our)|(?:read more|see also|read also|also read|read next|more on this)\b", re.IGNORECASE
)
_CALL_WORDS = re.compile(
    r"\b(?:click here|sign up|subscribe|newsletter|follow us|download (?:the|our) app)\b"
    r"|(?:like|關注|关注|加入|follow|正式登陸|設|订阅|訂閱|移動發送).{0,20}"
    r"(?:facebook|twitter|google|微博|微信|專頁|专页|手機報|快訊)"
)
_CALLED = (
    "click", "sign up", "subscri", "newsletter", "follow", "app", "facebook", "twitter", "google", "微", "頁", "页",
    "報", "訊",
)  # fmt: skip
"""Cheap to look for: a call has one of them."""
_LABEL = re.compile(
    r"(?:发布时间|發布時間|发稿时间|时间|時間|日期|来源|來源|作者|记者|記者|编辑|編輯|责编|(?:浏览|瀏覽|點閱|點擊|点击|阅读)[次数數量]+|字体|字體)\s*[:：]"
)
_SOURCE = re.compile(r"[(（\[]?(?:Source|Nguồn|Quelle|Fuente|Fonte|Bron)(?: tin)?\s?[:：]", re.IGNORECASE)
_BOXES = frozenset(("div", "article", "section", "header"))
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d(?:\s?[ap]\.?m\.?|\s?uhr)?", re.IGNORECASE)
_BYLINE = re.compile(
    r"^(?:bài(?: viết)?(?:,? (?:và )?ảnh)?|tin(?:,? (?:và |bài |- )?ảnh)?|tác giả|thực hiện)\s?[:：]|"
    r"^(?:ảnh và bài|biên tập|text|photos?)\s?[:：]|"
    r"^(?:記者|记者|作者)[^，。]{2,16}$|^.{2,8}／.{2,5}[報报][導道]$|^https?://\S+$"
    r"|^(?:by|von|par|por)\s+\S|^di\s+\S+\s+\S|^(?:updated|published|posted|last modified|modified)\b"
    r"|\bmin(?:ute)?s? read$|\d\d?:\d\d|\S@\S+\.\w",
    re.IGNORECASE,
)
_PERSON = r"(?:[A-Z][\w.’'-]+ ){2,4}"
_REPORTED = re.compile(
    rf"{_PERSON}(?:(?:and|,) {_PERSON})?(?:also )?(?:reported (?:from|on)|contributed (?:to this|reporting|research))\b"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LATIN = re.compile(r"[^\W\d_]+")
_LONGEST_DATE, _DATE_WORDS = 40, 4
_STAMP = re.compile(r"(?:19|20)\d\d[-/年]\d{1,2}[-/月]\d{1,2}日?\s+\d{1,2}:\d\d")
_WORD = re.compile(r"(?<!\w)[^\W\d_A-Z]\w*")
_OF_STAMPS = re.compile(
    r"(?<!\w)(?:at|on|in|by|and|am|pm|a\.m|p\.m|updated|published|posted|modified|um|uhr|à|le|nhật|lúc|ngày|giờ|phút)(?!\w)"
)
_HAN_COMMAS = frozenset("，、")
_LABELS = frozenset((
    "advert", "advertisement", "anzeige", "werbung", "publicité", "publicidad", "publicidade", "reklama", "reklame",
    "annonce", "реклама", "广告", "廣告", "광고", "quảngcáo", "auchinteressant", "sharingiscaring",
    "clickhere", "articolicorrelati", "photo", "video",
))  # fmt: skip
_NOT_LETTERS = re.compile(r"[\W_]+")


def is_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return text[-1] in _ENDS or text.rstrip(_CLOSERS)[-1:] in _ENDS


def is_running(text: str) -> bool:
    """Whether a line tells something in a full sentence: more than `Updated at 9:30.` or `Source: the agency.` do."""
    if not is_sentence(text):
        return False
    if any(map(_HAN_COMMAS.__contains__, text)):
        return True
    return len(_WORD.findall(text)) - len(_OF_STAMPS.findall(text)) > 1


def is_closed(text: str) -> bool:
    """Whether a line ends as more than a label does."""
    return text[-1] in _CLOSED


def is_label(block: Block) -> bool:
    """Whether a line is too short for a sentence, and doesn't end as one does either."""
    return block.weight < SENTENCE and not is_closed(block.text)


def is_address(text: str) -> bool:
    """Whether a line is nothing but a web address, printed for the reader."""
    return text.startswith(("http://", "https://", "www.")) and " " not in text


def is_credit(block: Block) -> bool:
    """Whether the line says whose a picture is, or that one is shown."""
    text = block.text
    if block.weight >= 250:
        return False
    if _CREDIT.match(text):
        return not (text.startswith(_CLIP) and block.n_links == 0 and is_running(text))
    tail = text[-_CREDIT_REACH:]
    return any(map(tail.__contains__, _CREDITED)) and _CREDIT_AT_END.search(tail) is not None


def is_stamp(block: Block) -> bool:
    """Whether the line carries a moment to the minute, as a post of a forum or a diary does."""
    return block.weight < 150 and 2 * block.linked < block.weight and bool(_STAMP.search(block.text))


def is_date(text: str) -> bool:
    """Whether a line holds a year and, but for a month, a weekday and the like, no more than figures."""
    return len(text) < _LONGEST_DATE and _YEAR.search(text) is not None and len(_LATIN.findall(text)) <= _DATE_WORDS


def is_about_writers(text: str) -> bool:
    """Whether a line says who reported from where, or helped to."""
    return _REPORTED.match(text) is not None


def is_byline(block: Block) -> bool:
    """Whether a short line at the rim of the text names who wrote it, when, or how to reach them."""
    return block.weight < 100 and bool(_BYLINE.search(block.text)) and not is_running(block.text)


def is_aside(block: Block, *, rest: float) -> bool:
    """Whether a line isn't the article's text; `rest` is the share of the text that is still to come."""
    weight, text = block.weight, block.text
    if weight < 400 and _is_sign_off(text, rest=rest):
        return True
    if rest < 0.35 and is_notice(text):
        return True
    if weight < 400 and ("：" in text or ":" in text) and len(_LABEL.findall(text)) > 1:
        return True
    if weight < 12 and _CLOCK.fullmatch(text) and block.element.tag in _BOXES:
        return True
    if weight < 40 and _NOT_LETTERS.sub("", text).casefold() in _LABELS:
        return True
    return is_credit(block) or (weight < 400 and (block.n_links > 0 or rest < 0.3) and _is_call(text))


def _is_sign_off(text: str, *, rest: float) -> bool:
    if rest < (_LATER_HALF if text[0] in _OPENERS else _LAST_PART) and _SOURCE.match(text):
        return True
    if text.isascii():
        return text.startswith("(c) ")
    if _SIGN_OFF.match(text) or (rest < _LATER_HALF and _STATEMENT.match(text)):
        return True
    if any(map(text.__contains__, _WITHIN)) and _SIGN_OFF_WITHIN.search(text):
        return True
    return _SIGN_OFF_OR_TEXT.match(text) is not None and (rest < _LAST_PART or not is_running(text))


def _is_call(text: str) -> bool:
    """Whether a line asks its reader to follow, subscribe or read on."""
    if _CALL.match(text):
        return True
    lowered = text.lower()
    return any(map(lowered.__contains__, _CALLED)) and _CALL_WORDS.search(lowered) is not None


def stock_line(block: Block) -> str | None:
    """`stop`, `known` or `box` for a stock line of its language; None for any other."""
    found = furniture(block.text) if block.weight < 120 else None
    return found[0] if found else None
