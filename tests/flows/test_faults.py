"""When the machine or the user gets in the way: one sentence, the right exit code, nothing lost."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.prefect_server import listen, url_of
from flows.server_watch import is_here
from tests.flows.conftest import Command, clean_environment, command, line, work_on
from tests.flows.test_ingest import asked, jsonl, story, totals
from warehouse.lock import HomeLock

pytestmark = pytest.mark.slow


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


def test_a_second_run_is_refused_while_the_first_starts_prefect(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Women met on Monday.\n\nThey spoke of pay.\n")
    home, env = tmp_path / "home", clean_environment()
    with subprocess.Popen(line("load", tmp_path / "a.txt", "--home", home), env=env, stderr=subprocess.PIPE) as first:
        try:
            wait_until(lambda: (home / "lock").exists() and (home / "lock").read_text().strip() == str(first.pid))
            second = command("load", tmp_path / "a.txt", "--home", home, env=env)
        finally:
            first.kill()
    assert second.returncode == 3
    assert is_one_sentence(second.stderr)
    assert f"PID {first.pid}" in second.stderr


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("It took longer than 30 s.")


@pytest.mark.parametrize(("place", "code"), [("file", 2), ("file/home", 2), ("/proc/home", 4)])
def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path, place: str, code: int) -> None:
    (tmp_path / "file").touch()
    result = command("run", "seeds", "--home", tmp_path / place, env=clean_environment())
    assert result.returncode == code
    assert is_one_sentence(result.stderr)
    assert f"The home {tmp_path / place}" in result.stderr


def test_a_disk_too_small_for_prefect_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Women met on Monday.\n\nThey spoke of pay.\n")
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small], stderr=subprocess.DEVNULL).returncode:
        pytest.skip("A small disk needs the right to mount one.")
    try:
        result = command("load", tmp_path / "a.txt", "--home", small / "home", env=clean_environment())
    finally:
        subprocess.run(["umount", "--lazy", small], check=True)
    assert result.returncode == 4, result.stderr
    assert result.stderr.splitlines()[-1].startswith("The disk is full: ")


def test_a_full_disk_is_told_and_what_was_committed_stays(broadsheet: Command, tmp_path: Path) -> None:
    home, path = tmp_path / "home", many(tmp_path / "many.jsonl")
    assert broadsheet("run", "seeds", "--home", home).returncode == 0
    size = (home / "ingest.duckdb").stat().st_size

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 500_000, size + 500_000))

    result = broadsheet("load", path, "--home", home, preexec_fn=limit)
    assert result.returncode == 4, result.stderr
    assert result.stderr.splitlines()[-1].startswith("The disk is full: ")
    assert "make room and run again" in result.stderr
    assert "Traceback" not in result.stderr
    assert "leaked" not in result.stderr
    again = broadsheet("load", path, "--home", home, "--json")
    assert again.returncode == 0, again.stderr
    assert asked(broadsheet, home, "SELECT count(*) AS n FROM articles") == [{"n": 6_005}]
    assert broadsheet("verify", "--home", home).returncode == 0


@pytest.fixture
def loading(environment: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A load of 6,000 documents, of which 1,000 are appended."""
    words = line("load", many(tmp_path / "many.jsonl"), "--home", tmp_path / "home")
    process = subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert "1,000 new" in said(process)
    yield process
    process.kill()
    process.wait()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    return process.stderr.readline()


def ended(process: subprocess.Popen[str], code: int) -> str:
    """All that it still said."""
    told = process.communicate()[1]
    assert process.returncode == code, told
    assert "Traceback" not in told
    assert "leaked" not in told
    return told


def assert_the_next_load_completes(broadsheet: Command, folder: Path) -> None:
    counts = totals(broadsheet("load", folder / "many.jsonl", "--home", folder / "home", "--json"))
    assert counts["new"] + counts["unchanged"] == 6_000
    assert counts["unchanged"] >= 1_000
    assert broadsheet("verify", "--home", folder / "home").returncode == 0


def test_ctrl_c_publishes_what_was_appended(
    loading: subprocess.Popen[str], broadsheet: Command, tmp_path: Path
) -> None:
    loading.send_signal(signal.SIGINT)
    told = ended(loading, 130)
    (published,) = asked(
        broadsheet, tmp_path / "home", "SELECT count(*) AS n, any_value(state) AS s FROM articles, runs"
    )
    assert published["n"] >= 1_000
    assert published["s"] == "failed"
    assert f"is published ({published['n']:,} new)" in told.splitlines()[-1]
    assert broadsheet("verify", "--home", tmp_path / "home").returncode == 0
    assert_the_next_load_completes(broadsheet, tmp_path)


def test_a_second_ctrl_c_ends_at_once(loading: subprocess.Popen[str], broadsheet: Command, tmp_path: Path) -> None:
    loading.send_signal(signal.SIGINT)
    while "Ctrl-C again" not in said(loading):
        assert loading.poll() is None
    loading.send_signal(signal.SIGINT)
    assert ended(loading, 130) == ""
    assert not (tmp_path / "home" / "news.duckdb").exists()
    assert_the_next_load_completes(broadsheet, tmp_path)


def test_a_load_that_is_told_to_end_is_completed_by_the_next(
    loading: subprocess.Popen[str], broadsheet: Command, tmp_path: Path
) -> None:
    loading.send_signal(signal.SIGTERM)
    ended(loading, -signal.SIGTERM)
    assert_the_next_load_completes(broadsheet, tmp_path)


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


def test_a_server_that_dies_ends_the_load_in_good_order(
    prefect_home: Path, prefect_url: str, broadsheet: Command, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    (home / "prefect").mkdir(parents=True)
    shutil.copy(prefect_home / "prefect" / "prefect.db", home / "prefect")
    words = line("load", many(tmp_path / "many.jsonl"), "--home", home)
    with subprocess.Popen(words, env=clean_environment(), stderr=subprocess.PIPE, text=True) as process:
        while "1,000 new" not in said(process):
            assert process.poll() is None
        (server,) = (int(name) for name in os.listdir("/proc") if name.isdigit() and _serves(Path("/proc", name), home))
        os.kill(server, signal.SIGKILL)
        began = time.monotonic()
        told = process.communicate(timeout=60)[1]
    assert time.monotonic() - began < 30
    assert process.returncode == 4, told
    (last,) = (sentence for sentence in told.splitlines() if " new so far" not in sentence)
    assert last.startswith(f"The Prefect server ended before the run did (its log is {home}/prefect/server.log)")
    (published,) = asked(broadsheet, home, "SELECT count(*) AS n FROM articles")
    assert f"is published ({published['n']:,} new), and the next run goes on from there." in last
    assert_the_next_load_completes(broadsheet, tmp_path)


def test_a_server_of_somebody_else_that_dies_ends_the_load_as_soon(
    prefect_home: Path, prefect_url: str, tmp_path: Path
) -> None:
    shutil.copytree(prefect_home / "prefect", tmp_path / "prefect")
    listening = listen("127.0.0.1", 0)
    address = f"{url_of(listening)}/api"
    server = subprocess.Popen(
        [sys.executable, "-P", "-m", "flows.prefect_server", str(listening.fileno())],
        env=clean_environment() | {"PREFECT_HOME": str(tmp_path / "prefect")},
        pass_fds=[listening.fileno()],
        stdin=subprocess.PIPE,
    )
    listening.close()
    words = line("load", many(tmp_path / "many.jsonl", 30_000), "--home", tmp_path / "home")
    environment = clean_environment() | {"PREFECT_API_URL": address}
    with server, subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True) as process:
        while "1,000 new" not in said(process):
            assert process.poll() is None
        server.kill()
        began = time.monotonic()
        told = process.communicate(timeout=120)[1]
    assert (process.returncode, time.monotonic() - began < 60) == (4, True), told
    (last,) = (sentence for sentence in told.splitlines() if " new so far" not in sentence)
    assert last.startswith(f"The Prefect server ended before the run did (it was at {address}); what was read before")


@pytest.mark.parametrize(
    ("address", "is_watched"),
    [
        ("http://127.0.0.1:4200/api", True),
        ("http://localhost:4200/api", True),
        ("http://[::1]:4200/api", True),
        ("https://prefect.example.org/api", False),
        ("http://10.0.0.7:4200/api", False),
    ],
)
def test_only_a_server_of_this_machine_is_watched_by_its_port(address: str, is_watched: bool) -> None:
    assert is_here(address) is is_watched


def _serves(process: Path, home: Path) -> bool:
    try:
        environment = (process / "environ").read_bytes().decode(errors="replace").split("\0")
        return "prefect_server" in (process / "cmdline").read_text() and f"BROADSHEET_HOME={home}" in environment
    except OSError:
        return False


def test_a_fault_of_ours_ends_with_4_and_a_sentence_below_its_traceback(seeded: Path) -> None:
    code = (
        "import sys, flows.commands.status as commands\nfrom flows.exits import main\n"
        "def status(*_, **__): con = commands.open_of_today(commands.Path(sys.argv[3])); raise KeyError('x')\n"
        "commands.status = status\nmain()"
    )
    words = [sys.executable, "-c", code, "status", "--home", str(seeded)]
    result = subprocess.run(words, capture_output=True, text=True, env=clean_environment())
    assert result.returncode == 4
    assert result.stderr.splitlines()[-1] == "This is a fault of Broadsheet: please report the lines above."
    assert "KeyError: 'x'" in result.stderr
    assert "leaked" not in result.stderr


def test_ctrl_c_during_a_query_is_one_word(seeded: Path) -> None:
    endless = "SELECT count(*) FROM range(1000000) AS a, range(1000000) AS b"
    words = line("sql", endless, "--home", seeded)
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=clean_environment())
    work_on(process, 3)  # the start costs one
    process.send_signal(signal.SIGINT)
    assert (process.communicate()[1], process.returncode) == ("Interrupted.\n", 130)
