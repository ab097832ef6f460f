"""What is chosen to be exported, as a query, and in the words of the README beside the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import duckdb

Format = Literal["parquet", "csv", "jsonl"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is exported."""

    formats: tuple[Format, ...] = FORMATS
    gone: bool = False
    """Also articles that their publishers took away."""
    revisions: bool = False
    """Also every state of each article, as further files."""
    respect_rights: bool = False
    """Without articles whose page reserves rights, such as `noarchive` or `tdm-reservation`."""


def query_of(name: str, choice: Choice) -> str:
    """The rows of `articles` or `revisions` that were chosen, each with its month."""
    where = ([] if choice.gone else ["gone_at IS NULL"]) + (["len(rights) = 0"] if choice.respect_rights else [])
    kept = f"SELECT * FROM articles{' WHERE ' if where else ''}{' AND '.join(where)}"
    rows = kept if name == "articles" else f"SELECT * FROM article_revisions SEMI JOIN ({kept}) USING (article_id)"
    return f"SELECT *, coalesce(strftime(published_on, '%Y-%m'), 'undated') AS month FROM ({rows})"


def readme(con: duckdb.DuckDBPyConnection, choice: Choice) -> str:
    """What was exported, what was left out, and what each column means."""
    left_out = [
        told
        for told, is_left_out in (
            ("articles that their publishers took away", not choice.gone),
            ("states of an article before its last one", not choice.revisions),
            ("articles whose page reserves rights (`noarchive`, `tdm-reservation`)", choice.respect_rights),
        )
        if is_left_out
    ]
    ((n_articles,),) = con.execute(f"SELECT count(*) FROM ({query_of('articles', choice)})").fetchall()
    columns = [
        f"| {name} | {kind} | {told.replace('|', '/')} |" for name, kind, told in con.execute(_MEANINGS).fetchall()
    ]
    return _README.format(n=n_articles, left_out="; ".join(left_out) or "nothing") + "\n".join(columns) + "\n"


_MEANINGS = """
    SELECT column_name, replace(data_type, 'TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ'), comment
    FROM duckdb_columns()
    WHERE table_name = 'articles'
    ORDER BY column_index
"""
_README = """# News corpus

{n:,} articles, exported by Broadsheet. Left out: {left_out}.

- `articles/source=…/month=…/articles.parquet`: the last state of each article, by source and month of the printed day
  (`undated` where none is printed). In DuckDB, `SELECT * FROM 'articles/**/*.parquet'` reads them all.
- `articles.csv`, `articles.jsonl`: the same rows. In CSV a list is JSON, a null is empty, and a text that a spreadsheet
  would take for a formula begins with an apostrophe.
- `revisions…`, where asked for: every state of these articles.

Moments (`_at`) are in UTC, days (`_on`) in the source's zone. `published_on` is null where no day is printed;
`date_from` and `date_to` then bound it. To count each news item once, count rows with `is_canonical`.

The texts are their publishers'. That you have them gives you no right to publish them.

| column | type | meaning |
|---|---|---|
"""
