"""What it costs to find the copies among 1,000 new articles, beside datasketch and rensa.

    python benchmarks/dedup_cost.py [--stored 10000 100000 1000000] [--peers 10000 100000] [--repeats 3]

Each measurement is a process of its own that opens the warehouse and appends them as a run does, everything included:
reading and storing the articles, folding, sketching, looking up, fetching and judging texts, storing sketches and
evidence, telling stories, commit, checkpoint and receipt. Once with a night's window of 60 nights, once with the weekly
search over all that is stored behind it. Stored articles are invented (`build/dedup/`, 2 GB for a million): 400 words
and 40 postings each, a tenth of these shared with others; 200 are originals of new copies. On a busy machine compare
processor seconds, not wall clock. The peers load their index, hash, query, insert and save it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from dedup_environment import peers_python

from scrapers.fingerprint import content_hash, revision_hash
from scrapers.records import Article, Batch, PageOutcome

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "dedup"
NUMBERED = ("sketches", "postings", "search_texts", "search_words")
RUN = "tonight"
TONIGHT = date(2026, 11, 21)
PER_NIGHT = 1_000
N_ORIGINALS = 200
CHUNK = 20_000


def vocabulary(rng: random.Random) -> list[str]:
    syllables = [first + second for first in "bcdghklmnprstv" for second in "aeiou"]
    return ["".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(20_000)]


def invent(rng: random.Random, words: Sequence[str]) -> str:
    return "\n".join(" ".join(rng.choices(words, k=20)) + "." for _ in range(20))


def originals() -> list[str]:
    rng = random.Random(11)
    words = vocabulary(rng)
    return [invent(rng, words) for _ in range(N_ORIGINALS)]


def new_articles(repeat: int) -> dict[str, str]:
    """1,000 articles: shortened copies of the originals, as many copies of one another, and news."""
    rng = random.Random(repeat)
    words = vocabulary(random.Random(11))
    made = [text[: rng.randint(900, 2000)] for text in originals()]
    made += [invent(rng, words) for _ in range(PER_NIGHT - 2 * len(made))]
    made += [f"By our reporter. {text[200:]}" for text in made[-N_ORIGINALS:]]
    return {f"new:{repeat}:{number}": text for number, text in enumerate(made)}


def build(n_stored: int) -> Path:
    """A home with so many articles; made once."""
    home = BUILD / f"{n_stored}"
    if (home / "done").exists():
        return home
    from scrapers.fingerprint.terms import TERMS_VERSION
    from warehouse.connection import connect_writer
    from warehouse.schema import migrate

    home.mkdir(parents=True, exist_ok=True)
    (home / "ingest.duckdb").unlink(missing_ok=True)
    con = connect_writer(home)
    con.execute("SET memory_limit = '2GB'")
    migrate(con)
    rng = random.Random(3)
    pool = [invent(rng, vocabulary(rng)) for _ in range(200)]
    spread = dict(zip(_places(n_stored), originals(), strict=True))
    for start in range(0, n_stored, CHUNK):
        _store_chunk(con, range(start, min(start + CHUNK, n_stored)), n_stored, pool, spread)
    con.execute(_INDEX, {"version": TERMS_VERSION})
    con.execute("CHECKPOINT")
    con.close()
    (home / "done").touch()
    return home


def _places(n_stored: int) -> list[int]:
    """Half of the originals lie within the window, half anywhere."""
    rng = random.Random(4)
    recent = min(n_stored // 2, 50 * PER_NIGHT)
    young = rng.sample(range(n_stored - recent, n_stored), N_ORIGINALS // 2)
    return young + rng.sample(range(n_stored - recent), N_ORIGINALS // 2)


def _store_chunk(con: Any, numbers: range, n_stored: int, pool: list[str], spread: dict[int, str]) -> None:
    import numpy as np
    import pyarrow as pa

    from scrapers.fingerprint.sketches import HASH_VERSION, sketches
    from warehouse.staging import staged

    rng = np.random.default_rng(numbers.start)
    crowded = np.random.default_rng(1).integers(0, 2**32, 200_000, dtype=np.uint32)
    hashes = rng.integers(0, 2**32, (len(numbers), 40), dtype=np.uint32)
    is_shared = rng.random(hashes.shape) < 0.1
    hashes[is_shared] = rng.choice(crowded, int(is_shared.sum()))
    lists = list(hashes)
    bodies = [pool[a][:1400] + pool[b][1400:] for a, b in rng.integers(0, len(pool), (len(numbers), 2))]
    for number in set(numbers) & set(spread):
        bodies[number - numbers.start] = spread[number]
        lists[number - numbers.start] = next(iter(sketches([spread[number]])))
    lengths = [len(each) for each in lists]
    ages = [timedelta(days=(n_stored - 1 - number) // PER_NIGHT) for number in numbers]
    article_ids = [f"source{n % 40}:https://www.example{n % 40}.org/news/{n // 365}/{n}.htm" for n in numbers]
    articles = pa.table({"article_id": article_ids, "number": list(numbers), "body": bodies, "n_hashes": lengths,
                         "sketched_on": [TONIGHT - age for age in ages]})  # fmt: skip
    postings = pa.table({"hash": np.concatenate(lists), "number": np.repeat(np.array(numbers, np.int32), lengths)})
    with staged(con, {"articles_given": articles, "postings_given": postings}):
        con.execute(_STORE, {"version": HASH_VERSION})


# So that opening the home doesn't begin by indexing a million texts for the search.
_INDEX = """
    INSERT INTO search_texts BY NAME
    SELECT number, article_id, revision, 0 AS body_at, 0 AS captions_at, 0 AS n_words, $version AS terms_version
    FROM sketches
"""
_STORE = """
    INSERT INTO article_revisions BY NAME
    SELECT article_id, 1 AS revision, split_part(article_id, ':', 1) AS source, body, 'none' AS published_precision,
           [] AS authors, [] AS tags, [] AS captions, [] AS rights, length(body) AS n_characters, [] AS flags,
           '' AS extractor, md5(article_id) AS digest, md5(article_id) AS revision_hash, 'r' AS run_id
    FROM articles_given;
    INSERT INTO postings BY NAME SELECT hash, number FROM postings_given;
    INSERT INTO sketches BY NAME
    SELECT number, article_id, 1 AS revision, n_hashes, $version AS hash_version, sketched_on FROM articles_given;
"""


def measure(home: Path, is_wide: bool, given: Path) -> None:
    """The night itself, as the product does it; prints a line of JSON."""
    begun = time.perf_counter()
    from scrapers.memory import keep_freed_memory, seldom_collected
    from warehouse.store import Warehouse

    keep_freed_memory()
    with Warehouse.open(home) as warehouse, seldom_collected():
        opened = time.perf_counter() - begun
        moment = datetime(*TONIGHT.timetuple()[:3], 2, tzinfo=UTC)
        warehouse.start_run(RUN, None, kind="load", version="0", started_at=moment)
        pages = tuple(page(article_id, text) for article_id, text in json.loads(given.read_text()).items())
        warehouse.append(Batch(run_id=RUN, source="bench", number=1, pages=pages))
        if is_wide:
            list(warehouse.search_widely(run_id=RUN, at=moment))
        told = {
            "wall": time.perf_counter() - begun,
            "opened": opened,
            "cpu": time.process_time(),
            "rss": peak_mb(),
            "pairs": warehouse.rows("SELECT count(*) FROM evidence", {}, {})[0][0],
            "stories": warehouse.rows("SELECT count(DISTINCT story_id) FROM story_ledger", {}, {})[0][0],
        }
    print(json.dumps(told))


def page(article_id: str, body: str) -> PageOutcome:
    """The page of an article that has nothing but a text."""
    digest = hashlib.sha256(body.encode()).hexdigest()
    values: dict[str, Any] = {field.name: None for field in fields(Article)}
    values |= dict.fromkeys(("authors", "tags", "captions", "rights", "flags", "removed_lines", "field_origins"), ())
    values |= {
        "article_id": article_id,
        "source": "bench",
        "body": body,
        "published_precision": "none",
        "extractor": "",
    }
    values |= {"digest": digest, "content_hash": content_hash(body), "n_characters": len(body)}
    values["revision_hash"] = revision_hash(title=None, body=body, published_raw=None)
    return PageOutcome(source="bench", url=article_id, article=Article(**values), article_id=article_id, digest=digest)


def peak_mb() -> float:
    """Of this process alone: `ru_maxrss` would count the parent's before the exec."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def measured(n_stored: int, *, is_wide: bool, repeats: int) -> str:
    home, given, runs = build(n_stored), BUILD / "new.json", []
    for repeat in range(repeats):
        _forget_night(home, n_stored)
        given.write_text(json.dumps(new_articles(repeat)))
        command = [sys.executable, __file__, "--measure", str(home), "wide" if is_wide else "window", str(given)]
        runs.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    middle = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    line = (
        "{wall:8.2f} s wall (opening {opened:.2f}) {cpu:6.2f} s cpu {rss:6.0f} MB   {pairs:.0f} pairs, {n:.0f} stories"
    )
    return line.format(n=middle["stories"], **middle)


def _forget_night(home: Path, n_stored: int) -> None:
    from warehouse.connection import connect_writer
    from warehouse.store import Warehouse

    with connect_writer(home) as con:
        for table in NUMBERED:
            con.execute(f"DELETE FROM {table} WHERE number >= {n_stored}")
        con.execute(f"DELETE FROM article_revisions WHERE run_id = '{RUN}'")
        for (table,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall():
            if table not in (*NUMBERED, "article_revisions", "schema_version", "story_generations", "search_letters"):
                con.execute(f"TRUNCATE {table}")
        con.execute(f"INSERT INTO wide_searches VALUES ({n_stored}, 'r', now())")
        con.execute("CHECKPOINT")
    (home / "ledger.jsonl").unlink(missing_ok=True)
    shutil.rmtree(home / "journal", ignore_errors=True)
    Warehouse.open(home).close()  # as the night before left it


def bytes_per_article(home: Path, tables: Sequence[str]) -> float:
    from warehouse.connection import connect_reader

    with connect_reader(home / "ingest.duckdb", unsafe=True) as con:
        ((n_articles,),) = con.execute("SELECT count(*) FROM sketches").fetchall()
        blocks = "SELECT count(DISTINCT block_id) FROM pragma_storage_info('{}') WHERE persistent AND block_id >= 0"
        n_blocks = sum(con.execute(blocks.format(table)).fetchall()[0][0] for table in tables)
    return float(n_blocks * 262_144 / n_articles)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--stored", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    arguments.add_argument("--peers", type=int, nargs="*", default=[])
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.measure:
        home, how, given = options.measure
        measure(Path(home), how == "wide", Path(given))
        return
    for n_stored in options.stored:
        _report(n_stored, options.repeats)
    for n_stored in options.peers:
        _report_peers(n_stored)


def _report(n_stored: int, repeats: int) -> None:
    _forget_night(build(n_stored), n_stored)
    size = bytes_per_article(build(n_stored), ["postings", "sketches", "stop_hashes"])
    print(f"{n_stored:,} stored, {size:.0f} bytes of sketches and postings each")
    for name, is_wide in (("60 nights", False), ("all", True)):
        print(f"  {name:12}{measured(n_stored, is_wide=is_wide, repeats=repeats)}", flush=True)


def _report_peers(n_stored: int) -> None:
    print(f"{n_stored:,} stored, peers")
    BUILD.mkdir(parents=True, exist_ok=True)
    python, given, script = peers_python(), BUILD / "new.json", Path(__file__).with_name("dedup_peers.py")
    given.write_text(json.dumps(list(new_articles(1).values())))
    for peer in ("datasketch", "rensa R"):
        index = BUILD / f"{peer} {n_stored}.pickle"
        if not index.exists():
            subprocess.run([python, script, "index", peer, str(n_stored), index], check=True)
        told = subprocess.run([python, script, "cost", peer, given, index], check=True, capture_output=True, text=True)
        line = "  {peer:12}{wall:8.2f} s wall {cpu:6.2f} s cpu {rss:6.0f} MB"
        print(line.format(peer=peer, **json.loads(told.stdout)), flush=True)


if __name__ == "__main__":
    main()
