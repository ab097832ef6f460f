"""How the command ends when somebody presses Ctrl-C, however early."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.flows.conftest import clean_environment

# Presses Ctrl-C when a module is first looked for: the same moment on every machine. A shell's background jobs, and
# with them the tests, are started deaf to it.
PRESSED = """
import _signal, os, sys
_signal.signal(2, _signal.default_int_handler)
class Press:
    def find_spec(self, name, *_):
        if name == {name!r}:
            os.kill(os.getpid(), 2)
            sys.meta_path.remove(self)
sys.meta_path.insert(0, Press())
from flows.exits import main
sys.argv = ["broadsheet", "status", "--home", "/nowhere"]
main()
"""


@pytest.mark.parametrize(
    "name", ["signal", "flows.cli.ending", "cyclopts", "flows.cli.runs", "warehouse.read", "duckdb"]
)
def test_ctrl_c_while_the_program_is_loaded_is_one_line_and_130(name: str) -> None:
    code = PRESSED.format(name=name)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=clean_environment())
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "Interrupted.\n")
