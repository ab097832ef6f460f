"""Which number of an address is proposed as the id: two articles of a day must not have one."""

from __future__ import annotations

import re

import pytest

from scrapers.forms.link_shapes import shape_of

DAYS = ("20261003", "20261004", "20261105")


@pytest.mark.parametrize(
    ("address", "ids"),
    [
        ("https://h/xwdt/202610/t{day}_{n}.html", ["5101", "5102", "5103"]),
        ("https://h/{day}/{n}.html", ["5101", "5102", "5103"]),
        ("https://h/{n}/{day}.html", ["5101", "5102", "5103"]),
        ("https://h/news/{day}.html", list(DAYS)),  # nothing else tells them apart
        ("https://h/news/48{day}.html", [f"48{day}" for day in DAYS]),
    ],
)
def test_a_day_is_proposed_as_an_id_only_where_no_other_number_is(address: str, ids: list[str]) -> None:
    urls = [address.format(day=day, n=n) for n, day in enumerate(DAYS, 5101)]
    shape = shape_of(urls)
    assert shape is not None
    assert [match["id"] for url in urls if (match := re.search(shape.pattern, url))] == ids
