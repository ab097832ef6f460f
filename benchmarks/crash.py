"""kill -9 at random moments of a run: `python benchmarks/crash.py` kills 20 of them, then lets one run to its end.

Two small sites of 300 articles; one home is left in peace, others are killed five times each and then left to finish.
Afterwards all hold the same articles in the same revisions, `verify` finds nothing wrong (it reads the archive too),
and no page that a committed row told of was asked for again.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import duckdb

from flows.prefect_server import Server, listen, start_server
from flows.settings import use_prefect_in
from tests.sites.sites import Sites

BROADSHEET = Path(sys.executable).with_name("broadsheet")
ARTICLES = "SELECT article_id, revision, revision_hash, content_hash FROM article_revisions ORDER BY ALL"
READ = "SELECT url FROM pages WHERE outcome IN ('new', 'duplicate', 'revised', 'unchanged', 'rejected')"


def start(home: Path, forms: Path) -> subprocess.Popen[str]:
    words = [BROADSHEET, "run", "--home", home, "--sources", forms]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def wait_for_listing(process: subprocess.Popen[str]) -> None:
    """Return when the first listing was read: from then on articles are fetched."""
    assert process.stderr
    while "article links in" not in process.stderr.readline():
        assert process.poll() is None


def finish(home: Path, forms: Path) -> tuple[int, float]:
    """The exit code of a run left in peace, and the seconds from its first listing to its end."""
    process = start(home, forms)
    wait_for_listing(process)
    began = time.monotonic()
    process.communicate()
    return process.returncode, time.monotonic() - began


def ask(home: Path, query: str) -> list[tuple[object, ...]]:
    """Rows of the writer's own database, from a copy: a killed process left its log to be played back."""
    with tempfile.TemporaryDirectory() as scratch:
        for file in home.glob("ingest.duckdb*"):
            shutil.copy(file, scratch)
        path = Path(scratch, "ingest.duckdb")
        if not path.exists():
            return []
        with duckdb.connect(str(path)) as con:
            tables = con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'pages'").fetchall()
            return con.execute(query).fetchall() if tables[0][0] else []


def killed(home: Path, forms: Path, after_s: float) -> bool:
    """Whether the run was still going when it was killed, so long after its first listing."""
    process = start(home, forms)
    wait_for_listing(process)
    time.sleep(after_s)
    was_going = process.poll() is None
    process.kill()
    process.communicate()
    return was_going


def asked_twice(sites: Sites, committed: set[str]) -> set[str]:
    """Pages asked for since the last look that a committed row told of before."""
    asked = {site.server.base + one.path for name, site in sites.sites.items() for one in site.server.requests}
    sites.take_requests()
    return asked & committed


def cycle(sites: Sites, forms: Path, scratch: Path, moments: Sequence[float]) -> bool:
    """One home, killed at these moments of its runs and then left to finish: whether it is as one left in peace.

    A run has only the pages that aren't committed yet to read, and its moment comes as much sooner.
    """
    calm, home, twice = scratch / "calm", scratch / f"killed{len(list(scratch.iterdir()))}", set[str]()
    n_kept, n_killed, n_pages = [], 0, len(ask(calm, READ))
    for moment in moments:
        committed = {str(url) for (url,) in ask(home, READ)}
        n_killed += killed(home, forms, moment * (1 - len(committed) / n_pages))
        twice |= asked_twice(sites, committed)
        n_kept.append(len(ask(home, READ)))
    committed = {str(url) for (url,) in ask(home, READ)}
    code, _ = finish(home, forms)
    twice |= asked_twice(sites, committed)
    articles = ask(home, ARTICLES)
    is_same = articles == ask(calm, ARTICLES)
    sound = subprocess.run([BROADSHEET, "verify", "--full", "--home", home], capture_output=True, text=True)
    print(f"{n_killed} killed, {n_kept} pages committed after each; the last run ended with {code}: ", end="")
    print(f"{len(articles)} revisions, {'the same' if is_same else 'NOT the same'} as of a run left in peace; ", end="")
    print(f"asked for again though committed: {len(twice)}; verify: {sound.returncode}", flush=True)
    return is_same and not twice and sound.returncode == 0 and code == 0


def crash(sites: Sites, scratch: Path, n_kills: int, chance: random.Random) -> bool:
    """Whether everything is as it should be, in homes that are killed five times each."""
    for site in sites.sites.values():
        site.server._http.handle_error = lambda *_: None  # a killed client is no news
    forms = sites.write_forms(scratch / "forms")
    for form in forms.glob("*.toml"):  # an article read a minute ago isn't due to be looked at again
        text = form.read_text().replace("recheck_hours = 0", "recheck_hours = 20")
        # Of the few pages that a killed run left, the rejected one is a large share.
        form.write_text(text.replace("min_listed = 5", "min_listed = 5, max_rejected_share = 1"))
    code, whole_s = finish(scratch / "calm", forms)
    assert code == 0
    sites.take_requests()
    moments = [chance.uniform(0.0, 0.6) * whole_s for _ in range(n_kills)]
    told = [cycle(sites, forms, scratch, moments[at : at + 5]) for at in range(0, n_kills, 5)]
    return all(told)


def main() -> None:
    """Exits 1 when anything got lost, doubled or damaged."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--seed", type=int, default=20261121)
    given = options.parse_args()
    os.environ["BROADSHEET_CONTACT"] = "bench@example.org"
    names = ("binhduong", "vietnamplus")
    with tempfile.TemporaryDirectory() as name, Sites(names, n_articles=300, latency_s=0.005) as sites:
        scratch = Path(name)
        use_prefect_in(scratch / "server")
        server: Server = start_server(scratch / "server", listen("127.0.0.1", 0))
        os.environ["PREFECT_API_URL"] = f"{server.url}/api"
        try:
            server.wait_until_healthy()
            is_good = crash(sites, scratch, given.kills, random.Random(given.seed))
        finally:
            server.stop()
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
