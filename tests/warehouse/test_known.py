"""What earlier runs saw of the web: known by every address, asked again when it failed, read again by new rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from warehouse import known
from warehouse.unsettled import unsettled as unsettled_pages

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)
"""When runs of a home under test begin."""
NIGHT = datetime(2026, 3, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
EVER = NIGHT - 900 * DAY
LATER = NOW + 9 * DAY


def url(name):
    return f"https://tea.vn/{name}"


def fetched(page, made=None, *, name="1", night=1, **given):
    """A page of the web; `made` is the article it became."""
    told = {"url": url(name), "final_url": url(name), "fetched_at": NIGHT + night * DAY, "etag": f'"{night}"', **given}
    return page(made, **told) if made else page(**told)


def test_an_article_is_known_by_its_id_and_all_its_addresses(home, article, page):
    held = article("tea:1", url=url("canonical"))
    home.append(fetched(page, held, name="short", final_url=url("long")), page(article("tea:2"), url="file:///a.txt"))
    names = ["tea:1", "tea:2", "", "file:///a.txt", *map(url, ("short", "long", "canonical", "shor"))]
    told = known.known_names(home.warehouse, "tea")
    assert [name for name in names if name in told] == ["tea:1", url("short"), url("long"), url("canonical")]
    assert not any(name in known.known_names(home.warehouse, "coffee") for name in names)


def test_a_name_in_any_script_is_known_again(home, article, page):
    home.append(fetched(page, article("tea:một"), name="妇联-ở-hà-nội"))
    told = known.known_names(home.warehouse, "tea")
    names = ["tea:một", "tea:mot", url("妇联-ở-hà-nội"), url("妇联"), url("\ud800")]
    assert [name in told for name in names] == [True, False, True, False, False]


def test_an_article_loaded_from_a_file_is_known_by_its_id_and_its_own_address(home, article, page):
    home.append(
        page(article("tea:1", url=url("1")), fetched_at=NIGHT),
        page(article("tea:2", "sun"), url="file:///a.txt"),
    )
    told = known.known_names(home.warehouse, "tea")
    assert [name for name in ("tea:1", "tea:2", url("1"), "file:///a.txt") if name in told] == ["tea:1", url("1")]
    [visit] = known.visited(home.warehouse, "tea", addresses=[url("1")], now=LATER, since=NIGHT + 99 * DAY)
    assert (visit.article_id, visit.url, visit.first_seen_at, visit.etag) == ("tea:1", url("1"), NIGHT, None)
    unlisted = known.visited(home.warehouse, "tea", addresses=[], now=LATER, since=EVER)
    assert not unlisted  # it isn't looked at again
    home.append(fetched(page, article("tea:1", url=url("1"))), run="r2")
    [visit] = known.visited(home.warehouse, "tea", addresses=[url("1")], now=LATER, since=EVER)
    assert (visit.first_seen_at, visit.etag) == (NIGHT + DAY, '"1"')


def test_a_304_counts_as_a_look_and_keeps_the_validators_of_the_answer_before(home, article, page):
    home.append(fetched(page, article("tea:1"), last_modified="Sun"))
    home.append(fetched(page, outcome="not_modified", article_id="tea:1", night=2, etag='"new"'), run="r2")
    home.append(fetched(page, outcome="failed", article_id="tea:1", night=3), run="r3")
    [visit] = known.visited(home.warehouse, "tea", addresses=["tea:1"], now=LATER, since=NIGHT + 99 * DAY)
    assert (visit.first_seen_at, visit.last_checked_at) == (NIGHT + DAY, NIGHT + 2 * DAY)
    assert (visit.etag, visit.last_modified, visit.read_at, visit.is_article) == ('"1"', "Sun", NIGHT + DAY, True)


def test_an_article_met_behind_a_wall_or_led_out_counts_as_looked_at(home, article, page):
    home.append(fetched(page, article("tea:1")))
    wall = {"outcome": "rejected", "reason": "block_wall", "etag": '"wall"'}
    for night, met in ((2, wall), (4, {"outcome": "out_of_scope", "tries": 1})):
        home.append(fetched(page, article_id="tea:1", night=night, **met), run=f"r{night}")
        [visit] = known.visited(home.warehouse, "tea", addresses=["tea:1"], now=LATER, since=EVER)
        assert (visit.last_checked_at, visit.read_at, visit.etag) == (NIGHT + night * DAY, NIGHT + DAY, '"1"')


def test_a_moment_in_the_future_counts_until_there_is_a_true_one(home, article, page):
    home.append(fetched(page, article("tea:1"), night=4_000))
    [visit] = known.visited(home.warehouse, "tea", addresses=["tea:1"], now=LATER, since=EVER)
    assert visit.first_seen_at == visit.last_checked_at == NIGHT + 4_000 * DAY
    home.append(fetched(page, outcome="not_modified", article_id="tea:1", night=2), run="r2")
    [visit] = known.visited(home.warehouse, "tea", addresses=["tea:1"], now=LATER, since=EVER)
    assert visit.first_seen_at == visit.last_checked_at == NIGHT + 2 * DAY


def test_young_articles_are_looked_up_unasked_and_old_ones_by_any_address(home, article, page):
    home.append(
        fetched(page, article("tea:1"), name="old", final_url=url("moved")),
        fetched(page, article("tea:2", "sun"), name="young", night=9),
    )

    def ids(*addresses, since):
        found = known.visited(home.warehouse, "tea", addresses=addresses, now=LATER, since=since)
        return [visit.article_id for visit in found]

    assert ids(since=NIGHT + 5 * DAY) == ["tea:2"]
    assert ids(url("moved"), since=NIGHT + 5 * DAY) == ["tea:1", "tea:2"]
    assert ids(since=EVER) == ["tea:1", "tea:2"]


def test_a_rejected_page_is_known_and_one_behind_a_wall_is_not(home, page):
    home.append(
        fetched(page, name="empty", outcome="rejected", reason="no_body"),
        fetched(page, name="wall", outcome="rejected", reason="block_wall"),
    )
    told = known.known_names(home.warehouse, "tea")
    assert [name in told for name in (url("empty"), url("wall"))] == [True, False]
    [visit] = known.visited(home.warehouse, "tea", addresses=[], now=LATER, since=EVER)
    assert (visit.article_id, visit.is_article) == (None, False)
    assert known.pending(home.warehouse, "tea", since=EVER) == [url("wall")]


def test_what_failed_is_asked_again_until_it_is_read_or_too_old(home, article, page):
    home.append(
        fetched(page, name="1", outcome="failed"),
        fetched(page, name="2", outcome="deferred"),
        fetched(page, name="3", outcome="disallowed"),
        fetched(page, name="4", outcome="failed"),
        fetched(page, article("tea:5"), name="5"),
        fetched(page, name="6", outcome="out_of_scope"),
    )
    home.append(fetched(page, article("tea:4", "sun"), name="4"), fetched(page, name="5", outcome="failed"), run="r2")
    assert known.pending(home.warehouse, "tea", since=EVER) == [url("1"), url("2"), url("3")]
    assert known.pending(home.warehouse, "tea", since=datetime.now(UTC) + DAY) == [url("2")]


def archived(page, *args, **given):
    return fetched(page, *args, archive_file="a.warc.gz", archive_offset=7, **given)


def test_pages_that_older_rules_could_not_read_are_named_once(home, article, page, form):
    home.warehouse.record_sources([form("tea")], at=EVER)
    home.append(
        archived(page, name="rejected", outcome="rejected", reason="no_body"),
        archived(page, article("tea:1", flags=("fallback",)), name="fallback"),
        archived(page, article("tea:2", "sun"), name="sound"),
        fetched(page, name="lost", outcome="rejected", reason="no_body"),
    )

    def unsettled(version="0.1.0", form_hash="form1"):
        found = unsettled_pages(home.warehouse, "tea", version=version, form_hash=form_hash)
        return {one.url: one.is_held for one in found}

    both = {url("rejected"): False, url("fallback"): True}
    assert unsettled() == {}
    assert unsettled(version="0.2.0") == both
    assert unsettled(form_hash="form2") == both
    home.warehouse.record_sources([form("tea", form_hash="form2")], at=NOW + DAY)
    home.start("r2", at=NOW + DAY)
    home.append(archived(page, name="rejected", outcome="rejected", reason="no_title"), run="r2")
    assert unsettled(form_hash="form2") == {url("fallback"): True}
    assert unsettled(form_hash="form3") == both


def test_silence_counts_from_the_last_new_article_else_the_first_run(home, article, page):
    assert known.silent_since(home.warehouse, "tea", now=LATER) is None
    home.append(page(outcome="failed", url=url("1")))
    home.finish()
    assert known.silent_since(home.warehouse, "tea", now=LATER) == NOW
    home.start("r2", at=NOW + DAY)
    home.append(fetched(page, article("tea:1")), run="r2")
    home.start("r3", at=NOW + 2 * DAY)
    home.append(fetched(page, article("tea:1", "sun")), run="r3")
    home.start("r4", at=NOW + 4_000 * DAY)  # the clock was wrong
    home.append(fetched(page, article("tea:2")), run="r4")
    assert known.silent_since(home.warehouse, "tea", now=LATER) == NOW + DAY


def test_a_load_breaks_no_silence(home, article, page):
    home.append(page(article("tea:1"), url="file:///a.txt"), run="r1")
    home.finish()
    assert known.silent_since(home.warehouse, "tea", now=LATER) is None
