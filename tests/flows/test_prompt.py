"""The prompt of `broadsheet sql`, on a real terminal."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.flows.conftest import clean_environment, wait_until_idle, work_on

pytestmark = pytest.mark.slow


class Terminal:
    """The command at work on a pseudo-terminal: what is typed, and what appears."""

    def __init__(self, *words: object) -> None:
        leader, follower = pty.openpty()
        program = [str(Path(sys.executable).with_name("broadsheet")), *map(str, words)]
        env = clean_environment() | {"TERM": "dumb", "COLUMNS": "120"}
        self.process = subprocess.Popen(program, stdin=follower, stdout=follower, stderr=follower, env=env)
        os.close(follower)
        self._leader = leader
        self.shown = ""

    def answer(self, question: str, text: str) -> None:
        """Type this when the prompt stands there."""
        self.wait_for(question)
        os.write(self._leader, text.encode())

    def wait_for(self, text: str, *, seconds: float = 120) -> str:
        """What appeared up to and with this text since the last wait."""
        end = time.monotonic() + seconds
        while text not in self.shown:
            assert time.monotonic() < end, f"{text!r} not in {self.shown!r}"
            if select.select([self._leader], [], [], 0.1)[0]:
                self.shown += os.read(self._leader, 65536).decode(errors="replace").replace("\r\n", "\n")
        before, _, self.shown = self.shown.partition(text)
        return before + text

    def end(self) -> int:
        code = self.process.wait(120)
        os.close(self._leader)
        return code


@pytest.fixture
def terminal(seeded: Path):
    opened = Terminal("sql", "--home", seeded)
    yield opened
    opened.process.kill()


def test_a_query_over_several_lines_is_answered_and_a_wrong_one_ends_nothing(terminal):
    terminal.answer("broadsheet> ", "SELECT count(*) AS n\n")
    terminal.answer("...> ", "FROM articles;\n")
    assert "5" in terminal.wait_for("1 row\n")
    terminal.answer("broadsheet> ", "SELEC 1;\n")
    terminal.wait_for("The query failed")
    terminal.answer("broadsheet> ", "DROP TABLE article_revisions;\n")
    terminal.wait_for("read-only")
    terminal.answer("broadsheet> ", ".tables\n")
    assert "removed_lines" in terminal.wait_for("rows\n")
    terminal.answer("broadsheet> ", "\x04")
    assert terminal.end() == 0


def test_tab_completes_columns_and_earlier_queries_come_back(terminal, seeded):
    terminal.answer("broadsheet> ", "SELECT dateline_pl\t FROM articles LIMIT 1;\n")
    terminal.wait_for("1 row\n")
    terminal.answer("broadsheet> ", ".quit\n")
    assert terminal.end() == 0
    assert (seeded / "sql_history").stat().st_mode & 0o777 == 0o600
    again = Terminal("sql", "--home", seeded)
    again.answer("broadsheet> ", "\x1b[A\x1b[A\n")
    again.wait_for("dateline_place")
    again.wait_for("1 row\n")
    again.answer("broadsheet> ", "\x04")
    assert again.end() == 0


def test_ctrl_c_drops_what_was_begun_and_stops_a_query_but_not_the_prompt(terminal):
    terminal.answer("broadsheet> ", "SELECT nothing\n")
    terminal.wait_for("...> ")
    wait_until_idle(terminal.process)  # between the prompt and its waiting, readline keeps a signal to itself
    terminal.process.send_signal(signal.SIGINT)
    terminal.answer("broadsheet> ", "SELECT count(*) FROM range(1000000) a, range(10000000) b;\n")
    work_on(terminal.process, 0.5)
    terminal.process.send_signal(signal.SIGINT)
    terminal.wait_for("Interrupted.")
    terminal.answer("broadsheet> ", "SELECT 7 AS seven;\n")
    terminal.wait_for("1 row\n")
    terminal.answer("broadsheet> ", "exit\n")
    assert terminal.end() == 0


def test_a_query_comes_from_a_pipe_too(seeded):
    program = [str(Path(sys.executable).with_name("broadsheet")), "sql", "--format", "csv", "--home", str(seeded)]
    result = subprocess.run(
        program, input="SELECT count(*) AS n FROM articles", capture_output=True, text=True, env=clean_environment()
    )
    assert result.stdout == "n\n5\n"
