"""Several listed addresses in which the form reads one id: one article, or several and a form that is wrong."""

from __future__ import annotations

from flows.replay import rebuild
from scrapers.source import load_sources
from tests.flows.village import PAGE, Village
from tests.scrapers.faults.conftest import Site


def publish(village: Village, **stories: int) -> None:
    """Stories by what their address ends in; a number stands for a text."""
    links = "".join(f'<a href="/story-{name}">Reading room</a>' for name in stories)
    village.site.answers["/news/"] = Site.ok(links.encode())
    for name, text in stories.items():
        village.site.answers[f"/story-{name}"] = Site.ok(PAGE.format(text).encode())


def texts(village: Village) -> list[tuple[str, ...]]:
    return village.asked("SELECT article_id, title FROM articles ORDER BY title")


def test_articles_in_which_the_form_reads_one_id_are_told_loudly_and_not_lost(village: Village) -> None:
    publish(village, **{"20261003_5101": 1, "20261003_5102": 2, "20261003_5103": 3})
    report = village.night()
    counts = report.counts["led"]
    assert (counts.links, counts.listed, dict(+counts.outcomes)) == (3, 3, {"new": 1, "rejected": 2})
    [told] = [alarm for alarm in report.alarms if "id of another article" in alarm]
    assert all(f"/story-20261003_510{n}" in told for n in (1, 2)), told
    assert texts(village) == [("led:20261003", "Reading room number 1 was opened")]

    publish(village, **{"20261003_5104": 4, "20261003_5101": 1, "20261003_5102": 2, "20261003_5103": 3})
    [text] = [alarm for alarm in village.night().alarms if "id of another" in alarm]
    assert "20261003_5104" in text  # published later, listed first
    assert texts(village) == [("led:20261003", "Reading room number 1 was opened")]

    rebuild(village.home, load_sources(village.home / "forms"), frozenset())
    assert texts(village) == [("led:20261003", "Reading room number 1 was opened")]

    village.form = village.form.replace(r"/story-(?P<n>\d+)", r"/story-\d+_(?P<n>\d+)")
    village.night()
    assert {(f"led:510{n}", f"Reading room number {n} was opened") for n in (2, 3, 4)} <= set(texts(village))


def test_one_article_at_two_addresses_is_one_and_asked_for_once_at_each(village: Village) -> None:
    publish(village, **{"7": 1, "7?in=politics": 1, "8": 2})
    report = village.night()
    assert dict(+report.counts["led"].outcomes) == {"new": 2, "repeated": 1}
    assert report.alarms == []
    report = village.night()
    assert "/story-7?in=politics" not in {path for _, path, _ in village.site.requests} or "/story-7" not in {
        path for _, path, _ in village.site.requests
    }
    assert report.alarms == []
    assert len(texts(village)) == 2


def test_a_correction_between_two_addresses_of_an_article_is_a_revision(village: Village) -> None:
    publish(village, **{"7": 1, "7?in=politics": 1})
    corrected = PAGE.format(1).replace("neighbours", "friends and neighbours")
    village.site.answers["/story-7?in=politics"] = Site.ok(corrected.encode())
    report = village.night()
    assert (dict(+report.counts["led"].outcomes), report.alarms) == ({"new": 1, "revised": 1}, [])


def test_another_article_alone_behind_the_id_of_one_we_hold_is_told_and_asked_for_once(village: Village) -> None:
    publish(village, **{"20261003_5101": 1})
    assert dict(+village.night().counts["led"].outcomes) == {"new": 1}
    publish(village, **{"20261003_5102": 2})
    [told] = [alarm for alarm in village.night().alarms if "id of another article" in alarm]
    assert all(f"/story-20261003_510{n}" in told for n in (1, 2)), told
    assert texts(village) == [("led:20261003", "Reading room number 1 was opened")]
    village.form = village.form.replace("recheck_hours = 0", "")
    village.night()
    assert "/story-20261003_5102" not in {path for _, path, _ in village.site.requests}


def test_an_article_at_ever_new_addresses_is_asked_for_at_a_few(village: Village) -> None:
    asked = []
    village.form = village.form.replace("recheck_hours = 0", "")
    for night in range(6):
        publish(village, **{f"7?night={night}": 1})
        assert village.night().alarms == []
        asked.append(any("story" in path for _, path, _ in village.site.requests))
    assert asked == [True] * 4 + [False] * 2
    assert len(texts(village)) == 1
