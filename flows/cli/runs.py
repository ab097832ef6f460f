"""What can be typed to fill a warehouse or to make it another."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from cyclopts import Parameter, validators

from flows.cli.options import Common, Flag, NamedPath, Port
from flows.exits import INTERRUPTED
from flows.settings import NIGHTLY


def run(
    *names: str,
    since: date | None = None,
    limit: Annotated[int | None, Parameter(validator=validators.Number(gte=1))] = None,
    common: Common = Common(),
) -> int:
    """Fetch and append now.

    Parameters
    ----------
    names
        Sources; all enabled ones when none is named. `seeds` is the five seed documents.
    since
        Also read older listings, those by day or month back to this one (YYYY-MM-DD); filters nothing.
    limit
        At most so many pages of each source.
    """
    from flows.commands import ingest

    return ingest.run(names, common.settings, since=since, limit=limit, json=common.json)


def load(*paths: NamedPath, source: str | None = None, common: Common = Common()) -> int:
    """Load documents: .txt, .html, .jsonl, .parquet and .warc(.gz) files, and folders of them.

    Parameters
    ----------
    paths
        Files and folders. A .jsonl or .parquet has url, text or html, and maybe title, fetched_at, source.
    source
        The source all of them are of; else each one's URL or text tells.
    """
    from flows.commands import ingest

    return ingest.load(paths, common.settings, source=source, json=common.json)


def replay(*names: str, diff: Flag = False, common: Common = Common()) -> int:
    """Make the warehouse again from the archive, by today's forms and rules, without a request.

    Parameters
    ----------
    names
        Sources whose pages are read again; all when none is named.
    diff
        Only tell what would change, per field and per article.
    """
    from flows.commands import replay

    return replay.replay(names, common.settings, diff=diff, json=common.json)


def dedup(
    *,
    every: Annotated[bool, Parameter(name="--all", negative="", show_default=False)] = False,
    common: Common = Common(),
) -> int:
    """Look for copies older than the 60 nights that a run looks back.

    Parameters
    ----------
    every
        Judge the whole corpus anew; otherwise what came since the last search is compared with all before it.
    """
    from flows.commands import dedup

    return dedup.dedup(common.settings, is_all=every, json=common.json)


def forget(what: str, /, *, reason: str, copies: Flag = False, common: Common = Common()) -> int:
    """Remove an article for good: its text, its archived bytes and its place in exports; the one removal there is.

    Parameters
    ----------
    what
        An article id, its URL, or the path of a loaded document.
    reason
        Why, in a few words; kept with the day on the removals list.
    copies
        Also every other article of the same story.
    """
    from flows.commands import forget

    return forget.forget(what, common.settings, reason=reason, copies=copies, json=common.json)


def up(*, host: str = "127.0.0.1", port: Port = 4200, cron: str = NIGHTLY, common: Common = Common()) -> int:
    """Run Prefect's server and UI and the nightly schedule, until Ctrl-C.

    Parameters
    ----------
    host
        The address at which the server listens.
    port
        Its port; 0 is any that is free.
    cron
        When the nightly flow runs, in UTC.
    """
    from flows.deploy import serve_nightly

    serve_nightly(common.settings, host=host, port=port, cron=cron)
    return INTERRUPTED
