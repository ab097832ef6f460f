"""The peers' side of `dedup.py`, run in their own environment: MinHash by datasketch and rensa, as their manuals show.

python dedup_peers.py texts TEXTS.json OUT.json     pairs found among the texts, with the estimated resemblance
python dedup_peers.py pairs PAIRS.json OUT.json     the estimated resemblance of each given pair
"""

from __future__ import annotations

import json
import pickle
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from datasketch import MinHash, MinHashLSH
from rensa import CMinHash, RMinHash, RMinHashLSH

N_PERMUTATIONS = 128
N_BANDS = 32
LOWEST = 0.3
"""Candidates are asked for at this resemblance; the caller tries every threshold above it."""

# A character is a word where words are not spaced, or the peers would see whole clauses of Chinese.
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")


def shingles(text: str) -> list[str]:
    """Runs of five words in lower case."""
    words = _WORD.findall(text.lower())
    return [" ".join(words[start : start + 5]) for start in range(max(1, len(words) - 4))]


def datasketch(text: str) -> MinHash:
    sketch = MinHash(N_PERMUTATIONS)
    sketch.update_batch([shingle.encode() for shingle in set(shingles(text))])
    return sketch


def rensa_r(text: str) -> RMinHash:
    sketch = RMinHash(N_PERMUTATIONS, 42)
    sketch.update(shingles(text))
    return sketch


def rensa_c(text: str) -> CMinHash:
    sketch = CMinHash(N_PERMUTATIONS, 42)
    sketch.update(shingles(text))
    return sketch


PEERS: dict[str, Callable[[str], Any]] = {"datasketch": datasketch, "rensa R": rensa_r, "rensa C": rensa_c}


def lsh_of(peer: str, threshold: float) -> Any:
    """The peer's own index; rensa's takes only its R sketches, so C borrows their pairs."""
    if peer == "rensa R":
        return RMinHashLSH(threshold, N_PERMUTATIONS, N_BANDS)
    return MinHashLSH(threshold, N_PERMUTATIONS)


def candidates(peer: str, sketches: Sequence[Any]) -> set[tuple[int, int]]:
    """Pairs that the peer's own LSH brings together."""
    lsh = lsh_of(peer, LOWEST)
    found: set[tuple[int, int]] = set()
    for number, sketch in enumerate(sketches):
        found.update((other, number) for other in lsh.query(sketch))
        lsh.insert(number, sketch)
    return found


def among(texts: Sequence[str]) -> dict[str, list[tuple[int, int, float]]]:
    found: dict[str, list[tuple[int, int, float]]] = {}
    pairs: set[tuple[int, int]] = set()
    for peer, sketch in PEERS.items():
        sketches = [sketch(text) for text in texts]
        pairs = pairs if peer == "rensa C" else candidates(peer, sketches)
        found[peer] = [(a, b, sketches[a].jaccard(sketches[b])) for a, b in sorted(pairs)]
    return found


def of_pairs(pairs: Sequence[tuple[str, str]]) -> dict[str, list[float]]:
    return {peer: [sketch(a).jaccard(sketch(b)) for a, b in pairs] for peer, sketch in PEERS.items()}


def make_index(peer: str, n_stored: str, path: str) -> None:
    rng, words = random.Random(1), [f"w{n}" for n in range(50_000)]
    lsh = lsh_of(peer, 0.7)
    for number in range(int(n_stored)):
        lsh.insert(number, PEERS[peer](" ".join(rng.choices(words, k=12))))
    Path(path).write_bytes(pickle.dumps(lsh))


def cost(peer: str, given: str, path: str) -> None:
    begun = time.perf_counter()
    texts: list[str] = json.loads(Path(given).read_text())
    with open(path, "rb") as file:
        lsh = pickle.load(file)
    for number, text in enumerate(texts):
        sketch = PEERS[peer](text)
        lsh.query(sketch)
        lsh.insert(10_000_000 + number, sketch)
    Path(f"{path}.after").write_bytes(pickle.dumps(lsh))
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    told = {"wall": time.perf_counter() - begun, "cpu": time.process_time(), "rss": int(line.split()[1]) / 1024}
    print(json.dumps(told))


def answer(work: Callable[[Any], Any], given: str, out: str) -> None:
    Path(out).write_text(json.dumps(work(json.loads(Path(given).read_text()))))


if __name__ == "__main__":
    task, *rest = sys.argv[1:]
    if task == "index":
        make_index(*rest)
    elif task == "cost":
        cost(*rest)
    else:
        answer({"texts": among, "pairs": of_pairs}[task], *rest)
