"""What full-text search costs and gives: 100,000 generated articles in English, Vietnamese and Chinese.

    python benchmarks/search.py [--articles 100000] [--home DIR]

Words are invented and distributed as in a language (few are frequent, most are rare). Prints CPU and bytes that the
index takes per article, then each kind of query: the first time in a fresh connection, and warm (median of 7).

The peer is SQLite's FTS5 with the same texts: it ranks by BM25 and takes marks off, too. A run of Chinese is one
word to it, so that it finds no substring. DuckDB's own fts extension has to be downloaded.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from warehouse.connection import connect_reader, connect_writer
from warehouse.schema import migrate, transaction
from warehouse.search_index import Text, catch_up, index_texts

LANGUAGES = ("en", "vi", "zh")
LENGTHS = {"en": 370, "vi": 420, "zh": 290}
ONSETS = "b|c|ch|d|đ|g|h|k|kh|l|m|n|ng|nh|ph|qu|s|t|th|tr|v|x"
RIMES = "a|ai|an|ang|ao|au|âm|ân|e|em|en|êu|i|ia|im|iên|o|oa|oan|on|ong|ô|ôi|ông|ơi|ơn|u|ung|uôn|ư|ươi|ương"
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
CHUNK = 1_000


def vietnamese(chance: random.Random) -> str:
    onset, rime, tone = chance.choice(ONSETS.split("|")), chance.choice(RIMES.split("|")), chance.choice(TONES)
    vowel = next(place for place, letter in enumerate(rime) if letter in "aâăeêioôơuư")
    return unicodedata.normalize("NFC", onset + rime[: vowel + 1] + tone + rime[vowel + 1 :])


def english(chance: random.Random) -> str:
    syllables = (
        chance.choice("bcdfghlmnprstvw") + chance.choice("aeiou") for _ in range(chance.choice((1, 2, 2, 3, 4)))
    )
    return "".join(syllables) + chance.choice(["", "n", "r", "s", "t", "ing", "ed"])


def chinese(chance: random.Random) -> str:
    return "".join(chr(0x4E00 + int(3500 * chance.random() ** 2)) for _ in range(chance.choice((1, 2, 2, 2, 3))))


MAKERS: dict[str, tuple[Callable[[random.Random], str], int, float, float]] = {
    "en": (english, 50_000, 1.1, 2.0),
    "vi": (vietnamese, 5_000, 1.05, 6.0),
    "zh": (chinese, 25_000, 1.05, 6.0),
}
"""For each language how a word is made, how many there are, and the shape of their frequencies."""


class Writer:
    """Texts of one language."""

    def __init__(self, language: str) -> None:
        make, n_words, slope, offset = MAKERS[language]
        chance = random.Random(language)
        self.language = language
        self.words = np.array(list(dict.fromkeys(make(chance) for _ in range(2 * n_words)))[:n_words])
        weights = 1 / (np.arange(len(self.words)) + offset) ** slope
        self.shares = np.cumsum(weights / weights.sum())
        self.rng = np.random.default_rng(len(language) + n_words)

    def text(self, n_words: int) -> str:
        picked = self.words[np.searchsorted(self.shares[:-1], self.rng.random(n_words))]
        sentences = [picked[start : start + 18] for start in range(0, n_words, 18)]
        if self.language == "zh":
            return "".join("".join(words) + "。" for words in sentences)
        return " ".join(" ".join(words).capitalize() + "." for words in sentences)

    def article(self) -> tuple[str, str, str]:
        n_words = max(40, int(self.rng.lognormal(np.log(LENGTHS[self.language]), 0.4)))
        return self.text(10), "\n\n".join(self.text(n_words // 6) for _ in range(6)), self.text(12)


def articles(n: int) -> Iterator[tuple[str, tuple[str, str, str]]]:
    writers = {language: Writer(language) for language in LANGUAGES}
    for number in range(n):
        language = LANGUAGES[number % 3]
        yield language, writers[language].article()


def chunks(n: int) -> Iterator[tuple[int, list[tuple[str, tuple[str, str, str]]]]]:
    made = articles(n)
    for first in range(0, n, CHUNK):
        yield first, [next(made) for _ in range(min(CHUNK, n - first))]


def store(con: Any, first: int, made: Sequence[tuple[str, tuple[str, str, str]]]) -> None:
    """The articles alone, as rows that a load would have written."""
    day = date(2015, 1, 1)
    rows = pa.table(
        {
            "article_id": [f"s{number % 30}:{number}" for number in range(first, first + len(made))],
            "source": [f"s{number % 30}" for number in range(first, first + len(made))],
            "language": [language for language, _ in made],
            "title": [title for _, (title, _, _) in made],
            "body": [body for _, (_, body, _) in made],
            "captions": [[caption] for _, (_, _, caption) in made],
            "published_on": [
                day + timedelta(number * 7919 % 4000) if number % 5 else None
                for number in range(first, first + len(made))
            ],
        }
    )
    con.register("made", rows)
    con.execute(
        "INSERT INTO article_revisions BY NAME SELECT *, 1 AS revision, 'day' AS published_precision, [] AS authors,"
        " [] AS tags, [] AS rights, [] AS flags, length(body) AS n_characters, 'e' AS extractor, md5(body) AS digest,"
        " md5(body) AS revision_hash, md5(body) AS content_hash, 'r1' AS run_id FROM made"
    )
    con.unregister("made")


def fill(home: Path, n: int) -> dict[str, list[str]]:
    """A warehouse of `n` articles; prints what the index cost, and gives titles by language."""
    spent, titles = 0.0, {language: list[str]() for language in LANGUAGES}
    with closing(connect_writer(home)) as con:
        migrate(con)
        catch_up(con)
        for first, made in chunks(n):
            texts = [Text(f"s{first % 30}", 1, *text[:2], text[2:]) for _, text in made]
            texts = [text._replace(article_id=f"s{n % 30}:{n}") for n, text in enumerate(texts, first)]
            with transaction(con):
                store(con, first, made)
                started = time.process_time()
                index_texts(con, texts)
                spent += time.process_time() - started
            con.execute("CHECKPOINT")
            for language, text in made[:30]:
                titles[language].append(text[0])
        blocks = "SELECT count(DISTINCT block_id) * 262144 FROM pragma_storage_info('{}') WHERE block_id >= 0"
        index, texts_size = (
            sum(con.execute(blocks.format(table)).fetchone()[0] for table in tables)
            for tables in (("search_words", "search_texts"), ("article_revisions",))
        )
    print(
        f"index: {1000 * spent / n:.3f} ms CPU and {index / n:,.0f} bytes an article;"
        f" the articles themselves {texts_size / n:,.0f} bytes"
    )
    return titles


def queries(titles: dict[str, list[str]]) -> dict[str, str]:
    english_words, syllables = titles["en"][0].rstrip(".").split(), titles["vi"][1].lower().rstrip(".").split()
    folded = unicodedata.normalize("NFD", " ".join(syllables)).replace("đ", "d")
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter)).split()
    return {
        "one English word": english_words[1],
        "three English words": " ".join(english_words[:3]),
        "an English phrase": f'"{" ".join(english_words[:3])}"',
        "Vietnamese with marks": " ".join(syllables[:2]),
        "Vietnamese without": " ".join(plain[:2]),
        "four syllables without": " ".join(plain[:4]),
        "one Chinese character": titles["zh"][2][:1],
        "a Chinese substring": titles["zh"][2][1:5],
        "a source": f"{english_words[1]} source:s12",
        "a year": f"{english_words[1]} after:2020-01-01 before:2021-01-01",
        "nothing": "qqqqq",
    }


def timed(ask: Callable[[], Any]) -> float:
    started = time.perf_counter()
    ask()
    return 1000 * (time.perf_counter() - started)


def ours(path: Path, words: str) -> tuple[float, float, float]:
    """Milliseconds of the first query of a connection, when warm, and of CPU."""
    literal = words.replace("'", "''")
    with closing(connect_reader(path)) as con:
        worked = time.process_time()
        times = [timed(lambda: con.execute(f"FROM search('{literal}')").fetchall()) for _ in range(8)]
        worked = time.process_time() - worked
    return times[0], statistics.median(times[1:]), 1000 * worked / len(times)


def fill_peer(path: Path, n: int) -> None:
    with closing(sqlite3.connect(path)) as con:
        con.execute(
            "CREATE VIRTUAL TABLE search USING fts5(title, body, captions, tokenize='unicode61 remove_diacritics 2')"
        )
        spent = 0.0
        for _, made in chunks(n):
            started = time.process_time()
            con.executemany("INSERT INTO search VALUES (?, ?, ?)", [text for _, text in made])
            con.commit()
            spent += time.process_time() - started
        size = con.execute("SELECT sum(length(block)) FROM search_data").fetchone()[0]
    print(f"FTS5: {1000 * spent / n:.3f} ms CPU and {size / n:,.0f} bytes an article beside the texts", flush=True)


def peer(path: Path, words: str) -> float:
    quoted = words if words.startswith('"') else " ".join(f'"{word}"' for word in words.split() if ":" not in word)
    query = "SELECT title, snippet(search, 1, '**', '**', '…', 30), bm25(search) FROM search WHERE search MATCH ?"
    with closing(sqlite3.connect(path)) as con:
        times = [timed(lambda: con.execute(f"{query} ORDER BY rank LIMIT 20", [quoted]).fetchall()) for _ in range(5)]
    return statistics.median(times[1:])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=100_000)
    arguments.add_argument("--home", type=Path, help="kept afterwards; a temporary folder without it")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = given.home or Path(scratch)
        home.mkdir(exist_ok=True)
        titles = fill(home, given.articles)
        fill_peer(home / "fts5.sqlite", given.articles)
        print(f"\n{'query':<24}{'first':>10}{'warm':>10}{'CPU':>10}{'FTS5':>10}")
        for name, words in queries(titles).items():
            first, warm, cpu = ours(home / "ingest.duckdb", words)
            print(
                f"{name:<24}{first:>7.0f} ms{warm:>7.0f} ms{cpu:>7.0f} ms{peer(home / 'fts5.sqlite', words):>7.0f} ms",
                flush=True,
            )


if __name__ == "__main__":
    sys.exit(main())
