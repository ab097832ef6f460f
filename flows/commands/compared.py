"""How an article and its copies were judged, and where they differ, for a person and for a program."""

from __future__ import annotations

from collections.abc import Sequence

from flows.commands import show
from flows.commands.history import shown
from flows.commands.values import cell
from scrapers.word_diff import Piece, paragraph_diff
from warehouse.read import Row

MAX_DIFFS = 3
"""Copies whose differences are printed; --json has those of all."""

_NUMBERS = {
    "containment": "containment",
    "resemblance": "resemblance",
    "n_numbers": "numbers in both",
    "n_differing": "that differ",
}
DUPLICATE = {
    "article_id": "article",
    "source": "source",
    "published_on": "published",
    "is_canonical": "canonical",
    "kind": "kind",
    "matched_id": "by way of",
    **_NUMBERS,
}
COMPARED = {"article_id": "article", "source": "source", "published_on": "published", "why": "why not", **_NUMBERS}


def with_differences(duplicates: Sequence[Row], body: str) -> list[Row]:
    """Each copy with the passages that lead to it from this text, in place of its whole text."""
    return [
        {**{key: value for key, value in row.items() if key != "body"}, "differences": _differences(body, row["body"])}
        for row in duplicates
    ]


def print_differences(duplicates: Sequence[Row]) -> None:
    """Word by word what a copy has otherwise, of the first few copies."""
    out = show.console()
    for row in duplicates[:MAX_DIFFS]:
        if not row["differences"]:
            out.print(f"\n{cell(row['article_id'])} has the same text.")
            continue
        out.print(f"\nFrom this text to {cell(row['article_id'])}, [-left out-] and {{+added+}}:", markup=False)
        for pieces in row["differences"]:
            out.print(shown([Piece(piece["kind"], piece["text"]) for piece in pieces]))


def _differences(mine: str, theirs: str) -> list[list[dict[str, str]]]:
    """Runs of paragraphs that differ."""
    runs = paragraph_diff(mine, theirs)
    return [[piece._asdict() for piece in run] for run in runs if any(piece.kind != "same" for piece in run)]
