"""What a site counts about an article: how often it was read, how long that takes, how long ago it was new."""

from __future__ import annotations

import re

from scrapers.cleaning.spacing import CASELESS_HAN

_LABEL = r"(?:posted|published|updated|last updated|đăng|xuất bản|cập nhật|发布|發佈|發布|更新)"
_VIEWS = (
    r"(?:阅读|閱讀|浏览|瀏覽|点击|點擊|访问|訪問|查看|人气|评论|評論|点赞)(?:量|数|數|次数|次數)?\s?[:：]?\s?\d[\d.,]*\s?[万次人条+]{0,3}"
    r"|\d[\d.,]*\s?[万次人条+]{1,3}\s?(?:阅读|閱讀|浏览|瀏覽|点击|點擊|访问|訪問|评论|参与)"
    r"|(?:số )?lượt (?:xem|đọc|truy cập|bình luận)\s?:?\s?\d[\d.,]*|\d[\d.,]* lượt (?:đọc|truy cập|chia sẻ)"
)
_READING = (
    r"(?:about |approx\.? |~)?\d{1,3}[ -]?min(?:ute)?s?\.? (?:of )?(?:to )?read(?:ing)?(?: time)?"
    r"|(?:estimated )?read(?:ing)?(?: time)?\s?[:–-]?\s?(?:about |~)?\d{1,3}\s?(?:m|min(?:ute)?s?)\.?(?: read)?"
    r"|thời gian đọc\s?:?\s?(?:khoảng )?\d{1,3} phút|(?:khoảng )?\d{1,3} phút đọc"
    rf"|(?:阅读|閱讀|本文|全文|预计|預計){CASELESS_HAN}{{0,6}}\s?[:：]?\s?\d{{1,4}}\s?(?:分钟|分鐘|字){CASELESS_HAN}{{0,4}}"
)
_AGE = (
    rf"(?:{_LABEL}\s?:?\s)?(?:about |an? |khoảng )?\d{{0,3}}\s?(?:"
    r"(?:second|sec|minute|min|hour|hr|day|week|month|year)s? ago|(?:giây|phút|giờ|ngày|tuần|tháng|năm) trước"
    r"|(?:秒|分钟|分鐘|小时|小時|天|周|个月|個月|年)前)"
    rf"|(?:{_LABEL}(?: at| lúc)?\s?:?\s)?\d{{1,2}}[:h]\d\d(?:\s?[ap]\.?m\.?)?"
)
_COUNTER = re.compile(rf"^(?:{_VIEWS}|{_READING}|{_AGE})$", re.IGNORECASE)
_LONGEST = 48


def is_counter(text: str) -> bool:
    """Whether a line holds such a number, with its words, and nothing else."""
    return len(text) <= _LONGEST and bool(_COUNTER.match(text))
