"""What can be typed to ask a warehouse; nothing in it is changed."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter, validators

from flows.cli.options import Common, Flag, NamedPath
from flows.errors import UsageError


def sql(
    query: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    /,
    *,
    format: Literal["table", "csv", "json", "parquet"] | None = None,
    output: Annotated[NamedPath | None, Parameter(name=["--output", "-o"])] = None,
    unsafe: Flag = False,
    common: Common = Common(),
) -> int:
    """Ask the warehouse in DuckDB's SQL, read-only.

    Parameters
    ----------
    query
        As in "SELECT source, count(*) FROM articles GROUP BY source".
    format
        How rows are printed; else the file's ending tells, else a table.
    output
        Write to this file.
    unsafe
        Let the query read other files, the network and settings.
    """
    from flows.commands import sql

    if common.json and format not in (None, "json"):
        raise UsageError(f"--json and --format {format} contradict each other: leave one out.")
    wanted = format or ("json" if common.json else None)
    return sql.sql(query, common.settings.home, format=wanted, output=output, unsafe=unsafe)


def status(*, common: Common = Common()) -> int:
    """Sources at a glance: last run, new, rejected, silent for how long, breaches."""
    from flows.commands import status

    return status.status(common.settings.home, json=common.json)


def search(
    *words: str,
    limit: Annotated[int, Parameter(validator=validators.Number(gte=1))] = 20,
    common: Common = Common(),
) -> int:
    """Find articles by their words: English, Vietnamese (with or without marks), Chinese.

    Parameters
    ----------
    words
        All of them, as in: da nang '"gender equality"' source:bacninh after:2024-01-01 before:2025-01-01
    limit
        At most so many articles.
    """
    from flows.commands import search

    return search.search(words, common.settings.home, limit=limit, json=common.json)


def explain(what: str, /, *, common: Common = Common()) -> int:
    """Where everything about an article comes from: fields, removed lines, revisions, duplicates.

    Parameters
    ----------
    what
        An article id, its URL, or the path of a loaded document.
    """
    from flows.commands import explain

    return explain.explain(what, common.settings, json=common.json)


def history(what: str, /, *, common: Common = Common()) -> int:
    """The revisions of an article, with what was changed from one to the next word by word.

    Parameters
    ----------
    what
        An article id, its URL, or the path of a loaded document.
    """
    from flows.commands import history

    return history.history(what, common.settings.home, json=common.json)


def export(
    folder: NamedPath,
    /,
    *,
    format: Annotated[list[Literal["parquet", "csv", "jsonl"]] | None, Parameter(negative="")] = None,
    gone: Flag = False,
    revisions: Flag = False,
    respect_rights: Flag = False,
    common: Common = Common(),
) -> int:
    """Write the articles to a folder: Parquet by source and month, CSV and JSONL; only what changed is written.

    Parameters
    ----------
    folder
        Where the files stand; a later export brings them up to date.
    format
        Only this format; may be given several times.
    gone
        Also articles that their publishers took away.
    revisions
        Also every earlier state of each article.
    respect_rights
        Without articles whose page reserves rights, such as noarchive.
    """
    from flows.commands import export
    from warehouse.export_choice import FORMATS, Choice

    choice = Choice(formats=tuple(format or FORMATS), gone=gone, revisions=revisions, respect_rights=respect_rights)
    return export.export(folder, common.settings.home, choice, json=common.json)


def verify(*, full: Flag = False, common: Common = Common()) -> int:
    """Prove that the warehouse keeps its promises.

    Parameters
    ----------
    full
        Every hash instead of a sample.
    """
    from flows.commands import verify

    return verify.verify(common.settings.home, full=full, json=common.json)
