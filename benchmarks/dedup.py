"""How well copies are told from other articles, with datasketch and rensa beside it.

    python benchmarks/dedup.py [--data ../shared/dedup] [--peers]

Three sets: the constructed one (English and Vietnamese, each kind of edit, hard negatives), real Vietnamese pairs
judged by a reader, and Chinese articles made here. Peers are tried at every threshold and shown at the one that suits
the set best; ours has one setting. `--peers` makes them an environment of their own from the package registry.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from dedup_environment import peers_python
from dedup_sets import Collection, Pair, chinese, constructed, real_pairs

from scrapers.fingerprint import is_repeated, line_hash
from scrapers.fingerprint.sameness import judge, read_texts
from scrapers.fingerprint.sketches import sketches
from scrapers.fingerprint.stories import Link, digests, group

ROOT = Path(__file__).parents[1]
MAX_POSTINGS = 64
MIN_SKETCH_SHARE = 0.2


def repeated_lines(collection: Collection) -> dict[str, frozenset[str]]:
    """For each source, the lines that its documents repeat."""
    documents, seen = Counter(collection.sources), defaultdict(Counter)
    for source, text in zip(collection.sources, collection.texts, strict=True):
        seen[source].update({line_hash(line) for line in text.split("\n") if line.strip()})
    return {
        source: frozenset(line for line, n in counts.items() if is_repeated(n, of=documents[source]))
        for source, counts in seen.items()
    }


def candidates(texts: Sequence[str]) -> list[Pair]:
    """Pairs whose sketches share enough, as the warehouse finds them."""
    sketched = list(sketches(texts))
    postings = defaultdict(list)
    for number, sketch in enumerate(sketched):
        for value in sketch.tolist():
            postings[value].append(number)
    shared = Counter(p for them in postings.values() if len(them) <= MAX_POSTINGS for p in combinations(them, 2))
    return [(a, b) for (a, b), n in shared.items() if n >= MIN_SKETCH_SHARE * min(len(sketched[a]), len(sketched[b]))]


def judge_all(collection: Collection) -> list[Link]:
    known = repeated_lines(collection)
    readings = list(read_texts(collection.texts, repeated=[known[source] for source in collection.sources]))
    return [Link(str(a), str(b), judge(readings[a], readings[b])) for a, b in candidates(collection.texts)]


def score(found: set[Pair], right: set[Pair]) -> str:
    true = len(found & right)
    precision, recall = true / max(1, len(found)), true / len(right)
    return f"{precision:9.4f} {recall:9.4f} {2 * true / (len(found) + len(right)):9.4f}"


def closure(pairs: Iterable[Pair]) -> set[Pair]:
    """Pairs within the groups that pairs join: what union-find makes of them."""
    member: dict[int, set[int]] = {}
    for a, b in pairs:
        joined = member.setdefault(a, {a}) | member.setdefault(b, {b})
        member.update(dict.fromkeys(joined, joined))
    groups = {id(them): them for them in member.values()}.values()
    return {pair for them in groups for pair in combinations(sorted(them), 2)}


def report(collection: Collection, peers: Mapping[str, list[list[Any]]]) -> None:
    links, right = judge_all(collection), collection.right
    found = collection.counted((int(link.a), int(link.b)) for link in links if link.judgement.kind)
    stories = collection.counted(pair for story in group(links) for pair in combinations(sorted(map(int, story)), 2))
    print(f"\n{collection.name}: {len(collection.texts)} texts, {len(right)} right pairs")
    print(f"{'':26}precision    recall        F1")
    print(f"{'pairs':24}{score(found, right)}\n{'stories':24}{score(stories, right)}")
    for peer, pairs in peers.items():
        best, threshold = _best_threshold(collection, pairs)
        print(f"{f'{peer} J ≥ {threshold:.2f}, pairs':24}{score(best, right)}")
        print(f"{f'{peer}, groups':24}{score(collection.counted(closure(best)), right)}")
    _report_kinds(collection, found, stories)
    made = {number for number, kind in enumerate(collection.kinds) if kind == "digest"}
    if made:
        named = {int(number) for number in digests(links)}
        print(f"digests: {len(named & made)} of {len(made)} recognised, {len(named - made)} others taken for one")


def _best_threshold(collection: Collection, pairs: list[list[Any]]) -> tuple[set[Pair], float]:
    right = collection.right
    tried = []
    for threshold in np.arange(0.3, 0.96, 0.05):
        found = collection.counted((a, b) for a, b, estimate in pairs if estimate >= threshold)
        tried.append((2 * len(found & right) / (len(found) + len(right)), float(threshold), found))
    return max(tried, key=lambda one: one[:2])[2], max(tried, key=lambda one: one[:2])[1]


def _report_kinds(collection: Collection, found: set[Pair], stories: set[Pair]) -> None:
    right = collection.right
    print(f"{'recall by kind':24}{'pairs':>9} {'with orig.':>10} {'stories':>9}")
    for kind in sorted(set(collection.kinds)):
        own = {pair for pair in right if kind in {collection.kinds[n] for n in pair}}
        if kind.startswith(("neg_", "digest", "distractor", "original")) or not own:
            continue
        direct = {pair for pair in own if "original" in {collection.kinds[n] for n in pair}}
        shares = [len(found & own) / len(own), _share(found, direct), len(stories & own) / len(own)]
        print(f"  {kind:22}" + "".join(f"{share:10.3f}" for share in shares))
    for kind in sorted({kind for kind in collection.kinds if kind.startswith("neg_")}):
        _report_negative(collection, kind, stories | found)


def _share(found: set[Pair], own: set[Pair]) -> float:
    return len(found & own) / len(own) if own else float("nan")


def _report_negative(collection: Collection, kind: str, found: set[Pair]) -> None:
    members = [number for number, its in enumerate(collection.kinds) if its == kind]
    wrong = {pair for pair in found - collection.right if kind in {collection.kinds[n] for n in pair}}
    inside = [pair for pair in wrong if all(collection.kinds[n] == kind for n in pair)]
    n_alike = sum(collection.sources[a] == collection.sources[b] for a, b in combinations(members, 2))
    touched = {n for pair in wrong for n in pair if collection.kinds[n] == kind}
    print(
        f"  {kind:22}{len(inside)} false pairs among themselves ({n_alike} pairs within a source), {len(wrong)} in all,"
        f" {len(touched)} of {len(members)} texts"
    )


def report_real(data: Path, peers: Mapping[str, list[float]]) -> None:
    rows = real_pairs(data)
    size = Counter(row["stratum"] for row in rows)
    kept = [number for number, row in enumerate(rows) if row["label"] != "R"]
    weights = np.array([rows[n]["stratum_pairs"] / size[rows[n]["stratum"]] for n in kept])
    is_copy = np.array([rows[n]["label"] == "D" for n in kept])
    readings = list(read_texts([text for row in rows for text in (row["a"][2], row["b"][2])]))
    ours = np.array([judge(readings[2 * n], readings[2 * n + 1]).kind is not None for n in kept])
    print(f"\nreal pairs: {is_copy.sum()} copies against {(~is_copy).sum()} others, weighted by stratum")
    scores = {"ours": ours}
    for peer, estimates in peers.items():
        given = np.array([estimates[n] for n in kept])
        best = max(np.unique(given), key=lambda threshold: _f1(given >= threshold, is_copy, weights))
        scores[f"{peer} J ≥ {best:.2f}"] = given >= best
    for name, said in scores.items():
        low, high = _interval(said, is_copy, weights)
        print(f"  {name:22}F1 {_f1(said, is_copy, weights):.4f}   95 % interval {low:.3f} to {high:.3f}")
        for n in np.flatnonzero(said != is_copy):
            row = rows[kept[n]]
            print(f"      {row['label']} stratum {row['stratum']}: {row['a'][0]} and {row['b'][0]}")


def _f1(said: Any, is_copy: Any, weights: Any) -> float:
    true = weights[said & is_copy].sum()
    return float(2 * true / max(weights[said].sum() + weights[is_copy].sum(), 1e-9))


def _interval(said: Any, is_copy: Any, weights: Any) -> tuple[float, float]:
    rng = np.random.default_rng(1)
    draws = (rng.integers(0, len(said), len(said)) for _ in range(2000))
    low, high = np.quantile([_f1(said[draw], is_copy[draw], weights[draw]) for draw in draws], [0.025, 0.975])
    return float(low), float(high)


def ask_peers(task: str, given: Any) -> dict[str, Any]:
    """What `dedup_peers.py` answers in the peers' environment, which is made first if need be."""
    with tempfile.TemporaryDirectory() as folder:
        question, answer = Path(folder, "question.json"), Path(folder, "answer.json")
        question.write_text(json.dumps(given))
        subprocess.run([peers_python(), Path(__file__).with_name("dedup_peers.py"), task, question, answer], check=True)
        return dict(json.loads(answer.read_text()))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "dedup")
    arguments.add_argument("--peers", action="store_true")
    options = arguments.parse_args()
    made = chinese()
    report(made, ask_peers("texts", made.texts) if options.peers else {})
    if not options.data.is_dir():
        sys.exit(f"\n{options.data} isn't there: the constructed set and the real pairs are skipped.")
    given = constructed(options.data)
    report(given, ask_peers("texts", given.texts) if options.peers else {})
    pairs = [(row["a"][2], row["b"][2]) for row in real_pairs(options.data)]
    report_real(options.data, ask_peers("pairs", pairs) if options.peers else {})


if __name__ == "__main__":
    main()
