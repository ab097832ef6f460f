"""The command `broadsheet`: what can be typed. How it ends is in `exits`.

Commands import what they need when they run, so that questions are answered without waiting for Prefect.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter, validators

from flows.settings import NIGHTLY, Settings, read_settings
from flows.stopping import INTERRUPTED
from scrapers.version import version

app = App(
    name="broadsheet",
    version=version,
    help="News of public-sector sources: loaded, cleaned, dated, deduplicated and kept in a DuckDB warehouse.",
    help_format="plaintext",
    suppress_keyboard_interrupt=False,
)
sources = App(name="sources", help="The forms that declare sources.", help_format="plaintext")
app.command(sources)


Flag = Annotated[bool, Parameter(negative="", show_default=False)]
Port = Annotated[int, Parameter(validator=validators.Number(gte=0, lte=65_535))]


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every command takes."""

    home: Path | None = None
    "The folder of the warehouse; else BROADSHEET_HOME, else ./data."
    sources: Path | None = None
    "A folder of further forms; one of the same name overrides."
    json: Flag = False
    "An array of objects on stdout; logs stay on stderr."

    @property
    def settings(self) -> Settings:
        return read_settings(home=self.home, sources=self.sources)


@app.command
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
        Also read older listing pages, back to this day (YYYY-MM-DD).
    limit
        At most so many pages of each source.
    """
    from flows import ingest_commands

    return ingest_commands.run(names, common.settings, since=since, limit=limit, json=common.json)


@app.command
def load(*paths: Path, source: str | None = None, common: Common = Common()) -> int:
    """Load documents: .txt, .html, .jsonl, .parquet and .warc(.gz) files, and folders of them.

    Parameters
    ----------
    paths
        Files and folders. A .jsonl or .parquet has url, text or html, and maybe title, fetched_at, source.
    source
        The source all of them are of; else each one's URL or text tells.
    """
    from flows import ingest_commands

    return ingest_commands.load(paths, common.settings, source=source, json=common.json)


@app.command
def sql(
    query: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    /,
    *,
    format: Literal["table", "csv", "json", "parquet"] | None = None,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
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
    from flows import read_commands

    wanted = format or ("json" if common.json else None)
    return read_commands.sql(query, common.settings.home, format=wanted, output=output, unsafe=unsafe)


@app.command
def status(*, common: Common = Common()) -> int:
    """Sources at a glance: last run, new, rejected, silent for how long, breaches."""
    from flows import read_commands

    return read_commands.status(common.settings.home, json=common.json)


@app.command
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
    from flows import search_commands

    return search_commands.search(words, common.settings.home, limit=limit, json=common.json)


@app.command
def explain(what: str, /, *, common: Common = Common()) -> int:
    """Where everything about an article comes from: fields, removed lines, revisions, duplicates.

    Parameters
    ----------
    what
        An article id, its URL, or the path of a loaded document.
    """
    from flows import read_commands

    return read_commands.explain(what, common.settings, json=common.json)


@app.command
def history(what: str, /, *, common: Common = Common()) -> int:
    """The revisions of an article, with what was changed from one to the next word by word.

    Parameters
    ----------
    what
        An article id, its URL, or the path of a loaded document.
    """
    from flows import history

    return history.history(what, common.settings.home, json=common.json)


@sources.command(name="list")
def list_sources(*, common: Common = Common()) -> int:
    """The known sources, and how far their forms are proved."""
    from flows import read_commands

    return read_commands.list_sources(common.settings, json=common.json)


@sources.command(name="check")
def check_source(name: str, /, *, live: Flag = False, common: Common = Common()) -> int:
    """Prove a form on its saved pages, field by field, with a next step for what differs.

    Parameters
    ----------
    name
        The source.
    live
        Also fetch robots.txt, one listing and three articles.
    """
    from flows import source_commands

    return source_commands.check(name, common.settings, live=live, json=common.json)


@sources.command(name="new")
def new_source(
    url: str,
    /,
    *,
    name: str | None = None,
    allow_private: Flag = False,
    common: Common = Common(),
) -> int:
    """Propose a form from a listing or an article, with saved pages that prove it.

    Parameters
    ----------
    url
        A page, feed or sitemap that lists articles, or one article.
    name
        The source's name; else made of the host.
    allow_private
        The URL's own host may be a private address.
    """
    from flows import new_source

    return new_source.new(url, common.settings, name=name, allow_private=allow_private, json=common.json)


@app.command
def export(
    folder: Path,
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
    from flows import export
    from warehouse.export import FORMATS, Choice

    choice = Choice(formats=tuple(format or FORMATS), gone=gone, revisions=revisions, respect_rights=respect_rights)
    return export.export(folder, common.settings.home, choice, json=common.json)


@app.command
def replay(*names: str, diff: Flag = False, common: Common = Common()) -> int:
    """Make the warehouse again from the archive, by today's forms and rules, without a request.

    Parameters
    ----------
    names
        Sources whose pages are read again; all when none is named.
    diff
        Only tell what would change, per field and per article.
    """
    from flows import replay_commands

    return replay_commands.replay(names, common.settings, diff=diff, json=common.json)


@app.command
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
    from flows.dedup import dedup

    return dedup(common.settings, is_all=every, json=common.json)


@app.command
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
    from flows import forget

    return forget.forget(what, common.settings, reason=reason, copies=copies, json=common.json)


@app.command
def verify(*, full: Flag = False, common: Common = Common()) -> int:
    """Prove that the warehouse keeps its promises.

    Parameters
    ----------
    full
        Every hash instead of a sample.
    """
    from flows import read_commands

    return read_commands.verify(common.settings.home, full=full, json=common.json)


@app.command
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
