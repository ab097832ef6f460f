"""What a line says by its words: captions without a mark show people and views, paragraphs tell."""

from __future__ import annotations

import re

from scrapers.cleaning.spacing import HAN

_SHOWN = re.compile(
    r"\b(?<!to )(?<!will )(?<!who )(?<!can )"
    r"(?:attends?|visits?|presents?|speaks?|addresses|delivers?|chairs? (?:the|an?)|hands? over|receives?|poses?"
    r"|takes? part|participates?|performs?|signs?|awards?|launch(?:es)?|cuts?|inspects?|gives? a|discuss(?:es)?"
    r"|harvests?|sets? out|introduces?|from left|shows? (?:an?|her|his|their|off|how)\b"
    r"|(?:attend|visit|present|speak|address|deliver|hand|receiv|pos|perform|sign|cutt|inspect|harvest|introduc"
    r"|learn|read|stand|sitt|practi[cs]|work|weav|sew|sell|pick|cook|tak|mak|plant|check|prepar|listen|teach)ing"
    r" (?:at|in|on|with|for|to|the|an?|over|their|her|his|out|from|part|up|about|\w+s)\b"
    r"|trao (?:\w+ ){1,4}cho|trao (?:quà|tặng|giải|bằng|kinh phí|tiền|nhà)|tặng (?:quà|hoa)|phát biểu|tham quan"
    r"|tham dự|chụp ảnh|lưu niệm|biểu diễn|trình diễn|tiết mục|ký cam kết|ký kết|cắt băng|bấm nút"
    r"|kiểm tra|thăm hỏi|bên trái|bên phải|từ trái|ở giữa|hàng đầu)\b"
)
_ACT = re.compile(
    r"^(?:(?:An?|The|Two|Three|Some) )?[A-Za-z][\w’' -]{2,40}? "
    r"(?:examines|guides|teaches|instructs|demonstrates|weaves|sews|sorts|picks|prepares|measures|feeds|holds|carries"
    r"|crosses|rides|watches|listens|dances|sings|tends|waters|dries) (?=\w)"
    r"|^(?:Trao|Tặng|Cắt băng|Ký kết|Tham quan|Thăm hỏi|Ra quân|Chụp ảnh) (?:\w+ ){2,}"
)
"""Somebody does something, in the present."""
_TOLD_FIRST = re.compile(
    r"^(?:They|He|She|It|We|There|But|And|For|In|On|Under|After|Before|Since|Each|Every|With|By|If|When|As|To|Then|Now)\b"
)
"""Words that sentences of a text begin with, captions hardly ever."""
_SHOWN_FIRST = re.compile(
    r"^(?:Delegates|Participants|Attendees|Leaders|Members|Representatives|Women|Children|Pupils|Students|Workers|Officials"
    r"|Visitors|An? (?:view|scene|corner|overview)|At the |Overview|Mr|Ms|Mrs|Dr"
    r"|Toàn cảnh|Quang cảnh|Một góc|Khung cảnh"
    r"|Các đại biểu|Đại biểu|Lãnh đạo|Đồng chí|Đ/c|Ông|Bà|Chị|Anh|Các em|Các chị)\b"
)
_SCENE_IN_HAN = re.compile(
    "合影|(?:活动|活動|比赛|比賽|会议|會議|培训|培訓|座谈|讲座|仪式|儀式|典礼|演出|训练|课堂|签约|颁奖|招聘)现场|现场$|現場$|留念$"
    "|参加|參加|出席|讲话|致辞|發言|发言|正在|颁奖|慰问|走访|展示|举行|舉行|讲解|授课|前排|[（(][左右中]"
)
_PEOPLE_IN_HAN = re.compile(
    "^[^，,。:：]{0,10}?(?:[人委队会社学店船解演教]员|们|們|群众|干部|代表|姐妹|居民|村民|妇女|婦女|老师|同学|孩子|儿童|家长"
    "|学生|领导|主席|书记|律师|医生|护士|民警|专家|志愿者|[女农民员职]工|[绣织茶]娘|师傅)[^，,。？?！!]{4,}$"
)
_ASKED_IN_HAN = re.compile("怎么|怎麼|怎样|如何|为何|为什么|何以|什么|谁|吗|吧|呢|^[从從让讓把用为以当]|[?？!！]$")
_STATED_IN_HAN = re.compile("[能要不就更最变是有靠成]")
_SITUATED = re.compile(
    r"^(?:[A-Z]\w*ing|Views?|Scenes?)\b"
    r"|\b(?:ceremony|conference|workshop|seminar|training course|meeting|festival|contest|exhibition|forum|parade)s?\b"
    r"|\b(?:[Hh]ội (?:nghị|thảo|thi)|[Bb]uổi|[Ll]ễ|[Ll]ớp|[Cc]hương trình|[Dd]iễn đàn|[Tt]ọa đàm|[Nn]gày hội)\b"
    r"|^(?:Một|Những|Nhiều|Các|Bác|Cô|Em|Cụ|Phụ nữ|Nữ|Khách|Trẻ em|Học viên|Hội viên|Học sinh|Sinh viên"
    r"|Giáo viên|Công nhân|Nông dân|Ngư dân|Nghệ nhân|Nghệ sĩ|Diễn viên|Thợ|Bà con|Người dân|Nhân dân"
    r"|Chiến sĩ|Bộ đội|Bác sĩ|Nhân viên"
    r"|Du khách|Thành viên|Cán bộ|Đội|Gia đình|Mô hình|Sản phẩm|Chủ tịch|Phó|Giám đốc|Bí thư|Trưởng)\b"
)
_OFFICIAL = re.compile(r"(?:[A-Z][\w’']+ ){3,}")
_PAST_OR_COUNTED = re.compile(r"\w{2,}ed\b|\d")
_TELLS = re.compile(
    r"\b(?:was|were|had|said|says|(?:is|are)(?! (?:\w+ed|held|seen|shown|given)\b)|has|have|will|would|also|not|must"
    r"|should|could|paid|took|gave|made|came|went|began|saw|told|won|found|became|costs?)\b"
    r"|\w{3,}ed (?:the|a|an|that|to)\b"
    r"|\b(?:đã|sẽ|là|thì|vẫn|cũng|chỉ|không|chưa|mà|còn|phải|nếu|để|vừa|nhưng|nhằm|đề nghị|cho biết|cho hay)\b"
)
_TELLS_IN_HAN = re.compile(
    "计划|計劃|表示|提出|指出|认为|認為|介绍|说|說|称|将|將|已|了|是|还|還|也|都|没有|不|能|可|使|让|讓|占|达|為|为[^了]|由于|因此"
)
_TOLD_BY_SOMEBODY = re.compile(
    r"\b(?:chúng tôi|chúng ta|tôi|sẽ|nếu|tuy nhiên|do đó|do vậy|vì vậy|đến nay|dịp này|theo đó|ngoài ra|bên cạnh"
    r"|cho biết"
    r"|we|I|would|however|if|because|therefore|said|according to)\b",
    re.IGNORECASE,
)
_CLAUSE_FIRST = re.compile(
    r"(?:the|an?|this|that|these|those|each|every|many|most|some|few|no|it|they|he|she|we|there|how|what|when|where|why"
    r"|who|more|less|one|two|three|all|both|after|before|for|in|on|with) "
)
_HAN_CLAUSE = re.compile("[，,；;][^:：]*。$|。[^:：\\d]{6,}。?$")
_CLAUSE_WORDS = 6
_SMALL_WORDS = 0.6
_SHORTEST_HAN_SCENE = 8


def shows_people(text: str) -> bool:
    """Whether a line speaks as captions do: who does what, in the present, or a view of something."""
    return _shows_in_han(text) if HAN.search(text) else bool(_SHOWN_FIRST.match(text) or _SHOWN.search(text))


def shows_doing(text: str) -> bool:
    """Whether somebody does in a line what people do before cameras: hand over, cut, pose."""
    return not _TOLD_FIRST.match(text) and bool(_SHOWN.search(text))


def shows_act(text: str) -> bool:
    """Whether somebody does something in a line, in the present: a caption, where those carry no mark."""
    return bool(_ACT.match(text))


def is_scene(text: str) -> bool:
    """Whether a line can only be a caption: it begins with people, who do what people do before cameras."""
    return _shows_in_han(text) if HAN.search(text) else bool(_SHOWN_FIRST.match(text) and _SHOWN.search(text))


def names_official(text: str) -> bool:
    """Whether a line in English names somebody with the office, and tells nothing that was done."""
    return bool(_OFFICIAL.search(text)) and not _PAST_OR_COUNTED.search(text)


def is_situated(text: str) -> bool:
    """Whether a line names a person, a place or an event inside itself, as captions do and headings rarely."""
    return bool(_SITUATED.search(text)) or _names_inside(text)


def tells(text: str) -> bool:
    """Whether a line has a word that makes it a statement: a verb in the past or future, `đã`, 表示."""
    return bool(_TELLS_IN_HAN.search(text) if HAN.search(text) else _TELLS.search(text))


def is_told(text: str) -> bool:
    """Whether somebody speaks or argues in a line: no caption does."""
    return bool(_TOLD_BY_SOMEBODY.search(text))


def is_clause(text: str) -> bool:
    """Whether the words behind a label go on as a sentence: `Hotline: the number of calls rose by a tenth.`"""
    if HAN.search(text):
        return bool(_HAN_CLAUSE.search(text)) and tells(text)
    words = text.split()
    if len(words) < _CLAUSE_WORDS or not words[0][0].islower() or text[-1] not in ".!?":
        return False
    small = sum(word[0].islower() for word in words)
    return small > _SMALL_WORDS * len(words) and (bool(_CLAUSE_FIRST.match(text)) or tells(text))


def _names_inside(text: str) -> bool:
    """Whether two words in capitals follow one in lower case: a name, in a line that isn't set in capitals."""
    is_plain = was_capital = False
    for word in text.split():
        is_capital = word.lstrip('(“"')[:1].isupper()
        if is_plain and was_capital and is_capital:
            return True
        is_plain = is_plain or word.islower()
        was_capital = is_capital
    return False


def _shows_in_han(text: str) -> bool:
    if _ASKED_IN_HAN.search(text):
        return False
    if _SCENE_IN_HAN.search(text):
        return True
    does = len(text) >= _SHORTEST_HAN_SCENE and _PEOPLE_IN_HAN.match(text)
    return bool(does) and not _STATED_IN_HAN.search(text)
