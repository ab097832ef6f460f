"""`broadsheet sql`: the rows of a query, printed or written to a file."""

from __future__ import annotations

import io
import sys
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from flows.commands import show
from flows.errors import UsageError
from warehouse.read import Answer, ask, open_published
from warehouse.shape import told_newer

PLAN = ["explain_key", "explain_value"]
"""What DuckDB calls the columns of an EXPLAIN, whose one value is a drawing of many lines."""


def sql(text: str | None, home: Path, *, format: str | None, output: Path | None, unsafe: bool) -> int:
    """Print or write the rows of a query, which `-` reads from stdin; without one, prompt for queries."""
    if text is None and sys.stdin.isatty():
        from flows.commands.prompt import prompt  # it sets up the terminal, which no other command wants

        return prompt(home, unsafe=unsafe)
    wanted = format or _format_of(output)
    asked = sys.stdin.read() if text in (None, "-") else text
    if wanted == "parquet" and output is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal: name a file with -o.")
    with closing(open_published(home, unsafe=unsafe)) as con:
        if told := told_newer(con, home):
            print(told, file=sys.stderr)
        if wanted == "parquet":
            _put(_parquet(con, asked), output)
            return 0
        answer = ask(con, asked)
    if output is None:
        _print(answer, wanted, sys.stdout)
        return 0
    text_file = io.StringIO()
    _print(answer, wanted, text_file)
    _put(text_file.getvalue().encode(), output)
    return 0


def _format_of(output: Path | None) -> str:
    suffix = output.suffix.lstrip(".").lower() if output else ""
    if suffix in ("", "txt"):
        return "table"
    if suffix not in ("csv", "json", "parquet"):
        raise UsageError(f"{output}: its ending tells no format that we write; name one with --format.")
    return suffix


def _print(answer: Answer, format: str, file: IO[str]) -> None:
    if format == "csv":
        show.write_csv(answer.columns, answer.rows, file)
    elif format == "json":
        show.print_json(show.records(answer.columns, answer.rows), file=file)
    elif answer.columns == PLAN:
        show.print_drawing(str(answer.rows[0][1]), file=file)
    else:
        show.print_table(answer.columns, answer.rows, file=file)


def _parquet(con: Any, text: str) -> bytes:
    from warehouse.parquet import write_parquet

    content = io.BytesIO()
    write_parquet(con, text, content)
    return content.getvalue()


def _put(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        return
    if output.is_dir() or not output.absolute().parent.is_dir():
        raise UsageError(f"{output} cannot be written: name a file in a folder that is there.")
    _save(output, content)


def _save(path: Path, content: bytes) -> None:
    """The whole file, or the file that was there before."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error  # the user never named the other
    finally:
        part.unlink(missing_ok=True)
