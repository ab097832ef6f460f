"""Every page ends with the one outcome that its article's history gives, and nothing is stored twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest


def _at(hour):
    return datetime(2026, 11, 20, hour, tzinfo=UTC)


def test_a_first_state_is_new_and_keeps_all_it_has(home, article, page):
    full = article("tea:1", url="https://tea.vn/1", title="Mưa lớn", authors=("An", "Bình"), published_at=_at(1))
    assert home.append(page(full, fetched_at=_at(3), archive_file="a.warc.gz", archive_offset=7)) == {"new": 1}
    assert home.sql(
        "SELECT revision, title, authors, published_at, fetched_at, run_id, archive_file, archive_offset, n_words"
        " FROM article_revisions"
    ) == [(1, "Mưa lớn", ["An", "Bình"], _at(1), _at(3), "r1", "a.warc.gz", 7, 60)]
    assert home.sql("FROM removed_lines") == [("tea:1", 1, 3, "Share", "known:share")]
    assert home.sql("FROM field_origins") == [("tea:1", 1, "title", "line 1"), ("tea:1", 1, "body", "lines 4-9")]
    assert home.sql("SELECT article_id, revision, outcome FROM pages") == [("tea:1", 1, "new")]


def test_an_equal_text_under_another_id_is_a_duplicate_in_the_same_batch_and_later(home, article, page):
    home.append(page(article("tea:1")), page(article("tea:2", title="Other")))
    home.append(page(article("tea:3")), run="r2")
    assert home.outcomes() == ["new", "duplicate"]
    assert home.outcomes("r2") == ["duplicate"]
    assert home.sql("SELECT count(*) FROM article_revisions") == [(3,)]


@pytest.mark.parametrize("is_one_held", [False, True])
def test_of_equal_texts_the_one_seen_first_is_new_and_an_unknown_moment_is_the_one_before(
    home, article, page, is_one_held
):
    if is_one_held:  # then states have to be compared, which is done in another way
        home.append(page(article("tea:5", "sun")))
    states = [
        page(article("tea:1"), fetched_at=_at(9)),
        page(article("tea:2")),
        page(article("tea:3"), fetched_at=_at(3)),
        page(article("tea:4")),
        page(article("tea:5", "sun"), fetched_at=_at(1)),
    ]
    home.append(*states[: 5 if is_one_held else 4], run="r2")
    assert home.outcomes("r2")[:4] == ["duplicate", "duplicate", "new", "duplicate"]
    added = home.sql("SELECT article_id FROM article_revisions WHERE run_id = 'r2' ORDER BY rowid")
    assert added == [("tea:3",), ("tea:4",), ("tea:1",), ("tea:2",)]


def test_short_texts_are_never_duplicates(home, article, page):
    home.append(page(article("tea:1", body="Closed today.")), page(article("tea:2", body="Closed today.")))
    assert home.outcomes() == ["new", "new"]


def test_a_changed_text_is_a_revision(home, article, page):
    home.append(page(article("tea:1")))
    home.append(page(article("tea:1", "sun")), run="r2")
    assert home.outcomes("r2") == ["revised"]
    assert home.sql("SELECT revision FROM articles") == [(2,)]


def test_an_equal_digest_needs_no_article_and_is_unchanged(home, article, page):
    held = article("tea:1")
    home.append(page(held, archive_file="a.warc.gz", archive_offset=7))
    home.append(page(article_id="tea:1", digest=held.digest), run="r2")
    assert home.sql("SELECT outcome, revision, archive_file, archive_offset FROM pages WHERE run_id = 'r2'") == [
        ("unchanged", 1, "a.warc.gz", 7)
    ]


def test_another_page_around_the_same_article_is_unchanged(home, article, page):
    home.append(page(article("tea:1")))
    home.append(page(article("tea:1", digest="another advert"), archive_file="b", archive_offset=0), run="r2")
    assert home.sql("SELECT outcome, revision, digest, archive_file FROM pages WHERE run_id = 'r2'") == [
        ("unchanged", 1, "another advert", "b")
    ]


def test_a_difference_that_new_rules_explain_is_no_revision(home, article, page):
    home.append(page(article("tea:1")))
    better = article("tea:1", "sun")
    home.append(page(better, reread_hash=better.revision_hash), run="r2")
    home.append(page(better, reread_hash="what the old page gives today"), run="r3")
    assert home.outcomes("r2") == ["unchanged"]
    assert home.outcomes("r3") == ["revised"]


def test_a_reading_that_mends_one_without_a_layout_is_a_revision_of_the_same_input(home, article, page):
    provisional = article("tea:1", flags=("fallback",))
    mended = article("tea:1", "sun", digest=provisional.digest)
    home.append(page(provisional, fetched_at=_at(1)))
    home.append(page(mended, fetched_at=_at(1), mends=True), run="r2")
    home.append(page(mended, fetched_at=_at(1), mends=True), run="r3")
    assert (home.outcomes("r2"), home.outcomes("r3")) == (["revised"], ["unchanged"])
    assert home.sql("SELECT revision, flags FROM articles") == [(2, [])]


def test_the_same_state_counts_once_in_a_run(home, article, page):
    home.append(page(article("tea:1")), page(article("tea:1")))
    home.append(page(article("tea:1")))
    home.append(page(article_id="tea:1", digest=article("tea:1").digest))
    assert home.outcomes() == ["new", "repeated", "repeated", "repeated"]
    assert home.sql("SELECT DISTINCT revision FROM pages") == [(1,)]


def test_an_unchanged_state_counts_once_in_a_run(home, article, page):
    home.append(page(article("tea:1")))
    home.append(page(article("tea:1", digest="advert 1")), page(article("tea:1", digest="advert 2")), run="r2")
    home.append(page(article("tea:1", digest="advert 3")), run="r2")
    assert home.outcomes("r2") == ["unchanged", "repeated", "repeated"]


def test_a_page_seen_twice_in_a_batch_counts_once(home, article, page):
    home.append(page(article("tea:1")))
    seen = page(article_id="tea:1", digest=article("tea:1").digest)
    assert home.append(seen, seen, run="r2") == {"unchanged": 1, "repeated": 1}


def test_states_of_one_batch_follow_each_other_by_moment(home, article, page):
    home.append(
        page(article("tea:1", "third"), fetched_at=_at(9)),
        page(article("tea:1", "first"), fetched_at=_at(3)),
        page(article("tea:1", "second"), fetched_at=_at(6)),
    )
    assert home.outcomes() == ["revised", "new", "revised"]
    assert [body.split()[0] for (body,) in home.sql("SELECT body FROM article_revisions ORDER BY revision")] == [
        "first",
        "second",
        "third",
    ]


def test_states_without_a_moment_follow_each_other_as_given(home, article, page):
    home.append(*[page(article("tea:1", word)) for word in ("first", "second", "third")])
    assert home.outcomes() == ["new", "revised", "revised"]
    assert home.sql("SELECT revision FROM article_revisions WHERE body LIKE 'third%'") == [(3,)]


def test_an_unknown_moment_counts_as_the_one_before(home, article, page):
    home.append(
        page(article("tea:1", "second"), fetched_at=_at(9)),
        page(article("tea:1", "third")),
        page(article("tea:1", "first"), fetched_at=_at(3)),
    )
    assert home.sql("SELECT revision FROM pages ORDER BY rowid") == [(2,), (3,), (1,)]


def test_a_document_loaded_again_beside_a_newer_one_is_the_revision_it_was(home, article, page):
    home.append(page(article("tea:1", "rain")))
    home.append(page(article("tea:1", "sun")), page(article("tea:1", "rain")), run="r2")
    assert home.outcomes("r2") == ["revised", "unchanged"]


def test_two_documents_that_claim_one_article_load_twice_without_a_third_revision(home, article, page):
    both = [page(article("tea:1", "rain")), page(article("tea:1", "sun"))]
    assert home.append(*both) == {"new": 1, "revised": 1}
    assert home.append(*both, run="r2") == {"unchanged": 2}
    assert home.append(both[0], run="r3") == {"unchanged": 1}
    assert home.sql("SELECT revision FROM pages WHERE run_id = 'r2' ORDER BY rowid") == [(1,), (2,)]


def test_a_publisher_who_goes_back_to_an_earlier_text_makes_a_revision(home, article, page):
    home.append(page(article("tea:1", "rain"), fetched_at=_at(1)))
    home.append(page(article("tea:1", "sun"), fetched_at=_at(2)), run="r2")
    home.append(page(article("tea:1", "rain"), fetched_at=_at(3)), run="r3")
    assert home.outcomes("r3") == ["revised"]


def test_going_back_within_one_batch_is_a_revision_too(home, article, page):
    home.append(page(article("tea:1", "rain"), fetched_at=_at(1)))
    home.append(
        page(article("tea:1", "sun"), fetched_at=_at(2)), page(article("tea:1", "rain"), fetched_at=_at(3)), run="r2"
    )
    assert home.outcomes("r2") == ["revised", "revised"]
    assert home.sql("SELECT max(revision) FROM article_revisions") == [(3,)]


def test_a_decided_page_is_kept_as_it_was_decided(home, page):
    home.append(page(outcome="rejected", reason="empty", detail="Nothing in it.", http_status=200, bytes=0))
    assert home.sql("SELECT outcome, reason, detail, http_status, bytes, article_id FROM pages") == [
        ("rejected", "empty", "Nothing in it.", 200, 0, None)
    ]


def test_a_batch_appended_twice_changes_nothing_and_answers_the_same(home, article, page):
    pages = [page(article("tea:1")), page(article("tea:1", "sun")), page(outcome="rejected", reason="empty")]
    first = home.append(*pages, number=1)
    assert home.append(*pages, number=1) == first == {"new": 1, "revised": 1, "rejected": 1}
    assert home.sql("SELECT count(*) FROM pages") == [(3,)]
    assert len((home.path / "ledger.jsonl").read_text().splitlines()) == 1


def test_a_batch_with_a_page_that_says_nothing_is_not_stored_at_all(home, article, page):
    with pytest.raises(ValueError, match=r"blank\.txt"):
        home.append(page(article("tea:1")), page(url="file:///blank.txt", article_id="tea:2", digest="unknown"))
    assert home.sql("SELECT (SELECT count(*) FROM pages) + (SELECT count(*) FROM article_revisions)") == [(0,)]
    assert home.append(page(article("tea:1"))) == {"new": 1}


def test_a_batch_holds_one_source(home, article, page):
    with pytest.raises(ValueError, match="coffee"):
        home.append(page(article("tea:1")), page(article("coffee:1"), source="coffee"))


def test_an_empty_batch_is_nothing(home):
    assert home.append() == {}


def test_held_tells_the_last_revision_of_what_is_known(home, article, page):
    home.append(page(article("tea:1"), archive_file="a", archive_offset=1), page(article("tea:2", "sun")))
    last = article("tea:1", "snow", extractor="broadsheet 0.2.0+form2")
    home.append(page(last, archive_file="b", archive_offset=2), run="r2")
    held = home.warehouse.held(["tea:1", "tea:2", "tea:3"])
    assert set(held) == {"tea:1", "tea:2"}
    assert (held["tea:1"].revision, held["tea:1"].digest, held["tea:1"].extractor) == (2, last.digest, last.extractor)
    assert (held["tea:1"].archive_file, held["tea:1"].archive_offset) == ("b", 2), "not an earlier revision's"


@pytest.mark.parametrize("field", ["title", "body", "published_raw"])
def test_quotes_nulls_and_marks_are_stored_as_they_are(home, article, page, field):
    odd = "'; DROP TABLE pages; -- \x00 ‮ 'é' 北京 🙂 \\ \n" + "x" * 100
    home.append(page(replace(article("tea:1"), **{field: odd})))
    assert home.sql(f"SELECT {field} FROM article_revisions") == [(odd,)]
