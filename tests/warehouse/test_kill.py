"""kill -9 at any moment: what was committed stays, nothing is half there, and the next run completes it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from warehouse.verify import verify

pytestmark = pytest.mark.whole

ROOT = Path(__file__).parents[2]
N_BATCHES, N_PAGES = 8, 20

LOAD = f"""
import sys
from pathlib import Path
sys.path.insert(0, "tests/warehouse")
from conftest import Home, make_article, make_page
home, run = Home(Path(sys.argv[1])), sys.argv[2]
print("open", flush=True)
for batch in range({N_BATCHES}):
    names = [f"tea:{{batch}}.{{n}}" for n in range({N_PAGES})]
    home.append(*[make_page(make_article(name, name)) for name in names], run=run)
    print(batch, flush=True)
    sys.stdin.readline()
home.finish(run)
home.warehouse.publish()
"""


def _load(home, run, stdin=subprocess.DEVNULL):
    """A load that goes on to the next batch for each line it reads, or to the end where there is nothing to read."""
    command = [sys.executable, "-c", LOAD, str(home), run]
    process = subprocess.Popen(command, cwd=ROOT, stdin=stdin, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "open\n"
    return process


@pytest.mark.parametrize("seconds", [0, 0.01, 0.03])
def test_a_killed_load_is_completed_by_the_next(home, seconds):
    home.warehouse.close()
    for n, batches in enumerate((0, 1, 4)):
        process = _load(home.path, f"r{n}", subprocess.PIPE)
        for _ in range(batches):
            process.stdout.readline()
            process.stdin.write("\n")
            process.stdin.flush()
        time.sleep(seconds)  # into the next batch
        process.send_signal(signal.SIGKILL)
        process.communicate()
        home.reopen()
        assert home.sql("SELECT count(*) % 20 FROM article_revisions") == [(0,)], "half a batch"
        assert home.sql("SELECT count(*) FROM pages") == home.sql("SELECT coalesce(sum(n_pages), 0) FROM batches")
        home.warehouse.close()
    last = _load(home.path, "last")
    last.communicate()
    assert last.returncode == 0
    assert [check for check in verify(home.path, full=True) if not check.ok] == []
    home.reopen()
    assert home.sql("SELECT count(*), max(revision) FROM articles") == [(N_BATCHES * N_PAGES, 1)]
    states = dict(home.sql("SELECT run_id, state FROM runs"))
    states.setdefault("r0", "crashed")  # killed before it began, perhaps
    assert states == {"r0": "crashed", "r1": "crashed", "r2": "crashed", "last": "completed"}
