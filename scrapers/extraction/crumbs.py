"""Crumb trails: where on its site an article stands, as a section."""

from __future__ import annotations

import re

from scrapers.cleaning.spacing import CASELESS_HAN

_SPLIT = re.compile(r"\s*(?:>{1,3}|»|›|→|--+>|＞+)\s*")
_SLASHES = re.compile(rf"{_SPLIT.pattern}|\s/\s")
_LABEL = re.compile(
    r"^\s*(?:[^\s:：|>]{2,8}|you are here|current location|vị trí hiện tại|bạn đang ở)\s?[:：|]\s*", re.IGNORECASE
)
_HOME = re.compile(rf"首页|首頁|主页|\bhome\b|trang chủ|trang nhất|^{CASELESS_HAN}{{2,8}}[网網]$", re.IGNORECASE)
_ENDS = frozenset((
    "正文", "稿件", "内容", "文章", "详情", "详细内容", "新闻详情", "內容", "detail", "details", "chi tiết", "content",
    "article",
))  # fmt: skip
_PAPER_PAGE = re.compile(
    r"^(?:版面[:：])?第?\s?[A-Z]?\d{1,2}\s?版\s?[:：]?\s*(?P<section>[^\s:：]{0,20})(?:\s+[上下]一[篇版期].*)?$"
)
_LONGEST = 300
_LONGEST_STEP = 60
_LONGEST_OF_TWO = 12
"""Two longer steps without a home page may be a headline that holds an arrow."""


def may_have_crumbs(text: str) -> bool:
    """A cheap gate: an arrow between two steps, or the page of a paper."""
    if ">" in text or " / " in text or "版" in text[:12]:
        return True
    return "»" in text or "›" in text or "→" in text or "＞" in text


def read_section(text: str) -> str | None:
    """The section a crumb trail or a paper's page line names ("" = it names none); None if it is neither."""
    paper = _PAPER_PAGE.match(text)
    if paper:
        return paper["section"]
    steps = [step.strip() for step in (_SLASHES if _HOME.match(text) else _SPLIT).split(text)]
    if len(steps) < 2 or text[0] == "<" or len(text) > _LONGEST or max(map(len, steps[:-1])) > _LONGEST_STEP:
        return None
    label = _LABEL.match(steps[0])
    first = steps[0][label.end() :] if label else steps[0]
    is_home = bool(label) or bool(_HOME.search(first))
    if len(steps) < 3 and not is_home and steps[-1] and max(map(len, steps)) > _LONGEST_OF_TWO:
        return None
    kept = steps[1:] if is_home else [first, *steps[1:]]
    return " > ".join(step for step in kept if step and step.lower() not in _ENDS)
