"""Numbers of things, for a person."""

from __future__ import annotations

_HISSING = ("s", "x", "ch", "sh")


def counted(n: int, thing: str) -> str:
    """As in `1 page`, `2 pages`, `1,200 addresses`."""
    if n == 1:
        return f"1 {thing}"
    if thing.endswith("y") and thing[-2:-1] not in "aeou":
        return f"{n:,} {thing[:-1]}ies"
    return f"{n:,} {thing}{'es' if thing.endswith(_HISSING) else 's'}"
