"""Walls and soft 404s answer 200; articles about them are articles."""

from __future__ import annotations

import pytest

from scrapers.documents import Known, read_document
from scrapers.identity import identify
from scrapers.process import process
from scrapers.records import Article, Document, Rejection
from scrapers.source import Sources

PROSE = "<p>The council opened a reading room on Monday, and a second one will follow in the spring of next year.</p>"


def made_of(markup: str) -> Article | Rejection:
    known = Known(url="https://nowhere.example.org/1")
    document = read_document(markup.encode(), location="x", media_type="text/html", known=known)
    assert isinstance(document, Document)
    return process(document, identify(document, Sources([])))


@pytest.mark.parametrize(
    "markup",
    [
        "<title>Just a moment...</title><h1>news.gov.vn</h1><p>Verifying you are human. This may take a while.</p>",
        "<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>" + PROSE,
        "<html><script>document.cookie='D1N=5f0c';window.location.reload(true);</script></html>",
        "<title>安全验证</title><p>请完成下方验证后继续访问</p>",
        "<title>Từ chối truy cập</title><p>Yêu cầu của bạn đã bị chặn.</p>",
        "<title>Đăng nhập hệ thống</title><form><input name='u'><input type='password' name='p'></form>",
        "<title>Cookies</title><h1>We use cookies</h1><p>This website uses cookies to give you the best experience."
        " Please accept cookies to continue to the site.</p>",
        "<title>Cookie</title><h1>Chúng tôi sử dụng cookie</h1><p>Vui lòng chấp nhận cookie để tiếp tục đọc tin.</p>",
        "<title>提示</title><h1>请启用Cookie</h1><p>您的浏览器未启用Cookie，请启用Cookie后继续访问本网站。</p>",
        "<script>window._cf_chl_opt={}</script><p>Enable JavaScript and cookies to continue</p>",
    ],
)
def test_a_wall_is_told_as_one(markup: str) -> None:
    made = made_of(markup)
    assert isinstance(made, Rejection)
    assert made.reason == "block_wall"


@pytest.mark.parametrize(
    "markup",
    [
        "<title>Page not found - Portal</title><p>The page you are looking for isn't there.</p>" + PROSE,
        "<title>Cổng thông tin</title><h1>Không tìm thấy trang</h1>" + PROSE,
        "<title>404</title><h2>页面不存在</h2>" + PROSE,
        "<h1>Error 404 - Not Found</h1>" + PROSE,
        "<title>Trang này không tồn tại</title>" + PROSE,
    ],
)
def test_a_page_that_says_there_is_nothing_is_no_article(markup: str) -> None:
    made = made_of(markup)
    assert isinstance(made, Rejection)
    assert made.reason == "soft_404"


@pytest.mark.parametrize(
    "title",
    [
        "404 families moved to higher ground",
        "One more step towards equal pay",
        "Security check at the border is debated",
        "Missing page of the constitution found in an attic",
        "Access to clean water denied to many villages",
    ],
)
def test_an_article_is_none_of_them(title: str) -> None:
    assert isinstance(made_of(f"<title>{title}</title><article><h1>{title}</h1>{PROSE * 6}</article>"), Article)


@pytest.mark.parametrize("n", [1, 2, 6])
def test_an_article_above_a_banner_about_cookies_is_none_of_them(n: int) -> None:
    banner = "<div><p>We use cookies. Please accept cookies to continue.</p></div>"
    page = f"<title>A room</title><article><h1>A reading room opens</h1>{PROSE * n}</article>{banner}"
    assert isinstance(made_of(page), Article)
