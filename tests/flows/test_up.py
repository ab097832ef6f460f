"""`broadsheet up`: server, UI and schedule in one, used by other commands, gone after Ctrl-C."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.flows.conftest import ask_api, clean_environment, command, line

pytestmark = pytest.mark.slow

IN_TIME = 120
"""Seconds; ten on an idle machine."""


@pytest.fixture
def home(prefect_home: Path, prefect_url: str, tmp_path: Path) -> Path:
    """With the database of the session's server, to save the time of making one."""
    (tmp_path / "prefect").mkdir()
    shutil.copy(prefect_home / "prefect" / "prefect.db", tmp_path / "prefect")
    return tmp_path


@pytest.fixture
def up(home: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        line("up", "--home", home, "--port", "0", "--cron", "30 1 * * *"),
        env=clean_environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.wait()


def noted(home: Path) -> str:
    deadline = time.monotonic() + IN_TIME
    note = home / "prefect" / "server.json"
    while not note.exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    return str(json.loads(note.read_text())["url"])


def planned(url: str) -> list[str]:
    """The next runs; the scheduler plans them some seconds after the start."""
    deadline = time.monotonic() + IN_TIME
    while time.monotonic() < deadline:
        runs = ask_api(url, "/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}})
        if runs:
            return sorted(run["expected_start_time"] for run in runs)
        time.sleep(0.5)
    return []


def test_up_serves_plans_and_stops(up: subprocess.Popen[str], home: Path) -> None:
    assert up.stderr is not None
    assert "BROADSHEET_CONTACT" in up.stderr.readline()  # before anything is started
    url = noted(home)
    assert any("is planned" in told for told in up.stderr)
    assert [deployment["name"] for deployment in ask_api(url, "/deployments/filter", {})] == ["nightly"]
    with urlopen(url, timeout=30) as page:
        assert b"Prefect" in page.read()
    assert planned(url)[0].endswith("T01:30:00Z")

    run = command("run", "seeds", "--home", home, env=clean_environment())
    assert run.returncode == 0, run.stderr
    assert "Starting Prefect" not in run.stderr
    done = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}, "sort": "START_TIME_DESC", "limit": 1}
    assert ask_api(url, "/flow_runs/filter", done)[0]["name"].startswith("nightly-")

    second = command("up", "--home", home, env=clean_environment())
    assert (second.returncode, url in second.stderr) == (2, True)

    up.send_signal(signal.SIGINT)
    assert up.wait(timeout=IN_TIME) == 130
    assert "Traceback" not in up.stderr.read()
    with pytest.raises(OSError, match="refused"):
        urlopen(url, timeout=5)
    assert not (home / "prefect" / "server.json").exists()


def test_a_second_one_while_the_first_starts_is_refused(up: subprocess.Popen[str], home: Path) -> None:
    assert up.stderr is not None
    assert any("Starting Prefect" in told for told in up.stderr)
    second = command("up", "--home", home, "--port", "0", env=clean_environment())
    assert (second.returncode, "Another `broadsheet up`" in second.stderr) == (2, True)


def test_a_port_that_is_taken_is_said_at_once(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = command("up", "--home", tmp_path / "home", "--port", port, env=clean_environment())
    assert result.returncode == 2
    assert str(port) in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_host_that_is_none_of_this_machine_is_said_at_once(tmp_path: Path) -> None:
    result = command("up", "--home", tmp_path / "home", "--host", "192.0.2.1", env=clean_environment())
    assert result.returncode == 2
    assert result.stderr.endswith("choose another with --host.\n")


def test_a_server_that_cannot_start_is_said(tmp_path: Path) -> None:
    (tmp_path / "prefect").mkdir()
    (tmp_path / "prefect" / "prefect.db").write_bytes(b"no database at all " * 100)
    result = command("run", "seeds", "--home", tmp_path, env=clean_environment())
    assert result.returncode == 4
    assert "server.log" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_wrong_schedule_is_said(home: Path) -> None:
    result = command("up", "--home", home, "--port", "0", "--cron", "every night", env=clean_environment())
    assert result.returncode == 2
    assert "every night" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
