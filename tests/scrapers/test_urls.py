"""One address for what is one article, and never one for what are two."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scrapers.urls import canonical, host_of


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://A.Gov.VN/x?utm_source=fb&id=7&fbclid=1#top", "https://a.gov.vn/x?id=7"),
        ("http://a.gov.vn:80/x", "http://a.gov.vn/x"),
        ("https://a.gov.vn:8443/x", "https://a.gov.vn:8443/x"),
        ("http://a.gov.vn", "http://a.gov.vn/"),
        ("http://a.gov.vn/x;jsessionid=0A1B?p=1", "http://a.gov.vn/x?p=1"),
        ("https://a.gov.vn/en/?p=49054", "https://a.gov.vn/en/?p=49054"),
        ("https://a.gov.vn/ChiTiet.aspx?ID=12", "https://a.gov.vn/ChiTiet.aspx?ID=12"),
        ("https://a.gov.vn/X?empty=", "https://a.gov.vn/X?empty="),
        ("  https://a.gov.vn/x ", "https://a.gov.vn/x"),
        ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
    ],
)
def test_what_means_nothing_goes_and_what_means_something_stays(url: str, address: str) -> None:
    assert canonical(url) == address


def test_a_form_can_keep_a_parameter_of_a_tracking_name() -> None:
    assert canonical("http://a.vn/x?spm=1", keep_params=("spm",)) == "http://a.vn/x?spm=1"


@pytest.mark.parametrize(
    "url",
    ["", "x", "ftp://a.vn/x", "javascript:alert(1)", "http://[::1/", "http://", "http://a.vn:99999/", "mailto:a@b"],
)
def test_what_is_no_address_is_none(url: str) -> None:
    assert canonical(url) is None
    assert host_of(url) is None


@example("\f#")
@example(" ;jsessionid=1")
@given(st.text())
def test_any_text_is_answered_and_an_address_stands_for_itself(text: str) -> None:
    address = canonical(f"http://a.vn/{text}")
    assert address is None or canonical(address) == address
    canonical(text)
