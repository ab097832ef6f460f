"""Lines that name a field: `Editor: X`, `(Source: X/Translated by Y)`, `Tin, ảnh: X`, `作者:甲  来源:乙`."""

from __future__ import annotations

import re

from scrapers.names import han_names, has_surname, is_nobody, latin_names, split_office
from scrapers.spacing import HAN

Fields = list[tuple[str, str]]

_WORDS = {
    "byline": "by|reporting by|additional reporting by|writing by|author|authors|written by|reported by|reporting by|additional reporting by|writing by|editing by|reporter|story by|text by|words by|story|writer|tác giả|bài|tin|bài viết|tin bài|tin, bài"
    "|người viết|thực hiện|nhóm phóng viên|phóng viên|bài, ảnh|tin, ảnh|tin và ảnh|bài và ảnh|tin, bài, ảnh|tin - ảnh|bài - ảnh|tin ảnh|bài ảnh"
    "|作者|文|撰文|撰稿|记者|記者|本报记者|供稿|供稿人|通讯员|文字|投稿人|文/图|图/文|图文|采写|采访|报道|報道|特约记者|撰稿人|供稿单位|发布人员",
    "editor": "editor|editing by|edited by|editors|biên tập|biên tập viên|btv|责任编辑|责编|编辑|網編|网络编辑|网编|本期编辑|本版编辑|責任編輯|編輯|責編|主编|执行编辑|值班编辑|实习编辑",
    "translator": "translator|translated by|translation|translated and edited by|biên dịch|người dịch|dịch|翻译|翻譯|编译|編譯|译者|譯者",
    "credit": "source|sources|original source|source link|nguồn|nguồn tin|theo nguồn|theo|来源|來源|稿件来源|文章来源|信息来源|本文来源|新闻来源|资料来源|稿源|消息来源|出处|文章來源|原标题来源|转自|转载自",
    "issue": "issue|số báo",
    "section": "section|category|topic|chuyên mục|栏目|欄目|版面|所属栏目|分类|類別",
    "published": "date|posted|posted on|published|published on|publication date|published date|release date|released|date posted|date published|post date|issue date|posted at|updated on|update"
    "|ngày|ngày đăng|ngày đăng tin|đăng ngày|ngày viết|xuất bản|ngày xuất bản|thời gian|đăng lúc|ngày gửi|thời gian đăng|ngày cập nhật|cập nhật|cập nhật lúc|ngày ban hành|ngày tạo"
    "|发布时间|发布日期|时间|日期|发表时间|发表日期|上传时间|发稿时间|刊发时间|成文日期|添加时间|录入时间|更新时间|更新日期|發佈時間|發布時間|時間|發佈日期|更新時間|出版日期|报道时间|编辑时间|信息时间",
    "": "views|hits|view|read|reads|visits|number of views|photo|photos|photo by|photos by|tags|keywords|tag|share|share on|print|size|font size|lượt xem|số lượt xem|lượt truy cập|đã xem|lượt đọc"
    "|xem|ảnh|hình ảnh|từ khóa|từ khoá|cỡ chữ|chia sẻ|đánh giá|số lượt đọc|đọc|mã tin|审核|审稿|校对|监制|终审|发稿|发布人|发布者|录入|值班|签发|设计|制图|摄影|图|图片|摄影报道|攝影|審核|策划|统筹|复审|初审|核稿|编审|审校|审签|总监制|美编|制作"
    "|浏览次数|点击|点击数|点击量|阅读|阅读次数|阅读量|浏览|浏览量|浏览数|访问次数|访问量|人气|热度|字号|字体|字体大小|分享|分享到|关键词|关键字|打印|评论|评论数|索引号|文号|发布机构|发布单位|所属地区|有效性|主题分类|信息索引号|公开形式|公开方式|公开日期|公开时限|审核人|二维码|标签|收藏|新华社发|瀏覽次數|點擊|推荐|点赞|点击次数|字數|字数",
}
FIELD_OF = {word: name for name, words in _WORDS.items() for word in words.split("|")}

_HAN_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[\s|\]】)）【\[(（;；,，]))(?P<label>[㐀-鿿](?:[㐀-鿿/]{0,6}|\s[㐀-鿿]))\s?[:：]\s*"
)
_AND_PHOTO = re.compile(r"^\w+(?:,| và| &| -| –) ?ảnh$", re.IGNORECASE)
_NO_COLON = re.compile(
    r"^[(\[]?(?P<label>(?i:by|written by|reported by|edited by|translated by|compiled by|translated and edited by|story by|theo)) "
    r"(?P<value>[^\W\d_a-z].{1,79}?)[)\]]?$"
)
_ORIGIN_LINK = re.compile(r"^\w+ (?P<credit>[^\W_][^:]{1,60}?) ?: ?https?://\S+$")
_ISSUE = re.compile(r"^[(\[](?P<issue>[^()\[\]]{6,100} (?:issue|edition))[)\]]\.?$", re.IGNORECASE)
_SLASH = re.compile(
    r"\s*(?:[/;|,]|\s[-–—])\s*(?=(?:source|translated|edited|editor|editing|writing|additional|by|written|photos?)\b)"
    r"|\s*[/;|]\s*(?=(?:ảnh|tin|bài|nguồn|biên tập|biên dịch|dịch)\b)",
    re.IGNORECASE,
)
_SPOKEN = re.compile("[。！？，]|[,!?].{6}|[?!]$|^.{31}")
_WIDGETS = re.compile(r"\s*(?:字号|字體|字体|打印|分享|评论|參與|我来说|【|\[关闭|\d+人).*$")
_URL = re.compile(r"(?:https?://|www\.)\S+")


def read_labels(text: str, *, spaced: str) -> Fields | None:
    """The (field, value) pairs of a line that holds labels and nothing else; None for any other line.

    Labels without a value, and those of views, photographers and reviewers, give no pair.
    """
    if len(text) > 200:
        return None
    if HAN.match(text.lstrip("【[(（ ")):
        return _han_labels(spaced)
    return _latin_labels(text)


def may_have_labels(text: str) -> bool:
    """A cheap gate: a colon near the start, brackets around the line, or a preposition before a name."""
    return (
        ":" in text[:40] or "：" in text[:40] or text[0] in "([（【" or text[:3].lower() == "by " or " by " in text[:24].lower()
        or text.startswith("Theo ") or " by " in text
    )  # fmt: skip


def field_of(label: str) -> str | None:
    """The field a printed label names ('' = one we don't keep); a Chinese label may have one sign exchanged."""
    word = label.strip(" ([（【*•-|").lower()
    if word in FIELD_OF:
        return FIELD_OF[word]
    if _AND_PHOTO.match(word):
        return "byline"
    bare = word.replace(" ", "")
    if bare in FIELD_OF:
        return FIELD_OF[bare]
    return _nearest_han(bare) if len(bare) >= 3 and HAN.match(bare) else None


def person(value: str, *, name: str) -> Fields:
    """A byline, editor or translator as fields; nothing for nobody (`admin`, 本报)."""
    value = value.strip(" .,;|()[]（）【】")
    if not value or is_nobody(value):
        return []
    names = han_names(value) if HAN.search(value) else ()
    if names:
        return [(name, " ".join(names))]
    who, office = split_office(value)
    if is_nobody(who):
        return [("credit", office)] if office else []
    return [(name, who), *([("credit", office)] if office else [])]


def _latin_labels(text: str) -> Fields | None:
    issue = _ISSUE.match(text)
    if issue:
        return [("issue", issue["issue"])]
    origin = _ORIGIN_LINK.match(text)
    if origin and len(origin["credit"].split()) <= 6:
        return [("credit", origin["credit"])]
    pairs: Fields = []
    bare = text[1:-1] if text[0] in "([" and text[-1] in ")]" else text
    pieces = _SLASH.split(bare)
    for piece in pieces:
        found = _latin_label(piece)
        if found is None and len(pieces) > 1 and piece is pieces[0] and latin_names(piece):
            found = [("byline", piece)]
        if found is None:
            return None
        pairs += found
    return pairs


def _latin_label(text: str) -> Fields | None:
    match = _NO_COLON.match(text)
    if match:
        return _without_colon(match["label"].lower(), match["value"])
    label, colon, value = text.partition(":")
    if not colon or len(label) > 30 or len(value) > 120:
        return None
    name = field_of(label)
    if name is None or (value and not _fits(name, value.strip())):
        return None
    return pair(name, value)


def _without_colon(label: str, value: str) -> Fields | None:
    if value.endswith((".", "!", "?", ":")) and not value.isupper() and len(value.split()) > 4:
        return None
    if label == "theo":
        return [("agency" if value.isupper() else "credit", value)] if len(value.split()) <= 6 else None
    if not latin_names(split_office(value)[0]) and len(value.split()) > 6:
        return None
    return person(value, name=FIELD_OF.get(label, "byline"))


def pair(name: str, value: str) -> Fields:
    """The fields of one label and its value."""
    value = value.strip(" |;,")
    if not name or not value:
        return []
    if name in ("byline", "editor", "translator"):
        return person(value, name=name)
    if name == "credit":
        value = _WIDGETS.sub("", _URL.sub("", value)).strip(" |:,;")
        return [] if not value or is_nobody(value) else [("credit", value)]
    return [(name, value)]


def _fits(name: str, value: str) -> bool:
    """Whether a value is short enough for its field: `Tin: …` may also open a sentence."""
    if name in ("byline", "editor", "translator"):
        return len(value.split()) <= 14 and not value.endswith(("...", "?", "!"))
    return len(value.split()) <= (8 if value.endswith(".") else 14)


def _han_labels(spaced: str) -> Fields | None:
    text = spaced.strip(" 【】[]()（）|")
    matches = [match for match in _HAN_LABEL.finditer(text) if field_of(match["label"]) is not None]
    if not matches:
        return _guessed_label(text)
    if matches[0].start() > 0:
        return None
    pairs: Fields = []
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        value = text[match.end() : following.start() if following else len(text)]
        name = field_of(match["label"]) or ""
        if len(value) > 60 or (name in ("byline", "editor") and _SPOKEN.search(value)):
            return None
        pairs += pair(name, re.split(r"\s{3,}", value.strip(" |【】[]()（）"))[0])
    return pairs


def _guessed_label(text: str) -> Fields | None:
    """`编?:甲`: a two-sign label of which one sign is right, before the name of a person."""
    match = _HAN_LABEL.match(text)
    if not match or len(match["label"]) != 2:
        return None
    value = text[match.end() :].strip(" |【】[]()（）")
    names = han_names(value)
    if not names or not has_surname(names[0]):
        return None
    field = {"编": "editor", "編": "editor", "作": "byline", "记": "byline", "译": "translator"}.get(
        match["label"][0], ""
    )
    return [(field, " ".join(names))] if field else []


def _nearest_han(word: str) -> str | None:
    for known, name in FIELD_OF.items():
        if len(known) == len(word) and HAN.match(known) and sum(map(str.__ne__, known, word)) == 1:
            return name
    return None
