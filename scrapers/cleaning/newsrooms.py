"""Agencies, places and sections by name: what a few capitals before a dash may mean."""

from __future__ import annotations

import tomllib
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

AGENCIES = frozenset(_TABLE["agencies"])
SIGNATURES = frozenset(_TABLE["signatures"])
HAN_AGENCIES = "|".join(_TABLE["han_agencies"])
"""As the alternatives of a pattern, longer names first."""
PLACES = frozenset(_TABLE["places"])
COUNTRIES = frozenset(_TABLE["countries"])
SECTIONS = "|".join(_TABLE["sections"])
"""As the alternatives of a pattern."""
