"""The environment of the peers that copies are compared with."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / ".venv-peers-dedup"


def peers_python() -> Path:
    """The peers' interpreter; their environment is made first if need be."""
    python = _FOLDER / "bin" / "python"
    if not python.exists():
        venv.create(_FOLDER, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "datasketch", "rensa"], check=True)
    return python
