"""`broadsheet verify`: whether the warehouse keeps its promises."""

from __future__ import annotations

import sys
from pathlib import Path

from flows.commands import show
from warehouse.verify import verify as verified

VERDICT = {"check": "check", "ok": "result", "n": "broken by", "detail": "detail"}


def verify(home: Path, *, full: bool, json: bool) -> int:
    """Print the checks; 1 when one fails."""
    checks = [check._asdict() for check in verified(home, full=full)]
    if json:
        show.print_json(checks)
    else:
        marked = [{**check, "ok": "ok" if check["ok"] else "FAILED"} for check in checks]
        show.print_rows(marked, VERDICT)
    failed = sum(not check["ok"] for check in checks)
    if failed:
        print(f"{failed} of {len(checks)} checks failed.", file=sys.stderr)
    return 1 if failed else 0
