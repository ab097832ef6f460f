"""What was committed is known outside the database, too."""

from __future__ import annotations

import json
import shutil

import pytest

from warehouse.ledger import read_receipts, write_receipt
from warehouse.store import Warehouse
from warehouse.verify import verify


def _failed(home):
    return {check.check: check.detail for check in verify(home.path) if not check.ok}


def test_each_committed_batch_leaves_a_line(home, article, page):
    home.append(page(article("tea:1")), page(article("tea:1", "sun")), page(outcome="rejected", reason="empty"))
    (line,) = (home.path / "ledger.jsonl").read_text().splitlines()
    told = json.loads(line)
    assert (told["run_id"], told["source"], told["batch"], told["pages"], told["revisions"]) == ("r1", "tea", 1, 3, 2)
    assert told["outcomes"] == {"new": 1, "revised": 1, "rejected": 1}


def test_a_lost_tail_is_noticed_at_the_next_opening_and_by_verify(home, article, page):
    home.append(page(article("tea:1")))
    home.warehouse.close()
    shutil.copy(home.path / "ingest.duckdb", home.path / "before")
    home.warehouse = Warehouse.open(home.path)
    home.append(page(article("tea:2")))
    home.warehouse.close()
    shutil.copy(home.path / "before", home.path / "ingest.duckdb")
    with Warehouse.open(home.path) as again:
        assert again.lost.keys == [("r1", "tea", 2)]
    assert "batch 2 of tea in run r1: lost" in _failed(home)["ledger"]


def test_a_line_that_a_crash_left_unwritten_is_written_at_the_next_opening(home, article, page):
    home.append(page(article("tea:1")))
    home.append(page(article("tea:2")))
    ledger = home.path / "ledger.jsonl"
    whole = ledger.read_text()
    ledger.write_text(whole.splitlines(keepends=True)[0])
    home.reopen()
    assert ledger.read_text() == whole


def test_a_torn_line_spoils_no_other(home, article, page):
    home.append(page(article("tea:1")))
    ledger = home.path / "ledger.jsonl"
    (receipt,) = read_receipts(home.path)
    with ledger.open("a") as file:
        file.write('{"run_id":"r1","sou')
    write_receipt(home.path, receipt)
    assert list(read_receipts(home.path)) == [receipt, receipt]


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM article_revisions WHERE article_id = 'tea:2'", "UPDATE article_revisions SET article_id = 'tea:9'"],
)
def test_rows_that_the_ledger_tells_of_are_missed(home, article, page, statement):
    home.append(page(article("tea:1")), page(article("tea:2", "sun")))
    home.sql(statement)
    home.warehouse.close()
    assert "not the rows that the ledger tells of" in _failed(home)["ledger_rows"]
