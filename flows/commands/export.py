"""`broadsheet export`: the corpus as files, and what was written."""

from __future__ import annotations

from pathlib import Path

from flows.commands import show
from flows.errors import UsageError
from flows.exits import unwind_on_ctrl_c
from warehouse.export import export as exported
from warehouse.export_choice import Choice

MAX_SHOWN = 20


def export(folder: Path, home: Path, choice: Choice, *, json: bool) -> int:
    """Bring the folder to the published state, and tell which files that took."""
    unwind_on_ctrl_c()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: name a folder to export to.")
    files = exported(home, folder, choice)
    if json:
        show.print_json([file._asdict() for file in files])
        return 0
    written = [file._asdict() for file in files if file.written]
    if written:
        show.print_rows(written[:MAX_SHOWN], {"file": "file written", "rows": "rows"})
    if len(written) > MAX_SHOWN:
        print(f"... and {len(written) - MAX_SHOWN:,} more.")
    print(
        f"{len(written):,} of {len(files):,} files written, the others are current. What is in them: {folder}/README.md"
    )
    return 0
