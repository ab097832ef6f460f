"""Copies of any age are found by the weekly search and by judging all anew; both give what nights would have given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from scrapers.fingerprint.links import label
from tests.warehouse.test_copies import EXPECTED, FIRST_NIGHT, TEXTS, partition

LATER = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def scattered_home(fresh_home, article, page):
    """The articles, each on a night too far from the others' to meet them."""
    for n, (name, body) in enumerate(TEXTS.items()):
        fresh_home.start(f"r{n}", at=FIRST_NIGHT + timedelta(days=100 * n))
        fresh_home.append(page(article(name, body=body)), run=f"r{n}")
    fresh_home.warehouse.close()
    return fresh_home.path


@pytest.fixture
def scattered(copied, scattered_home):
    return copied(scattered_home)


def search(home, at=LATER):
    return list(home.warehouse.search_widely(run_id="wide", at=at))


def renew(home):
    return list(home.warehouse.renew_stories(run_id="anew", at=LATER))


def test_a_wide_search_finds_what_the_nights_did_not(scattered):
    assert len(partition(scattered)) > len(EXPECTED)
    assert search(scattered) == [(len(TEXTS), len(TEXTS))]
    assert partition(scattered) == EXPECTED


def test_it_is_due_once_a_week_and_looks_at_what_is_new(scattered, article, page):
    assert scattered.warehouse.is_wide_search_due(at=LATER)
    search(scattered)
    assert not scattered.warehouse.is_wide_search_due(at=LATER + timedelta(days=6))
    assert scattered.warehouse.is_wide_search_due(at=LATER + timedelta(days=7))
    scattered.start("new", at=LATER)
    scattered.append(page(article("milk:third", body=TEXTS["tea:third"] + " and more")), run="new")
    assert search(scattered) == [(1, 1)]
    assert frozenset({"tea:third", "milk:third"}) in partition(scattered)


def test_all_judged_anew_gives_the_same_stories_and_rewrites_nothing(scattered):
    search(scattered)
    before = scattered.sql("FROM story_ledger"), scattered.sql("FROM evidence")
    renew(scattered)
    assert partition(scattered) == EXPECTED
    after = scattered.sql("FROM story_ledger"), scattered.sql("FROM evidence")
    assert [new[: len(old)] for old, new in zip(before, after, strict=True)] == list(before)
    assert scattered.sql("SELECT max(generation) FROM story_ledger") == [(2,)]


@pytest.mark.parametrize("chunk", [1, 3])
def test_chunks_change_nothing(scattered, chunk, monkeypatch):
    for module in ("wide_search", "renewal"):
        monkeypatch.setattr(f"warehouse.{module}.CHUNK", chunk)
    renew(scattered)
    assert partition(scattered) == EXPECTED


def test_articles_without_a_sketch_are_sketched_first(scattered):
    scattered.sql("TRUNCATE postings")
    scattered.sql("TRUNCATE sketches")
    renew(scattered)
    assert partition(scattered) == EXPECTED


def test_what_is_interrupted_leaves_the_stories_as_they_were(scattered):
    search(scattered)
    next(scattered.warehouse.renew_stories(run_id="cut", at=LATER))
    assert partition(scattered) == EXPECTED
    renew(scattered)
    assert partition(scattered) == EXPECTED
    assert scattered.sql("SELECT generation FROM story_generations ORDER BY ALL") == [(1,), (3,)]


def test_nights_go_on_in_the_new_generation(scattered, article, page):
    renew(scattered)
    scattered.append(page(article("milk:third", body=TEXTS["tea:third"])), run="new")
    assert frozenset({"tea:third", "milk:third"}) in partition(scattered)


def test_an_empty_warehouse_has_no_stories(home):
    assert renew(home) == search(home) == []
    assert home.sql("FROM stories") == []


def test_places_are_labelled_by_the_lowest_they_are_tied_to():
    a, b = np.array([5, 1, 3, 9, 7]), np.array([4, 5, 1, 8, 9])
    assert label(a, b, 10).tolist() == [0, 1, 2, 1, 1, 1, 6, 7, 7, 7]
    chain = np.arange(999, 0, -1)
    assert set(label(chain, chain - 1, 1000).tolist()) == {0}
