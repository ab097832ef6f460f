"""The sets of texts on which `dedup.py` judges: which pairs of them are copies is known."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import chinese_texts

Pair = tuple[int, int]


@dataclass(frozen=True)
class Collection:
    """Texts with the cluster each belongs to."""

    name: str
    texts: list[str]
    sources: list[str]
    clusters: list[str]
    kinds: list[str]

    @property
    def right(self) -> set[Pair]:
        """All pairs of one cluster."""
        members = defaultdict(list)
        for number, cluster in enumerate(self.clusters):
            members[cluster].append(number)
        pairs = (pair for cluster, them in members.items() if cluster != "digest" for pair in combinations(them, 2))
        return set(pairs)

    def counted(self, pairs: Iterable[Pair]) -> set[Pair]:
        """Those pairs that are right or wrong: a digest and its parts are neither."""
        return {pair for pair in pairs if not any(self.kinds[number] == "digest" for number in pair)}


def constructed(data: Path) -> Collection:
    with gzip.open(data / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    with gzip.open(data / "gold.csv.gz", "rt", encoding="utf-8") as lines:
        gold = {int(row["id"]): row for row in csv.DictReader(lines)}
    rows = [gold[document["id"]] for document in documents]
    return Collection(
        name="constructed",
        texts=[document["text"] for document in documents],
        sources=[document["source"] for document in documents],
        clusters=[row["cluster"] for row in rows],
        kinds=[row["kind"] for row in rows],
    )


def chinese() -> Collection:
    made = chinese_texts.documents()
    columns = {name: [document[name] for document in made] for name in ("text", "source", "cluster", "kind")}
    return Collection("Chinese", columns["text"], columns["source"], columns["cluster"], columns["kind"])


def real_pairs(data: Path) -> list[dict[str, Any]]:
    with gzip.open(data / "real_pairs_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
