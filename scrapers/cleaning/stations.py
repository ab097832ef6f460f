"""Where a report was sent from and who sent it, on a line of its own: `AFP, Dhaka`, `Reuters`, `HANOI, Vietnam`."""

from __future__ import annotations

import re

from scrapers.cleaning.newsrooms import AGENCIES, HAN_AGENCIES, PLACES

_PARTS = re.compile(r"\s?[,/|]\s?|\s[-–—]\s")
_HAN_AGENCY = re.compile(HAN_AGENCIES)
_LONGEST = 48
_MOST_PARTS = 3


def read_station(text: str) -> list[tuple[str, str]] | None:
    """The agency and place of a line that names nothing else; a place may have its country behind it; else None."""
    if len(text) > _LONGEST or text[-1] in ".。:：":
        return None
    bare = text.strip("()（） ")
    if not bare or not (bare[0].isupper() or not bare.isascii()):
        return None
    if _HAN_AGENCY.fullmatch(bare):
        return [("agency", bare)]
    parts = _PARTS.split(bare)
    agencies = [part for part in parts if part in AGENCIES]
    places = [part for part in parts if part not in AGENCIES]
    if len(parts) > _MOST_PARTS or len(agencies) > 1 or not _is_place(places):
        return None
    return [*(("agency", agency) for agency in agencies), *([("dateline_place", ", ".join(places))] if places else [])]


def _is_place(parts: list[str]) -> bool:
    """Whether the parts are a place we know, and at most one more name."""
    if not parts:
        return True
    words = parts[-1].split()
    return parts[0].lower() in PLACES and all(word[0].isupper() for word in words) and len(parts) + len(words) < 5
