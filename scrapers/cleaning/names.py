"""Names of people as bylines print them, told from headings and captions by their shape."""

from __future__ import annotations

import re

_HAN_SIGN = re.compile("[㐀-鿿]")
_SPLIT = re.compile(
    r"\s*[-–—,;/&、·|]\s+|\s+[-–—/&|]\s*|\s*[,;&、]\s*|(?<=[^\W\d_]{2})/(?=[^\W\d_]{2})|\s+(?:và|and)\s+"
)
_JOINS = frozenset(("và", "and"))
_INITIAL_AND_NAME = re.compile(r"^[^\W\d_a-z]\.[^\W\d_a-z][^\W\d_]{1,6}$")
"""`H.Hà`"""
_REPORTERS = re.compile(r"^(?:CTV|PV|BTV|Phóng viên|Cộng tác viên)[.:]?\s+(?=[^\W\d_a-z])")
_JOB = re.compile(
    r"(?:,| [-–—|])\s(?:(?:the|our|an?|[A-Z][\w’'-]+|[a-z]+ing|staff|senior|chief|special|in) ){0,4}"
    r"(?i:reporter|writer|correspondent|editor|journalist|columnist|contributor|photographer|producer|intern)s?"
    r"(?: (?:at|for|of) .{2,40})?$"
)
_INITIALS = re.compile(r"^(?:[^\W\d_]\.){1,4}[^\W\d_]?\.?$|^[^\W\d_]{2,4}$")
_OFFICE = re.compile(r"\s*(?:[(（]\s*(?P<set_apart>[^()（）]{2,80})[)）]?|/\s*(?P<office>[^()（）/]{2,80})[)）]?)\s*$")
_NOBODY = re.compile(
    r"^(?:admin(?:istrator)?|guest|editor|quản trị(?: viên)?|pv"
    r"|p\.v|ctv|btv|phóng viên|cộng tác viên|tổng hợp|st|sưu tầm|本报|本站|本网|本报记者|本网记者|记者|記者|佚名|匿名"
    r"|管理员|网络|原创|未知|无|-+"
    r"|(?:(?:our|own|a|the|staff|special|senior|web|online|city|local|district|foreign|news|political|sports) )*"
    r"(?:reporter|correspondent|writer|desk|bureau|newsroom|agencies)s?)$",
    re.IGNORECASE,
)
_ROLES = re.compile(
    r"(?:(?:本报|本网|本刊|特约|见习|实习|[㐀-鿿]{1,4}(?:[社报報网網台]|新闻|新聞|周刊|周末|在线))?"
    r"(?:记者|記者|采访人员|通讯员|通訊員|特派员|评论员|作者|编译|摄影|文/图|图/文|[文图](?=[:：\s|/｜]))[:：]?)+"
)
_REPORTER = re.compile("(?:记者|記者|通讯员|通訊員)[:：\\s]")
BULLETS = "□■▪●◎• "
"""What may stand before a name at the head of a text."""
_NO_NAMES = frozenset((
    "app", "download", "news", "share", "print", "email", "font", "size", "more", "photo", "photos", "video", "home",
    "page", "menu", "online", "today", "all", "contacts", "press", "release", "statement", "office", "department",
    "ministry", "union", "association", "committee", "centre", "center", "desk", "bureau", "newspaper", "government",
    "council", "university", "institute", "foundation", "section", "category", "society", "culture", "politics",
    "for", "of", "the", "with", "from", "at", "as", "is", "are", "after", "over", "against", "into", "its", "their",
    "business", "health", "education", "sports", "opinion", "editorial", "latest", "related", "women's",
))  # fmt: skip
_SENT_FROM = re.compile(r"\s(?:发自|發自)[㐀-鿿]{2,8}$")
_MAY_BE_NAMES = re.compile(r"[㐀-鿿·\s、,，/;；:：|｜]*")
"""Cheap to look for: the signs of names, of roles and of what parts them."""
_HAN_NAME = re.compile(r"^[㐀-鿿]{2,4}$|^[㐀-鿿]{1,6}·[㐀-鿿]{1,8}$")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟"
    "姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文"
    "庞樊殷喻晏阎冉辜戚简褚桂萧倪施洪翟安颜牛温季俞章鲁葛伍申尤毕聂柴焦柳邢岳齐梅庄辛管祝左涂谷祁耿牟卜路詹关苗凌费纪靳盛童欧甄项曲"
    "成游裴席卫查屈鲍位霍翁甘景包柏宁張劉陳楊黃趙吳孫馬鄭謝許韓鄧馮蕭葉蘇呂盧鍾譚陸範賈鄒龍賀顧龔邵萬錢嚴湯喬"
    "賴龐魯畢聶齊莊塗關紀歐項衛鮑寧阮"
)


def latin_names(text: str) -> tuple[str, ...]:
    """The persons of a line that holds nothing but names (`Đình Hiệp - Nguyệt Ánh`, `P.H`); () if it holds more."""
    if not 2 <= len(text) <= 70 or text[-1] in ":?!" or _has_small_words(text):
        return ()
    parts = [part for part in _SPLIT.split(text) if part]
    return tuple(parts) if parts and all(map(_is_latin_name, parts)) else ()


def han_names(text: str) -> tuple[str, ...]:
    """The persons of a Chinese byline, roles such as 记者 dropped; () if it holds anything but names."""
    said = text.split(" 文 ")[0]
    if not _MAY_BE_NAMES.fullmatch(said):
        return ()
    plain = _ROLES.sub(" ", _SENT_FROM.sub("", said)).strip(" :：|｜")
    tokens = [token for token in re.split(r"[\s、,，/;；]+", plain) if token]
    if len(tokens) == 2 and len(tokens[0]) == len(tokens[1]) == 1:  # a name of two signs is set with a blank
        tokens = ["".join(tokens)]
    return tuple(tokens) if 0 < len(tokens) <= 8 and all(map(_HAN_NAME.match, tokens)) else ()


def has_surname(name: str) -> bool:
    """Whether a Chinese name begins with a common family name: a lone two-sign word may be anything else."""
    return name[0] in _SURNAMES


def surnamed(text: str) -> tuple[str, ...]:
    """The persons of a Chinese byline whose first one has a common family name; () where none has, or it holds more."""
    names = han_names(text)
    return names if names and has_surname(names[0]) else ()


def line_names(text: str) -> tuple[str, ...]:
    """The persons of a line that stands alone without a label; () when it may be anything else."""
    if not _HAN_SIGN.search(text[:12]):
        return latin_names(text.lstrip(BULLETS))
    names = han_names(text.lstrip(BULLETS))
    return names if names and (has_surname(names[0]) or _REPORTER.search(text)) else ()


def stationed_names(text: str) -> tuple[str, ...]:
    """The persons of `Hasan Mamud, Rangpur`: behind the name stands where the reporter is."""
    who, _, place = text.rpartition(", ")
    return line_names(who) if who and place.isalpha() and place[0].isupper() else ()


def is_nobody(text: str) -> bool:
    """Whether a byline names no person: a login, `guest`, `PV` (reporter), 本报 (this paper)."""
    return bool(_NOBODY.match(text.strip(" .:：")))


def without_role(text: str) -> str:
    """`CTV Thanh Huyền` is Thanh Huyền, `Jane Doe, Staff Writer` Jane Doe."""
    return _JOB.sub("", _REPORTERS.sub("", text))


def split_office(text: str) -> tuple[str, str | None]:
    """`Thu Hà (Đài Truyền thanh)` or `PV/VOV4` as the person and the office behind it."""
    match = _OFFICE.search(text)
    if not match or not match.start():
        return text, None
    office = (match["set_apart"] or match["office"]).strip()
    who = text[: match.start()].strip()
    is_set_apart = match.group().lstrip()[0] in "(（"
    is_person = not is_set_apart and bool(latin_names(office)) and not office.isupper() and not is_nobody(who)
    return (text, None) if is_person else (who, office)


def _has_small_words(text: str) -> bool:
    """A cheap gate: nearly every line has a word in small letters, names have none."""
    return any(word[0].islower() and word not in _JOINS for word in text.split())


def _is_latin_name(text: str) -> bool:
    words = text.split()
    if len(words) == 1:
        return (bool(_INITIALS.match(text)) and text.isupper()) or bool(_INITIAL_AND_NAME.match(text))
    return 2 <= len(words) <= 5 and all(map(_is_name_word, words))


def _is_name_word(word: str) -> bool:
    is_word = word[0].isupper() and all(sign.isalpha() or sign in ".'’-" for sign in word)
    return is_word and word.lower() not in _NO_NAMES
