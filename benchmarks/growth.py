"""What a warehouse takes on disk, and what publishing it costs a night when it has grown to a million articles.

    python benchmarks/growth.py [--articles 1000000] [--loaded 20000] [--home DIR]

`--loaded` documents of some 400 words are loaded by `broadsheet load`; then the tables are multiplied in SQL, with ids,
hashes and words' numbers of their own, until they hold `--articles`. Then a night of 1,000 new documents is loaded, and
the same once more. A million takes about 10 GB and a quarter of an hour.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.load import document, generate, load
from warehouse.connection import connect_reader, connect_writer

NIGHT = 1_000
BLOCK = 262_144
GROUPS = {
    "articles": ("article_revisions",),
    "outcomes": ("pages",),
    "removed lines and origins": ("removed_lines", "field_origins", "line_counts", "line_texts"),
    "stories": ("story_ledger", "evidence"),
    "search for copies": ("sketches", "postings", "stop_hashes"),
    "full text": ("search_texts", "search_words"),
}
FILES = {
    "archive": "archive",
    "journal and ledger": "journal",
    "ingest.duckdb": "ingest.duckdb",
    "news.duckdb": "news.duckdb",
}
"""Parts of a home, by what is said of them."""

# What a copied row has of its own; {k} is the copy's number, {shift} what its texts' numbers begin at.
OWN = {
    "article_revisions": "article_id || '~{k}' AS article_id, md5(digest || '{k}') AS digest,"
    " md5(revision_hash || '{k}') AS revision_hash, md5(content_hash || '{k}') AS content_hash",
    "pages": "article_id || '~{k}' AS article_id, url || '~{k}' AS url, md5(digest || '{k}') AS digest",
    "removed_lines": "article_id || '~{k}' AS article_id",
    "field_origins": "article_id || '~{k}' AS article_id",
    "sketches": "number + {shift} AS number, article_id || '~{k}' AS article_id",
    "postings": "number + {shift} AS number, (hash::UBIGINT + 2654435761 * {k}) % 4294967296 AS hash",
    "search_texts": "number + {shift} AS number, article_id || '~{k}' AS article_id",
    "search_words": "number + {shift} AS number",
}


def multiply(home: Path, n_loaded: int, n_articles: int) -> None:
    """The same articles again and again under other names, as batches that came one after the other."""
    with closing(connect_writer(home)) as con:
        con.execute("SET memory_limit = '2GB'; SET preserve_insertion_order = true")
        counts = {table: con.table(table).count("*").fetchall()[0][0] for table in OWN}
        for k in range(1, n_articles // n_loaded):
            for table, own in OWN.items():
                replaced = own.format(k=k, shift=k * n_loaded)
                con.execute(
                    f"INSERT INTO {table} BY NAME SELECT * REPLACE ({replaced}) FROM {table} LIMIT {counts[table]}"
                )
            con.execute("CHECKPOINT")
            print(f"\r{(k + 1) * n_loaded:,} articles", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files of a folder."""
    return (
        path.stat().st_size if path.is_file() else sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
    )


def table_sizes(home: Path) -> Iterator[tuple[str, int]]:
    blocks = "SELECT count(DISTINCT block_id) FROM pragma_storage_info('{}') WHERE persistent AND block_id >= 0"
    with closing(connect_reader(home / "ingest.duckdb", unsafe=True)) as con:
        for name, tables in GROUPS.items():
            yield name, BLOCK * sum(con.execute(blocks.format(table)).fetchall()[0][0] for table in tables)


def print_growth(home: Path, n_articles: int, n_bytes: int) -> None:
    """Bytes an article, and times its text, of each part of the home and each group of tables."""
    sizes = [(name, size_of(home / path)) for name, path in FILES.items()]
    print(f"{n_articles:,} articles of {n_bytes / n_articles:,.0f} bytes of text each; bytes on disk for each:")
    for name, size in itertools.chain(sizes, table_sizes(home)):
        print(f"    {name:<28}{size / n_articles:>8,.0f}   {size / n_bytes:.2f} x")
    print(
        f"    {'the whole home':<28}{size_of(home) / n_articles:>8,.0f}   {size_of(home) / n_bytes:.2f} x", flush=True
    )


def print_night(home: Path, documents: Path, n_articles: int) -> None:
    """What publishing takes of a night's load."""
    counts, seconds, _ = load(documents, home)
    flow, publish = seconds["flow"], seconds["publish"]
    size = size_of(home / "news.duckdb")
    print(
        f"{n_articles:,} articles, {size / 1e9:.2f} GB: load of {counts} {flow:.1f} s, of which publish"
        f" {publish:.2f} s ({publish / flow:.0%}; {size / 1e9 / publish:.1f} GB/s)",
        flush=True,
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=1_000_000)
    arguments.add_argument("--loaded", type=int, default=20_000)
    arguments.add_argument("--home", type=Path, help="kept afterwards; a temporary folder without it")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = given.home or Path(scratch, "home")
        first = generate(Path(scratch, "first.jsonl"), given.loaded, revised=False)
        load(first, home)
        n_bytes = sum(len(document(number, edition=0)["text"].encode()) for number in range(given.loaded))
        print_growth(home, given.loaded, n_bytes)
        multiply(home, given.loaded, given.articles)
        night = Path(scratch, "night.jsonl")
        new = (document(number, edition=0) for number in range(given.loaded, given.loaded + NIGHT))
        night.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in new), encoding="utf-8")
        for _ in range(2):
            print_night(home, night, given.articles)


if __name__ == "__main__":
    main()
