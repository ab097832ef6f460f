"""The questions of docs/questions.md, asked of a corpus whose answers are known."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from contextlib import closing
from datetime import date, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median

import pytest

from scrapers.records import RemovedLine
from tests.warehouse.conftest import Home, make_article, make_form, make_page
from tests.warehouse.labelled import FIRST_FETCH, PHRASE, SOURCES, Labelled, N, corpus
from warehouse.read import ask, open_published
from warehouse.topics import Phrase

pytestmark = pytest.mark.whole

DOCUMENT = Path(__file__).parents[2] / "docs" / "questions.md"
QUESTIONS = dict(re.findall(r"^### (.+?)\n.*?```sql\n(.+?)```", DOCUMENT.read_text(encoding="utf-8"), re.M | re.S))
WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def labelled() -> list[Labelled]:
    return corpus()


@pytest.fixture(scope="module")
def told(labelled, empty_home, tmp_path_factory):
    """A warehouse that met the corpus in four runs: first seen, changed, gone, back."""
    home = Home(shutil.copytree(empty_home, tmp_path_factory.mktemp("labelled") / "home"))
    home.warehouse.record_sources(
        [make_form(source, country=country, kind="agency") for source, (country, _) in SOURCES.items()], at=FIRST_FETCH
    )
    home.warehouse.use_phrases([Phrase("gender_violence", language, phrase) for language, phrase in PHRASE.items()])
    _append(home, "r1", labelled, _page)
    _append(home, "r2", [one for one in labelled if one.changed_body], _changed_page)
    _append(home, "r3", [one for one in labelled if one.gone], _gone_page)
    _append(home, "r4", [one for one in labelled if one.back], lambda one: _page(one, at=FIRST_FETCH + 3 * WEEK))
    home.warehouse.publish()
    home.warehouse.close()
    with closing(open_published(home.path)) as con:
        yield lambda question: ask(con, QUESTIONS[question]).rows


def _append(home, run, articles, make):
    by_source = sorted(articles, key=lambda one: one.source)
    for source, group in groupby(by_source, key=lambda one: one.source):
        home.append(*map(make, group), run=run, source=source)


def _page(one: Labelled, at=FIRST_FETCH, **given):
    article = make_article(
        one.article_id,
        language=one.language,
        published_on=one.published_on,
        not_before=one.not_before,
        authors=(one.author,) if one.author else (),
        removed_lines=tuple(
            RemovedLine(line=n, text=text, rule=f"known:{one.language}") for n, text in enumerate(one.removed)
        ),
        **{"body": one.body, "title": f"Title {one.number}", **given},
    )
    return make_page(article, source=one.source, url=f"https://{one.source}.example/{one.number}", fetched_at=at)


def _changed_page(one: Labelled):
    title = {"title": f"Another title {one.number}"} if one.changed_title else {}
    return _page(one, at=FIRST_FETCH + WEEK, body=one.changed_body, **title)


def _gone_page(one: Labelled):
    return make_page(
        article_id=one.article_id, source=one.source, outcome="gone", http_status=404, fetched_at=FIRST_FETCH + 2 * WEEK
    )


def stories(labelled):
    return [one for one in labelled if one.copy_of is None]


def test_there_are_twelve_questions_of_six_lines_at_most():
    assert len(QUESTIONS) == 12
    assert max(sql.count("\n") for sql in QUESTIONS.values()) <= 6


def test_how_many(told, labelled):
    assert told("How many articles, and how many stories?") == [(N, 840)]


def test_by_country(told, labelled):
    articles, distinct = Counter(one.country for one in labelled), Counter(one.country for one in stories(labelled))
    assert told("How many by country?") == [(name, articles[name], distinct[name]) for name in ("CN", "VN")]


def test_by_month(told, labelled):
    months = Counter(f"{one.published_on:%Y-%m}" if one.published_on else "undated" for one in stories(labelled))
    assert told("How many by month, with the undated told apart?") == sorted(months.items())


def test_the_share_on_a_topic(told, labelled):
    def months(some):
        return Counter((one.source, one.published_on and one.published_on.replace(day=1)) for one in some)

    every, on_topic = months(stories(labelled)), months(one for one in stories(labelled) if one.on_topic)
    expected = [
        (
            source,
            month,
            on_topic[source, month],
            n,
            round(on_topic[source, month] / n, 3),
            0 if month else on_topic[source, month],
        )
        for (source, month), n in every.items()
    ]
    answer = told("What share of each source's stories is on a topic, by month?")
    assert answer == sorted(expected, key=lambda row: (row[0], row[1] or date.max))


def test_the_sixteen_days(told, labelled):
    first, last, fetched = date(2024, 11, 25), date(2024, 12, 10), FIRST_FETCH.date()
    bounds = [
        (one.published_on or one.not_before or date.min, one.published_on or fetched) for one in stories(labelled)
    ]
    certain = sum(first <= early and late <= last for early, late in bounds)
    possible = sum(early <= last and late >= first for early, late in bounds)
    assert told("What falls into the 16 Days of Activism, for certain and possibly?") == [(certain, possible)]


def test_who_copies_whom(told, labelled):
    days = {}
    for one in labelled:
        if one.copy_of:
            key = (one.source, one.copy_of.source, one.kind)
            days.setdefault(key, []).append((one.published_on - one.copy_of.published_on).days)
    expected = sorted((-len(lags), *key, median(lags)) for key, lags in days.items())
    answer = told("Who copies whom, and how fast?")
    assert [(-n, source, origin, kind, lag) for source, origin, kind, n, lag in answer] == expected


def test_what_was_changed(told, labelled):
    changed = [one for one in labelled if one.changed_body]
    answer = told("What was changed after publication?")
    titles = Counter(one.source for one in changed if one.changed_title)
    assert [row[:3] for row in answer] == [
        (source, n, titles[source]) for source, n in sorted(Counter(one.source for one in changed).items())
    ]
    assert all(0.2 < most < 0.3 for *_, most in answer)  # one paragraph of four was written anew


def test_what_was_removed(told, labelled):
    gone = Counter(one.source for one in labelled if one.gone)
    back = Counter(one.source for one in labelled if one.back)
    assert told("What was removed at the source, and what came back?") == [
        (source, gone[source], back[source]) for source in sorted(gone)
    ]


def test_the_longest_silence(told, labelled):
    gaps = {}
    for source in SOURCES:
        days = sorted(one.published_on for one in labelled if one.source == source and one.published_on)
        gaps[source] = max((later - earlier).days for earlier, later in pairwise(days))
    expected = sorted(gaps.items(), key=lambda gap: (-gap[1], gap[0]))
    assert told("Which source was silent for longest?") == expected


def test_the_most_removed_lines(told, labelled):
    lines = Counter((f"known:{one.language}", line) for one in labelled for line in one.removed)
    expected = sorted(((rule, text, n) for (rule, text), n in lines.items()), key=lambda row: (-row[2], row[1]))
    assert told("Which lines were removed most?") == expected[:3]


def test_who_writes_for_whom(told, labelled):
    written = Counter((one.source, one.author) for one in stories(labelled) if one.author)
    expected = sorted(((*key, n) for key, n in written.items()), key=lambda row: (-row[2], row[0], row[1].encode()))
    assert told("Who writes for which source?") == expected[:10]


def test_stories_across_sources_and_languages(told, labelled):
    copied = [one for one in labelled if one.copy_of]
    assert told("Which stories are in more than one language or source?") == [(len(copied), 0)]
