"""docs/tables.md says what the warehouse is."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.document import document
from warehouse.schema import migrate


def test_the_page_is_current():
    with duckdb.connect(":memory:") as con:
        migrate(con)
        page = document(con)
    written = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
    assert written == page, "run: python -m warehouse.document > docs/tables.md"
