"""What an operator sees in the Prefect UI, as pictures in build/ui: look at them after a change.

The words are checked here; whether everything is readable and whole is for the eye.
"""

from __future__ import annotations

import html
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

PICTURES = Path(__file__).parents[2] / "build" / "ui"
SEEDS = Path(__file__).parents[2] / "seeds"
BROADSHEET = str(Path(sys.executable).with_name("broadsheet"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""

TRIES = 3
EMPTY_BYTES = 20_000
"""A picture of the frame alone is smaller than this."""

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no pictures without a browser: apt-get install chromium")

FLAGS = [
    "--headless",
    "--no-sandbox",  # it refuses to start as root otherwise
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--virtual-time-budget=15000",
    "--window-size=1400,1400",
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def url(home: Path) -> Iterator[str]:
    process = subprocess.Popen([BROADSHEET, "up", "--home", str(home), "--port", "0"])
    note = home / "prefect" / "server.json"
    while not note.exists():
        assert process.poll() is None
        time.sleep(0.2)
    yield json.loads(note.read_text())["url"]
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds, what cannot be loaded, and names that mean something to markdown, HTML and terminals."""
    folder = tmp_path_factory.mktemp("documents")
    for seed in SEEDS.glob("*.txt"):
        shutil.copy(seed, folder)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "nul.txt").write_bytes(b"\0" * 100)
    name = "a <img src=x> [name](x) *star* `tick` | 越南妇女联合会 Hội Liên hiệp Phụ nữ Việt Nam.jsonl"
    broken = '{"broken <b>bold</b> [x](javascript:alert(1)) | pipe'
    (folder / name).write_text(f'{{"url": "https://en.vietnamplus.vn/a-post1.vnp", "html": 7}}\n{broken}\n')
    (folder / "manifest.toml").write_text(f'["{name}"]\nsource = "vietnamplus"\n')
    return folder


@pytest.fixture(scope="module")
def run(url: str, home: Path, documents: Path) -> dict[str, Any]:
    """A flow run with breaches and rejections, as the API tells of it."""
    subprocess.run([BROADSHEET, "load", str(documents), "--home", str(home)], check=False)
    failed: dict[str, Any] = ask(url, "/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["FAILED"]}}}})[0]
    return failed


def ask(url: str, path: str, body: dict[str, Any]) -> Any:
    request = Request(f"{url}/api{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)


def shows(url: str, name: str, profile: Path, *told: str) -> None:
    """Take the picture, and find the words in the page; on a busy machine its data may come after the browser left."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture = PICTURES / f"{name}.png"
    for _ in range(TRIES):
        picture.unlink(missing_ok=True)
        browse(profile, f"--screenshot={picture}", url)
        text = html.unescape(browse(profile, "--dump-dom", url).replace("<br>", " "))
        missing = [words for words in told if words not in text]
        if not missing and picture.stat().st_size > EMPTY_BYTES:
            return
    pytest.fail(f"{name} doesn't show {missing or 'anything'}")


def browse(profile: Path, *words: str) -> str:
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def test_the_flow_run(url: str, run: dict[str, Any], tmp_path: Path) -> None:
    told = run["name"], "Failed", "womenofchina: 1 new", "9 documents: 5 new, 4 rejected."
    shows(f"{url}/runs/flow-run/{run['id']}", "flow-run", tmp_path, *told)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("summary", ["9 documents: 5 new, 4 rejected.", "Breach"]),
        ("per-source", ["womenofchina_mirrors", "listed", "rejected", "breaches"]),
        ("rejected", ["bad json", "not text", "empty", "<img src=x>", "[name](x) *star*", "越南妇女联合会"]),
    ],
)
def test_the_artifacts(url: str, run: dict[str, Any], tmp_path: Path, key: str, told: list[str]) -> None:
    wanted = {"flow_runs": {"id": {"any_": [run["id"]]}}, "artifacts": {"key": {"any_": [key]}}}
    artifact = ask(url, "/artifacts/filter", wanted)[0]
    shows(f"{url}/artifacts/artifact/{artifact['id']}", key, tmp_path, *told)


def test_the_artifacts_of_a_run_without_faults(url: str, home: Path, tmp_path: Path) -> None:
    subprocess.run([BROADSHEET, "run", "seeds", "--home", str(home)], check=True)
    wanted = {"artifacts": {"key": {"any_": ["rejected"]}}, "sort": "CREATED_DESC"}
    artifact = ask(url, "/artifacts/filter", wanted)[0]
    shows(f"{url}/artifacts/artifact/{artifact['id']}", "nothing-rejected", tmp_path, "Nothing was rejected.")
