"""What it costs to find the copies among 1,000 new articles, beside datasketch and rensa.

    python benchmarks/dedup_cost.py [--stored 10000 100000 1000000] [--peers 10000 100000] [--repeats 3]

Each measurement is a process of its own, everything included: reading the new articles, folding, sketching, looking up,
fetching and judging texts, storing sketches and evidence, telling stories, commit and checkpoint. Once with a window of
60 nights, once over all that is stored. Stored articles are invented (`build/dedup/`, 2 GB for a million): 400 words
and 40 postings each, a tenth of these shared with others; 200 are originals of new copies. On a busy machine compare
processor seconds, not wall clock. The peers load their index, hash, query, insert and save it.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-peers-dedup" / "bin" / "python"
BUILD = ROOT / "build" / "dedup"
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

    from scrapers.fingerprint import HASH_VERSION, sketches
    from warehouse.append import staged

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


def measure(home: Path, since: date, given: Path) -> None:
    """The night itself; prints a line of JSON."""
    begun = time.perf_counter()
    from warehouse.connection import connect_writer

    con = connect_writer(home)
    n_pairs, n_stories = _night(con, json.loads(given.read_text()), since)
    con.execute("CHECKPOINT")
    told = {
        "wall": time.perf_counter() - begun,
        "cpu": time.process_time(),
        "rss": peak_mb(),
        "pairs": n_pairs,
        "stories": n_stories,
    }
    print(json.dumps(told))


def _night(con: Any, texts: dict[str, str], since: date) -> tuple[int, int]:
    """How many pairs were judged, and how many stories of several articles came of them."""
    from scrapers.fingerprint import sketches
    from scrapers.fingerprint.sameness import Judgement, judge, read_texts
    from scrapers.fingerprint.stories import Link, group
    from warehouse import sketches as stored
    from warehouse.evidence import Evidence, held_evidence, store_evidence
    from warehouse.schema import transaction

    mine = dict(zip(texts, sketches(texts.values()), strict=True))
    found = stored.find_candidates(con, mine, since=since)
    wanted = sorted({article_id for pair in found.pairs for article_id in pair})
    held = stored.read_texts(con, [article_id for article_id in wanted if article_id not in texts])
    known = texts | {article_id: text.body for article_id, text in held.items()}
    readings = dict(zip(wanted, read_texts([known[article_id] for article_id in wanted]), strict=True))
    judged = [(a, b, judge(readings[a], readings[b])) for a, b in found.pairs]
    close = [
        Evidence(a_id=a, a_revision=1, b_id=b, b_revision=1, **asdict(judgement))
        for a, b, judgement in judged
        if judgement.is_close
    ]
    with transaction(con):
        stored.store_sketches(con, mine, revisions=dict.fromkeys(texts, 1), on=TONIGHT, found=found)
        store_evidence(con, close, run_id="r")
    names = [field.name for field in fields(Judgement)]
    rows = held_evidence(con, texts)
    stories = group(Link(row.a_id, row.b_id, Judgement(**{n: getattr(row, n) for n in names})) for row in rows)
    return len(judged), len(stories)


def peak_mb() -> float:
    """Of this process alone: `ru_maxrss` would count the parent's before the exec."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def measured(n_stored: int, *, since: date, repeats: int) -> str:
    home, given, runs = build(n_stored), BUILD / "new.json", []
    for repeat in range(repeats):
        _forget_night(home, n_stored)
        given.write_text(json.dumps(new_articles(repeat)))
        command = [sys.executable, __file__, "--measure", str(home), str(since), str(given)]
        runs.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    middle = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    return "{wall:8.2f} s wall {cpu:6.2f} s cpu {rss:6.0f} MB   {pairs:.0f} pairs, {stories:.0f} stories".format(
        **middle
    )


def _forget_night(home: Path, n_stored: int) -> None:
    from warehouse.connection import connect_writer

    with connect_writer(home) as con:
        for table in ("sketches", "postings"):
            con.execute(f"DELETE FROM {table} WHERE number >= {n_stored}")
        con.execute("TRUNCATE evidence; TRUNCATE stop_hashes; CHECKPOINT")


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
        home, since, given = options.measure
        measure(Path(home), date.fromisoformat(since), Path(given))
        return
    for n_stored in options.stored:
        _report(n_stored, options.repeats)
    for n_stored in options.peers:
        _report_peers(n_stored)


def _report(n_stored: int, repeats: int) -> None:
    _forget_night(build(n_stored), n_stored)
    size = bytes_per_article(build(n_stored), ["postings", "sketches", "stop_hashes"])
    print(f"{n_stored:,} stored, {size:.0f} bytes of sketches and postings each")
    for name, nights in (("60 nights", 60), ("all", 36_500)):
        print(f"  {name:12}{measured(n_stored, since=TONIGHT - timedelta(days=nights), repeats=repeats)}", flush=True)


def _report_peers(n_stored: int) -> None:
    print(f"{n_stored:,} stored, peers")
    BUILD.mkdir(parents=True, exist_ok=True)
    given, script = BUILD / "new.json", Path(__file__).with_name("dedup_peers.py")
    given.write_text(json.dumps(list(new_articles(1).values())))
    for peer in ("datasketch", "rensa R"):
        index = BUILD / f"{peer} {n_stored}.pickle"
        if not index.exists():
            subprocess.run([PEERS, script, "index", peer, str(n_stored), index], check=True)
        told = subprocess.run([PEERS, script, "cost", peer, given, index], check=True, capture_output=True, text=True)
        line = "  {peer:12}{wall:8.2f} s wall {cpu:6.2f} s cpu {rss:6.0f} MB"
        print(line.format(peer=peer, **json.loads(told.stdout)), flush=True)


if __name__ == "__main__":
    main()
