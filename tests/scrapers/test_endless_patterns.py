"""A pattern that may try without end is known before it is tried; one that ends costs no process."""

from __future__ import annotations

import re
import time

import pytest

from scrapers.endless_patterns import may_be_endless
from scrapers.source import load_sources


@pytest.mark.parametrize(
    "pattern",
    [
        "^(a+)+$",
        r"^(\w+\s?)*$",
        "(?:a|aa)+$",
        "(?P<credit>(?:[^,]+,?)+)!",
        "(a?){30}a{30}",
        "a?" * 25 + "a" * 25,
        ".*a.*b.*c",
        r"^(?:tin (\w+ ?)+|ảnh)$",
        r"(?=(a+)+$)a",
        ".{0,19}" * 6 + "Q",
        "^" + ".{0,19}" * 7 + "Q",
        r"(a+)\1b",
    ],
)
def test_a_repeat_within_a_repeat_may_be_endless(pattern: str) -> None:
    assert may_be_endless(("^Comments$", pattern))


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (r"^Comments$", "C" * 2_000),
        (r"^\d+(?:\.\d+)?K$", "1" * 2_000),
        (r"\s+\|.{0,20}x", " " * 2_000),
        (r".{0,19}.{0,19}.{0,19}Q", "a" * 2_000),
        (r"^.{0,99}.{0,99}Q", "a" * 2_000),
        (r"^(?:Tin|Ảnh|Bài|Nguồn|Theo|Tác giả|Biên tập)\s*:\s?.+$", "Tin" + " " * 2_000),
        (r"^\(Source: (?P<credit>[^/()]+?)(?:/Edited by (?P<editor>[^()]+))?\)$", "(Source: " + "/Edited by " * 180),
    ],
)
def test_what_ends_ends(pattern: str, line: str) -> None:
    assert not may_be_endless((pattern,))
    began = time.process_time()
    re.search(pattern, line)
    assert time.process_time() - began < 0.5


def test_no_form_of_ours_needs_a_process() -> None:
    for form in load_sources().values():
        assert not may_be_endless((*form.clean.stop, *form.clean.drop, *form.clean.lift)), form.name
