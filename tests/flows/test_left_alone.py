"""A host that asked to be left alone, or forbids its pages, is: in the next run, too, and the words say so."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta

import pytest

from flows.commands import ingest, status
from flows.commands.values import cell
from flows.settings import read_settings
from tests.flows.village import Village
from tests.scrapers.faults.conftest import Site


def test_a_host_that_asked_for_an_hour_is_not_asked_in_the_next_run(village: Village) -> None:
    village.list(1, 2, 3)
    village.site.answers["/story-1"] = Site.ok(b"", "Retry-After: 3600", status="429 Too Many Requests")
    report = village.night()
    assert report.counts["led"].outcomes["deferred"] == 3
    [told] = report.unread
    assert told.startswith("led: 3 pages deferred, asked again next run: 2 × the host asked not to be visited before")
    assert "; 1 × HTTP 429 Too Many Requests: not before" in told
    moment = datetime.fromisoformat(told.split()[-1].rstrip("."))
    assert timedelta(seconds=3500) < moment - datetime.now(UTC) < timedelta(seconds=3601)

    report = village.night()
    assert village.site.requests == []
    assert report.counts["led"].outcomes["deferred"] == 3
    assert (report.alarms, report.notices) == ([], [])
    listings, pages = report.unread
    until = f"deferred, asked again next run: the host asked not to be visited before {moment:%Y-%m-%dT%H:%M:%SZ}."
    assert (listings, pages) == (f"led: its listings {until}", f"led: 3 pages {until}")


def test_a_listing_that_names_a_later_moment_is_put_off_and_no_alarm(village: Village) -> None:
    village.list(1)
    village.site.answers["/news/"] = Site.ok(b"", "Retry-After: 7200", status="503 Service Unavailable")
    report = village.night()
    assert (report.alarms, report.notices) == ([], [])
    [told] = report.unread
    said = "led: its listings deferred, asked again next run: HTTP 503 Service Unavailable: not before "
    assert told.startswith(said), told


def test_a_run_that_finds_nothing_for_an_empty_home_says_no_more(
    village: Village, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = read_settings(home=village.home)
    village.site.answers["/news/"] = Site.ok(b"<p>Soon.</p>")
    report = village.night()
    ingest._show(report, settings)
    assert capsys.readouterr().out == f"No article was found, and {village.home / 'news.duckdb'} holds none yet.\n"
    village.list(1)
    village.night()
    ingest._show(village.night(), settings)
    assert capsys.readouterr().out.startswith("Nothing new; what is held is in ")


def test_a_host_that_is_not_there_is_named_once_with_what_happened(village: Village) -> None:
    with socket.socket() as unheard:  # bound, so that nobody else listens there
        unheard.bind(("127.0.0.1", 0))
        village.site.host = f"127.0.0.1:{unheard.getsockname()[1]}"
        report = village.night()
    host = village.site.host
    assert report.alarms == [
        f"led: No listing was asked: {host} cannot be reached: the connection was refused (3 tries)."
    ]
    assert (report.notices, report.unread) == ([], [])


def test_a_name_that_leads_nowhere_is_told_once(village: Village, caplog: pytest.LogCaptureFixture) -> None:
    village.site.host = "broadsheet.invalid"
    [told] = village.night().alarms
    assert told.startswith(
        "led: No listing was asked: broadsheet.invalid cannot be reached: its name cannot be resolved"
    )
    assert [record for record in caplog.records if record.levelname == "WARNING"] == []


def test_once_the_moment_is_over_it_is_asked_again(village: Village) -> None:
    village.list(1)
    village.home.mkdir()
    kept = village.home / "closed_hosts.json"
    kept.write_text(json.dumps({village.site.host: (datetime.now(UTC) - timedelta(minutes=1)).isoformat()}))
    assert village.counted() == {"new": 1}
    assert not kept.exists()


@pytest.mark.parametrize("junk", ["", "[]", '{"a": 1}', '{"a": "soon"}'])
def test_a_spoilt_file_of_such_moments_stops_no_run(village: Village, junk: str) -> None:
    village.list(1)
    village.home.mkdir()
    (village.home / "closed_hosts.json").write_text(junk)
    assert village.counted() == {"new": 1}


def test_what_robots_forbids_is_told_by_that_name(village: Village) -> None:
    village.list(1, 2, 3)
    village.site.answers["/robots.txt"] = Site.ok(b"User-agent: *\nDisallow: /story")
    report = village.night()
    assert "led: None of the 3 pages was asked for: robots.txt forbids it." in report.alarms
    assert not [path for _, path, _ in village.site.requests if "story" in path]


def test_one_article_behind_a_login_is_named_and_fails_no_run(village: Village) -> None:
    village.list(1, 2)
    assert village.counted() == {"new": 2}
    asking = "<title>Log in</title><form><h1>Log in</h1><input name=user><input type=password></form>"
    village.site.answers["/story-1"] = Site.ok(asking.encode())
    report = village.night()
    assert dict(+report.counts["led"].outcomes) == {"rejected": 1, "unchanged": 1}
    assert [page.url for page in report.rejected] == [village.site.url("/story-1")]
    assert report.alarms == []


def test_a_fault_of_ours_is_a_breach_of_its_source(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    village.list(1)
    monkeypatch.setattr("flows.source_fetch.SourceFetch._fetch", lambda *_: 1 // 0)
    report = village.night()
    told = "Stopped by a fault of this program (ZeroDivisionError: integer division or modulo by zero)."
    assert told in report.counts["led"].breaches
    assert f"led: {told}" in report.alarms


@pytest.mark.parametrize(
    ("state", "breaches", "told"),
    [("failed", [], ""), ("failed", ["None."], " failed"), ("crashed", [], " crashed"), ("completed", ["None."], "")],
)
def test_a_source_failed_only_by_a_breach_of_its_own(state: str, breaches: list[str], told: str) -> None:
    ended = datetime(2026, 11, 22, 8, tzinfo=UTC)
    row = {"last_run_id": "r1", "last_finished_at": ended, "last_state": state, "breaches": breaches}
    assert status._last_run(row) == f"{cell(ended)}{told}"


def test_failed_pages_are_counted_at_the_end(village: Village) -> None:
    village.list(1, 2, 3)
    village.site.answers["/story-1"] = village.site.answers["/story-2"] = Site.ok(b"", status="403 Forbidden")
    report = village.night()
    assert report.unread == ["led: 2 pages failed, asked again next run: HTTP 403 Forbidden."]


def test_each_reason_for_failing_is_told_with_its_number(village: Village) -> None:
    village.list(*range(1, 8))
    for number in range(1, 8):
        status = "403 Forbidden" if number > 3 else "451 Unavailable For Legal Reasons" if number > 1 else "410 Gone"
        village.site.answers[f"/story-{number}"] = Site.ok(b"", status=status)
    [told] = village.night().unread
    said = "4 × HTTP 403 Forbidden; 2 × HTTP 451 Unavailable For Legal Reasons; and 1 other."
    assert told == f"led: 7 pages failed, asked again next run: {said}"
