"""Whatever arrives in whatever batches, the invariants hold."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.verify import verify

pytestmark = pytest.mark.slow

FIRST = datetime(2026, 1, 1, tzinfo=UTC)

states = st.tuples(
    st.integers(1, 4).map(lambda n: f"tea:{n}"),
    st.sampled_from(["rain", "sun", "snow", "short"]),
    st.none() | st.integers(0, 5).map(lambda hours: FIRST + timedelta(hours=hours)),
    st.sampled_from(["", "another advert"]),
)
batches = st.lists(st.lists(states, max_size=9), min_size=1, max_size=2)  # each one appended costs 0.1 s


def _pages(make_page, make_article, states):
    for article_id, word, moment, around in states:
        body = {"body": "Closed."} if word == "short" else {}
        made = make_article(article_id, word, **body)
        digest = f"{made.digest} {around}"
        yield make_page(make_article(article_id, word, **body, digest=digest), fetched_at=moment)


@settings(max_examples=5, deadline=None)
@given(runs=st.lists(batches, min_size=1, max_size=3))
def test_any_states_in_any_batches_keep_every_promise(runs, empty_home, make_home, article, page):
    with tempfile.TemporaryDirectory() as folder:
        home = make_home(Path(shutil.copytree(empty_home, Path(folder) / "home")))
        for n, run in enumerate(runs):
            for states in run:
                home.append(*_pages(page, article, states), run=f"r{n}")
            home.finish(f"r{n}")
        home.warehouse.publish()
        home.warehouse.close()
        assert [check for check in verify(home.path, full=True) if not check.ok] == []


@settings(max_examples=4, deadline=None)
@given(loaded=st.lists(states, min_size=1, max_size=8))
def test_what_is_loaded_again_is_never_stored_again(loaded, empty_home, make_home, article, page):
    with tempfile.TemporaryDirectory() as folder:
        home = make_home(Path(shutil.copytree(empty_home, Path(folder) / "home")))
        pages = list(_pages(page, article, loaded))
        home.append(*pages)
        stored = home.sql("SELECT count(*) FROM article_revisions")
        assert set(home.append(*pages, run="r2")) <= {"unchanged", "repeated"}
        assert home.sql("SELECT count(*) FROM article_revisions") == stored
        home.warehouse.close()
