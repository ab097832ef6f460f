"""What an article was compared with is told with its evidence."""

from __future__ import annotations

from tests.warehouse.test_copies import TEXTS
from warehouse.duplicates import compared, duplicates


def _append(home, article, page, *names):
    home.append(*(page(article(name, body=TEXTS[name])) for name in names))
    return home.warehouse._con


def test_a_copy_is_told_with_its_kind_and_the_shares_it_was_judged_by(home, article, page):
    con = _append(home, article, page, "tea:first", "tea:first again", "milk:first wrapped")
    told = {row["article_id"]: row for row in duplicates(con, "tea:first")}
    assert {name: row["kind"] for name, row in told.items()} == {
        "tea:first again": "exact",
        "milk:first wrapped": "near",
    }
    wrapped = told["milk:first wrapped"]
    assert wrapped["containment"] > 0.9
    assert 0.8 < wrapped["resemblance"] < wrapped["containment"]
    assert wrapped["body"] == TEXTS["milk:first wrapped"]


def test_parts_of_a_digest_and_bulletins_are_told_apart(home, article, page):
    con = _append(home, article, page, "tea:first", "tea:second", "tea:digest", "tea:week 1", "tea:week 2")
    assert {row["article_id"]: row["why"] for row in compared(con, "tea:digest")} == {
        "tea:first": "is part of this",
        "tea:second": "is part of this",
    }
    assert [row["why"] for row in compared(con, "tea:second")] == ["contains this"]
    (bulletin,) = compared(con, "tea:week 2")
    assert (bulletin["article_id"], bulletin["why"], bulletin["n_differing"]) == ("tea:week 1", "other numbers", 18)
    assert duplicates(con, "tea:week 2") == []
