"""Lines are counted as they come, in one document once, and shown when three documents have them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scrapers.fingerprint import exact_hash, line_hash
from scrapers.records import RemovedLine
from warehouse.learned import Lesson, LineCount, Place, lessons, line_counts, pages_without_layout, record_lesson

FOOTER = "Put together by volunteers."


@pytest.fixture
def make(article, page):
    def make(number, *lines, source="tea", removed=(), **given):
        body = "\n\n".join((f"story {number} " * 60, *lines))
        text = article(f"{source}:{number}", body=body, removed_lines=removed, digest=f"d{number}{lines}", **given)
        return page(text, source=source)

    return make


def counted(home):
    return home.sql("SELECT text, n_documents FROM boilerplate ORDER BY n_documents DESC, text")


def test_a_line_is_shown_from_its_third_document_on(home, make):
    home.append(make(1, FOOTER))
    assert counted(home) == []
    home.append(make(2, FOOTER), run="r2")
    assert home.sql("SELECT text, line_hash, n_documents FROM boilerplate") == [(None, line_hash(FOOTER), 2)]
    home.append(make(3, FOOTER), run="r3")
    assert counted(home) == [(FOOTER, 3)]
    home.append(make(4, FOOTER), make(5, FOOTER), run="r4")
    assert counted(home) == [(FOOTER, 5)]


def test_a_batch_alone_shows_what_repeats_in_it(home, make):
    home.append(*(make(number, FOOTER) for number in range(3)))
    assert counted(home) == [(FOOTER, 3)]
    ((first, last),) = home.sql("SELECT first_seen, last_seen FROM boilerplate")
    assert first == last


def test_lines_that_were_taken_off_count_on(home, make):
    gone = (RemovedLine(line=9, text=FOOTER, rule="learned:3/3"),)
    home.append(make(1, FOOTER), make(2, FOOTER), make(3, FOOTER), make(4, removed=gone), make(5, removed=gone))
    assert counted(home) == [(FOOTER, 5)]
    assert line_counts(home.warehouse, "tea") == ([LineCount(exact_hash(FOOTER), 5, 5)], 5)


def test_what_other_rules_take_off_is_no_lesson(home, make):
    gone = (RemovedLine(line=9, text=FOOTER, rule="known:en"), RemovedLine(line=1, text="VNA –", rule="shape:opening"))
    home.append(*(make(number, removed=gone) for number in range(3)))
    assert counted(home) == [(FOOTER, 3)]
    assert line_counts(home.warehouse, "tea") == ([], 3)


def test_sources_are_counted_apart(home, make):
    home.append(make(1, FOOTER), make(2, FOOTER))
    home.append(make(1, FOOTER, source="coffee"), run="r2", source="coffee")
    assert counted(home) == [(None, 2)]


def test_documents_of_unknown_source_have_no_boilerplate(home, make):
    home.append(*(make(number, FOOTER, source="unknown") for number in range(5)), source="unknown")
    assert counted(home) == []
    assert line_counts(home.warehouse, "unknown") == ([], 5)


def test_copies_revisions_and_repetitions_are_not_counted(home, make, article, page):
    copy = "\n\n".join(("the same story " * 60, FOOTER))
    home.append(*(page(article(f"tea:{number}", body=copy, digest=f"c{number}")) for number in range(5)))
    assert counted(home) == []
    home.append(make(7, FOOTER), run="r2")
    home.append(make(7, FOOTER, "And a line more."), run="r3")
    home.append(make(8, FOOTER, FOOTER, FOOTER), run="r4")
    assert counted(home) == [(FOOTER, 3)]
    assert line_counts(home.warehouse, "tea")[1] == 3


def test_long_lines_are_paragraphs(home, make):
    home.append(*(make(number, "long " * 61, "abc") for number in range(4)))
    assert counted(home) == []


def test_a_run_begins_with_the_last_version(home):
    at = datetime(2026, 11, 21, tzinfo=UTC)
    for version, text in (("v1", "{}"), ("v2", '{"n": 1}')):
        record_lesson(home.warehouse, Lesson(source="tea", version=version, json=text, n_pages=7), at=at)
    assert lessons(home.warehouse) == {"tea": '{"n": 1}'}


def test_pages_to_learn_from_are_the_last_ones_without_a_layout(home, make):
    def kept(number, **given):
        one = make(number, **given)
        return type(one)(
            **{**{name: getattr(one, name) for name in one.__slots__}, "archive_file": "a.gz", "archive_offset": number}
        )

    home.append(
        kept(1, flags=("fallback",)), kept(2, layout="tea"), kept(3, layout="learned"), kept(4, flags=("fallback",))
    )
    assert pages_without_layout(home.warehouse, "tea", limit=2) == [Place("a.gz", 3), Place("a.gz", 4)]
