"""Why a block of an article's box isn't its text."""

from __future__ import annotations

OWN = frozenset(("rim", "above", "aside", "known", "box", "orphan", "title", "above title"))
"""Reasons that tell lines about the article (who, when, whose) from furniture: a cleaner may lift fields from them."""
_WHY = {
    "links": "mostly links",
    "cards": "one of a row of teasers",
    "hidden": "hidden from readers",
    "above headline": "stands above the headline",
    "above title": "stands above the headline",
    "above": "stands between headline and text",
    "title": "the headline",
    "repeated": "said a second time",
    "aside": "tells about the article, or leads away from it",
    "known": "a stock line",
    "box": "a stock line that opens a box",
    "rim": "a byline, date or label at the rim of the text",
    "orphan": "a heading whose text was left out",
    "another": "belongs to the article below",
    "picture": "stands with a picture",
    "suspect": "named like furniture, and no running text",
    "learned:path": "stands where this source never has text",
}


def in_words(reason: str) -> str:
    """A reason for a person."""
    kind, _, rest = reason.partition(":")
    if kind == "hint":
        return f"calls itself “{rest}”"
    if kind == "tag":
        return f"stands in <{rest}>"
    if kind == "learned" and rest != "path":
        n, _, of = rest.partition("/")
        return f"stands on {n} of {of} pages of this source"
    return _WHY.get(reason, reason)
