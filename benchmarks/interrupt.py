"""Ctrl-C at random moments of a load: `python benchmarks/interrupt.py` interrupts ten, each in a home of its own.

Each must end with 130 and one sentence (with 0 if all was done already), what it appended must be published and sound,
and the next load of the same file must complete it. Printed are the moment, how long the end took, what was published.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from flows.prefect_server import listen, start_server
from flows.settings import use_prefect_in

BROADSHEET = Path(sys.executable).with_name("broadsheet")
TEXT = (
    "Women of place {n} opened a new reading room on Monday, the local union said in a statement to the press.\n\n"
    "The room has {n} books and is open to everybody on six days of the week until late in the evening."
)


def write_documents(path: Path, n: int) -> Path:
    """A .jsonl of `n` short documents."""
    records = (
        {"url": f"https://a.example.org/{at}", "title": f"Room {at}", "text": TEXT.format(n=at)} for at in range(n)
    )
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def broadsheet(*words: object) -> subprocess.CompletedProcess[str]:
    """A command run to its end."""
    return subprocess.run([BROADSHEET, *map(str, words)], capture_output=True, text=True)


def interrupted(path: Path, home: Path, after_s: float) -> tuple[int, float, str]:
    """The load's exit code, the seconds it took to end, and what it said."""
    words = [BROADSHEET, "load", path, "--home", home]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    time.sleep(after_s)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    told = process.communicate()[1]
    return process.returncode, time.monotonic() - began, told


def is_sound(path: Path, home: Path, n: int, after_s: float) -> bool:
    """Whether one interrupted load ended well and was completed by the next."""
    code, seconds, told = interrupted(path, home, after_s)
    published = broadsheet("sql", "SELECT count(*) FROM articles", "--home", home, "--format", "csv").stdout.split()[1:]
    state = broadsheet("sql", "SELECT state FROM runs", "--home", home, "--format", "csv").stdout.split()[1:]
    last = told.strip().splitlines()[-1] if told.strip() else ""
    sound = broadsheet("verify", "--home", home).returncode if published else 0
    again = broadsheet("load", path, "--home", home, "--json")
    counts = json.loads(again.stdout or "[{}]")[0]
    is_whole = (
        counts.get("new", 0) + counts.get("unchanged", 0) == n and broadsheet("verify", "--home", home).returncode == 0
    )
    print(f"after {after_s:4.1f} s: {code} in {seconds:.1f} s; published {published}, run {state}; {last}", flush=True)
    was_too_late = code == 0 and published == [str(n)]
    is_good = (
        (code == 130 or was_too_late) and "Traceback" not in told and "leaked" not in told and sound == 0 and is_whole
    )
    if not is_good:
        print(f"NOT AS IT SHOULD BE: verify {sound}, the next load {counts}\n{told}")
    return is_good


def main() -> None:
    """Exits 1 when one load ended badly."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--trials", type=int, default=10)
    options.add_argument("--documents", type=int, default=4_000)
    options.add_argument("--seed", type=int, default=20261121)
    given = options.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        path = write_documents(scratch / "documents.jsonl", given.documents)
        use_prefect_in(scratch / "server")
        server = start_server(scratch / "server", listen("127.0.0.1", 0))
        os.environ["PREFECT_API_URL"] = f"{server.url}/api"
        try:
            server.wait_until_healthy()
            began = time.monotonic()
            broadsheet("load", path, "--home", scratch / "calm")
            whole_s = time.monotonic() - began
            shutil.rmtree(scratch / "calm")
            moments = sorted(chance.uniform(0.1, 1.0) * whole_s for _ in range(given.trials))
            good = [is_sound(path, scratch / f"home{at}", given.documents, when) for at, when in enumerate(moments)]
        finally:
            server.stop()
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
