"""Left out of `make test`, which needs no browser: `make test-ui` asks for these by their folder."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    here = Path(__file__).parent
    return (
        None if any(here in (Path(name).absolute(), *Path(name).absolute().parents) for name in config.args) else True
    )
