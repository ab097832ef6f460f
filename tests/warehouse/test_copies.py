"""Copies are found when they are appended, whatever came in between, and each is in one story with its kind."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations

import pytest

pytestmark = pytest.mark.slow

FIRST_NIGHT = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)


def words(name, n):
    return [f"{name}{number * number}" for number in range(n)]


FIRST, SECOND, LONG = words("alpha", 150), words("beta", 120), words("delta", 200)
GOODS = (
    "rice", "tea", "salt", "fish", "pork", "beans", "corn", "milk", "eggs", "oil", "sugar", "flour", "garlic", "onion",
    "ginger", "pepper", "limes", "plums",
)  # fmt: skip
WEEKS = {
    week: [f"in the {name} hall {name} was at {week}0{n} dong a kilo of {name} today" for n, name in enumerate(GOODS)]
    for week in (1, 2)
}
TEXTS = {
    name: " ".join(text)
    for name, text in {
        "tea:first": FIRST,
        "tea:first again": FIRST,
        "milk:first cut": FIRST[:45],
        "milk:first wrapped": ["menu", "news", *FIRST[:140], "share", "print"],
        "tea:second": SECOND,
        "milk:second cut": SECOND[:70],
        "tea:digest": [*FIRST, *SECOND],
        "milk:digest again": [*FIRST, *SECOND],
        "tea:third": words("gamma", 90),
        "tea:long": LONG,
        "milk:long reordered": [*LONG[100:], *LONG[:100]],
        "tea:week 1": WEEKS[1],
        "tea:week 2": WEEKS[2],
    }.items()
}
EXPECTED = {
    frozenset({"tea:first", "tea:first again", "milk:first cut", "milk:first wrapped"}),
    frozenset({"tea:second", "milk:second cut"}),
    frozenset({"tea:digest", "milk:digest again"}),
    frozenset({"tea:third"}),
    frozenset({"tea:long", "milk:long reordered"}),
    frozenset({"tea:week 1"}),
    frozenset({"tea:week 2"}),
}


@pytest.fixture
def append(home, article, page):
    """Append these articles in one batch of a night."""

    def append(*names, night=0, **texts):
        run = f"r{len(home._runs)}"
        home.start(run, at=FIRST_NIGHT + timedelta(days=night))
        bodies = {name: TEXTS[name] for name in names} | texts
        home.append(*(page(article(name, body=body)) for name, body in bodies.items()), run=run)

    return append


def partition(home):
    rows = home.sql("SELECT list(article_id) FROM articles GROUP BY story_id")
    return {frozenset(members) for (members,) in rows}


def kinds(home):
    return dict(home.sql("SELECT article_id, kind FROM copies"))


def test_copies_of_other_nights_and_of_the_same_batch_are_found(home, append):
    append(*TEXTS)
    assert partition(home) == EXPECTED
    assert home.sql("SELECT count(*), count(DISTINCT article_id) FROM articles") == [(len(TEXTS), len(TEXTS))]


def test_each_copy_has_its_kind(home, append):
    append("tea:first", "tea:first again", "milk:first cut", "tea:second", "milk:long reordered", "tea:long")
    canonical = {article_id for (article_id,) in home.sql("SELECT article_id FROM stories")}
    assert kinds(home) == {
        name: kind
        for name, kind in {
            "tea:first": "exact",
            "tea:first again": "exact",
            "milk:first cut": "contained",
            "tea:long": "near",
            "milk:long reordered": "near",
        }.items()
        if name not in canonical
    }


def test_a_near_copy_is_new_and_an_equal_text_a_duplicate(home, append):
    append("tea:first")
    append("milk:first wrapped", "tea:first again", night=1)
    assert home.sql("SELECT article_id, outcome FROM pages WHERE run_id = 'r1' ORDER BY rowid") == [
        ("milk:first wrapped", "new"),
        ("tea:first again", "duplicate"),
    ]


def test_a_digest_names_its_parts_and_joins_nothing(home, append):
    append("tea:first", "tea:digest")
    append("tea:second", night=1)
    assert partition(home) == {frozenset({name}) for name in ("tea:first", "tea:digest", "tea:second")}
    assert home.sql("SELECT article_id, contains_id FROM digests ORDER BY ALL") == [
        ("tea:digest", "tea:first"),
        ("tea:digest", "tea:second"),
    ]
    assert home.sql("FROM copies") == []


def test_the_common_beginning_of_two_bulletins_makes_a_digest_of_neither(home, append):
    begin = ["".join(letters) for letters in permutations("abcde", 4)][:60]
    append(**{f"tea:week {week}": " ".join([*begin, *lines]) for week, lines in WEEKS.items()})
    append(**{"milk:cut": " ".join(begin)}, night=1)
    assert len(partition(home)) == 2
    assert home.sql("FROM digests") == []


def test_an_article_leaves_the_story_it_was_in_when_a_part_more_shows_it_to_be_a_digest(home, append):
    append("tea:digest", "tea:first")
    assert partition(home) == {frozenset({"tea:digest", "tea:first"})}
    before = home.sql("FROM story_ledger")
    append("tea:second", night=1)
    assert partition(home) == {frozenset({name}) for name in ("tea:first", "tea:digest", "tea:second")}
    assert home.sql("FROM story_ledger")[: len(before)] == before


@pytest.mark.parametrize(("night", "n_stories"), [(60, 1), (61, 2)])
def test_a_night_looks_sixty_nights_back(home, append, night, n_stories):
    append("tea:first")
    append("milk:first wrapped", night=night)
    assert len(partition(home)) == n_stories


def test_a_clock_set_back_hides_nothing(home, append):
    append("tea:third", night=500)
    append("tea:first")
    append("milk:first wrapped", night=501)
    assert partition(home) == {frozenset({"tea:third"}), frozenset({"tea:first", "milk:first wrapped"})}


def test_a_revised_article_is_judged_again_and_earlier_judgements_lapse(home, append):
    append("tea:first", "milk:first cut")
    append(**{"milk:first cut": TEXTS["tea:third"]}, night=1)
    assert partition(home) == {frozenset({"tea:first"}), frozenset({"milk:first cut"})}
    append(**{"milk:first cut": TEXTS["milk:first wrapped"]}, night=2)
    assert partition(home) == {frozenset({"tea:first", "milk:first cut"})}
    assert home.sql("SELECT DISTINCT a_revision FROM evidence WHERE a_id = 'milk:first cut'") == [(1,), (2,), (3,)]


def test_revisions_of_one_article_are_no_copies_of_each_other(home, append):
    append("tea:first")
    append(**{"tea:first": TEXTS["tea:first"] + " and a word more"}, night=1)
    assert home.sql("SELECT story_id, n_copies FROM stories") == [("tea:first", 1)]
    assert home.sql("FROM evidence") == home.sql("FROM copies") == []


def test_what_fails_leaves_neither_articles_nor_sketches_nor_stories(home, append, monkeypatch):
    append("tea:first")
    monkeypatch.setattr("warehouse.copies.tell_stories", _fail)
    with pytest.raises(ArithmeticError):
        append("milk:first cut", night=1)
    counted = [home.sql(f"SELECT count(*) FROM {name}") for name in ("article_revisions", "sketches", "story_ledger")]
    assert counted == [[(1,)], [(1,)], [(0,)]]


def _fail(*_, **__):
    raise ArithmeticError


@pytest.fixture(scope="module")
def kept(empty_home, make_home, tmp_path_factory):
    """One home for all orders: opening one takes longer than many nights."""
    home = make_home(shutil.copytree(empty_home, tmp_path_factory.mktemp("kept") / "home"))
    yield home
    home.warehouse.close()


@pytest.mark.parametrize("seed", range(12))
def test_any_order_and_any_nights_give_the_same_stories(kept, article, page, seed):
    chance = random.Random(seed)
    names = chance.sample(sorted(TEXTS), len(TEXTS))
    cuts = sorted(chance.sample(range(1, len(names)), chance.randrange(5)))
    _empty(kept)
    for night, (begin, end) in enumerate(pairwise([0, *cuts, len(names)])):
        run = f"s{seed}.{night}"
        kept.start(run, at=FIRST_NIGHT + timedelta(days=night))
        kept.append(*(page(article(name, body=TEXTS[name])) for name in names[begin:end]), run=run)
    assert partition(kept) == EXPECTED
    assert kept.sql("SELECT count(*) FROM articles") == [(len(TEXTS),)]


def _empty(home):
    tables = home.sql("SELECT table_name FROM duckdb_tables() WHERE NOT temporary")
    for (table,) in tables:
        if table not in ("schema_version", "story_generations"):
            home.sql(f"TRUNCATE {table}")
