"""Nights against whole small sites on loopback, through the command: outcomes, requests, breaches, mended forms."""

from __future__ import annotations

import gzip
import re
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from scrapers.forms.saved_pages import SavedPage
from scrapers.source import Sources, load_sources
from tests.flows.conftest import Command, Result, command, line, rows
from tests.flows.test_ingest import asked
from tests.sites.server import Resource
from tests.sites.sites import Sites, files_of, path_of

pytestmark = pytest.mark.slow

CONTACT = {"BROADSHEET_CONTACT": "tests@example.org"}
LISTINGS = {
    "womenofchina": 2, "bacninh": 2, "vietnamplus": 3, "baolangson": 1, "baolangson_new": 1, "binhduong": 1,
}  # fmt: skip
"""Requests that each site's listings take."""


@pytest.fixture(scope="module")
def run(environment: dict[str, str]) -> Command:
    """`broadsheet run` with a contact."""

    def run(*words: object, **options: Any) -> Result:
        return command("run", *words, "--json", env=environment | CONTACT, **options)

    return run


@dataclass
class Nights:
    """Four nights of six sites in one home: as they were, a day later, one with a new template, its form mended."""

    home: Path
    forms: Path
    sites: Sites
    results: list[Result] = field(default_factory=list)
    requests: list[dict[str, Counter[int]]] = field(default_factory=list)
    paths: list[set[str]] = field(default_factory=list)
    """What was asked of the site with the new template."""

    def night(self, run: Command) -> None:
        self.results.append(run("--home", self.home, "--sources", self.forms))
        asked = self.sites.take_requests()
        self.paths.append({one.path for one in asked["bacninh"]})
        self.requests.append({name: Counter(int(one.status) for one in of_site) for name, of_site in asked.items()})

    def counts(self, night: int) -> dict[str, dict[str, int]]:
        """The outcomes of each source that night."""
        return {row["source"]: {k: n for k, n in row.items() if isinstance(n, int) and n} for row in self.rows(night)}

    def rows(self, night: int) -> list[dict[str, Any]]:
        return rows(self.results[night - 1])


@pytest.fixture(scope="module")
def nights(run: Command, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    home, forms = tmp_path_factory.mktemp("nights"), tmp_path_factory.mktemp("forms")
    with Sites() as sites:
        nights = Nights(home, sites.write_forms(forms), sites)
        nights.night(run)
        sites.turn(2)
        nights.night(run)
        sites.turn(3, redesigned=["bacninh"])
        nights.night(run)
        sites.write_forms(forms, mended=["bacninh"])
        nights.night(run)
        yield nights


def loaded(nights: Nights) -> Sources:
    return load_sources(nights.forms)


def test_night_one_has_every_article_as_it_was_written(nights: Nights, broadsheet: Command) -> None:
    assert nights.results[0].returncode == 0, nights.results[0].stderr
    query = "SELECT native_id, source, title, body, published_on FROM article_revisions WHERE revision = 1"
    held = {(row["source"], row["native_id"]): row for row in asked(broadsheet, nights.home, query)}
    for name, site in nights.sites.sites.items():
        for story in site.stories(1):
            row = held[name, str(story.number)]
            assert (row["title"], row["body"]) == (story.title, story.body)
    expected = Counter(page.reason or "new" for site in nights.sites.sites.values() for page in site.saved)
    told = asked(broadsheet, nights.home, REASONS)
    assert Counter({row["reason"]: row["n"] for row in told}) == expected - Counter(new=expected["new"])


REASONS = "SELECT reason, count(*) AS n FROM pages WHERE outcome = 'rejected' AND run_id = (SELECT min(run_id) FROM runs) GROUP BY ALL"  # noqa: E501


def test_every_address_has_one_outcome_and_they_add_up(nights: Nights) -> None:
    for night in (1, 2, 3, 4):
        for row in nights.rows(night):
            outcomes = {k: n for k, n in row.items() if isinstance(n, int) and k != "listed"}
            assert sum(outcomes.values()) == row["listed"] > 0, row


def test_night_two_fetches_in_full_what_is_new_or_changed_and_nothing_else(nights: Nights) -> None:
    assert nights.results[1].returncode == 0, nights.results[1].stderr
    for name, counts in nights.counts(2).items():
        n_before = nights.counts(1)[name]["listed"]
        assert counts == {"listed": n_before + 1, "new": 1, "revised": 1, "gone": 1, "not_modified": n_before - 2}
        in_full = nights.requests[1][name][200] - LISTINGS[name]
        assert in_full <= 1.3 * (counts["new"] + counts["revised"])


def test_explain_says_since_when_an_article_is_gone(nights: Nights, broadsheet: Command) -> None:
    query = "SELECT article_id, strftime(gone_at, '%Y-%m-%d %H:%M') AS at FROM articles WHERE gone_at IS NOT NULL"
    row, *_ = asked(broadsheet, nights.home, query)
    shown = broadsheet("explain", row["article_id"], "--home", nights.home, "--sources", nights.forms).stdout
    assert f"\nGone from its site since {row['at']}Z; what was read of it stays.\n" in shown


def test_a_new_template_fails_the_run_by_name_and_the_other_sources_are_done(nights: Nights) -> None:
    assert nights.results[2].returncode == 1
    breach = r"^Breach: bacninh: (\d+) of \1 were read without a layout that fits, at most 20% are expected\.$"
    assert re.search(breach, nights.results[2].stderr, re.MULTILINE), nights.results[2].stderr
    assert [row["source"] for row in nights.rows(3) if row["breaches"]] == ["bacninh"]
    assert {counts["new"] for counts in nights.counts(3).values()} == {2}


def test_a_new_template_makes_no_revision_of_what_its_publisher_left_alone(nights: Nights, broadsheet: Command) -> None:
    assert not [(name, n) for name, n in nights.counts(3).items() if n.get("revised")]
    query = """
        SELECT count(*) FILTER (revision > 1) AS revised, count(*) FILTER (revision = 1) AS first
        FROM pages WHERE source = 'bacninh' AND outcome = 'unchanged' AND detail LIKE 'No layout fits it%'
    """
    [told] = asked(broadsheet, nights.home, query)
    assert told["revised"] == 1  # what was corrected on the second day
    assert told["first"] >= 4
    # Once the form is mended, they are read again, and their layout finds what the old one found.
    assert nights.counts(4)["bacninh"].get("revised", 0) == nights.counts(3)["bacninh"]["new"]


def test_a_mended_form_reads_the_archived_pages_again_without_a_request(nights: Nights, broadsheet: Command) -> None:
    assert nights.results[3].returncode == 0, nights.results[3].stderr
    query = "SELECT run_id, url, outcome, tries FROM pages WHERE source = 'bacninh' AND http_status = 200 ORDER BY ALL"
    pages = asked(broadsheet, nights.home, query)
    *_, third, fourth = sorted({page["run_id"] for page in pages})
    without_layout = {page["url"] for page in pages if page["run_id"] == third and page["outcome"] != "unchanged"}
    again = {page["url"]: page["tries"] for page in pages if page["run_id"] == fourth}
    assert {again[url] for url in without_layout} == {0}
    assert not {nights.sites["bacninh"].server.base + path for path in nights.paths[3]} & without_layout
    query = "SELECT title, body, flags FROM articles WHERE source = 'bacninh' AND published_on >= '2025-03-11'"
    held = {row["title"]: row for row in asked(broadsheet, nights.home, query)}
    for story in nights.sites["bacninh"].stories(3)[:3]:
        assert (held[story.title]["body"], held[story.title]["flags"]) == (story.body, [])


def test_the_warehouse_and_the_archive_are_sound(nights: Nights, broadsheet: Command) -> None:
    result = broadsheet("verify", "--full", "--home", nights.home)
    assert result.returncode == 0, result.stdout
    files = sorted((nights.home / "archive").glob("*.warc.gz"))
    assert len(files) == 6 * 4
    assert b"/robots.txt" in b"".join(gzip.decompress(file.read_bytes()) for file in files[:6])
    subprocess.run(["gunzip", "-t", *files], check=True)
    subprocess.run([Path(line()[0]).with_name("warcio"), "check", *files], check=True, capture_output=True)


def test_the_operator_sees_each_source_step(nights: Nights, api: Callable[[str, dict[str, Any]], Any]) -> None:
    run = api("/flow_runs/filter", {"flow_runs": {"name": {"like_": "nightly"}}, "sort": "START_TIME_DESC"})
    ids = [one["id"] for one in run if one["parameters"].get("home") == str(nights.home)]
    assert len(ids) == 4
    names = {task["name"] for task in api("/task_runs/filter", {"flow_runs": {"id": {"any_": ids}}})}
    assert {"discover womenofchina", "fetch womenofchina 1", "reread bacninh 1", "publish"} <= names


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Sites, Path]]:
    """One site, with the form that leads to it."""
    with Sites(["binhduong"], n_articles=8) as sites:
        yield sites, sites.write_forms(tmp_path / "forms")


def test_without_a_contact_nothing_is_asked_of_anybody(
    environment: dict[str, str], site: tuple[Sites, Path], tmp_path: Path
) -> None:
    sites, forms = site
    words = ("run", "--home", tmp_path / "home", "--sources", forms)
    result = command(*words, env=environment)
    assert (result.returncode, len(result.stderr.strip().splitlines())) == (2, 1)
    assert "settings.toml" in result.stderr
    assert not sites.take_requests()["binhduong"]
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "settings.toml").write_text('contact = "tests@example.org"')
    assert command(*words, env=environment).returncode == 0


def test_what_is_over_the_cap_waits_for_the_next_run(run: Command, site: tuple[Sites, Path], tmp_path: Path) -> None:
    words = ("binhduong", "--home", tmp_path / "home", "--sources", site[1])
    [first] = rows(run(*words, "--limit", 4))
    [second] = rows(run(*words))
    assert (first["new"], first["deferred"]) == (4, first["listed"] - 4)
    assert first["new"] + first["rejected"] + second["new"] + second["rejected"] == first["listed"]


def test_an_empty_listing_of_a_live_source_fails_the_run(
    run: Command, site: tuple[Sites, Path], tmp_path: Path
) -> None:
    sites, forms = site
    resources = sites["binhduong"].server.resources
    sites["binhduong"].server.resources = {**resources, "/Pages/TinTucSuKien.aspx": Resource(content=b"<p>Soon.</p>")}
    result = run("--home", tmp_path / "home", "--sources", forms)
    assert result.returncode == 1
    assert "binhduong: 0 article links were found, at least 5 are expected." in result.stderr
    assert "finds no link" in result.stderr


WALL = Resource(content=b"<title>Just a moment...</title><p>Verifying you are human.</p>")


def test_a_wall_stops_the_source_loudly(run: Command, site: tuple[Sites, Path], tmp_path: Path) -> None:
    sites, forms = site
    server = sites["binhduong"].server
    server.resources = {path: WALL if "ChiTiet" in path else page for path, page in server.resources.items()}
    result = run("--home", tmp_path / "home", "--sources", forms)
    assert result.returncode == 1
    assert "binhduong: It turned us away 3 times" in result.stderr
    [row] = rows(result)
    assert (row["rejected"], row["deferred"]) == (3, row["listed"] - 3)
    assert sum("ChiTiet" in one.path for one in sites.take_requests()["binhduong"]) == 3
    sites.turn(1)
    [row] = rows(run("--home", tmp_path / "home", "--sources", forms))
    assert row["new"] + row["rejected"] == row["listed"]  # those behind the wall, too


def test_a_wall_with_status_403_stops_the_source_as_well(
    run: Command, broadsheet: Command, site: tuple[Sites, Path], tmp_path: Path
) -> None:
    sites, forms = site
    server = sites["binhduong"].server
    wall = Resource(content=WALL.content, status=403)
    server.resources = {path: wall if "ChiTiet" in path else page for path, page in server.resources.items()}
    result = run("--home", tmp_path / "home", "--sources", forms)
    assert "binhduong: It turned us away 3 times" in result.stderr
    [row] = rows(result)
    assert (result.returncode, row["failed"], row["deferred"]) == (1, 3, row["listed"] - 3)
    query = "SELECT DISTINCT reason, detail FROM pages WHERE outcome = 'failed'"
    [told] = asked(broadsheet, tmp_path / "home", query)
    assert told == {"reason": "block_wall", "detail": "HTTP 403 Forbidden: It turns us away: Just a moment."}


def test_a_wall_before_the_listing_is_told_by_its_name(run: Command, site: tuple[Sites, Path], tmp_path: Path) -> None:
    sites, forms = site
    server = sites["binhduong"].server
    server.resources = {**server.resources, "/Pages/TinTucSuKien.aspx": WALL}
    result = run("--home", tmp_path / "home", "--sources", forms)
    assert result.returncode == 1
    assert "It turns us away: Just a moment" in result.stderr


def test_a_source_whose_pages_all_fail_fails_the_run(run: Command, site: tuple[Sites, Path], tmp_path: Path) -> None:
    sites, forms = site
    server = sites["binhduong"].server
    server.resources = {path: page for path, page in server.resources.items() if "ChiTiet" not in path}
    result = run("--home", tmp_path / "home", "--sources", forms)
    [row] = rows(result)
    assert (result.returncode, row["failed"]) == (1, row["listed"])
    assert "pages asked for could be had" in result.stderr


def test_what_only_the_listing_prints_is_kept_with_its_origin(
    run: Command, broadsheet: Command, tmp_path: Path
) -> None:
    def without_dates(path: str, page: Resource, more: str = "") -> Resource:
        text = page.content.decode() if "details" in path else ""
        text = re.sub(r'<span class="date_time">.*?</span>', "", text).replace("</p></div>", f"{more}</p></div>")
        return Resource(content=text.encode()) if text else page

    query = """
        SELECT revision, published_on, origin FROM articles JOIN field_origins USING (article_id, revision)
        WHERE native_id = '81900101' AND field LIKE 'published%' ORDER BY ALL
    """
    with Sites(["bacninh"]) as sites:
        forms, home, server = sites.write_forms(tmp_path / "forms"), tmp_path / "home", sites["bacninh"].server
        server.resources = {path: without_dates(path, page) for path, page in server.resources.items()}
        assert run("--home", home, "--sources", forms).returncode == 0
        first = asked(broadsheet, home, query)
        assert {row["published_on"] for row in first} == {"2025-03-10"}
        assert any("listing" in row["origin"] for row in first), first
        listing = next(path for path in server.resources if "loadPage" in path)
        empty = Resource(content=b'{"items": [], "totalPageNum": 1}', content_type="application/json")
        later = {path: without_dates(path, page, " Added later.") for path, page in server.resources.items()}
        server.resources = {**later, listing: empty}
        run("--home", home, "--sources", forms)  # nothing is listed any more: a breach
        assert {(row["revision"], row["published_on"]) for row in asked(broadsheet, home, query)} == {(2, "2025-03-10")}


def test_an_article_on_several_pages_is_read_again_from_the_archive_as_one(run: Command, tmp_path: Path) -> None:
    with Sites(["womenofchina"]) as sites:
        forms, home = sites.write_forms(tmp_path / "forms"), tmp_path / "home"
        assert run("--home", home, "--sources", forms).returncode == 0
        [page] = [page for page in sites["womenofchina"].saved if page.further]
        assert_joined(home, page, sites)


def test_a_change_on_a_further_page_alone_is_a_revision(run: Command, broadsheet: Command, tmp_path: Path) -> None:
    with Sites(["womenofchina"]) as sites:
        forms, home = sites.write_forms(tmp_path / "forms"), tmp_path / "home"
        site = sites["womenofchina"]
        assert run("--home", home, "--sources", forms).returncode == 0
        [page] = [page for page in site.saved if page.further]
        first, second, *_ = (path for path, _ in files_of(page))
        sites.take_requests()
        [night] = rows(run("--home", home, "--sources", forms))
        assert (night["not_modified"], night["revised"]) == (night["listed"], 0)
        statuses = {one.path: one.status for one in sites.take_requests()["womenofchina"]}
        assert (statuses[first], statuses[second]) == (304, 304)
        resource = site.server.resources[second]
        text = resource.content.decode().replace("</p>", " This was added later.</p>", 1)
        site.server.resources = {**site.server.resources, second: Resource(content=text.encode())}
        [night] = rows(run("--home", home, "--sources", forms))
        assert (night["revised"], night["not_modified"]) == (1, night["listed"] - 1)
        [held] = asked(broadsheet, home, "SELECT body FROM articles WHERE revision = 2")
        assert "This was added later." in held["body"]
        assert_joined(home, page, sites)


def assert_joined(home: Path, page: SavedPage, sites: Sites) -> None:
    from scrapers.page_archive import read_archived
    from scrapers.records import Document
    from warehouse.read import open_published, query

    address = sites["womenofchina"].server.base + path_of(page)
    with open_published(home) as con:
        [row] = query(con, JOINED, [address]).records
    source = load_sources(home.parent / "forms")["womenofchina"]
    document = read_archived(home / "archive" / row["archive_file"], row["archive_offset"], source=source)
    assert isinstance(document, Document)
    assert document.digest == row["digest"]


JOINED = "SELECT archive_file, archive_offset, digest FROM pages WHERE url = ? AND http_status = 200 ORDER BY fetched_at DESC LIMIT 1"  # noqa: E501


def test_a_run_that_waits_for_its_hosts_is_not_silent(run: Command, tmp_path: Path) -> None:
    with Sites(["baolangson"], n_articles=1, latency_s=6) as sites:
        told = run("--home", tmp_path / "home", "--sources", sites.write_forms(tmp_path / "forms")).stderr.splitlines()
    assert "Reading listings, 0 of 1 source done" in told


def test_ctrl_c_ends_cleanly_and_keeps_what_was_committed(
    environment: dict[str, str], run: Command, broadsheet: Command, tmp_path: Path
) -> None:
    with Sites(["binhduong", "baolangson"], n_articles=250, latency_s=0.01) as sites:
        forms, home = sites.write_forms(tmp_path / "forms"), tmp_path / "home"
        words = line("run", "--home", home, "--sources", forms)
        process = subprocess.Popen(words, env=environment | CONTACT, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        while ": fetched 100 new" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
        assert process.wait() == 130, told
        assert "Traceback" not in told
        sites.take_requests()
        counts = rows(run("--home", home, "--sources", forms))
        assert sum(row["known"] + row["not_modified"] for row in counts) >= 99
        assert sum(row["new"] for row in counts) < 2 * 250 - 90
        n_saved = sum(page.article is not None for one in sites.sites.values() for page in one.saved)
        assert asked(broadsheet, home, "SELECT count(*) AS n FROM articles") == [{"n": 2 * 250 + n_saved}]
        assert broadsheet("verify", "--home", home).returncode == 0


def test_all_nights_are_made_again_from_the_archive_by_the_mended_forms(
    broadsheet: Command, nights: Nights, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(nights.home, tmp_path / "home"))
    kept = "SELECT * FROM pages WHERE outcome NOT IN ('new', 'revised', 'unchanged', 'rejected') ORDER BY ALL"
    articles = "SELECT article_id, source, title, body, published_on FROM articles ORDER BY ALL"
    nights.sites.take_requests()
    before = [asked(broadsheet, home, query) for query in (kept, articles)]
    result = broadsheet("replay", "--home", home, "--sources", nights.forms)
    assert result.returncode == 0, result.stderr
    assert [asked(broadsheet, home, query) for query in (kept, articles)] == before
    assert not any(nights.sites.take_requests().values()), "a replay asks for nothing"
    fallbacks = "FROM article_revisions WHERE source = 'bacninh' AND list_contains(flags, 'fallback')"
    assert asked(broadsheet, home, f"SELECT count(*) AS n {fallbacks}") == [{"n": 0}], (
        "the form knows both templates now"
    )
    verified = broadsheet("verify", "--full", "--home", home)
    assert verified.returncode == 0, verified.stdout
