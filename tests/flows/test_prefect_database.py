"""A new home starts as fast as a kept one: it is given a database that Prefect has made before."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from flows.prefect_database import copy_database, ready_database
from flows.prefect_server import is_healthy


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    path = ready_database()
    path.parent.mkdir(parents=True)
    path.write_text("ready")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / "prefect").mkdir(parents=True)
    return tmp_path / "home"


def test_a_new_home_is_given_the_ready_database(home: Path, ready: Path) -> None:
    copy_database(home)
    assert [path.name for path in (home / "prefect").iterdir()] == ["prefect.db"]
    assert (home / "prefect" / "prefect.db").read_text() == ready.read_text()


@pytest.mark.parametrize("kept", ["prefect.db", "prefect.db-wal"])
def test_what_a_home_has_is_left_as_it_is(home: Path, ready: Path, kept: str) -> None:
    (home / "prefect" / kept).write_text("kept")
    copy_database(home)
    assert [path.read_text() for path in (home / "prefect").iterdir()] == ["kept"]


def test_an_environment_without_one_leaves_it_to_prefect(home: Path, ready: Path) -> None:
    ready.unlink()
    copy_database(home)
    assert list((home / "prefect").iterdir()) == []


def test_what_is_made_is_prefects_own_and_empty(tmp_path: Path) -> None:
    target = tmp_path / "share" / "ready.db"
    code = "import sys; from pathlib import Path; from flows.prefect_database import make_database"
    subprocess.run([sys.executable, "-c", f"{code}; make_database(Path(sys.argv[1]))", target], check=True)
    assert list(target.parent.iterdir()) == [target]
    with closing(sqlite3.connect(target)) as con:
        assert con.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
        assert con.execute("SELECT count(*) FROM flow_run").fetchone() == (0,)


def test_a_server_imports_nothing_from_the_folder_one_stands_in(prefect_home: Path, prefect_url: str) -> None:
    assert (prefect_home / "random.py").exists()
    assert is_healthy(prefect_url)
