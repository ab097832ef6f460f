"""docs/tables.md says what the warehouse is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import duckdb

from scrapers.records import Reason
from warehouse.document import document
from warehouse.schema import migrate


def test_the_page_is_current():
    with duckdb.connect(":memory:") as con:
        migrate(con)
        page = document(con)
    written = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
    assert written == page, "run: python -m warehouse.document > docs/tables.md"


def test_each_reason_for_a_rejection_is_explained():
    operations = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = [line for line in operations.splitlines() if line.startswith("| `")]
    assert {reason for row in rows for reason in re.findall(r"`(\w+)`", row.split("|")[1])} >= set(get_args(Reason))
