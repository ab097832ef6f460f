"""A Prefect server for the whole session, and the command line as users run it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

import flows.ingest
import flows.replay
import flows.source_fetch
from flows.prefect_server import start_temporary_server
from flows.settings import use_prefect_in
from tests.flows.village import NUMBERED, Village
from tests.scrapers.faults.conftest import Site

Result = subprocess.CompletedProcess[str]
Command = Callable[..., Result]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder are of flows and commands: with processes, and most with Prefect's server."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("whole")


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="session")
def prefect_url(prefect_home: Path) -> Iterator[str]:
    """The address of a running server, started in a folder that holds a module of the name of one of Python's."""
    (prefect_home / "random.py").write_text("raise ImportError('It is of the folder that one stands in.')")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("PREFECT_", "BROADSHEET_")):
                patch.delenv(name)
        before, folder = dict(os.environ), Path.cwd()
        use_prefect_in(prefect_home)
        os.chdir(prefect_home)
        server = start_temporary_server(prefect_home)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(before)
        server.wait_until_healthy()
        yield server.url
        server.stop()


@pytest.fixture(scope="session")
def environment(prefect_url: str) -> dict[str, str]:
    """For commands that are to use the session's server."""
    return clean_environment() | {"PREFECT_API_URL": f"{prefect_url}/api"}


@pytest.fixture(scope="session")
def broadsheet(environment: dict[str, str]) -> Command:
    """Run a command to its end."""

    def run(*words: object, **options: Any) -> Result:
        return command(*words, env=environment, **options)

    return run


@pytest.fixture(scope="session")
def seeded(broadsheet: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the seed documents; only to be read."""
    home = tmp_path_factory.mktemp("seeded")
    result = broadsheet("run", "seeds", "--home", home)
    assert result.returncode == 0, result.stderr
    return home


@pytest.fixture(scope="session")
def api(prefect_url: str) -> Callable[[str, dict[str, Any]], Any]:
    """Ask Prefect's API as its UI does."""

    def ask(path: str, body: dict[str, Any]) -> Any:
        return ask_api(prefect_url, path, body)

    return ask


def ask_api(url: str, path: str, body: dict[str, Any]) -> Any:
    request = Request(f"{url}/api{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "BROADSHEET_"))}


def command(*words: object, **options: Any) -> Result:
    return subprocess.run(line(*words), capture_output=True, text=True, timeout=600, **options)


def line(*words: object) -> list[str]:
    return [str(Path(sys.executable).with_name("broadsheet")), *map(str, words)]


def rows(result: Result) -> list[dict[str, Any]]:
    """What a command printed with --json."""
    assert result.stdout, result.stderr
    return list(json.loads(result.stdout))


def work_on(process: subprocess.Popen[str] | subprocess.Popen[bytes], cpu_s: float) -> None:
    """Wait until the process has used so much more CPU, however busy the machine is; it mustn't end before."""
    enough = _cpu_s(process.pid) + cpu_s
    while _cpu_s(process.pid) < enough:
        assert process.poll() is None
        time.sleep(0.05)


def wait_until_idle(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """Wait until the process itself waits for something; it mustn't end before."""
    while _stat(process.pid)[0] != "S":
        assert process.poll() is None
        time.sleep(0.01)


def _cpu_s(pid: int) -> float:
    user, system = _stat(pid)[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """What `proc(5)` tells of a process, from its state on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


@pytest.fixture
def without_prefect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps of runs and replays are done as they stand, and nobody is told of the result."""
    for module in (flows.ingest, flows.replay, flows.source_fetch):
        monkeypatch.setattr(module, "step", lambda _, do: do())
    monkeypatch.setattr(flows.ingest, "tell", lambda _: None)


@pytest.fixture
def village(request: pytest.FixtureRequest, tmp_path: Path, without_prefect: None) -> Iterator[Village]:
    """Its addresses have a number, which is the id, unless a test asks for another line of the form."""
    site = Site()
    yield Village(site, tmp_path / "home", getattr(request, "param", NUMBERED))
    site.close()
