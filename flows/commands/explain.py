"""`broadsheet explain`: what is known of one article."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any

from flows.commands import show
from flows.commands.compared import COMPARED, DUPLICATE, print_differences, with_differences
from flows.commands.values import cell
from flows.settings import Settings
from warehouse.explain import PageHeld, page_of
from warehouse.explain import explain as explained
from warehouse.read import open_of_today


def explain(what: str, settings: Settings, *, json: bool) -> int:
    """Print all that is known of one article."""
    with closing(open_of_today(settings.home)) as con:
        told = explained(con, what)
        page = page_of(con, told["article"])
    told["blocks"] = _blocks(page, told, settings) if page else []
    told["duplicates"] = with_differences(told["duplicates"], told["article"]["body"])
    if json:
        show.print_json(told)
    else:
        _print(told)
    return 0


def _blocks(page: PageHeld, told: Mapping[str, Any], settings: Settings) -> list[dict[str, object]]:
    """What became of each block of a page, by all that reads pages: that takes its time to be imported."""
    from flows.commands.page_blocks import blocks_of

    return blocks_of(page, told, settings)


def _print(told: Mapping[str, Any]) -> None:
    """Its fields with their origins, what was removed, its revisions and its copies."""
    article = told["article"]
    print(f"{cell(article['title'] or article['article_id'])}\n")
    if article["gone_at"]:
        print(f"Gone from its site since {cell(article['gone_at'])}; what was read of it stays.\n")
    show.print_rows(told["fields"], {"field": "field", "origin": "origin", "value": "value"})
    _section("Blocks of the page", [_short(row) for row in told["blocks"]], _BLOCK)
    _section("Removed lines", told["removed_lines"], {"line": "line", "rule": "rule", "text": "text"})
    _section("Revisions", told["revisions"], _REVISION)
    _section("Their bytes in the archive", [row for row in told["revisions"] if row["archive_file"]], _ARCHIVED)
    _section("Copies: the other articles of its story", told["duplicates"], DUPLICATE)
    print_differences(told["duplicates"])
    _section("Compared, and told apart", told["compared"], COMPARED)
    print(f"\n{article['n_characters']:,} characters; flags: {', '.join(article['flags']) or 'none'}.")


_BLOCK = {"line": "line", "text": "text", "fate": "what became of it", "place": "stands in"}
_REVISION = {
    "revision": "revision",
    "fetched_at": "fetched",
    "published_raw": "printed date",
    "n_characters": "characters",
    "layout": "layout",
}
_ARCHIVED = {"revision": "revision", "archive_offset": "at byte", "archive_file": "of the file"}


def _short(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "text": show.cut(row["text"])}


def _section(title: str, rows: list[dict[str, Any]], columns: Mapping[str, str]) -> None:
    if rows:
        print(f"\n{title}")
        show.print_rows(rows, columns)
