"""Crumb trails: where on its site an article stands, as a section."""

from __future__ import annotations

import re

_SPLIT = re.compile(r"\s*(?:>{1,3}|»|›|→|--+>|＞+)\s*")
_LABEL = re.compile(
    r"^\s*(?:[^\s:：|>]{2,8}|you are here|current location|vị trí hiện tại|bạn đang ở)\s?[:：|]\s*", re.IGNORECASE
)
_HOME = re.compile(r"首页|首頁|主页|\bhome\b|trang chủ|trang nhất|home page", re.IGNORECASE)
_END = frozenset(
    (
        "正文",
        "稿件",
        "内容",
        "文章",
        "详情",
        "详细内容",
        "新闻详情",
        "內容",
        "detail",
        "details",
        "chi tiết",
        "content",
        "article",
    )
)
_PAPER_PAGE = re.compile(r"^(?:版面[:：])?第?\s?[A-Z]?\d{1,2}\s?版\s?[:：]?\s*(?P<section>[^\s:：]{0,20})$")
_MAX_STEP = 60


def read_section(text: str) -> str | None:
    """The section a crumb trail or a paper's page line names ('' = a trail that names none); None if it is neither."""
    paper = _PAPER_PAGE.match(text)
    if paper:
        return paper["section"]
    steps = [step.strip() for step in _SPLIT.split(text)]
    if len(steps) < 2 or text[0] == "<" or len(text) > 300 or any(len(step) > _MAX_STEP for step in steps[:-1]):
        return None
    label = _LABEL.match(steps[0])
    if len(steps) < 3 and not label and not _HOME.search(steps[0]) and steps[-1]:
        return None
    first = steps[0][label.end() :] if label else steps[0]
    kept = [step for step in steps[1:] if step and step.lower() not in _END]
    if first and not label and not _HOME.search(first):
        kept.insert(0, first)
    return " > ".join(kept)
