"""When the machine or the user gets in the way: one sentence, the right exit code, nothing lost."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.flows.conftest import Command, clean_environment, command, line
from tests.flows.test_ingest import asked, jsonl, story, totals
from warehouse.lock import HomeLock


def is_one_sentence(text: str) -> bool:
    return len(text.strip().splitlines()) == 1 and text.strip().endswith(".")


def many(path: Path, n: int = 6_000) -> Path:
    return jsonl(path, *(story(f"Place{number}", url=f"https://a.example.org/{number}") for number in range(n)))


def test_a_second_run_names_the_first(tmp_path: Path) -> None:
    lock = HomeLock.take(tmp_path)
    try:
        result = command("run", "seeds", "--home", tmp_path, env=clean_environment())
    finally:
        lock.release()
    assert result.returncode == 3
    assert is_one_sentence(result.stderr)
    assert f"PID {os.getpid()}" in result.stderr


def test_a_full_disk_is_told_and_what_was_committed_stays(broadsheet: Command, tmp_path: Path) -> None:
    home, path = tmp_path / "home", many(tmp_path / "many.jsonl")
    assert broadsheet("run", "seeds", "--home", home).returncode == 0
    size = (home / "ingest.duckdb").stat().st_size

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 500_000, size + 500_000))

    result = broadsheet("load", path, "--home", home, preexec_fn=limit)
    assert result.returncode == 4, result.stderr
    assert "Traceback" not in result.stderr
    assert "leaked" not in result.stderr
    again = broadsheet("load", path, "--home", home, "--json")
    assert again.returncode == 0, again.stderr
    assert asked(broadsheet, home, "SELECT count(*) AS n FROM articles") == [{"n": 6_005}]
    assert broadsheet("verify", "--home", home).returncode == 0


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_an_interrupted_load_is_completed_by_the_next(
    environment: dict[str, str], broadsheet: Command, tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    home, path = tmp_path / "home", many(tmp_path / "many.jsonl")
    words = line("load", path, "--home", home)
    process = subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert process.stderr is not None
    assert "1,000 new" in process.stderr.readline()
    process.send_signal(sent)
    told = process.stderr.read()
    assert process.wait() == code, told
    assert "Traceback" not in told
    assert "leaked" not in told
    again = broadsheet("load", path, "--home", home, "--json")
    counts = totals(again)
    assert counts["new"] + counts["unchanged"] == 6_000
    assert counts["unchanged"] >= 1_000
    assert broadsheet("verify", "--home", home).returncode == 0


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    nowhere = {"PREFECT_API_URL": "http://127.0.0.1:9/api"}
    result = command("run", "seeds", "--home", tmp_path, env=clean_environment() | nowhere)
    assert result.returncode == 4
    assert is_one_sentence(result.stderr)
    assert "http://127.0.0.1:9/api" in result.stderr


def test_without_a_server_a_temporary_one_serves_and_ends(prefect_home: Path, prefect_url: str, tmp_path: Path) -> None:
    (tmp_path / "prefect").mkdir()
    shutil.copy(prefect_home / "prefect" / "prefect.db", tmp_path / "prefect")
    behind_proxy = {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}
    result = command("run", "seeds", "--home", tmp_path, env=clean_environment() | behind_proxy)
    assert result.returncode == 0, result.stderr
    assert "5 documents: 5 new." in result.stderr
    assert not [name for name in os.listdir("/proc") if name.isdigit() and _serves(Path("/proc", name), tmp_path)]


def _serves(process: Path, home: Path) -> bool:
    try:
        environment = (process / "environ").read_bytes().decode(errors="replace").split("\0")
        return "prefect_server" in (process / "cmdline").read_text() and f"BROADSHEET_HOME={home}" in environment
    except OSError:
        return False
