"""Pages that are no articles: walls that turn us away, whatever their status, and soft 404s.

Of answers with 200 only those that no layout fits are looked at: what a form recognises is what it looks for.
"""

from __future__ import annotations

import re
from html import unescape

from scrapers.records import Rejection

_HEAD = 200_000
_ENOUGH = 2_000
"""Characters of text from which on a page says more than that there is nothing to see."""

_HEADINGS = re.compile(r"<(title|h1|h2)\b[^>]{0,300}>(.{0,300}?)</\1", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]{0,300}>")
_WALL_TITLE = re.compile(
    r"^just a moment\b|^attention required!? \| cloudflare|^access (?:to this page has been )?denied\W*(?:$|[|–-])"
    r"|^(?:your )?request (?:was |has been )?blocked|^are you (?:a )?(?:human|robot)|\bverify (?:that )?you are human"
    r"|^(?:human|robot|browser|security) (?:check|verification)\W*(?:$|[|–-])|^checking your browser|^ddos-guard\b"
    r"|^one more step\W*$|\byou have been blocked|^(?:安全验证|人机验证|请完成验证)|^访问(?:被拒绝|受限|被拦截)"
    r"|^请求已?被拦截|^xác (?:minh|thực) (?:bạn|người dùng)|^từ chối truy cập|^truy cập bị (?:chặn|từ chối)",
    re.IGNORECASE,
)
_WALL_MARKUP = re.compile(
    r"_cf_chl_opt|cdn-cgi/challenge-platform|_Incapsula_Resource|sucuri_cloudproxy|acw_sc__v2|aliyun_waf|awswaf\.com"
    r"|perimeterx\.net|captcha-delivery\.com|ddos-guard\.net/check"
    # A page that only sets a cookie and loads itself again, as Vietnamese government hosts send it.
    r"|document\.cookie\s*=[^<]{1,400}?location\s*(?:\.(?:reload|replace)\(|(?:\.href)?\s*=)",
)
_COOKIES = re.compile(
    r"\b(?:accept|allow|enable|turn on|agree to)\b[^.!?]{0,40}\bcookies?\b"
    r"|\bcookies? (?:are|is|must be|have to be|need to be) (?:accepted|disabled|enabled|required|blocked|turned)"
    r"|(?:chấp nhận|cho phép|kích hoạt|bật|đồng ý)[^.!?]{0,40}\bcookies?\b"
    r"|(?:启用|啟用|开启|開啟|打开|接受|允许|同意)[^。！？]{0,12}cookies?",
    re.IGNORECASE,
)
_COOKIE_WALL = 400
"""Characters of text up to which a page that asks for cookies says nothing else."""
_SENTENCES = re.compile(r"[^.!?。！？\n]+")
_LOGIN_TITLE = re.compile(
    r"^(?:please )?(?:log|sign)[ -]?in\b|^đăng nhập\b|^(?:用户|用戶|会员|會員|系统|系統|统一|統一)?(?:登录|登錄|登陆)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"""<input\b[^>]{0,300}\btype\s*=\s*["']?password""", re.IGNORECASE)
_MISSING = re.compile(
    r"^\W*(?:(?:http|error|lỗi|错误|錯誤)\s*:?\s*)*404\W*(?:$|[-–—|:]|not found|error|page)|^\W*not found\W*$"
    r"|\bpage (?:was |is |could |can)?\s?(?:not|n't|n’t)\s?(?:be )?found\b|\bpage (?:does ?n[o'’]?t|does not) exist"
    r"|không tìm thấy (?:trang|bài viết|nội dung)|(?:trang|bài viết|nội dung)(?: này)? không (?:tồn tại|tìm thấy)"
    r"|(?:页面|頁面|网页|網頁|文章)(?:不存在|未找到|已(?:被)?(?:删除|刪除))|找不到(?:该|该个|您.{0,8})?(?:页面|頁面|网页|網頁)",
    re.IGNORECASE,
)


def refusal(markup: str, *, text: str) -> Rejection | None:
    """Why a page without a layout holds no article though it was answered with 200; `text` is what was read of it."""
    if len(text) >= _ENOUGH:
        return None
    told = wall(markup) or _cookie_wall(text)
    if told:
        return Rejection(reason="block_wall", detail=told)
    missing = next((heading for heading in _headings(markup) if _MISSING.search(heading)), None)
    return (
        Rejection(reason="soft_404", detail=f"It says that there is nothing: {missing.rstrip('.…')}.")
        if missing
        else None
    )


def wall(markup: str) -> str | None:
    """How a page turns us away, in one sentence; None when it doesn't."""
    headings = _headings(markup)
    named = next((heading for heading in headings if _WALL_TITLE.search(heading)), None)
    if named or _WALL_MARKUP.search(markup, 0, _HEAD):
        return f"It turns us away: {(named or 'a script that checks browsers').rstrip('.…')}."
    asked = next((heading for heading in headings if _LOGIN_TITLE.search(heading)), None)
    return f"It asks for a password: {asked.rstrip('.…')}." if asked and _PASSWORD.search(markup, 0, _HEAD) else None


def _cookie_wall(text: str) -> str | None:
    """What a page says that shows nothing until cookies are accepted; an article with a banner says more."""
    asked = _COOKIES.search(text) if len(text) <= _COOKIE_WALL else None
    about = sum(len(sentence) for sentence in _SENTENCES.findall(text) if "cookie" in sentence.casefold())
    return f"It turns us away until its cookies are accepted: {asked[0]}." if asked and 2 * about >= len(text) else None


def _headings(markup: str) -> list[str]:
    return [_plain(match[2]) for match in _HEADINGS.finditer(markup, 0, _HEAD)]


def _plain(markup: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", markup)).split())
